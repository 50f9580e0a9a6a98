import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { run, start } from "../lib/entente.mjs";
import { demoWorkspace, emptyWorkspace, kinds, workbench } from "./stores.mjs";

const sql = (bench, text) => execFileSync("sqlite3", [bench.file("store.db"), text], { encoding: "utf8" }).trim();

test("verify finds every chain in order", (t) => {
  const bench = demoWorkspace(t);
  assert.match(bench.must(["verify"]), /All \d+ chains hold/);
  const view = JSON.parse(bench.must(["verify", "--json"]));
  assert.equal(view.holds, true);
  assert.equal(view.events, Number(sql(bench, "SELECT count(*) FROM event")));
  assert.equal(view.chains, Number(sql(bench, "SELECT count(DISTINCT audience_id) FROM event")));
  assert.deepEqual(view.breaks, []);
});

test("verify says where a chain breaks, with status 8", (t) => {
  const victim = "(SELECT id FROM event WHERE kind = 'note' ORDER BY id LIMIT 1 OFFSET 1)";
  const tampering = {
    "what was said": `UPDATE event SET payload = replace(payload, 'a', 'b') WHERE id = ${victim}`,
    "who did it": `UPDATE event SET actor_id = NULL WHERE id = ${victim}`,
    "when it was": `UPDATE event SET at = at + 1 WHERE id = ${victim}`,
    "one event gone": `DELETE FROM event WHERE id = ${victim}`,
    "hash made anew": `UPDATE event SET hash = replace(hash, substr(hash, 1, 1), CASE substr(hash, 1, 1) WHEN 'a' THEN 'b' ELSE 'a' END) WHERE id = ${victim}`,
  };
  const original = demoWorkspace(t);
  const bytes = (bench) => readFileSync(bench.file("store.db"));
  sql(original, "PRAGMA wal_checkpoint(TRUNCATE)");
  for (const [what, statement] of Object.entries(tampering)) {
    const bench = workbench(t);
    writeFileSync(bench.file("store.db"), bytes(original));
    const chain = sql(bench, `SELECT audience_id FROM event WHERE id = ${victim}`);
    sql(bench, statement);
    const { status, stdout, stderr } = bench.run(["verify"]);
    assert.equal(status, 8, what);
    assert.match(stdout, new RegExp(chain), what);
    assert.match(stderr, /broken/, what);
    const json = bench.run(["verify", "--json"]);
    assert.equal(json.status, 8, what);
    const view = JSON.parse(json.stdout);
    assert.equal(view.holds, false);
    assert.equal(view.breaks[0].chain, chain, what);
    assert.ok(view.breaks[0].sequence > 0 && view.breaks[0].what, what);
  }
});

test("a damaged file is not taken for a store", (t) => {
  const bench = workbench(t);
  writeFileSync(bench.file("store.db"), "this is no database, however long one looks at it\n".repeat(100));
  const { status, stderr } = bench.run(["user", "list"]);
  assert.equal(status, 8, stderr);
});

test("a backup made while others write restores to a workspace that holds", async (t) => {
  const bench = workbench(t);
  const site = await start();
  let stop = false, written = 0;
  try {
    const token = site.token("katharina.lenz@altmark-motoren.example");
    const alliance = (await site.api("GET", "/alliances?short_code=MOB", { token })).body.items[0].id;
    const write = async () => {
      while (!stop) {
        const { status } = await site.api("POST", "/notes", { token, body: { about_kind: "alliances", about: alliance, text: `note ${written}` } });
        assert.equal(status, 201);
        written++;
      }
    };
    const writers = [write(), write()];
    for (let i = 0; i < 3; i++) {
      await new Promise((done) => setTimeout(done, 150));
      site.must(["backup", bench.file(`copy${i}.bak`)]);
    }
    stop = true;
    await Promise.all(writers);
    assert.ok(written > 0);
    assert.equal(site.run(["backup", bench.file("copy0.bak")]).status, 5, "a file that is there is kept");
    site.must(["verify"]);
  } finally {
    stop = true;
    await site.stop();
  }
  for (let i = 0; i < 3; i++) {
    const store = bench.store(`restored${i}.db`);
    assert.equal(run(["restore", bench.file(`copy${i}.bak`), "--store", store]).status, 0);
    assert.equal(run(["verify", "--store", store]).status, 0);
    const notes = JSON.parse(run(["export", "notes", "--format", "json", "--store", store]).stdout);
    assert.ok(notes.length <= 21 + written);
  }
});

test("what is restored is what was saved", (t) => {
  const bench = demoWorkspace(t), other = workbench(t);
  bench.must(["backup", bench.file("b.bak")]);
  other.must(["restore", bench.file("b.bak")]);
  for (const kind of kinds(bench)) assert.deepEqual(other.json(kind), bench.json(kind), kind);
  assert.deepEqual(JSON.parse(other.must(["user", "list", "--json"])), JSON.parse(bench.must(["user", "list", "--json"])));
});

test("restore takes an empty store and a real backup only", (t) => {
  const bench = emptyWorkspace(t);
  bench.must(["backup", bench.file("b.bak")]);
  const before = bench.json("people");
  const full = bench.run(["restore", bench.file("b.bak")]);
  assert.equal(full.status, 5);
  assert.deepEqual(bench.json("people"), before);
  writeFileSync(bench.file("no.bak"), "nothing of the kind");
  assert.equal(run(["restore", bench.file("no.bak"), "--store", bench.store("new.db")]).status, 8);
  assert.equal(run(["restore", bench.file("missing.bak"), "--store", bench.store("new2.db")]).status, 3);
});

test("migrate brings a store up, and finds nothing to do the second time", (t) => {
  const bench = emptyWorkspace(t);
  assert.deepEqual(JSON.parse(bench.must(["migrate", "--json"])).applied, 0);
  assert.match(bench.must(["migrate"]), /Nothing was to be done/);
  const newest = JSON.parse(run(["version", "--json"]).stdout).schema;
  assert.equal(Number(sql(bench, "SELECT max(number) FROM schema_migration")), newest);
});

test("a store of another version is not worked on", (t) => {
  const bench = emptyWorkspace(t);
  sql(bench, "INSERT INTO schema_migration VALUES (9999, 'from the future', 0)");
  for (const args of [["user", "list"], ["migrate"], ["serve"], ["export", "people"]]) {
    const { status, stderr } = bench.run(args);
    assert.equal(status, 5, args.join(" "));
    assert.match(stderr, /newer/);
  }
  sql(bench, "DELETE FROM schema_migration WHERE number > 1");
  const { status, stderr } = bench.run(["user", "list"]);
  assert.equal(status, 5);
  assert.match(stderr, /migrate/);
});

test("an empty file is an empty store", (t) => {
  const bench = workbench(t);
  writeFileSync(bench.file("store.db"), "");
  assert.equal(bench.run(["user", "list"]).status, 3);
  bench.must(["init", "--organisation", "X", "--admin", "a@example.com"]);
  assert.ok(existsSync(bench.file("store.db")));
});
