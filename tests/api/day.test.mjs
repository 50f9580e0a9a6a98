// A person's day, as both sides of an alliance get it, and its acts in one step.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, ifMatch } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";

let site, ours, theirs, mobility, party;
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
const instant = (from) => new Date(Date.now() + from * 86_400_000).toISOString();

before(async () => {
  site = await start();
  ours = asker(site, KATHARINA);
  theirs = asker(site, INES);
  mobility = expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id;
  const parties = expect(await ours.get(`/alliances/${mobility}/parties`), 200).body.items;
  party = (name) => parties.find((one) => one.name === name).id;
});
after(() => site.stop());

const names = async (api, place) => {
  const view = expect(await api.get("/day"), 200).body;
  return Promise.all(view[place].items.map(async ({ record, code }) => `${code}: ${(await api.get(`/commitments/${record}`)).body.title}`));
};

test("what one side delivers waits for the other's word, and is gone when it is given", async () => {
  const made = expect(await theirs.post(`/alliances/${mobility}/commitments`, { title: "Letter", owner_party: party("Rivera Car Rental"), due: day(2) }), 201).body;
  assert.ok((await names(ours, "owed")).includes("owed: Letter"));
  expect(await theirs.patch(`/commitments/${made.id}`, { state: "delivered" }, ifMatch(made.version)), 200);
  const { asked } = expect(await ours.get("/day"), 200).body;
  const item = asked.items.find(({ record }) => record === made.id);
  assert.equal(item.code, "answer");
  assert.match(item.what, /^Rivera Car Rental delivered it on /);
  assert.ok(!(await names(theirs, "asked")).includes("answer: Letter"));
  const { act } = item;
  expect(await ours.patch(act.href, { [act.field]: act.value }, ifMatch(act.version)), 200);
  assert.ok(!(await names(ours, "asked")).includes("answer: Letter"));
});

test("the meetings of the week, and which of them one's own side has not prepared", async () => {
  const at = `/alliances/${mobility}/meetings`;
  const joint = expect(await theirs.post(at, { title: "Prices", starts: instant(3) }), 201).body;
  const found = async (api) => expect(await api.get("/day"), 200).body.meetings.find(({ meeting }) => meeting === joint.id);
  assert.match((await found(ours)).prepare_href, new RegExp(`^/alliances/${mobility}/meetings/new\\?kind=internal&circle=side&prepares=${joint.id}$`));
  const own = expect(await ours.post(at, { title: "What we want", kind: "internal", circle: "side", prepares: joint.id, starts: instant(2) }), 201).body;
  assert.equal((await found(ours)).prepared, own.id);
  assert.equal((await found(theirs)).prepared, null);
  const far = expect(await ours.post(at, { title: "Far", starts: instant(9) }), 201).body;
  assert.ok(!expect(await ours.get("/day"), 200).body.meetings.some(({ meeting }) => meeting === far.id));
});

test("the page has a button for what is done in one step, and somebody in no alliance is told so", async () => {
  assert.match(expect(await ours.page("/day"), 200).text, /<button class="btn btn-sm">/);
  const stranger = asker(site, "tobias.krug@altmark-motoren.example");
  assert.match(expect(await stranger.get("/day"), 200).body.answer, /^You are in no alliance yet/);
});
