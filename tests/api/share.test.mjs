// Sharing, looking with a partner's eyes, named circles, and the traces of what was withdrawn, at their addresses.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, host, partner, alliance;
before(async () => {
  site = await start();
  host = asker(site, HEAD);
  partner = asker(site, PARTNER);
  [alliance] = expect(await partner.get("/alliances"), 200).body.items;
});
after(() => site?.stop());

const make = async (who, kind, body) => expect(await who.post(`/alliances/${alliance.id}/${kind}`, body), 201).body;
const note = async (about, text) => expect(await host.post(`/agreements/${about}/notes`, { text }), 201).body;

test("what is previewed is what the partner then reads", async () => {
  const draft = await make(host, "agreements", { name: "Annex on roaming", circle: "side" });
  const told = await note(draft.id, "They asked for this"), kept = await note(draft.id, "Our floor is 12 %");
  const path = `/agreements/${draft.id}/share`;
  expect(await partner.get(path), 404);
  const view = expect(await host.get(path), 200).body;
  assert.equal(view.circles.length, 1);
  assert.deepEqual(view.children.map((child) => child.plural), ["notes", "notes"]);
  assert.deepEqual(view.left_out, []);
  assert.ok(view.people.some((item) => item.newly && item.count > 0));
  expect(await host.post(path, { circle: view.circle }), 428);
  const stale = expect(await host.post(path, { circle: view.circle }, ifMatch(7)), 412);
  assert.equal(stale.body.current.version, 1);
  expect(await host.post(path, {}, ifMatch(1)), 422);
  expect(await host.post(path, { circle: view.circle, children: ["unicorns/1@1"] }, ifMatch(1)), 422);
  const body = { circle: view.circle, children: [`notes/${told.id}@1`], why: "As agreed in May" };
  const done = expect(await host.post(path, body, ifMatch(1)), 200).body;
  assert.equal(done.shared, true);
  const theirs = expect(await partner.get(`/agreements/${draft.id}`), 200).body;
  delete theirs.overview;
  const { updated_at, ...foreseen } = view.record;
  assert.deepEqual({ ...theirs, updated_at }, { ...foreseen, updated_at });
  expect(await partner.get(`/notes/${told.id}`), 200);
  expect(await partner.get(`/notes/${kept.id}`), 404);
  const history = expect(await partner.get(`/agreements/${draft.id}/history`), 200).body.items;
  assert.deepEqual(history.map((event) => [event.action, event.version, event.why]), [["shared", 100, "As agreed in May"]]);
  assert.deepEqual(expect(await host.get(path), 200).body.circles, []);
  expect(await host.post(path, { circle: view.circle }, ifMatch(100)), 422);
  expect(await host.get(`/unicorns/${draft.id}/share`), 404);
});

test("the pages of sharing: choice, preview, ticks, what was changed meanwhile", async () => {
  const draft = await make(host, "agreements", { name: "Annex on data", circle: "side" });
  await note(draft.id, "For them, too");
  const path = `/agreements/${draft.id}`;
  assert.match(expect(await host.page(path), 200).text, /href="[^"]*\/share"/);
  const page = expect(await host.page(`${path}/share`), 200).text;
  assert.match(page, /Annex on data/);
  assert.match(page, /type="checkbox"[^>]*name="children"[^>]*value="notes\/[^"]+@1">/, "nothing is ticked from the start");
  const [, circle] = page.match(/name="circle" value="([^"]+)">/);
  const refused = expect(await host.form(`${path}/share`, { version: "9", circle }), 412).text;
  assert.match(refused, /was changed in the meantime/);
  expect(await host.form(`${path}/share`, { version: "1", circle }), 303);
  assert.match(expect(await partner.page(path), 200).text, /Annex on data/);
  assert.match(expect(await host.page(`${path}/share`), 200).text, /nobody more to share it with/);
});

test("with a partner's eyes: what they see, nothing of ours, and nothing is changed", async () => {
  const secret = await make(host, "objectives", { statement: "Ours alone, again", circle: "side" });
  const joint = await make(host, "objectives", { statement: "For both of us", circle: "joint" });
  const { items } = expect(await host.get("/see-as"), 200).body;
  const { parties } = items.find((item) => item.alliance === alliance.id);
  const [person] = parties[0].people;
  const began = expect(await host.post("/see-as", { as: person.as }), 200).body;
  assert.equal(began.organisation, parties[0].organisation);
  const as = { "Entente-See-As": person.as };
  const ids = async (path) => expect(await host.get(path, as), 200).body.items.map((item) => item.id);
  const seen = await ids(`/alliances/${alliance.id}/objectives`);
  assert.ok(seen.includes(joint.id) && !seen.includes(secret.id));
  expect(await host.get(`/objectives/${secret.id}`, as), 404);
  assert.deepEqual(await ids("/organisations"), []);
  assert.deepEqual(await ids("/goals"), []);
  expect(await host.get("/administration", as), 403);
  expect(await host.post("/organisations", { name: "x" }, as), 403);
  expect(await host.patch(`/objectives/${joint.id}`, { rank: 1 }, { ...as, ...ifMatch(1) }), 403);
  expect(await host.get(`/alliances/${alliance.id}`, { "Entente-See-As": "nobody" }), 403);
  expect(await host.post("/see-as", { as: "nobody" }), 422);
  const own = expect(await host.get("/account"), 200).body;
  expect(await partner.post("/see-as", { as: own.person ?? own.id }), 422);
  const events = expect(await host.get(`/alliances/${alliance.id}/history`), 200).body.items;
  assert.ok(events.some((event) => event.action === "seen-as" && event.why.startsWith(person.name)));
  const theirs = expect(await partner.get(`/alliances/${alliance.id}/history`), 200).body.items;
  assert.ok(theirs.every((event) => event.action !== "seen-as"));
  expect(await host.post("/see-as/end", {}, as), 200);
  const team = expect(await host.get("/alliances", { "Entente-See-As": parties[0].as }), 200).body.items;
  assert.deepEqual(team.map((one) => one.id), [alliance.id]);
});

test("what was withdrawn leaves a trace for all who could read it", async () => {
  const { id } = await make(partner, "objectives", { statement: "Sent by mistake", circle: "joint" });
  const viewer = asker(site, "jonas.pfeil@altmark-motoren.example");
  const why = "Wrong%20draft";
  expect(await partner.delete(`/objectives/${id}?why=${why}`, ifMatch(1)), 200);
  const traces = expect(await host.get(`/alliances/${alliance.id}/withdrawn`), 200).body.items;
  const trace = traces.find((item) => item.record === id);
  assert.deepEqual([trace.kind, trace.title, trace.why, trace.may_restore], ["objective", "Sent by mistake", "Wrong draft", true]);
  assert.match(expect(await host.page(`/alliances/${alliance.id}/withdrawn`), 200).text, /Sent by mistake/);
  const gone = await viewer.get(`/objectives/${id}`);
  assert.ok([404, 410].includes(gone.status), gone.text);
  expect(await host.post(`/objectives/${id}/restore`, undefined, ifMatch(2)), 200);
});

test("a circle of some of the parties, which the others never learn of", async () => {
  const make = async (kind, body) => expect(await host.post(`/${kind}`, body), 201).body;
  const { id } = await make("alliances", { name: "Consortium of three" });
  const organisations = expect(await host.get("/organisations?limit=200"), 200).body.items;
  const firm = (name) => organisations.find((organisation) => organisation.name === name).id;
  const firms = [firm("Hausquell Energy"), firm("Freilauf Mobility")];
  for (const organisation of firms) await make("parties", { alliance: id, organisation });
  // Heads of alliances: they see all circles of their organisation.
  const [second, third] = ["annika.storm@hausquell.example", "jasper.holm@freilauf.example"].map((email) => asker(site, email));
  const path = `/alliances/${id}/circles`;
  const before = expect(await third.get(path), 200).text;
  const view = expect(await host.get(path), 200).body;
  assert.equal(view.may_make, true);
  assert.deepEqual([...view.parties].sort(), [...firms].sort());
  expect(await host.post(path, { name: "", parties: [] }), 422);
  expect(await host.post(path, { name: "All", parties: firms }), 422);
  assert.match(expect(await host.form(path, { name: "Pilot", parties: "x" }), 422).text, /Choose among the parties/);
  const circle = expect(await host.post(path, { name: "Pilot", parties: [firms[0]] }), 201).body;
  assert.equal(circle.kind, "named");
  assert.equal(expect(await third.get(path), 200).text, before);
  assert.match(expect(await second.page(path), 200).text, /Pilot/);
  assert.match(expect(await host.page(`/alliances/${id}/objectives/new`), 200).text, /<strong>Pilot:<\/strong>/);
  assert.doesNotMatch(expect(await third.page(`/alliances/${id}/objectives/new`), 200).text, /Pilot/);
  const made = expect(await host.post(`/alliances/${id}/objectives`, { statement: "Of two", circle: circle.id }), 201).body;
  expect(await second.get(`/objectives/${made.id}`), 200);
  expect(await third.get(`/objectives/${made.id}`), 404);
  expect(await third.get(path.replace("circles", "withdrawn")), 200);
  expect(await asker(site, "jonas.pfeil@altmark-motoren.example").get(path), 404);
});

test("before a party joins or leaves, what happens is shown", async () => {
  const { id } = expect(await host.post("/alliances", { name: "To grow" }), 201).body;
  const organisations = expect(await host.get("/organisations?limit=200"), 200).body.items;
  const firm = organisations.find((organisation) => organisation.name === "Hausquell Energy").id;
  expect(await host.post(`/alliances/${id}/objectives`, { statement: "Before anybody came", circle: "joint" }), 201);
  const path = `/alliances/${id}/joining`;
  assert.equal(expect(await host.get(path), 200).body.organisation, null);
  const shown = expect(await host.get(`${path}?organisation=${firm}`), 200).body;
  assert.equal(shown.parties.length, 2);
  assert.ok(shown.parties.includes(firm));
  assert.deepEqual(shown.records.map((item) => [item.plural, item.count]), [["objectives", 1]]);
  const page = expect(await host.page(`${path}?organisation=${firm}`), 200).text;
  assert.match(page, /When Hausquell Energy joins, a new joint circle begins/);
  assert.match(page, new RegExp(`name="organisation" value="${firm}"`));
  expect(await host.form(`/alliances/${id}/parties`, { organisation: firm }), 303);
  const party = expect(await host.get(`/alliances/${id}/parties?organisation=${firm}`), 200).body.items[0];
  const leaving = expect(await host.get(`/parties/${party.id}/leaving`), 200).body;
  assert.deepEqual([leaving.parties.length, leaving.closes], [1, ["Joint"]]);
  assert.match(expect(await host.page(`/parties/${party.id}/leaving`), 200).text, /When Hausquell Energy leaves/);
  const second = asker(site, "annika.storm@hausquell.example");
  expect(await second.get(path), 403);
  expect(await second.get(`/parties/${party.id}/leaving`), 403);
  expect(await host.patch(`/parties/${party.id}`, { left_on: "2026-03-01" }, ifMatch(party.version)), 200);
  expect(await host.get(`/parties/${party.id}/leaving`), 403);
});
