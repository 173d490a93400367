// Writes dist/graph.js from src/: one file with everything in it, and the licences of what it carries at its end.
// `node bundle.mjs --to FILE` writes elsewhere, to compare with the committed one.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const CARRIED = ["sigma", "graphology", "graphology-utils", "graphology-layout-forceatlas2", "@sigma/edge-curve", "events"];

function licence(name) {
  const folder = new URL(`node_modules/${name}/`, import.meta.url);
  const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  const file = ["LICENSE.txt", "LICENSE"].find((candidate) => {
    try {
      readFileSync(new URL(candidate, folder));
      return true;
    } catch {
      return false;
    }
  });
  return `${name} ${version}\n\n${readFileSync(new URL(file, folder), "utf8").trim()}`;
}

const to = process.argv.indexOf("--to");
await build({
  absWorkingDir: new URL(".", import.meta.url).pathname,
  entryPoints: ["src/main.ts"],
  outfile: to > 0 ? process.argv[to + 1] : "dist/graph.js",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  loader: { ".css": "text" },
  legalComments: "none",
  footer: { js: `/*! Carries:\n\n${CARRIED.map(licence).join("\n\n----\n\n")}\n*/` },
});
