// Makes static/dist (not committed) of static/src: bundles app.ts, app.css and pages/*.ts, copies *.svg; and of
// static/src/field the tablet's app with its worker, which is one file and knows what to keep and which version it is.
// With --tests: tests/frontend/*.test.ts into .build/frontend, for node's own test runner.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { globSync, readFileSync, rmSync } from "node:fs";

const common = { bundle: true, format: "esm", logLevel: "warning", sourcemap: true };

const forBrowsers = {
  ...common,
  assetNames: "assets/[name]-[hash]",
  chunkNames: "chunks/[name]-[hash]",
  loader: { ".png": "file", ".svg": "copy", ".woff2": "file" },
  minify: true,
  splitting: true, // what pages share is loaded once
  target: ["chrome99", "safari15"], // the oldest tablets: HarmonyOS 4.0 and iPadOS 15
};

const pages = {
  ...forBrowsers,
  entryPoints: globSync("static/src/{app.ts,app.css,pages/*.ts,*.svg}"),
  outdir: "static/dist",
  outbase: "static/src",
};

const field = {
  ...forBrowsers,
  entryPoints: ["static/src/field/app.tsx", "static/src/field/app.css", "static/src/field/manifest.json"],
  outdir: "static/dist/field",
  loader: { ...forBrowsers.loader, ".json": "copy" },
  metafile: true,
};

// What the shell is made of besides the bundles: a change in these is a new version, too.
const servedForField = globSync(["templates/field/*.html", "casebook/translations/*/LC_MESSAGES/*.po", "static/src/mark.svg"]);

function workerOf(bundles) {
  const kept = bundles.filter((path) => !path.endsWith(".map")).sort();
  const hash = createHash("sha256");
  for (const path of [...kept, "static/src/field/worker.ts", ...servedForField.sort()]) hash.update(`\0${path}\0`).update(readFileSync(path));
  return {
    ...common,
    entryPoints: ["static/src/field/worker.ts"],
    outfile: "static/dist/field/worker.js",
    format: "iife",
    minify: true,
    target: forBrowsers.target,
    define: {
      ASSETS: JSON.stringify(["/static/dist/mark.svg", ...kept.map((path) => `/${path}`)]),
      VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)),
    },
  };
}

const forTests = {
  ...common,
  entryPoints: globSync("tests/frontend/*.test.ts"),
  outdir: ".build/frontend",
  platform: "node",
  external: ["tus-js-client"], // node's half of it is not written as a module
};

if (process.argv.includes("--tests")) {
  rmSync(forTests.outdir, { recursive: true, force: true });
  await build(forTests);
} else {
  rmSync(pages.outdir, { recursive: true, force: true });
  const [, { metafile }] = await Promise.all([build(pages), build(field)]);
  await build(workerOf(Object.keys(metafile.outputs)));
}
