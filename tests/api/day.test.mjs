// A person's day, as both sides of an alliance get it, and its acts in one step.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, ifMatch, signedIn } from "./make.mjs";

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

test("what others changed stands there until one says that one has seen it, and what comes meanwhile is not lost", async () => {
  const title = "Prices of next year";
  const changed = async (api) => expect(await api.get("/day"), 200).body.changes;
  const of = async (api, id) => (await changed(api)).items.find(({ record }) => record === id);
  const fresh = async (api) => expect(await api.get("/day/new"), 200).body;
  expect(await ours.post("/day/seen", {}), 200);
  assert.deepEqual([(await changed(ours)).count, await fresh(ours)], [0, { count: 0, what: "" }]);
  const made = expect(await theirs.post(`/alliances/${mobility}/commitments`, { title, owner_party: party("Rivera Car Rental"), due: day(3) }), 201).body;
  const patched = expect(await theirs.patch(`/commitments/${made.id}`, { due: day(4) }, ifMatch(made.version)), 200).body;
  const item = await of(ours, made.id);
  assert.deepEqual([item.action, item.what, item.times, item.private, item.concerns], ["created", "Added by Inés Carrasco", 2, false, false]);
  assert.equal(await of(theirs, made.id), undefined, "one's own changes are no news");
  assert.deepEqual(await fresh(ours), { count: 1, what: "One thing changed by others since you last looked" });
  const { newest } = await changed(ours);
  expect(await theirs.patch(`/commitments/${made.id}`, { due: day(5) }, ifMatch(patched.version)), 200);
  expect(await ours.post("/day/seen", { newest }), 200);
  assert.match((await of(ours, made.id)).what, /^Inés Carrasco changed: Due/);
  assert.equal((await changed(ours)).marked, true);
  const last = (await changed(ours)).newest;
  expect(await ours.post("/day/seen", { newest: last }), 200);
  expect(await ours.post("/day/seen", { newest }), 200);
  assert.equal((await fresh(ours)).count, 0, "the mark never moves back");
  assert.ok((await fresh(theirs)).count >= 0);
});

test("changes of the other side's own records are no news; of one's own side's they are, with who is named first", async () => {
  expect(await ours.post("/day/seen", {}), 200);
  const me = expect(await ours.get("/people?name=Katharina%20Lenz"), 200).body.items[0].id;
  const head = asker(site, "helene.brandt@altmark-motoren.example");
  const at = `/alliances/${mobility}/commitments`;
  const own = { owner_party: party("Altmark Motorenwerke"), due: day(6) };
  const plain = expect(await head.post(at, { ...own, title: "For somebody" }), 201).body;
  const named = expect(await head.post(at, { ...own, title: "For Katharina", owner_person: me }), 201).body;
  expect(await theirs.post(`/alliances/${mobility}/notes`, { text: "Among ourselves", circle: "side" }), 201);
  const { items, count } = expect(await ours.get("/day"), 200).body.changes;
  assert.deepEqual([count, items.map(({ record }) => record)], [2, [named.id, plain.id]]);
  assert.deepEqual(items.map(({ concerns }) => concerns), [true, false]);
});

test("a mark is an entry of the log, not of the time to come; a token for some kinds only does not move it; the form goes back", async () => {
  for (const newest of ["x", "ffffffff-0000-7000-8000-000000000000"]) {
    assert.equal(expect(await ours.post("/day/seen", { newest }), 422).body.errors[0].pointer, "/newest");
  }
  const person = await signedIn(site, KATHARINA);
  const { token } = expect(await person.post("/account/tokens", { name: "narrow", access: "change", groups: ["people"] }), 201).body;
  assert.match(expect(await site.api("POST", "/day/seen", { token, body: {} }), 403).body.detail, /sees only a part/);
  const change = expect(await theirs.post(`/alliances/${mobility}/commitments`, { title: "Seen on a page", owner_party: party("Rivera Car Rental"), due: day(3) }), 201);
  const page = expect(await ours.page("/day"), 200).text;
  assert.ok(page.includes(`/commitments/${change.body.id}`));
  assert.match(page, /action="\/day\/seen"/);
  const sent = expect(await ours.form("/day/seen", {}), 303);
  assert.equal(sent.headers.get("location"), "/day");
  assert.match(expect(await ours.page("/day"), 200).text, /Nothing new since/);
  const mine = expect(await ours.get("/account/personal-data"), 200).body.items;
  assert.ok(mine.some(({ kind, data }) => kind === "day_look" && data.length === 1));
});
