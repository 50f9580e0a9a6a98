import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { run, start } from "../lib/entente.mjs";
import { makeEmpty, onPostgres, sql } from "../lib/stores.mjs";
import { demoWorkspace, emptyWorkspace, kinds, workbench } from "./stores.mjs";

test("verify finds every chain in order", (t) => {
  const bench = demoWorkspace(t);
  assert.match(bench.must(["verify"]), /All \d+ chains hold/);
  const view = JSON.parse(bench.must(["verify", "--json"]));
  assert.equal(view.holds, true);
  assert.equal(view.events, Number(bench.sql("SELECT count(*) FROM event")));
  assert.equal(view.chains, Number(bench.sql("SELECT count(DISTINCT audience_id) FROM event")));
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
  for (const [what, statement] of Object.entries(tampering)) {
    const bench = demoWorkspace(t);
    const chain = bench.sql(`SELECT audience_id FROM event WHERE id = ${victim}`);
    bench.sql(statement);
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
  writeFileSync(bench.file("odd.db"), "this is no database, however long one looks at it\n".repeat(100));
  const { status, stderr } = run(["user", "list", "--store", bench.store("odd", "sqlite")]);
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
    const store = bench.store(`restored${i}`);
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
  assert.equal(run(["restore", bench.file("no.bak"), "--store", bench.store("new")]).status, 8);
  assert.equal(run(["restore", bench.file("missing.bak"), "--store", bench.store("new2")]).status, 3);
});

test("migrate brings a store up, and finds nothing to do the second time", (t) => {
  const bench = emptyWorkspace(t);
  const { version } = JSON.parse(run(["version", "--json"]).stdout);
  const view = JSON.parse(bench.must(["migrate", "--json"]));
  assert.deepEqual([view.applied, view.missing, view.unknown, view.allowed, view.oldest], [0, 0, 0, true, version]);
  assert.equal(Number(bench.sql("SELECT max(number) FROM schema_migration")), view.newest);
  assert.match(bench.must(["migrate"]), /Nothing was to be done/);
  assert.match(bench.must(["status"]), new RegExp(`number ${view.newest}, as this program wants it. Entente ${version} and later`));
  const status = JSON.parse(bench.must(["status", "--json"]));
  assert.deepEqual([status.store, status.schema], [onPostgres ? "postgres" : "sqlite", view.newest]);
});

const later = (bench, oldest) =>
  bench.sql(`INSERT INTO schema_migration (number, name, applied_at, oldest) VALUES (9999, 'from the future', 0, ${oldest})`);

test("a store that wants a newer program is not worked on", (t) => {
  const bench = emptyWorkspace(t);
  for (const [oldest, words] of [["NULL", /newer/], ["'9.1.0'", /needs Entente 9\.1\.0 or later; this is/]]) {
    later(bench, oldest);
    for (const args of [["user", "list"], ["migrate"], ["serve"], ["export", "people"]]) {
      const { status, stderr } = bench.run(args);
      assert.equal(status, 5, args.join(" "));
      assert.match(stderr, words);
    }
    assert.match(bench.must(["status"]), /of a newer program/);
    bench.sql("DELETE FROM schema_migration WHERE number = 9999");
  }
  bench.sql("DELETE FROM schema_migration WHERE number > 1");
  const { status, stderr } = bench.run(["user", "list"]);
  assert.equal(status, 5);
  assert.match(stderr, /migrate/);
  assert.match(bench.must(["status"]), /steps are still to be taken/);
});

test("two versions overlap where the newer one's step lets the older stay", async () => {
  const site = await start();
  try {
    const token = site.token("helene.brandt@altmark-motoren.example");
    const post = async (name) => (await site.api("POST", "/organisations", { token, body: { name, kind: "candidate" } })).status;
    const bench = { sql: (text) => sql(site.store, text) };
    assert.equal(await post("Before"), 201);
    bench.sql("ALTER TABLE organisation ADD COLUMN of_the_future TEXT");
    later(bench, "'0.1.0'");
    assert.equal(await post("With the newer one beside"), 201);
    bench.sql("UPDATE organisation SET of_the_future = 'kept' WHERE name = 'Before'");
    await site.halt();
    assert.match(site.must(["status"]), /so this program too, may work on it/);
    await site.serve();
    const before = (await site.api("GET", "/organisations?name=Before", { token })).body.items[0];
    const { status } = await site.api("PATCH", `/organisations/${before.id}`, { token, body: { industry: "Rail" }, headers: { "If-Match": '"1"' } });
    assert.equal(status, 200);
    assert.equal(bench.sql("SELECT of_the_future FROM organisation WHERE name = 'Before'"), "kept");
    site.must(["verify"]);
  } finally {
    await site.stop();
  }
});

test("a store without anything in it is an empty store", (t) => {
  const bench = workbench(t);
  makeEmpty(bench.store());
  assert.equal(bench.run(["user", "list"]).status, 3);
  bench.must(["init", "--organisation", "X", "--admin", "a@example.com"]);
  assert.equal(JSON.parse(bench.must(["user", "list", "--json"])).length, 1);
});
