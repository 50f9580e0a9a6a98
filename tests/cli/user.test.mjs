import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "../lib/entente.mjs";
import { demoWorkspace, emptyWorkspace, lastLine } from "./stores.mjs";

const users = (bench) => JSON.parse(bench.must(["user", "list", "--json"]));

test("a person is added with roles, listed, disabled, enabled", (t) => {
  const bench = emptyWorkspace(t);
  bench.must(["user", "add", "Bo@Example.com", "--name", "Bo Lind", "--role", "manager", "--role", "viewer"]);
  bench.must(["user", "add", "cy@example.com", "--name", "Cy Ames"]);
  const bo = users(bench).find((user) => user.email === "bo@example.com");
  assert.deepEqual(Object.keys(bo), ["id", "email", "name", "organisation", "organisation_id", "roles", "disabled", "last_seen_at", "has_password", "second_factor", "reset_asked_at"]);
  assert.deepEqual([bo.name, bo.organisation, bo.roles, bo.disabled, bo.last_seen_at], ["Bo Lind", "Example Motors", ["manager", "viewer"], false, null]);
  assert.deepEqual(users(bench).find((user) => user.email === "cy@example.com").roles, ["member"]);
  assert.match(bench.must(["user", "list"]), /^bo@example\.com +Bo Lind +Example Motors +manager, viewer$/m);

  bench.must(["user", "disable", "bo@example.com"]);
  assert.equal(users(bench).find((user) => user.email === "bo@example.com").disabled, true);
  assert.match(bench.must(["user", "list"]), /^bo@.*disabled$/m);
  assert.equal(bench.run(["export", "people", "--as", "bo@example.com"]).status, 3);
  bench.must(["user", "enable", "bo@example.com"]);
  assert.equal(users(bench).find((user) => user.email === "bo@example.com").disabled, false);
  bench.must(["verify"]);
});

test("what is wrong with a new person is said", (t) => {
  const bench = emptyWorkspace(t);
  const refused = (status, args, words) => {
    const result = bench.run(["user", ...args]);
    assert.equal(result.status, status, result.stderr);
    assert.match(result.stderr, words);
  };
  refused(2, ["add", "bo@example.com"], /--name/);
  refused(2, ["add", "bo@example.com", "--name", "Bo", "--role", "boss"], /boss.*administrator, head/);
  refused(2, ["add", "no-address", "--name", "Bo"], /no-address/);
  refused(3, ["add", "bo@example.com", "--name", "Bo", "--organisation", "Nowhere Ltd"], /Nowhere/);
  refused(5, ["add", "admin@example.com", "--name", "Bo"], /account/);
  refused(3, ["disable", "who@example.com"], /who@example\.com/);
  refused(3, ["link", "who@example.com"], /who@example\.com/);
  refused(2, ["link", "admin@example.com", "--hours", "0"], /--hours/);
  assert.equal(users(bench).length, 1);
  assert.equal(bench.json("people").length, 1);
});

test("a partner's person belongs to the partner", (t) => {
  const bench = demoWorkspace(t);
  bench.must(["user", "add", "new@rivera.example", "--name", "Pau Soler", "--organisation", "rivera.example", "--role", "member"]);
  const added = users(bench).find((user) => user.email === "new@rivera.example");
  assert.equal(added.organisation, "Rivera Car Rental");
  const seen = (email) => JSON.parse(bench.must(["export", "people", "--format", "json", "--as", email])).map((p) => p.email);
  assert.ok(seen("ines.carrasco@rivera.example").includes("new@rivera.example"));
  assert.ok(!seen("helene.brandt@altmark-motoren.example").includes("new@rivera.example"));
  assert.ok(!seen("femke.dewit@stroomhaven.example").includes("new@rivera.example"));
});

test("a link's last line is the link, a token's the token; both are seen by the person", async () => {
  const site = await start({ workspace: "init", admin: "admin@example.com" });
  try {
    site.must(["user", "add", "bo@example.com", "--name", "Bo Lind", "--role", "member"]);
    assert.match(lastLine(site.must(["user", "link", "bo@example.com"])), /^http:\/\/127\.0\.0\.1:8080\/link\/\S+$/);
    assert.match(lastLine(site.must(["user", "link", "bo@example.com", "--base", site.url])), /^http:\/\/127\.0\.0\.1:\d+\/link\/\S+$/);
    const token = lastLine(site.must(["token", "BO@example.com", "--name", "reports"]));
    assert.match(token, /^ent_\S{20,}$/);

    const { status, body } = await site.api("GET", "/events?kind=account", { token });
    assert.equal(status, 200);
    const mine = body.items.map((event) => event.action);
    assert.equal(mine.filter((action) => action === "link.issued").length, 2, mine.join());
    assert.equal(mine.filter((action) => action === "token.issued").length, 1, mine.join());
    assert.ok(!JSON.stringify(body).includes(token.slice(4)), "the log holds the token");

    site.must(["user", "disable", "bo@example.com"]);
    assert.equal((await site.api("GET", "/alliances", { token })).status, 401);
    site.must(["user", "enable", "bo@example.com"]);
    assert.equal((await site.api("GET", "/alliances", { token })).status, 401, "what was ended stays so");
    assert.equal((await site.api("GET", "/alliances", { token: site.token("bo@example.com") })).status, 200);
  } finally {
    await site.stop();
  }
});

test("an invitation, a link for a new password, the second factor taken away, a narrow token", (t) => {
  const bench = emptyWorkspace(t);
  const invited = bench.must(["user", "invite", "Cy@Example.com", "--name", "Cy Ames", "--role", "viewer"]);
  assert.match(lastLine(invited), /^http:\/\/127\.0\.0\.1:8080\/invitation\/\S{40,}$/);
  assert.ok(!users(bench).some((user) => user.email === "cy@example.com"), "an account begins when the invitation is taken up");
  assert.equal(bench.run(["user", "invite", "nowhere", "--name", "Cy Ames"]).status, 2);
  assert.match(lastLine(bench.must(["user", "reset", "admin@example.com", "--hours", "3"])), /^http:\/\/127\.0\.0\.1:8080\/reset\/\S{40,}$/);
  assert.match(bench.must(["user", "second-factor-off", "admin@example.com"]), /has no second factor any more/);
  assert.match(lastLine(bench.must(["token", "admin@example.com", "--read-only", "--group", "people", "--group", "events"])), /^ent_/);
  const wrong = bench.run(["token", "admin@example.com", "--group", "gold"]);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /not a group of records/);
  assert.equal(bench.run(["user", "reset", "nobody@example.com"]).status, 3);
});
