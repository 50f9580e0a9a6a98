// Bundles styles and scripts of the pages: node build.mjs --out FOLDER [--manifest FILE]
//
// Fills FOLDER with NAME.HASH.ext, each with .br and .gz beside it, and manifest.json, which maps a logical name
// ("app.css", "app.js", "charts.js", "icons.svg") to the hashed one. tools/embed takes the folder into the program.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { followSystemTheme } from "./css.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};

async function bundle(entry) {
  const result = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2020", "chrome100", "firefox100", "safari15"],
    legalComments: "none",
    logLevel: "warning",
    absWorkingDir: here,
  });
  return result.outputFiles[0].text;
}

/** One file of all icons that icons.txt names; a page shows one by <use href="….svg#NAME">. */
function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(join(here, "node_modules/@tabler/icons/icons/outline", `${name}.svg`), "utf8");
    const shapes = svg.slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

function write(folder, manifest, name, text) {
  const data = Buffer.from(text);
  const hash = createHash("sha256").update(data).digest("hex").slice(0, 12);
  const hashed = name.replace(/(\.[^.]+)$/, `.${hash}$1`);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length } };
  writeFileSync(join(folder, hashed), data);
  writeFileSync(join(folder, `${hashed}.br`), brotliCompressSync(data, quality));
  writeFileSync(join(folder, `${hashed}.gz`), gzipSync(data, { level: 9 }));
  manifest[name] = hashed;
}

const folder = option("--out");
if (!folder) throw new Error("usage: node build.mjs --out FOLDER [--manifest FILE]");
const made = {
  "app.css": followSystemTheme(await bundle("styles/app.css")),
  "app.js": await bundle("src/app.ts"),
  "charts.js": await bundle("src/charts.ts"),
  "icons.svg": sprite(),
};
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const manifest = {};
for (const [name, text] of Object.entries(made)) write(folder, manifest, name, text);
const listing = JSON.stringify(manifest, null, 2) + "\n";
writeFileSync(join(folder, "manifest.json"), listing);
// The build watches this one: it is written last, and always.
if (option("--manifest")) writeFileSync(option("--manifest"), listing);
