// PostgreSQL that goes away, comes back, waits, refuses, and hands over to its standby: what was acknowledged is there, and
// servers go on without a restart.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { before, test } from "node:test";
import { cluster } from "./cluster.mjs";

const onPostgres = process.env.ENTENTE_TEST_STORE === "postgres";
const onlyHere = onPostgres ? test : () => {};
const CLIENTS = 6;
let primary, standby, lib, writers;

before(async () => {
  if (!onPostgres) return;
  primary = cluster(["wal_level = replica", "max_wal_senders = 4", "wal_keep_size = 256MB"]);
  process.env.ENTENTE_TEST_POSTGRES = primary.address;
  lib = { ...(await import("../lib/entente.mjs")), ...(await import("../lib/stores.mjs")) };
  writers = await import("./writers.mjs");
});

/** A workspace of its own that `count` servers serve, at `address(store)`, and clients of it. */
async function begin(count, address = (store) => store) {
  const folder = lib.tempFolder(), store = folder.store();
  lib.must(["init", "--store", store, "--organisation", "Lost", "--admin", "admin@example.com"]);
  const token = lib.must(["token", "admin@example.com", "--store", store]).trimEnd().split("\n").pop().trim();
  const sites = [];
  for (let i = 0; i < count; i++) sites.push(await lib.start({ workspace: "none", store: address(store) }));
  const ledger = new writers.Ledger(sites, token, writers.randomOf(count));
  return { store, sites, ledger, folder };
}

async function end({ sites, ledger, store }, at = store) {
  await ledger.settle();
  assert.deepEqual(await ledger.missing(true), []);
  lib.must(["verify", "--store", at]);
  writers.assertNoHalves(at);
  for (const site of sites) await site.stop();
}

const asRoot = (address) => address.replace("user=entente", "user=postgres");
const onRoot = (address, text) => lib.sql(asRoot(address), text);
const cut = (store) => onRoot(store, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'entente'");

/** Runs SQL beside what the test does. */
function beside(store, text) {
  const child = spawn("psql", ["-XAtq", asRoot(store), "-c", text], { stdio: "ignore" });
  return new Promise((done) => child.on("close", done));
}

onlyHere("connections that drop while clients write", async () => {
  const work = await begin(2);
  await work.ledger.during(CLIENTS, async () => {
    for (let i = 0; i < 15; i++) {
      await work.ledger.until(3);
      cut(work.store);
    }
    await work.ledger.until(CLIENTS);
  });
  await end(work);
});

onlyHere("time-outs, locks and deadlocks are told as busy, and pass", async () => {
  const work = await begin(2);
  onRoot(work.store, "ALTER ROLE entente SET statement_timeout = '400ms'; ALTER ROLE entente SET default_transaction_isolation = 'serializable'");
  cut(work.store);
  await work.ledger.during(CLIENTS, async () => {
    await work.ledger.until(CLIENTS);
    await beside(work.store, "BEGIN; LOCK TABLE organisation; SELECT pg_sleep(1); COMMIT");
    await work.ledger.until(CLIENTS);
    await beside(work.store, "SET deadlock_timeout = '10s'; BEGIN; LOCK TABLE search_entry; SELECT pg_sleep(0.2); LOCK TABLE organisation; COMMIT");
    await work.ledger.until(CLIENTS);
  });
  assert.ok(work.ledger.refused.get(503) > 0);
  assert.equal(work.ledger.refused.get(500), undefined);
  onRoot(work.store, "ALTER ROLE entente RESET statement_timeout; ALTER ROLE entente RESET default_transaction_isolation");
  cut(work.store);
  await end(work);
});

/** The states of PostgreSQL's errors that the servers have logged. */
const states = ({ sites }) => sites.flatMap((site) => [...site.log.matchAll(/"state":"(\w{5})"/g)].map((match) => match[1]));

// [what the account's sessions have set, what somebody does beside, as PostgreSQL calls it]. The program's own check for a
// deadlock comes after the circle is closed, so that it is the one that is turned away.
const TROUBLES = [
  ["deadlock_timeout = '700ms'", "SET deadlock_timeout = '20s'; BEGIN; LOCK TABLE search_entry; SELECT pg_sleep(0.2); LOCK TABLE organisation; COMMIT", "40P01"],
  ["statement_timeout = '200ms'", "BEGIN; LOCK TABLE organisation; SELECT pg_sleep(1); COMMIT", "57014"],
  ["search_path = public", "BEGIN; CREATE TRIGGER trouble BEFORE INSERT ON organisation EXECUTE FUNCTION trouble(); COMMIT; SELECT pg_sleep(0.3); DROP TRIGGER trouble ON organisation", "40001"],
];

onlyHere("a deadlock, a time-out and a serialisation failure, each as the server tells it, lose nothing", async () => {
  const work = await begin(2);
  // Writes take a lock of their own one after another, so that they cannot fail to be serialised by themselves.
  onRoot(work.store, "CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$");
  for (const [setting, text, state] of TROUBLES) {
    const name = setting.split(" ")[0];
    onRoot(work.store, `ALTER ROLE entente SET ${setting}`);
    cut(work.store);
    await work.ledger.during(CLIENTS, async () => {
      await work.ledger.until(2 * CLIENTS);
      for (let tries = 0; tries < 20 && !states(work).includes(state); tries++) await beside(work.store, text);
      await work.ledger.until(CLIENTS);
    });
    assert.ok(states(work).includes(state), `${state} was not seen: ${states(work)}`);
    onRoot(work.store, `ALTER ROLE entente RESET ${name}`);
    cut(work.store);
  }
  assert.ok(work.ledger.refused.get(503) > 0);
  assert.equal(work.ledger.refused.get(500), undefined);
  await end(work);
});

onlyHere("what the synchronous standby has not confirmed is not acknowledged", async () => {
  standby = cluster([], primary);
  const follow = (names) => {
    onRoot(primary.address, `ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    onRoot(primary.address, "SELECT pg_reload_conf()");
  };
  const work = await begin(1);
  follow("*");
  await work.ledger.during(CLIENTS, () => work.ledger.until(3 * CLIENTS));
  standby.kill();
  // A wait that is cancelled, or cut off, ends with a commit that stands on one machine only.
  const waiting = (how) => onRoot(work.store, `SELECT count(${how}(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`);
  const before = work.ledger.acknowledged, ended = { pg_cancel_backend: 0, pg_terminate_backend: 0 };
  let early;
  await work.ledger.during(2, async () => {
    for (const how of Object.keys(ended))
      while (ended[how] < 2) {
        ended[how] += Number(waiting(how));
        await writers.pause(100);
      }
    await writers.pause(300);
    early = work.ledger.acknowledged - before;
    standby.start();
  });
  assert.equal(early, 0, "acknowledged, and on one machine only");
  await work.ledger.during(CLIENTS, () => work.ledger.until(CLIENTS));
  await end(work);
});

onlyHere("the standby takes over from a primary that was killed under load", async () => {
  const both = (store) => `${store.replace(`host=${primary.place}`, `host=${primary.place},${standby.place}`)}&target_session_attrs=read-write`;
  const work = await begin(2, both);
  await work.ledger.during(CLIENTS, async () => {
    await work.ledger.until(5 * CLIENTS);
    primary.kill();
    standby.promote();
    await work.ledger.until(3 * CLIENTS);
  });
  await end(work, work.store.replace(primary.place, standby.place));
});
