// Makes static/dist (not committed) of static/src: bundles app.ts, app.css and pages/*.ts, copies *.svg.
// With --tests: tests/frontend/*.test.ts into .build/frontend, for node's own test runner.
import { build } from "esbuild";
import { globSync, rmSync } from "node:fs";

const common = { bundle: true, format: "esm", logLevel: "warning", sourcemap: true };

const forBrowsers = {
  ...common,
  entryPoints: globSync("static/src/{app.ts,app.css,pages/*.ts,*.svg}"),
  outdir: "static/dist",
  outbase: "static/src",
  assetNames: "assets/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  loader: { ".png": "file", ".svg": "copy", ".woff2": "file" },
  minify: true,
  splitting: true, // what pages share is loaded once
  target: ["chrome99", "safari15"], // the oldest tablets: HarmonyOS 4.0 and iPadOS 15
};

const forTests = {
  ...common,
  entryPoints: globSync("tests/frontend/*.test.ts"),
  outdir: ".build/frontend",
  platform: "node",
};

const options = process.argv.includes("--tests") ? forTests : forBrowsers;
rmSync(options.outdir, { recursive: true, force: true });
await build(options);
