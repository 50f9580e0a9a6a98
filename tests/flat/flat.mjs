// Mixed load for so many seconds, and what the server holds of memory meanwhile. The first fifth is for warming up; after
// it the least of each tenth must not rise by more than GROWTH_KB (the least: a password takes 64 MiB while it is hashed).
//
//   ENTENTE_BIN=build/entente node tests/flat/flat.mjs SECONDS

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { start } from "../lib/entente.mjs";
import { Mixed, MIXED_ARGS } from "../lib/mixed.mjs";
import { pause } from "../lose/writers.mjs";

const GROWTH_KB = 4096;
const SAMPLE_MS = 100;
const PARTS = 10;

/** Anonymous memory of a process that is in use, in KiB: without files and what it shares. */
const resident = (pid) => Number(/^RssAnon:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
const handles = (pid) => Number(/^FDSize:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);

const seconds = Number(process.argv[2] ?? 600);
const site = await start({ args: MIXED_ARGS });
try {
  const mixed = await Mixed.on(site, { clients: 6 });
  const least = [], most = [], files = [];
  await mixed.during(async () => {
    await pause((seconds * 1000) / 5);
    const part = (seconds * 800) / PARTS;
    for (let i = 0; i < PARTS; i++) {
      const seen = [];
      for (const end = Date.now() + part; Date.now() < end; await pause(SAMPLE_MS)) seen.push(resident(site.pid));
      least.push(Math.min(...seen));
      most.push(Math.max(...seen));
      files.push(handles(site.pid));
    }
  });
  console.log(`${mixed.done} requests in ${seconds} s by ${mixed.clients} clients; anonymous memory in KiB, least and most of each tenth after warming:`);
  console.log(`  ${least.map((kb, i) => `${kb}–${most[i]}`).join(", ")}`);
  const early = Math.min(...least.slice(0, 2)), late = Math.min(...least.slice(-2));
  assert.ok(late - early <= GROWTH_KB, `memory grew from ${early} to ${late} KiB`);
  assert.ok(files.at(-1) <= 2 * files[0], `open files grew: ${files}`);
  console.log(`grew by ${late - early} KiB (${GROWTH_KB} allowed)\n1 passed, 0 failed`);
} finally {
  await site.stop();
}
