// The log of requests: enough to trace who was refused, and nothing that should not be there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD } from "./make.mjs";

let site;
before(async () => (site = await start()));
after(() => site.stop());

/** The lines of requests of a route with this status, once there is one. */
async function lines(route, status) {
  for (let tries = 0; tries < 200; tries++) {
    const found = site.log
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line))
      .filter((line) => line.event === "http.request" && line.route === route && line.status === String(status));
    if (found.length > 0) return found;
    await new Promise((done) => setTimeout(done, 10));
  }
  return [];
}

test("who was refused, and from where; who did something, by the account only", async () => {
  const head = asker(site, HEAD);
  const own = expect(await head.get("/account"), 200).body;
  const [done] = await lines("/account", 200);
  assert.equal(done.account, own.id);
  assert.equal(done.address, "");
  expect(await head.get("/administration"), 403);
  const [refused] = await lines("/administration", 403);
  assert.equal(refused.account, own.id);
  assert.match(refused.address, /127\.0\.0\.1|::1/);
});

test("guesses at signing in are seen, passwords, tokens and addresses of mail are not", async () => {
  expect(await site.api("POST", "/sign-in", { body: { email: HEAD, password: "a guess that is none" } }), 401);
  const [guess] = await lines("/sign-in", 401);
  assert.match(guess.address, /127\.0\.0\.1|::1/);
  assert.equal(guess.account, "");
  const link = site.link(HEAD).slice(site.url.length);
  expect(await site.api("GET", link), 200);
  await lines("/link/{secret}", 200);
  expect(await asker(site, HEAD).get("/search?q=hush"), 200);
  await lines("/search", 200);
  for (const secret of ["a guess that is none", link.split("/").pop(), site.token(HEAD), HEAD, "hush"]) assert.ok(!site.log.includes(secret), secret);
});

test("who answered a pulse is not on the log, by a link or as oneself", async () => {
  const [ours, theirs] = ["nadine.colbert@altmark-motoren.example", "femke.dewit@stroomhaven.example"].map((email) => asker(site, email));
  const alliance = expect(await theirs.get("/alliances?name=Charging"), 200).body.items[0].id;
  const rule = expect(await ours.post("/working_rules", { alliance, principle: "Count, and do not name", meaning: "So.", state: "agreed" }), 201).body.id;
  const round = expect(await theirs.post("/campaigns", { alliance, rule }), 201).body.id;
  const { links } = expect(await theirs.post(`/campaigns/${round}/addresses`), 201).body;
  expect(await theirs.post(`/campaigns/${round}/answer`, { answer: 2 }), 200);
  expect(await site.api("POST", links[0].address, { body: { answer: 5 } }), 200);
  for (const route of ["/campaigns/{id}/answer", "/pulse/{secret}"]) {
    const [line] = await lines(route, 200);
    assert.deepEqual([line.account, line.address], ["", ""]);
  }
  expect(await site.api("POST", "/pulse/ask_guess", { body: { answer: 5 } }), 410);
  assert.match((await lines("/pulse/{secret}", 410))[0].address, /127\.0\.0\.1|::1/);
  for (const { address } of links) assert.ok(!site.log.includes(address.split("/").pop()));
});
