// Turns what lies in this folder, and the libraries of package-lock.json, into api/assets/pages: bundles whose names
// hold a hash of what is in them, each also compressed in two ways, and manifest.json, which the program reads.
//   node api/browser/build.mjs        (script/bootstrap does it when something has changed)
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const out = join(root, "api", "assets", "pages");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const made = await build({
  absWorkingDir: root,
  entryPoints: ["desk.js", "desk.css", "draft.js", "draft.css", "table.js"].map((name) => join(here, name)),
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file" },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const names = Object.entries(made.metafile.outputs).map(([file, about]) => [basename(file), about.entryPoint]);
for (const [name] of names.filter(([name]) => /\.(css|js)$/.test(name))) {
  const content = await readFile(join(out, name));
  await writeFile(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
  await writeFile(join(out, `${name}.br`), brotliCompressSync(content));
}
const entries = names.filter(([, entry]) => entry).map(([name, entry]) => [basename(entry), name]);
const fonts = names.filter(([name]) => /(inter|source-serif-4)-latin-wght-normal-/.test(name));
const manifest = {
  entries: Object.fromEntries(entries),
  preload: fonts.map(([name]) => name).filter((name) => name.startsWith("inter-")),
};
await writeFile(join(out, "manifest.json"), JSON.stringify(manifest, null, 2));
