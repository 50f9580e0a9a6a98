// One decision and the log of an alliance's decisions, as both sides get them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, ifMatch } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";
const STRANGER = "femke.dewit@stroomhaven.example";

let site, ours, theirs, path;
before(async () => {
  site = await start();
  ours = asker(site, KATHARINA);
  theirs = asker(site, INES);
  path = `/alliances/${expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id}`;
});
after(() => site.stop());

const find = async (question) => expect(await ours.get("/decisions?limit=200"), 200).body.items.find((one) => one.question.startsWith(question));

test("a decision shows what was weighed, its parts, who carries it out, and what was decided before", async () => {
  const { id } = await find("What do we answer Havelmünde");
  const view = expect(await ours.get(`/decisions/${id}`), 200).body;
  assert.deepEqual(view.overview.options.map(({ name }) => name), ["Give sums by quarter and hour", "Give every trip without the person"]);
  assert.equal(view.overview.late, true);
  assert.equal(view.overview.allowed_days, 30);
  const whole = await find("How many cars for the southern cities this");
  const { overview } = expect(await ours.get(`/decisions/${whole.id}`), 200).body;
  assert.deepEqual(overview.parts.map(({ question }) => question), ["When do the electric cars of the southern cities come?"]);
  assert.deepEqual(overview.acknowledgements.map(({ name, ours }) => [name, ours]), [["Katharina Lenz", true]]);
  assert.match(expect(await theirs.page(`/decisions/${whole.id}`), 200).text, /Two hundred and forty/);
  expect(await asker(site, STRANGER).get(`/decisions/${id}`), 404);
});

test("precedents share the longer words; they are of what one sees, and taken", async () => {
  const { id, version } = await find("How many cars for the southern cities this");
  const asked = expect(await ours.post(`${path}/decisions`, { question: "How many cars for the southern cities next summer?" }), 201).body;
  const { precedents } = expect(await ours.get(`/decisions/${asked.id}`), 200).body.overview;
  assert.equal(precedents[0].decision, id);
  assert.ok(precedents.every(({ taken }) => taken));
  // What a side keeps to itself is a precedent for that side alone.
  const own = { question: "Southern cities: what we would give for them", circle: "side", state: "taken", outcome: "Nothing." };
  const hidden = expect(await ours.post(`${path}/decisions`, own), 201).body.id;
  const of = async (api) => expect(await api.get(`/decisions/${asked.id}`), 200).body.overview.precedents.map(({ decision }) => decision);
  assert.ok((await of(ours)).includes(hidden));
  assert.ok(!(await of(theirs)).includes(hidden));
  assert.doesNotMatch((await theirs.page(`/decisions/${asked.id}`)).text, /what we would give/);
  expect(await ours.patch(`/decisions/${asked.id}`, { precedent: id }, ifMatch(asked.version)), 200);
  assert.ok(version > 0);
});

test("those who carry it out take note on the page", async () => {
  const { id } = await find("How many cars for the southern cities this");
  const before = expect(await ours.get(`/decisions/${id}`), 200).body.overview.acknowledgements[0];
  const form = { version: before.version, acknowledged: new Date().toISOString().slice(0, 10), next: `/decisions/${id}#carried` };
  const reply = expect(await ours.form(`/acknowledgements/${before.acknowledgement}`, form), 303);
  assert.equal(reply.headers.get("location"), `/decisions/${id}#carried`);
  assert.ok(expect(await ours.get(`/decisions/${id}`), 200).body.overview.acknowledgements[0].acknowledged);
});

test("the log: lead times, where decisions are slow, and the share taken on the fitting level", async () => {
  const log = expect(await ours.get(`${path}/decision-log`), 200).body;
  assert.equal(log.quarters.length, 4);
  assert.ok(log.heat.every(({ cells }) => cells.length === 4));
  const fleet = log.heat.find(({ topic }) => topic === "fleet");
  assert.ok(fleet.cells.some(({ contested, level }) => contested === 1 && level === 3));
  assert.ok(log.decisions.some(({ late, state }) => late && state === "open"));
  assert.ok(log.fitting_base >= 3);
  assert.match(log.answer, /decisions were taken; half of them within \d+ days/);
  assert.match(expect(await theirs.page(`${path}/decision-log`), 200).text, /Where decisions are slow or contested/);
  expect(await asker(site, STRANGER).get(`${path}/decision-log`), 404);
});
