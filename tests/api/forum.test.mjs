// Forums across alliances, through the program: who learns what, from the invitation to the leaving.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

const THIRD = "dana.whitaker@slotway.example";
let site, ours, theirs, third, charging, parking, forum, asked;
before(async () => {
  site = await start();
  [ours, theirs, third] = [HEAD, PARTNER, THIRD].map((email) => asker(site, email));
  const named = async (name) => (await ours.get(`/alliances?name.contains=${name}`)).body.items[0].id;
  [charging, parking] = [await named("Charging"), await named("Parking")];
  forum = await made(ours, "forums", { name: "Round of plugs", purpose: "One plug at every kerb", cadence: 6, cadence_unit: "weeks" });
});
after(() => site.stop());

const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const page = async (who) => expect(await who.get(`/forums/${forum.id}`), 200).body.overview;
const answer = (who, invitation, state) => who.patch(`/forum_invitations/${invitation.id}`, { state }, ifMatch(invitation.version));
const own = async (who) => (await who.get(`/forum_members?forum=${forum.id}`)).body.items;

test("who founds a forum chairs it and has its first seat", async () => {
  assert.ok(forum.chair);
  const view = await page(ours);
  assert.deepEqual(view.members.map(({ founds, people }) => [founds, people.length]), [[true, 1]]);
  assert.deepEqual(view.findings.map(({ code }) => code), ["forum-small"]);
  assert.equal(expect(await third.get(`/forums/${forum.id}`), 404).status, 404);
});

test("an invitation is read by the two, on the partner's day, and on its alliance; of the forum it says the name and the purpose", async () => {
  asked = await made(ours, "forum_invitations", { alliance: charging, forum: forum.id });
  const seen = expect(await theirs.get(`/forum_invitations/${asked.id}`), 200).body;
  assert.deepEqual([seen.name, seen.purpose, seen.forum, seen.state], ["Round of plugs", "One plug at every kerb", null, "open"]);
  expect(await third.get(`/forum_invitations/${asked.id}`), 404);
  expect(await theirs.get(`/forums/${forum.id}`), 404);
  const day = expect(await theirs.get("/day"), 200);
  assert.ok(day.body.asked.items.some(({ code, what }) => code === "forum" && /Round of plugs/.test(what)));
  const { forums } = expect(await theirs.get(`/alliances/${charging}/governance`), 200).body;
  assert.ok(forums.some(({ invitation, state, forum: of }) => invitation === asked.id && state === "open" && of === null));
  const html = (await theirs.page(`/forum_invitations/${asked.id}`)).text;
  assert.match(html, /is seen in the forum by all its members/);
  assert.doesNotMatch((await ours.page(`/forum_invitations/${asked.id}`)).text, /value="accepted"/);
  assert.equal((await page(ours)).invitations.length, 1);
  assert.doesNotMatch((await theirs.get(`/events?record=${asked.id}`)).text, new RegExp(forum.id));
  expect(await answer(ours, asked, "accepted"), 403);
  expect(await answer(third, asked, "accepted"), 404);
});

test("from acceptance on members see each other, and not by what alliance the other came", async () => {
  const accepted = expect(await answer(theirs, asked, "accepted"), 200).body;
  assert.equal(accepted.forum, forum.id);
  assert.equal((await own(theirs)).length, 2);
  assert.equal((await own(ours)).length, 2);
  const view = await page(theirs);
  assert.deepEqual([view.members.length, view.invitations.length], [2, 0]);
  const other = await made(ours, "forum_invitations", { alliance: parking, forum: forum.id });
  const before = (await theirs.get("/events?limit=200")).text;
  expect(await theirs.get(`/forum_invitations/${other.id}`), 404);
  assert.equal((await own(theirs)).length, 2);
  assert.equal((await theirs.get("/events?limit=200")).text, before);
  await made(theirs, "forum_meetings", { forum: forum.id, title: "Between two", held_on: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10) });
  expect(await answer(third, other, "accepted"), 200);
  assert.equal((await own(theirs)).length, 3);
  const all = (await theirs.page(`/forums/${forum.id}`)).text;
  assert.match(all, /Slotway/);
  assert.doesNotMatch(all, new RegExp(parking));
  expect(await theirs.get(`/alliances/${parking}`), 404);
  assert.equal((await theirs.get(`/forum_invitations?forum=${forum.id}`)).body.items.length, 1);
  expect(await theirs.post("/forum_members", { forum: forum.id }), 403);
  expect(await theirs.post("/forum_invitations", { forum: forum.id, alliance: charging }), 403);
});

test("who is named sees the forum at once, and no more when named no longer; a token is not for a forum alone", async () => {
  const nadine = asker(site, "nadine.colbert@altmark-motoren.example");
  const [person] = (await ours.get("/people?name=Nadine%20Colbert")).body.items;
  expect(await nadine.get(`/forums/${forum.id}`), 404);
  const seat = await made(ours, "forum_seats", { forum: forum.id, person: person.id, role: "viewer" });
  assert.equal(expect(await nadine.get(`/forums/${forum.id}`), 200).body.id, forum.id);
  expect(await nadine.post("/forum_meetings", { forum: forum.id, title: "Mine", held_on: "2026-01-01" }), 403);
  expect(await theirs.delete(`/forum_seats/${seat.id}`, ifMatch(seat.version)), 403);
  expect(await ours.delete(`/forum_seats/${seat.id}`, ifMatch(seat.version)), 200);
  expect(await nadine.get(`/forums/${forum.id}`), 404);
  assert.notEqual(site.run(["token", HEAD, "--alliance", forum.id]).status, 0);
});

test("a meeting from before somebody came is theirs to read when all who were there agree", async () => {
  const [early] = (await ours.get(`/forum_meetings?forum=${forum.id}`)).body.items;
  expect(await third.get(`/forum_meetings/${early.id}`), 404);
  const path = `/forum_meetings/${early.id}/share`, { circle } = await (await ours.get(`/forums/${forum.id}`)).body;
  const view = expect(await ours.get(`${path}?circle=${circle}`), 200).body;
  assert.equal(view.circle, circle);
  assert.deepEqual(view.people.map(({ count, newly }) => [count, newly]).sort(), [[1, false], [1, false], [1, true]]);
  expect(await ours.post(path, { circle }, ifMatch(early.version)), 200);
  expect(await third.get(`/forum_meetings/${early.id}`), 404);
  expect(await theirs.post(path, { circle }, ifMatch(early.version)), 200);
  expect(await third.get(`/forum_meetings/${early.id}`), 200);
});

test("meetings are read by those who were members; who left reads them on and sees nothing new", async () => {
  const meeting = await made(theirs, "forum_meetings", { forum: forum.id, title: "First round", held_on: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), agreed: "A list of kerbs" });
  expect(await third.get(`/forum_meetings/${meeting.id}`), 200);
  const [slotway] = (await own(third)).filter(({ name }) => /Slotway/.test(name));
  expect(await theirs.delete(`/forum_members/${slotway.id}`, ifMatch(slotway.version)), 403);
  expect(await third.delete(`/forum_members/${slotway.id}`, ifMatch(slotway.version)), 200);
  expect(await third.get(`/forum_meetings/${meeting.id}`), 200);
  expect(await third.get(`/forums/${forum.id}`), 404);
  const later = await made(theirs, "forum_meetings", { forum: forum.id, title: "Second round", held_on: new Date().toISOString().slice(0, 10) });
  expect(await third.get(`/forum_meetings/${later.id}`), 404);
  expect(await third.patch(`/forum_meetings/${meeting.id}`, { title: "Ours" }, ifMatch(meeting.version)), 403);
  const view = await page(theirs);
  assert.deepEqual([view.members.length, view.meetings.length], [2, 3]);
  assert.doesNotMatch(JSON.stringify(view.members), /Slotway/);
  expect(await third.post(`/forum_members/${slotway.id}/restore`, undefined, ifMatch(slotway.version + 1)), 403);
});

test("a membership is read like any record, and nothing of it can be written", async () => {
  const [member] = (await own(theirs)).filter(({ name }) => /Stroom/.test(name));
  for (const path of [`/forum_members/${member.id}`, `/forum_members/${member.id}/edit`, `/forum_members/${member.id}/history`, "/forum_members/new", `/forums/${forum.id}/forum_members`, `/forums/${forum.id}/forum_members/new`]) {
    expect(await theirs.get(path), 200);
    expect(await theirs.page(path), 200);
  }
  expect(await theirs.patch(`/forum_members/${member.id}`, {}, ifMatch(member.version)), 200);
  expect(await theirs.post(`/forum_members/${member.id}`, {}, ifMatch(member.version)), 200);
  expect(await theirs.patch(`/forum_members/${member.id}`, { name: "Another" }, ifMatch(member.version)), 403);
  expect(await theirs.post(`/forums/${forum.id}/forum_members`, {}), 403);
});

test("looking with a partner's eyes shows the forum that both are in; the log is verified", async () => {
  const people = (await ours.get("/people?name.contains=Femke")).body.items;
  const person = people[0]?.id ?? (await ours.get("/memberships?name.contains=Femke")).body.items[0].person;
  const seen = await ours.get(`/forums/${forum.id}`, { "Entente-See-As": person });
  assert.ok([200, 404].includes(seen.status));
  assert.equal((await ours.get("/forum_invitations", { "Entente-See-As": person })).body.items.some(({ alliance }) => alliance === parking), false);
  expect(await ours.post("/see-as", { as: person }), 200);
});
