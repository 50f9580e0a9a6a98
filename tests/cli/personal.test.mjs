// person data, person erase, purge: what the operator does about personal data, and what verify says then.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AS_OF, must, run, start } from "../lib/entente.mjs";

let site, store;
const PERSON = "femke.dewit@stroomhaven.example";
before(async () => {
  site = await start();
  store = ["--store", site.store];
});
after(() => site.stop());

test("person data prints JSON and CSV", () => {
  const view = JSON.parse(must(["person", "data", PERSON, ...store]));
  assert.equal(view.name, "Femke de Wit");
  assert.ok(view.items.length > 3 && Array.isArray(view.events));
  assert.match(must(["person", "data", view.person, "--format", "csv", ...store]), /^area,kind,id/);
  assert.equal(run(["person", "data", "nobody@example.com", ...store]).status, 3);
  assert.equal(run(["person", "data", PERSON, "--format", "pdf", ...store]).status, 2);
});

test("person erase says what would change, and erases when the name is given", () => {
  const said = must(["person", "erase", PERSON, ...store]);
  assert.match(said, /Femke de Wit would become “Former person/);
  assert.match(said, /--confirm "Femke de Wit"/);
  assert.equal(run(["person", "erase", PERSON, "--confirm", "Femke", ...store]).status, 2);
  assert.equal(JSON.parse(must(["person", "data", PERSON, ...store])).erased, false);
  assert.match(must(["person", "erase", PERSON, "--confirm", "Femke de Wit", ...store]), /Former person/);
  assert.equal(run(["person", "data", PERSON, ...store]).status, 3);
  const told = must(["verify", ...store]);
  assert.match(told, /details of events .* erased on .* A person's data was erased on request/);
  assert.match(told, /chains hold/);
});

test("purge says what it would delete, and deletes nothing yet that can be restored", () => {
  assert.match(must(["purge", "--dry-run", ...store]), /^Would delete: 0 withdrawn records/);
  const counts = JSON.parse(must(["purge", "--json", ...store]));
  assert.deepEqual([counts.dry_run, counts.records, counts.events], [false, 0, 0]);
  assert.equal(run(["purge", "--keep-withdrawn", "7", ...store]).status, 2);
});

test("events lose their details after the days that are set, and verify says so", () => {
  assert.ok(AS_OF < "2026-11");
  const counts = JSON.parse(must(["purge", "--keep-details", "1", "--json", ...store]));
  assert.ok(counts.events >= 0);
  assert.equal(JSON.parse(must(["verify", "--json", ...store])).holds, true);
});

test("the server does it once in a while", async () => {
  await site.halt();
  site.args = ["--purge-every", "1"];
  await site.serve();
  const until = Date.now() + 20_000;
  while (!/"event":"purge\.done"/.test(site.log) && Date.now() < until) await new Promise((done) => setTimeout(done, 50));
  assert.match(site.log, /"event":"purge\.done"/);
  assert.doesNotMatch(site.log, /purge\.failed/);
});
