// Pulses of working rules: one question, asked of some on both sides, answered once and by nobody in particular.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, signedIn } from "./make.mjs";

const NADINE = "nadine.colbert@altmark-motoren.example";
const FEMKE = "femke.dewit@stroomhaven.example";
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let site, ours, theirs, stranger, head, alliance, path;
before(async () => {
  site = await start();
  [ours, theirs, stranger, head] = [NADINE, FEMKE, "ines.carrasco@rivera.example", HEAD].map((email) => asker(site, email));
  alliance = expect(await theirs.get("/alliances?name=Charging"), 200).body.items[0].id;
  path = `/alliances/${alliance}/working-rules`;
});
after(() => site.stop());

const pointers = (reply) => reply.body.errors.map((error) => error.pointer);
const rule = async (principle) => expect(await ours.post("/working_rules", { alliance, principle, meaning: "So.", state: "agreed" }), 201).body.id;
const begin = async (id, more) => expect(await ours.post("/campaigns", { alliance, rule: id, ...more }), 201).body;
const shown = async (api, id) => expect(await api.get(path), 200).body.rules.find((one) => one.working_rule === id).pulse;
const waiting = async (api) => expect(await api.get("/day"), 200).body.asked.items.filter(({ code }) => code === "pulse").map(({ record }) => record);
/** The rounds that stand in a calendar on that day. */
async function inCalendar(api, at, on) {
  const { days } = expect(await api.get(`${at}?month=${on.slice(0, 7)}`), 200).body;
  return days.find((one) => one.day === on).entries.filter(({ what }) => what === "pulse").map(({ record }) => record);
}
/** Somebody without an account, in the team of the alliance. */
let people = 0;
async function colleague(api, organisation) {
  const person = expect(await api.post("/people", { name: `Colleague ${++people}`, organisation }), 201).body;
  expect(await api.post("/memberships", { alliance, person: person.id, role: "member" }), 201);
  return person.name;
}
const linksOf = async (api, round) => expect(await api.post(`/campaigns/${round.id}/addresses`), 201).body.links;
const anyone = (address, body) => site.api(body ? "POST" : "GET", address, body ? { body } : {});

test("a round asks people of both sides: on their day, or by a link", async () => {
  const own = expect(await ours.get("/organisations?kind=own"), 200).body.items[0].id;
  for (let i = 0; i < 3; i++) await colleague(ours, own);
  const id = await rule("Read it before you speak of it");
  assert.deepEqual([(await shown(ours, id)).may_ask, (await shown(ours, id)).open], [true, null]);
  const round = await begin(id);
  assert.deepEqual([round.instrument, round.opens, round.closes], ["pulse", day(0), day(14)]);
  assert.match(round.question, /“Read it before you speak of it”/);
  for (const api of [ours, theirs]) {
    const pulse = await shown(api, id);
    assert.equal(pulse.may_ask, false);
    assert.equal(pulse.open.campaign, round.id);
    assert.equal(pulse.open.asked.length, 2);
    for (const { count } of pulse.open.asked) assert.ok(count > 0 && count <= 4);
    assert.deepEqual(pulse.sides.map(({ pools }) => pools), [[], []]);
  }
  assert.equal(await shown(stranger, id).catch(() => "unknown"), "unknown");
  assert.deepEqual(await waiting(theirs), [round.id]);
  for (const [api, expected] of [[theirs, [round.id]], [head, []]]) assert.deepEqual(await inCalendar(api, "/calendar", round.closes), expected);
  for (const api of [ours, theirs, head]) assert.ok((await inCalendar(api, `/alliances/${alliance}/calendar`, round.closes)).includes(round.id));
  const asked = expect(await theirs.get(`/campaigns/${round.id}/answer`), 200).body;
  assert.deepEqual([asked.answered, asked.points.length, asked.question], [false, 5, round.question]);
  assert.match(expect(await theirs.page(`/campaigns/${round.id}/answer`), 200).text, /type="radio"/);
  expect(await stranger.get(`/campaigns/${round.id}/answer`), 404);
  expect(await head.get(`/campaigns/${round.id}/answer`), 403); // sees the alliance, and is not asked
  expect(await head.post(`/campaigns/${round.id}/answer`, { answer: 1 }), 403);
  for (const answer of [0, 6, "often", null, 2.5, "3x"]) assert.deepEqual(pointers(expect(await theirs.post(`/campaigns/${round.id}/answer`, { answer }), 422)), ["/answer"]);
  const before = expect(await ours.get(`/campaigns/${round.id}`), 200).body;
  const said = expect(await theirs.post(`/campaigns/${round.id}/answer`, { answer: 4 }, { "Idempotency-Key": "one" }), 200);
  assert.deepEqual(said.body, { answered: true });
  expect(await theirs.post(`/campaigns/${round.id}/answer`, { answer: 2 }), 409);
  assert.equal(expect(await theirs.get(`/campaigns/${round.id}/answer`), 200).body.answered, true);
  assert.deepEqual(await waiting(theirs), []);
  assert.deepEqual(await inCalendar(theirs, "/calendar", round.closes), []);
  assert.deepEqual(expect(await ours.get(`/campaigns/${round.id}`), 200).body, before);
  assert.equal(expect(await ours.get(`/campaigns/${round.id}/history`), 200).body.items.length, 1);
  assert.deepEqual((await shown(ours, id)).sides.map(({ pools }) => pools), [[], []]);
});

test("a link asks without an account, takes one answer, and tells nothing", async () => {
  const id = await rule("Say it in the room");
  const own = expect(await ours.get("/organisations?kind=own"), 200).body.items[0].id;
  for (let i = 0; i < 4; i++) await colleague(ours, own);
  const round = await begin(id);
  const links = await linksOf(ours, round);
  assert.ok(links.length > 1 && links.every(({ name, address }) => /^Colleague/.test(name) && /^\/pulse\/ask_[\w-]{43}$/.test(address)));
  assert.deepEqual((await linksOf(theirs, round)).filter(({ name }) => links.some((link) => link.name === name)), []);
  expect(await stranger.post(`/campaigns/${round.id}/addresses`), 404);
  const [{ address }, second] = links;
  const question = expect(await anyone(address), 200).body;
  assert.deepEqual(question, expect(await anyone(second.address), 200).body);
  assert.match(expect(await site.api("GET", address, { accept: "text/html" }), 200).text, /Say it in the room/);
  assert.deepEqual(pointers(expect(await anyone(address, { answer: 9 }), 422)), ["/answer"]);
  assert.deepEqual(expect(await anyone(address, { answer: 5 }), 200).body, { answered: true });
  assert.deepEqual(expect(await anyone(address), 200).body, question); // as before: reading does not tell
  expect(await anyone(address, { answer: 1 }), 409);
  expect(await anyone("/pulse/ask_nothing"), 410);
  expect(await anyone("/pulse/ask_nothing", { answer: 1 }), 410);
  const newer = await linksOf(ours, round);
  assert.deepEqual(newer.map(({ name }) => name), links.map(({ name }) => name));
  const ended = expect(await anyone(second.address, { answer: 1 }), 410).body;
  assert.equal(ended.detail, expect(await anyone("/pulse/ask_nothing"), 410).body.detail);
  const withdrawn = expect(await ours.delete(`/campaigns/${round.id}`, ifMatch(1)), 200).body;
  expect(await anyone(newer[1].address), 410);
  expect(await theirs.get(`/campaigns/${round.id}/answer`), 403);
  assert.deepEqual(pointers(expect(await ours.post("/campaigns", { alliance, rule: id }), 422)), ["/rule"]);
  assert.ok(withdrawn.withdrawn_at);
});

test("as a page without script: the question, a wrong answer, thanks, once", async () => {
  const id = await rule("Start on the minute");
  const own = expect(await ours.get("/organisations?kind=own"), 200).body.items[0].id;
  for (let i = 0; i < 4; i++) await colleague(ours, own);
  const round = await begin(id);
  const page = expect(await ours.form(`/campaigns/${round.id}/addresses`, {}), 201).text;
  const address = /value="http[^"]+(\/pulse\/ask_[\w-]+)"/.exec(page)[1];
  const first = await site.api("GET", address, { accept: "text/html" });
  assert.equal(first.headers.get("cache-control"), "no-store");
  const cookie = (first.headers.get("set-cookie") ?? "").split(";")[0], csrf = /name="csrf" value="([^"]*)"/.exec(first.text)[1];
  const send = (fields) =>
    site.api("POST", address, { accept: "text/html", headers: { Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ csrf, ...fields }).toString() });
  assert.match(expect(await send({}), 422).text, /Choose one of the five answers/);
  assert.match(expect(await send({ answer: "3" }), 200).text, /Thank you/);
  assert.match(expect(await send({ answer: "3" }), 409).text, /counts once/);
  assert.match(expect(await site.api("GET", "/pulse/ask_no", { accept: "text/html" }), 410).text, /asks nothing/);
});

test("what cannot be asked is refused at its place", async () => {
  const proposed = expect(await ours.post("/working_rules", { alliance, principle: "Not agreed" }), 201).body.id;
  const agreed = await rule("Ask who is missing");
  const send = (more) => ours.post("/campaigns", { alliance, rule: agreed, ...more });
  assert.deepEqual(pointers(expect(await send({ rule: proposed }), 422)), ["/rule"]);
  assert.deepEqual(pointers(expect(await send({ closes: day(0) }), 422)), ["/closes"]);
  assert.deepEqual(pointers(expect(await send({ closes: day(61) }), 422)), ["/closes"]);
  assert.deepEqual(pointers(expect(await send({ circle: "side" }), 422)), ["/circle"]);
  assert.deepEqual(pointers(expect(await send({ opens: day(-3) }), 422)), ["/opens"]);
  expect(await stranger.post("/campaigns", { alliance, rule: agreed }), 422);
  const parking = expect(await head.get("/alliances?name=Parking"), 200).body.items[0].id;
  expect(await head.post("/campaigns", { alliance: parking, rule: agreed }), 422);
});

test("one answers as oneself, not with a partner's eyes; what is kept of a person says that they were asked", async () => {
  const browser = await signedIn(site, FEMKE);
  const day1 = expect(await browser.page("/day"), 200).text;
  assert.doesNotMatch(day1, /count_\d/);
  const csv = expect(await site.api("GET", "/campaigns", { token: theirs.token, accept: "text/csv" }), 200).text;
  assert.doesNotMatch(csv.split("\r\n")[0], /used|answer|people|count/);
  const data = expect(await browser.get("/account/personal-data"), 200).body.items.filter(({ kind }) => kind === "asked");
  assert.equal(data.length, 1);
  assert.deepEqual(data[0].data.map(({ field }) => field), ["count"]);
});

test("adherence per side over time; the rule that slips most is a finding and is proposed for the next meeting", async () => {
  const katharina = asker(site, "katharina.lenz@altmark-motoren.example");
  const mobility = expect(await katharina.get("/alliances?name=Mobility"), 200).body.items[0].id;
  const view = expect(await katharina.get(`/alliances/${mobility}/working-rules`), 200).body;
  const slipping = view.rules.find(({ principle }) => principle === "Tell us while it is still a plan");
  assert.match(view.answer, /“Tell us while it is still a plan” slips most, at Rivera Car Rental: 3 of 5, 4 before\./);
  const byName = Object.fromEntries(slipping.pulse.sides.map((side) => [side.name.split(" ")[0], side]));
  assert.deepEqual(byName.Freilauf.pools, []); // one person there
  assert.equal(byName.Rivera.fall, 1);
  for (const { pools } of [byName.Rivera, byName.Altmark]) {
    assert.ok(pools.length > 5);
    for (const [i, pool] of pools.entries()) {
      assert.ok(pool.people >= 4 && pool.answers >= pool.people && pool.mean >= 1 && pool.mean <= 5 && pool.favourable <= 1);
      assert.ok(pool.opens < pool.closes && (i === 0 || pools[i - 1].closes < pool.opens), "windows do not overlap");
    }
  }
  const list = expect(await katharina.get(`/alliances/${mobility}/pulses`), 200).body.items;
  assert.equal(list.filter((pool) => pool.working_rule === slipping.working_rule).length, byName.Rivera.pools.length + byName.Altmark.pools.length);
  for (const pool of list) assert.ok(pool.people >= 4 && pool.count_1 + pool.count_2 + pool.count_3 + pool.count_4 + pool.count_5 === pool.answers);
  const file = expect(await site.api("GET", `/alliances/${mobility}/pulses`, { token: katharina.token, accept: "text/csv" }), 200).text.trim().split("\r\n");
  assert.equal(file.length, list.length + 1);
  assert.match(file[0], /^working_rule,principle,organisation,side,opens,closes,people,answers,count_1/);
  expect(await theirs.get(`/alliances/${mobility}/pulses`), 404);
  const { findings } = expect(await katharina.get(`/alliances/${mobility}/governance`), 200).body;
  const [finding, ...more] = findings.filter(({ code }) => code === "slip");
  assert.deepEqual([more, finding.why], [[], [slipping.working_rule]]);
  assert.match(finding.what, /slips at Rivera Car Rental \(Mobility\): 3 of 5 .* \(4 people\), 4 before/);
  assert.match(finding.next.href, /working-rules#rule-/);
  const meeting = expect(await katharina.post("/meetings", { alliance: mobility, title: "Next", kind: "joint", starts: `${day(7)}T10:00:00Z` }), 201).body;
  const proposals = async () => expect(await katharina.get(`/meetings/${meeting.id}`), 200).body.overview.proposed.filter(({ code }) => code === "slip");
  const [proposal] = await proposals();
  assert.deepEqual([proposal.about_kind, proposal.about, proposal.title], ["working_rules", slipping.working_rule, "A rule that slips: Tell us while it is still a plan"]);
  expect(await katharina.post(`/meetings/${meeting.id}/agenda`, { about: [slipping.working_rule] }), 201);
  assert.deepEqual(await proposals(), []);
});
