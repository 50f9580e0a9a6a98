// Drives a server that watches its threads (ThreadSanitizer) with everything at once, for so many seconds, and ends it in
// the middle of that; starts it again and ends it once more. What it finds makes the server end with another status.
//
//   ENTENTE_BIN=build-tsan/entente node tests/threads/load.mjs SECONDS

import { start } from "../lib/entente.mjs";
import { Mixed, MIXED_ARGS } from "../lib/mixed.mjs";
import { pause } from "../lose/writers.mjs";

const seconds = Number(process.argv[2] ?? 10);
const site = await start({ args: [...MIXED_ARGS, "--threads", "4", "--purge-every", "2"] });
try {
  for (let round = 0; round < 2; round++) {
    const mixed = await Mixed.on(site, { clients: 12, seed: round + 1 });
    await mixed.during(async () => {
      await pause((seconds * 1000) / 2);
      mixed.mayStop();
      await site.halt();
      await pause(200);
    });
    console.log(`round ${round + 1}: ${mixed.done} requests, ${[...mixed.seen.keys()].length} kinds of reply; stopped under load`);
    if (round === 0) await site.serve();
  }
} finally {
  await site.stop();
}
