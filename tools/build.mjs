// Makes static/dist (not committed) of static/src: bundles app.ts, app.css and pages/*.ts, copies *.svg.
// With --tests: tests/frontend/*.test.ts into .build/frontend, for node's own test runner.
import { build } from "esbuild";
import { readdirSync, rmSync } from "node:fs";

const list = (folder, ending) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${folder}/${entry.name}`)
    .sort();

const common = { bundle: true, format: "esm", logLevel: "warning", sourcemap: true };

const forBrowsers = {
  ...common,
  entryPoints: [
    "static/src/app.ts",
    "static/src/app.css",
    ...list("static/src/pages", ".ts"),
    ...list("static/src", ".svg"),
  ],
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
  entryPoints: list("tests/frontend", ".test.ts"),
  outdir: ".build/frontend",
  platform: "node",
};

const options = process.argv.includes("--tests") ? forTests : forBrowsers;
rmSync(options.outdir, { recursive: true, force: true });
await build(options);
