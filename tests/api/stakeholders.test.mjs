// Support at home: the specification's example as records, and who never sees it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect } from "./make.mjs";

let site, ours, theirs, alliance;
before(async () => {
  site = await start();
  ours = asker(site, "katharina.lenz@altmark-motoren.example");
  theirs = asker(site, "ines.carrasco@rivera.example");
  alliance = expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id;
});
after(() => site.stop());

test("alignment and spread of the example, whom to win first, and that the partner sees its own only", async () => {
  for (const [name, support, needed, influence] of [["Sales", 2, 2, 5], ["Finance", -1, 1, 4], ["Development", 1, 2, 3]])
    expect(await theirs.post(`/alliances/${alliance}/stakeholders`, { name, support, needed, influence, talks: true, affected: true }), 201);
  const hers = expect(await theirs.get(`/alliances/${alliance}/support`), 200).body;
  assert.equal(hers.alignment, 0.45);
  assert.equal(hers.spread, 1.247);
  assert.equal(hers.mixed, true);
  assert.deepEqual(hers.people.map(({ lacking }) => lacking), [true, true, false]);
  assert.match(hers.answer, /45\s?% .*Finance is whom to win first\. Those who talk to the partner do not say the same\./);
  const mine = expect(await ours.page(`/alliances/${alliance}/support`), 200).text;
  assert.match(mine, /Dealer Network/);
  assert.doesNotMatch(mine, /Finance is whom/);
  assert.doesNotMatch(expect(await theirs.page(`/alliances/${alliance}/support`), 200).text, /Dealer Network/);
  expect(await asker(site, "femke.dewit@stroomhaven.example").get(`/alliances/${alliance}/support`), 404);
});
