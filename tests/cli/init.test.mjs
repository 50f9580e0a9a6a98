import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "../lib/entente.mjs";
import { isThere } from "../lib/stores.mjs";
import { emptyWorkspace, lastLine, workbench } from "./stores.mjs";

test("init makes an empty workspace and prints a link on its last line", (t) => {
  const bench = workbench(t);
  const printed = bench.must(["init", "--organisation", "Example Motors", "--admin", "Anna.Berg@Example.com"]);
  assert.match(lastLine(printed), /^http:\/\/127\.0\.0\.1:8080\/link\/[A-Za-z0-9_-]{20,}$/);
  const users = JSON.parse(bench.must(["user", "list", "--json"]));
  assert.equal(users.length, 1);
  assert.equal(users[0].email, "anna.berg@example.com");
  assert.equal(users[0].organisation, "Example Motors");
  assert.deepEqual(users[0].roles, ["administrator", "head"]);
  assert.deepEqual(bench.json("organisations").map((o) => [o.name, o.kind]), [["Example Motors", "own"]]);
  assert.deepEqual(bench.json("alliances"), []);
  bench.must(["verify"]);
});

test("the name and the base of the link can be given", (t) => {
  const bench = workbench(t);
  const printed = bench.must(["init", "--organisation", "Example Motors", "--admin", "a@example.com", "--name", "Åsa Öberg",
    "--base", "https://alliances.example.com/"]);
  assert.match(lastLine(printed), /^https:\/\/alliances\.example\.com\/link\/[^/]+$/);
  assert.equal(JSON.parse(bench.must(["user", "list", "--json"]))[0].name, "Åsa Öberg");
});

test("a store that holds a workspace is refused with status 5 and left as it was", (t) => {
  const bench = emptyWorkspace(t);
  const before = bench.json("people");
  for (const args of [["init", "--organisation", "Other", "--admin", "b@example.com"], ["demo"]]) {
    const { status, stdout, stderr } = bench.run(args);
    assert.equal(status, 5);
    assert.equal(stdout, "");
    assert.match(stderr, /already/);
  }
  assert.deepEqual(bench.json("people"), before);
});

test("what cannot be kept is refused, and the store can still be used", (t) => {
  const bench = workbench(t);
  const { status, stderr } = bench.run(["init", "--organisation", "Example Motors", "--admin", "nobody"]);
  assert.equal(status, 2);
  assert.match(stderr, /nobody/);
  bench.must(["init", "--organisation", "Example Motors", "--admin", "admin@example.com"]);
});

test("commands on a store that is not there say so with status 3, and make none", (t) => {
  const bench = workbench(t);
  for (const args of [["user", "list"], ["export", "people"], ["verify"], ["serve"], ["migrate"], ["backup", bench.file("b")],
    ["token", "a@example.com"]]) {
    const { status, stderr } = bench.run(args);
    assert.equal(status, 3, `${args}: ${stderr}`);
  }
  assert.ok(!isThere(bench.store()));
});

test("the link signs in once", async () => {
  const site = await start({ workspace: "init" });
  try {
    const path = new URL(lastLine(site.printed)).pathname;
    const first = await fetch(site.url + path, { redirect: "manual" });
    assert.ok(first.status < 400, String(first.status));
    const wrong = await fetch(`${site.url}/link/${"x".repeat(43)}`, { redirect: "manual", headers: { Accept: "application/json" } });
    assert.ok(wrong.status >= 400);
  } finally {
    await site.stop();
  }
});
