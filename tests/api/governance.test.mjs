// The pages about an alliance's governance, as both sides get them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, ifMatch } from "./make.mjs";

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
  assert.equal(view.taken.length, 9);
  assert.match(expect(await theirs.page(`${path}/decision-map`), 200).text, /Nobody decides\./);
});

const rowsOf = async (api) => expect(await api.get(`${path}/decision-map`), 200).body.rows;
const rowOf = async (api, decision) => (await rowsOf(api)).find((one) => one.decision === decision);
const codesOf = (judged) => judged.faults.map(({ code }) => code);
const names = (row, side, part) => row.sides.find(({ name }) => name.startsWith(side))[part].map(({ name }) => name);

test("a row of the map is judged as one writes, and nothing is written by that", async () => {
  const row = await rowOf(ours, "Give trip data to a city");
  const rivera = row.sides[1].party;
  const board = expect(await ours.get("/bodies?limit=200"), 200).body.items.find(({ name }) => name === "Board of Freilauf");
  const attempt = async (change) => codesOf(expect(await ours.post(`${path}/decision-map/try`, { row: row.decision_row, ...change }), 200).body);
  assert.deepEqual(await attempt({}), ["nobody", "unheard", "silent", "slow"]);
  assert.deepEqual(await attempt({ decider_name: "Ana, Bo" }), ["unheard", "silent", "slow", "several"]);
  assert.deepEqual(await attempt({ decider_body: board.id, allowed_days: "400" }), ["unheard", "silent"]);
  assert.deepEqual(await attempt({ decider_body: board.id, allowed_days: 400, [`consulted.${row.sides[2].party}`]: "Customers' board" }), ["silent"]);
  assert.ok((await attempt({ [`approves.${rivera}`]: "a, b, c, d" })).includes("stealth"));
  // The partner's board sits on first Tuesdays, papers ten days before.
  const prices = await rowOf(ours, "Prices within the band");
  const [{ name, days, passed }, ...others] = prices.firms;
  assert.deepEqual([name, others.length, new Date(passed).getUTCDay(), Number(passed.slice(8)) <= 7], ["Rivera Car Rental", 0, 2, true]);
  assert.ok(days >= 10 && days <= 45, `${days}`);
  assert.equal(codesOf(prices).includes("impossible"), days > 20);
  const within = async (allowed) => codesOf(expect(await ours.post(`${path}/decision-map/try`, { row: prices.decision_row, allowed_days: allowed }), 200).body);
  assert.deepEqual([(await within(days)).includes("impossible"), (await within(days - 1)).includes("impossible")], [false, true]);
  assert.deepEqual(await rowOf(ours, "Give trip data to a city"), row);
  expect(await ours.post(`${path}/decision-map/try`, { row: "00000000-0000-7000-8000-000000000000" }), 404);
  expect(await ours.post(`${path}/decision-map/try`, []), 422);
});

test("a row is written with its voices, and what another added meanwhile stays", async () => {
  const made = expect(await ours.post(`${path}/decision-map`, { decision: "Which stations close", class: "daily", decider_name: "Ana" }), 201).body;
  assert.deepEqual(codesOf(made), ["silent"]);
  let row = await rowOf(ours, "Which stations close");
  const cell = `consulted.${row.sides[1].party}`;
  const write = (api, body, version) => api.post(`${path}/decision-map`, { row: row.decision_row, ...body }, ifMatch(version));
  expect(await write(ours, { [cell]: "Stations, Works council" }, row.version), 200);
  expect(await write(theirs, { [cell]: "Stations, Works council, Legal", [`was.${cell}`]: "Stations, Works council" }, row.version), 200);
  // Whoever still saw the two of them takes one back, and leaves the third.
  expect(await write(ours, { [cell]: "stations", [`was.${cell}`]: "Stations, Works council" }, row.version), 200);
  row = await rowOf(ours, "Which stations close");
  assert.deepEqual(names(row, "Rivera", "consulted").sort(), ["Legal", "Stations"]);
  const body = expect(await ours.get("/bodies?limit=200"), 200).body.items.find(({ name }) => name === "Fleet group");
  const written = expect(await write(ours, { decider_body: body.id, decider_name: "Ana", allowed_days: 9 }, row.version), 200).body;
  assert.equal((await rowOf(ours, "Which stations close")).decider, "Fleet group");
  expect(await write(ours, { decision: "Which stations close now" }, row.version), 412);
  expect(await write(ours, { decision: "" }, written.version), 422);
  expect(await ours.post(`${path}/decision-map`, { row: row.decision_row, decision: "x" }), 428);
});

test("a form of a row that is refused is shown again with what was typed", async () => {
  const row = await rowOf(ours, "Where cars are placed");
  const fields = { row: row.decision_row, decision: "Where cars stand", class: "daily", allowed_days: "soon" };
  const refused = expect(await ours.form(`${path}/decision-map`, { ...fields, version: row.version }), 422).text;
  assert.match(refused, /value="Where cars stand"/);
  const stale = expect(await ours.form(`${path}/decision-map`, { ...fields, allowed_days: "6", version: row.version + 7 }), 412).text;
  assert.match(stale, /changed this decision meanwhile/);
  assert.match(stale, /value="Where cars stand"/);
  assert.equal((await rowOf(ours, "Where cars are placed")).decision, "Where cars are placed");
  const saved = expect(await ours.form(`${path}/decision-map`, { ...fields, allowed_days: "6", version: row.version }), 303);
  assert.match(saved.headers.get("location"), /decision-map#row-/);
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
