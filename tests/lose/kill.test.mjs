// The server, killed again and again while clients write: what was acknowledged is there after each start, what was not is
// there whole or not at all, the chains verify. On SQLite it runs on a file system that forgets what was not synced when the
// process is killed; without syncs the same test finds the loss. On PostgreSQL the database is killed as well.
// ENTENTE_KILLS says how often (50).

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const usual = process.env.ENTENTE_BIN ?? fileURLToPath(new URL("../../build-asan/entente", import.meta.url));
process.env.ENTENTE_BIN = join(dirname(usual), "entente-forgetful");
const onPostgres = process.env.ENTENTE_TEST_STORE === "postgres";
const { cluster } = await import("./cluster.mjs");
const database = onPostgres ? cluster() : null;
if (database) process.env.ENTENTE_TEST_POSTGRES = database.address;

const { must, run, start, tempFolder } = await import("../lib/entente.mjs");
const { assertNoHalves, Ledger, pause, randomOf } = await import("./writers.mjs");

const KILLS = Number(process.env.ENTENTE_KILLS ?? 50), A_LIFE = 50, CLIENTS = 6, DATABASE_EVERY = 6, VERIFIED_EVERY = 10;
const lastLine = (text) => text.trimEnd().split("\n").pop().trim();

/** A workspace of its own and clients of it. */
async function begin(seed, env) {
  const folder = tempFolder(), store = folder.store();
  must(["init", "--store", store, "--organisation", "Killed", "--admin", "admin@example.com"]);
  const token = lastLine(must(["token", "admin@example.com", "--store", store]));
  const random = randomOf(seed);
  const site = await start({ workspace: "none", store, env: { ENTENTE_FORGETFUL: `${seed}`, ...env } });
  const ledger = new Ledger([site], token, random);
  return { folder, store, site, ledger, random, end: async () => (await site.stop(), folder.remove()) };
}

/** Lets clients write for a while, and kills the server under them. */
async function killed({ site, ledger, random }) {
  await ledger.during(CLIENTS, async () => {
    await ledger.until(3 + random() * 20);
    await pause(random() * 10);
    site.gone = true;
    await site.halt("SIGKILL");
  });
  site.gone = false;
}

/** The same, but the database is killed; the server goes on. */
async function databaseKilled({ ledger, random }) {
  await ledger.during(CLIENTS, async () => {
    await ledger.until(3 + random() * 20);
    database.kill();
    database.start();
    await ledger.until(2 * CLIENTS);
  });
}

async function live(seed, kills) {
  const life = await begin(seed);
  try {
    for (let i = 1; i <= kills; i++) {
      if (database && i % DATABASE_EVERY === 0) {
        await databaseKilled(life);
      } else {
        await killed(life);
        if (i % VERIFIED_EVERY === 1) must(["verify", "--store", life.store]);
        await life.site.serve();
      }
      await life.ledger.settle();
      assert.deepEqual(await life.ledger.missing(), []);
    }
    assert.deepEqual(await life.ledger.missing(true), []);
    must(["verify", "--store", life.store]);
    assertNoHalves(life.store);
    return life.ledger.acknowledged;
  } finally {
    await life.end();
  }
}

test(`killed ${KILLS} times, it keeps what it has acknowledged`, async (t) => {
  let acknowledged = 0;
  for (let kills = 0; kills < KILLS; kills += A_LIFE) {
    acknowledged += await live(1 + kills, Math.min(A_LIFE, KILLS - kills));
  }
  t.diagnostic(`${acknowledged} writes acknowledged`);
  assert.ok(acknowledged > KILLS * 10, `${acknowledged} writes acknowledged`);
});

const onSqlite = onPostgres ? () => {} : test;
onSqlite("without syncs the same test finds what is lost", async () => {
  const life = await begin(7, { ENTENTE_UNSYNCED: "yes" });
  try {
    await killed(life);
    assert.ok(life.ledger.acknowledged > 0);
    const verified = run(["verify", "--store", life.store]);
    let lost = verified.status !== 0;
    if (!lost) {
      await life.site.serve();
      lost = (await life.ledger.missing(true)).length > 0;
    }
    assert.ok(lost, "synchronous=OFF and nothing is lost: the test does not test");
  } finally {
    await life.end();
  }
});
