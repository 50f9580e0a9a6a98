// PostgreSQL as a peer of SQLite: the same workspace on both, two servers on one database, and the commands about a store.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeDemo, must, run, start, tempFolder } from "../lib/entente.mjs";
import { postgresStore, server } from "../lib/stores.mjs";
import { asker, expect, HEAD, ifMatch } from "./make.mjs";

const skip = !server && "no PostgreSQL here: tests/lib/postgres run …";
const KINDS = ["organisations", "people", "alliances", "parties", "memberships", "agreements", "clauses", "objectives", "notes"];

const exported = (store) => Object.fromEntries(KINDS.map((kind) => [kind, must(["export", kind, "--store", store])]));

let one, two, folder;
before(async () => {
  if (skip) return;
  folder = tempFolder();
  const store = folder.store("demo", "postgres");
  makeDemo(store);
  one = await start({ workspace: "none", store });
  two = await start({ workspace: "none", store });
});
after(async () => {
  await one?.stop();
  await two?.stop();
  folder?.remove();
});

test("the demo is the same on both stores", { skip }, () => {
  const sqlite = folder.store("demo", "sqlite");
  makeDemo(sqlite);
  assert.deepEqual(exported(one.store), exported(sqlite));
});

test("two servers see each other's writes, and a stale edit is refused", { skip }, async () => {
  const [first, second] = [asker(one, HEAD), asker(two, HEAD)];
  const made = expect(await first.post("/organisations", { name: "Seen by both", kind: "candidate" }), 201).body;
  assert.equal(expect(await second.get(`/organisations/${made.id}`), 200).body.name, "Seen by both");
  expect(await second.patch(`/organisations/${made.id}`, { industry: "Rail" }, ifMatch(1)), 200);
  const stale = expect(await first.patch(`/organisations/${made.id}`, { industry: "Road" }, ifMatch(1)), 412);
  assert.equal(stale.body.current.industry, "Rail");
  assert.ok(expect(await first.get("/search?q=seen%20bo"), 200).text.includes(made.id));
});

test("of edits at once on two servers one stands", { skip }, async () => {
  const askers = [asker(one, HEAD), asker(two, HEAD)];
  const { id } = expect(await askers[0].post("/organisations", { name: "Wanted by many" }), 201).body;
  const edits = Array.from({ length: 12 }, (_, i) => askers[i % 2].patch(`/organisations/${id}`, { industry: `${i}` }, ifMatch(1)));
  const statuses = (await Promise.all(edits)).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, ...Array(11).fill(412)]);
});

test("writes at once on two servers keep the chains whole", { skip }, async () => {
  const askers = [asker(one, HEAD), asker(two, HEAD)];
  const made = Array.from({ length: 80 }, (_, i) => askers[i % 2].post("/capabilities", { name: `At once ${i}` }));
  for (const reply of await Promise.all(made)) expect(reply, 201);
  one.must(["verify"]);
});

test("a back-up while two servers serve is restored elsewhere, equal", { skip }, () => {
  const file = join(folder.path, "copy.backup");
  const copy = folder.store("copy", "postgres");
  one.must(["backup", file]);
  must(["restore", file, "--store", copy]);
  assert.deepEqual(exported(copy), exported(one.store));
  must(["verify", "--store", copy]);
  must(["migrate", "--store", copy]);
  assert.equal(run(["restore", file, "--store", copy]).status, 5, "a store that is not empty is kept");
});

test("what is not there is said, and no password is repeated", { skip }, () => {
  const missing = run(["user", "list", "--store", `${postgresStore("nowhere_at_all")}&password=hunter2`]);
  assert.equal(missing.status, 3);
  assert.match(missing.stderr, /no database nowhere_at_all/);
  assert.ok(!missing.stderr.includes("hunter2"));
  assert.equal(run(["user", "list", "--store", "postgresql://127.0.0.1:1/x"]).status, 6);
  const weak = run(["user", "list", "--store", `${one.store}&options=-csynchronous_commit%3Doff`]);
  assert.equal(weak.status, 7);
  assert.match(weak.stderr, /synchronous_commit/);
});
