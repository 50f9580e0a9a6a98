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

test("the decision map says what is wrong with a row, and what the calendars of the firms make impossible", async () => {
  const view = expect(await ours.get(`${path}/decision-map`), 200).body;
  const row = (decision) => view.rows.find((one) => one.decision === decision);
  const codes = (one) => one.faults.map(({ code }) => code);
  assert.deepEqual(codes(row("Open or leave a city")), []);
  assert.deepEqual(codes(row("Give trip data to a city")), ["nobody", "unheard", "silent", "slow"]);
  assert.deepEqual(codes(row("A new kind of car in the fleet")), ["level", "unheard"]);
  assert.equal(row("Where cars are placed").fitting_tier, "steering");
  assert.equal(row("Prices within the band").median_days, 25);
  assert.equal(row("Prices within the band").sides[2].recommends[0].name, "Pricing");
  assert.ok(view.open.some(({ question }) => question === "What do we answer Havelmünde about trip data?"));
  assert.equal(view.taken.length, 2);
  assert.match(expect(await theirs.page(`${path}/decision-map`), 200).text, /Nobody decides\./);
});

test("what each side owes, its own first, and how much came in time", async () => {
  const view = expect(await theirs.get(`${path}/commitment-lists`), 200).body;
  assert.deepEqual(view.sides.map(({ name, ours }) => [name, ours]), [
    ["Rivera Car Rental", true],
    ["Altmark Motorenwerke", false],
    ["Freilauf Mobility", false],
  ]);
  assert.ok(view.sides[0].items.some(({ title, late }) => title === "Draft answer to Havelmünde" && late));
  assert.ok(view.sides.every(({ items }) => items.every(({ state }) => !["accepted", "waived"].includes(state))));
  assert.match(expect(await ours.page(`${path}/commitment-lists`), 200).text, /We owe/);
});
