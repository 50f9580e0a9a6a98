// One meeting from its agenda to what came of it, and the pack, as both sides get them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, ifMatch } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";

let site, ours, theirs, alliance, party, meeting;
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

before(async () => {
  site = await start();
  ours = asker(site, KATHARINA);
  theirs = asker(site, INES);
  alliance = expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id;
  const parties = expect(await ours.get(`/alliances/${alliance}/parties`), 200).body.items;
  party = (name) => parties.find((one) => one.name === name).id;
  const body = expect(await ours.get(`/alliances/${alliance}/bodies?name=Steering committee Mobility`), 200).body.items[0].id;
  meeting = expect(await ours.post(`/alliances/${alliance}/meetings`, { title: "Spring", body, starts: `${day(5)}T09:00:00Z`, minutes_long: 30 }), 201).body.id;
});
after(() => site.stop());

const desk = async (api) => expect(await api.get(`/meetings/${meeting}`), 200).body.overview;

test("what the records propose is the same for both sides, and one act puts it on the agenda", async () => {
  const [mine, hers] = [await desk(ours), await desk(theirs)];
  assert.deepEqual(mine.proposed.map(({ about }) => about), hers.proposed.map(({ about }) => about));
  const late = mine.proposed.filter(({ code }) => code === "late");
  assert.ok(late.length >= 2);
  const taken = expect(await theirs.post(`/meetings/${meeting}/agenda`, { about: [late[0].about, late[1].about, late[0].about] }), 201).body;
  assert.equal(taken.items.length, 2);
  const after = await desk(ours);
  assert.deepEqual(after.agenda.map(({ title }) => title), [late[0].title, late[1].title]);
  assert.deepEqual(after.agenda.map(({ rank }) => rank), [1, 2]);
  assert.equal(after.planned_minutes, 20);
  assert.ok(!after.proposed.some(({ about }) => about === late[0].about));
  const again = expect(await ours.post(`/meetings/${meeting}/agenda`, { about: [late[0].about] }), 201).body;
  assert.deepEqual(again.items, []);
});

test("nothing chosen, no right, no such meeting", async () => {
  const none = expect(await ours.post(`/meetings/${meeting}/agenda`, { about: [] }), 422).body;
  assert.equal(none.errors[0].pointer, "/about");
  const asked = (await desk(ours)).proposed[0].about;
  const stranger = asker(site, "femke.dewit@stroomhaven.example");
  expect(await stranger.post(`/meetings/${meeting}/agenda`, { about: [asked] }), 404);
  expect(await stranger.get(`/meetings/${meeting}/pack`), 404);
});

test("what is decided and promised in a meeting is written down on its page", async () => {
  const back = `/meetings/${meeting}#decisions`;
  const circle = expect(await ours.get(`/meetings/${meeting}`), 200).body.circle;
  const sent = await ours.form(`/alliances/${alliance}/decisions`, { meeting, circle, state: "taken", question: "Go on?", outcome: "Yes", next: back });
  assert.equal(sent.status, 303);
  assert.equal(sent.headers.get("location"), back);
  expect(await ours.form(`/alliances/${alliance}/commitments`, { meeting, circle, title: "Tell the cities", owner_party: party("Rivera Car Rental"), due: day(20) }), 303);
  const { version } = expect(await ours.get(`/meetings/${meeting}`), 200).body;
  expect(await ours.patch(`/meetings/${meeting}`, { minutes: "We go on.", state: "held" }, ifMatch(version)), 200);
  const view = await desk(theirs);
  assert.deepEqual(view.decisions.map(({ question, state, outcome }) => [question, state, outcome]), [["Go on?", "taken", "Yes"]]);
  assert.deepEqual(view.commitments.map(({ title, late }) => [title, late]), [["Tell the cities", false]]);
  assert.deepEqual(view.proposed, []);
  const html = expect(await theirs.page(`/meetings/${meeting}`), 200).text;
  assert.match(html, /One decision came of it\. One promise came of it\./);
});

test("the pack says what each item rests on, and what came of the last time", async () => {
  const pack = expect(await theirs.get(`/meetings/${meeting}/pack`), 200).body;
  assert.equal(pack.agenda.length, 2);
  const labels = pack.agenda[0].facts.map(({ label }) => label);
  assert.ok(labels.includes("State") && labels.includes("Due"), labels.join());
  assert.equal(pack.body.decision_rule, "majority");
  assert.ok(pack.seats.some(({ name }) => name === "Katharina Lenz"));
  assert.match(pack.last.minutes, /Two commitments late/);
  assert.match(expect(await ours.page(`/meetings/${meeting}/pack`), 200).text, /What came of the last time/);
});

test("a form takes the time that one's own clock shows, and shows it so, in summer, in winter and when it is there twice", async () => {
  const made = async (title, starts) => {
    expect(await ours.form(`/alliances/${alliance}/meetings`, { title, starts }), 303);
    return expect(await ours.get(`/meetings?title=${encodeURIComponent(title)}`), 200).body.items[0];
  };
  const field = async (id) => (await ours.page(`/meetings/${id}/edit`)).text.match(/type="([a-z-]+)" id="field-starts" name="starts" value="([^"]*)"/).slice(1);
  const summer = await made("In summer", "2027-07-01T10:00");
  assert.equal(summer.starts, "2027-07-01T08:00:00Z");
  assert.deepEqual(await field(summer.id), ["datetime-local", "2027-07-01T10:00"]);
  assert.equal((await made("In winter", "2027-01-15T10:00:30")).starts, "2027-01-15T09:00:30Z");
  assert.equal((await made("Elsewhere", "2027-01-15T10:00:00+05:00")).starts, "2027-01-15T05:00:00Z");
  const twice = expect(await ours.post(`/alliances/${alliance}/meetings`, { title: "At night", starts: "2026-10-25T01:30:00Z" }), 201).body;
  assert.deepEqual(await field(twice.id), ["text", "2026-10-25T01:30:00.000Z"]);
  assert.equal(expect(await ours.form(`/alliances/${alliance}/meetings`, { title: "No time", starts: "tomorrow" }), 422).status, 422);
  assert.equal(expect(await ours.post(`/alliances/${alliance}/meetings`, { title: "No zone", starts: "2027-07-01T10:00" }), 422).body.errors[0].pointer, "/starts");
  assert.match((await ours.page(`/alliances/${alliance}/meetings/new`)).text, /As your clock shows it \(Europe\/Berlin\)/);
});

test("who has read the pack says so, for themselves and before the meeting; both sides see it", async () => {
  const made = expect(await ours.post(`/alliances/${alliance}/meetings`, { title: "With a pack", starts: "2027-01-11T09:00:00Z" }), 201).body;
  const path = `/meetings/${made.id}`;
  assert.match((await ours.page(`${path}/pack`)).text, /I have read this/);
  const read = expect(await ours.post(`${path}/pack`, {}), 200).body;
  assert.deepEqual([read.how, typeof read.pack_opened], ["prepared", "string"]);
  const again = expect(await ours.post(`${path}/pack`, {}), 200).body;
  assert.deepEqual([again.id, again.pack_opened], [read.id, read.pack_opened]);
  assert.doesNotMatch((await ours.page(`${path}/pack`)).text, /I have read this/);
  const [seen] = expect(await theirs.get(path), 200).body.overview.attendance;
  assert.deepEqual([seen.how, seen.pack_opened], ["prepared", read.pack_opened]);
  // Nobody says it of others; afterwards what is written is how they came, and the pack stays read.
  const party = expect(await ours.get(`/parties?alliance=${alliance}`), 200).body.items.find(({ id }) => id !== read.party).id;
  const said = expect(await ours.post("/attendances", { meeting: made.id, party, name: "Somebody", how: "prepared" }), 422);
  assert.deepEqual(said.body.errors.map(({ pointer }) => pointer), ["/how"]);
  const came = expect(await theirs.patch(`/attendances/${read.id}`, { how: "in_person" }, ifMatch(again.version)), 200).body;
  assert.equal(came.pack_opened, read.pack_opened);
  const held = expect(await ours.get(path), 200).body;
  expect(await ours.patch(path, { state: "held" }, ifMatch(held.version)), 200);
  expect(await ours.post(`${path}/pack`, {}), 422);
  expect(await theirs.post(`/meetings/${"0".repeat(8)}-0000-7000-8000-000000000000/pack`, {}), 404);
});

test("a meeting is put into one's own calendar, under the identifier that feeds have; cancelled, it says so there", async () => {
  const made = expect(await ours.post(`/alliances/${alliance}/meetings`, { title: "Spring; a look", starts: "2027-04-12T09:00:00Z", minutes_long: 45, place: "Berlin" }), 201).body;
  const path = `/meetings/${made.id}`;
  const entry = async (api) => expect(await api.page(`${path}/entry.ics`), 200).text.replaceAll("\r\n ", "").split("\r\n");
  assert.match((await ours.page(path)).text, /entry\.ics" download/);
  for (const lines of [await entry(ours), await entry(theirs)]) {
    for (const line of [`UID:${made.id}-meeting@entente`, "SUMMARY:Spring\\; a look", "DTSTART:20270412T090000Z", "DTEND:20270412T094500Z", "LOCATION:Berlin"]) assert.ok(lines.includes(line), line);
    assert.ok(!lines.includes("STATUS:CANCELLED"));
  }
  expect(await ours.patch(path, { state: "cancelled" }, ifMatch(made.version)), 200);
  assert.ok((await entry(theirs)).includes("STATUS:CANCELLED"));
  expect(await asker(site, "femke.dewit@stroomhaven.example").get(`${path}/entry.ics`), 404);
  const inside = expect(await ours.post(`/alliances/${alliance}/meetings`, { title: "Ours", kind: "internal", circle: "side", starts: "2027-04-11T09:00:00Z" }), 201).body;
  expect(await theirs.get(`/meetings/${inside.id}/entry.ics`), 404);
});
