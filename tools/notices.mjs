#!/usr/bin/env node
// Prints NOTICES: what of others is inside the program, under which licence: tools/notices.mjs >NOTICES
// The packages are those whose files the bundler takes into the pages, and those that these name as taken over.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ui = join(dirname(fileURLToPath(import.meta.url)), "../ui");
const { build } = createRequire(join(ui, "package.json"))("esbuild");
// The icons are copied, not bundled; the styles of Tabler hold Bootstrap's, already compiled.
const COPIED = ["@tabler/icons", "bootstrap"];

const made = await build({
  entryPoints: ["styles/app.css", "src/app.ts", "src/charts.ts"],
  bundle: true,
  write: false,
  metafile: true,
  outdir: "none",
  logLevel: "error",
  absWorkingDir: ui,
});
const found = Object.keys(made.metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1]);
const names = [...new Set([...found.filter(Boolean), ...COPIED])].sort();

const licences = names.map((name) => {
  const folder = join(ui, "node_modules", name);
  const { version, license, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => /^(LICEN[CS]E|NOTICE)/i.test(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? readdirSync(join(folder, entry.name)).map((inner) => join(entry.name, inner)) : [entry.name]))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replace(/\r/g, "").replace(/[ \t]+$/gm, "").trim());
  // Tabler's package brings its licence only with its icons, of the same authors.
  if (!texts.length && existsSync(join(ui, "node_modules/@tabler/icons/LICENSE")) && name.startsWith("@tabler/")) {
    texts.push(readFileSync(join(ui, "node_modules/@tabler/icons/LICENSE"), "utf8").trim());
  }
  if (!texts.length) throw new Error(`${name} brings no licence`);
  return `${"=".repeat(80)}\n${name} ${version} (${license})\n${homepage ?? ""}\n\n${texts.join("\n\n")}\n`;
});

process.stdout.write(`What of others is inside Entente. Entente itself is under the GPL, version 3 or later: see LICENSE.

Made by tools/notices.mjs; a test compares it.

In the pages (styles, scripts and icons, bundled when the program is built): ${names.join(", ")}. Their licences follow.

No data of others is inside. Countries, currencies and subdivisions of amounts are the codes of ISO 3166-1 and ISO 4217 with names
of ours; the list of passwords that are refused, the companies, people and figures of the demo are our own; time zones are read
from the system that the program runs on. No font is inside: pages use those of the reader's system.

Libraries that the program is linked with, and that the system brings, are listed with their licences in docs/dependencies.md.

${licences.join("\n")}`);
