// The pages about an alliance's governance, as both sides get them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";

let site, ours, theirs, path;
before(async () => {
  site = await start();
  ours = asker(site, KATHARINA);
  theirs = asker(site, INES);
  const { items } = expect(await ours.get("/alliances?name=Mobility"), 200).body;
  path = `/alliances/${items[0].id}`;
});
after(() => site.stop());

test("bodies by tier, the highest first, each with all sides, one's own first", async () => {
  const view = expect(await ours.get(`${path}/governance`), 200).body;
  assert.deepEqual(view.tiers.map(({ tier }) => tier), ["executive", "steering", "working_group"]);
  const [board] = view.tiers[0].bodies;
  assert.deepEqual(board.sides.map(({ name, ours, led }) => [name, ours, led]), [
    ["Altmark Motorenwerke", true, true],
    ["Rivera Car Rental", false, true],
    ["Freilauf Mobility", false, false],
  ]);
  assert.deepEqual(board.sides[1].seats.map(({ name, role }) => [name, role]), [["Ramón Vidal", "co_chair"]]);
  assert.equal(view.tiers[1].bodies[0].above.linked, true);
  assert.ok(view.findings.every(({ what, next }) => what && next.href));
  const hers = expect(await theirs.get(`${path}/governance`), 200).body;
  assert.equal(hers.tiers[0].bodies[0].sides[0].name, "Rivera Car Rental");
});

test("what a side prepares for itself is in its list of meetings only", async () => {
  const titles = async (api) => {
    const { meetings } = expect(await api.get(`${path}/governance`), 200).body;
    return Promise.all([...meetings.next, ...meetings.past].map(async ({ meeting }) => expect(await api.get(`/meetings/${meeting}`), 200).body.title));
  };
  const title = "Before Barcelona: what we want from prices";
  assert.ok((await titles(ours)).includes(title));
  assert.ok(!(await titles(theirs)).includes(title));
  assert.match(expect(await ours.page(`${path}/governance`), 200).text, /Before Barcelona/);
  assert.doesNotMatch(expect(await theirs.page(`${path}/governance`), 200).text, /Barcelona: what/);
});

test("an alliance that one is not in is not there", async () => {
  const stranger = asker(site, "femke.dewit@stroomhaven.example");
  expect(await stranger.get(`${path}/governance`), 404);
});
