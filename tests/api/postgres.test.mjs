// PostgreSQL as a peer of SQLite: the same workspace on both, two servers on one database, and the commands about a store.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { makeDemo, must, program, run, start, tempFolder } from "../lib/entente.mjs";
import { postgresStore, server } from "../lib/stores.mjs";
import { asker, expect, HEAD, ifMatch } from "./make.mjs";

const postgres = fileURLToPath(new URL("../lib/postgres", import.meta.url));
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

test("a session, a token and an account that end on one server end on the other", { skip }, async () => {
  const email = "tobias.krug@altmark-motoren.example", token = one.token(email);
  const cookie = async (site) => {
    const reply = await fetch(site.link(email), { redirect: "manual" });
    return reply.headers.getSetCookie?.().map((c) => c.split(";")[0]).join("; ") || reply.headers.get("set-cookie").split(";")[0];
  };
  const me = async (site, headers) => (await site.api("GET", "/account", { headers })).status;
  const session = await cookie(one);
  assert.deepEqual([await me(one, { Cookie: session }), await me(two, { Cookie: session })], [200, 200]);
  assert.deepEqual([await me(one, { Authorization: `Bearer ${token}` }), await me(two, { Authorization: `Bearer ${token}` })], [200, 200]);
  one.must(["user", "disable", email]);
  for (const site of [one, two]) {
    assert.equal(await me(site, { Cookie: session }), 401);
    assert.equal(await me(site, { Authorization: `Bearer ${token}` }), 401);
  }
  two.must(["user", "enable", email]);
  assert.equal(await me(one, { Cookie: session }), 401, "what has ended stays so");
});

test("a request sent again to the other server is done once", { skip }, async () => {
  const headers = { "Idempotency-Key": "across-both-servers" };
  const body = { name: "Asked for twice", kind: "candidate" };
  const made = expect(await asker(one, HEAD).post("/organisations", body, headers), 201);
  const again = expect(await asker(two, HEAD).post("/organisations", body, headers), 201);
  assert.equal(again.body.id, made.body.id);
  const other = await asker(two, HEAD).post("/organisations", { ...body, name: "Another" }, headers);
  assert.ok(other.status >= 400, String(other.status));
  assert.equal(expect(await asker(one, HEAD).get("/organisations?name=Asked%20for%20twice"), 200).body.items.length, 1);
});

test("programs that start at once where nothing is: one makes the workspace", { skip }, async () => {
  const fresh = folder.store("fresh", "postgres");
  const init = ["init", "--organisation", "X", "--admin", "a@example.com", "--store", fresh];
  const ends = await Promise.all([1, 2, 3].map(() => new Promise((done) => {
    const child = spawn(program, init, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("close", (status) => done({ status, said }));
  })));
  const statuses = ends.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [0, 5, 5], `one makes the workspace, the others find it\n${ends.map(({ said }) => said).join("")}`);
  const both = await Promise.all([start({ workspace: "none", store: fresh }), start({ workspace: "none", store: fresh })]);
  for (const site of both) await site.stop();
  must(["verify", "--store", fresh]);
});

test("a PostgreSQL that may lose what it has acknowledged is refused at start", { skip }, () => {
  for (const setting of ["fsync", "full_page_writes", "synchronous_commit"]) {
    const place = join(folder.path, setting);
    chmodSync(folder.path, 0o777);
    const address = execFileSync(postgres, ["start", place, `${setting} = off`], { encoding: "utf8" }).trim();
    try {
      for (const args of [["init", "--organisation", "X", "--admin", "a@example.com"], ["serve"], ["user", "list"]]) {
        const { status, stderr } = run([...args, "--store", address]);
        assert.equal(status, 7, `${setting}: ${stderr}`);
        assert.match(stderr, new RegExp(`runs with ${setting} off: what it has acknowledged may be lost`));
      }
    } finally {
      execFileSync(postgres, ["stop", place]);
    }
  }
});
