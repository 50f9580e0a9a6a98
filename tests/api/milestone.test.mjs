// Hand-offs: handed over by one side, accepted or returned by the other; what the deal pays for them; where they show.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, signedIn } from "./make.mjs";

const LEA = "lea.ammann@kernbach.example";
const MATTEO = "matteo.forte@altmark-motoren.example";
const TORSTEN = "torsten.hagen@talwerke.example";
let site, ours, lea, torsten, alliance, party;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  lea = asker(site, LEA);
  torsten = asker(site, TORSTEN);
  alliance = (await ours.get("/alliances?name.contains=Storage")).body.items[0].id;
  const parties = (await ours.get(`/parties?alliance=${alliance}`)).body.items;
  party = (name) => parties.find((one) => one.name.startsWith(name)).id;
});
after(() => site.stop());

const pointers = (reply) => expect(reply, 422).body.errors.map((error) => error.pointer);
const page = async (who) => expect(await who.get(`/alliances/${alliance}/hand-offs`), 200).body;
const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const handOff = (who, more) =>
  made(who, "milestones", { alliance, name: "Cabinet", from_party: party("Kernbach"), to_party: party("Altmark"), due: "2026-02-20", criteria: "It closes.", circle: "joint", ...more });
const change = (who, one, body) => who.patch(`/milestones/${one.id}`, body, ifMatch(one.version));
const done = async (who, one, body) => expect(await change(who, one, body), 200).body;
const findings = async (who = ours) => (await who.get(`/alliances/${alliance}`)).body.overview.findings;

test("the demo: what was accepted and nobody has booked, with the amounts of the deal", async () => {
  const view = await page(ours);
  assert.deepEqual(view.unbooked.map(({ kind, missing, category, booked_on }) => [kind, missing.amount, category, booked_on]), [
    ["milestone", 6000000, "Operators trained", "2026-02-13"],
    ["reward", 500000, "Operators trained", "2026-02-13"],
  ]);
  assert.equal(view.accepted.length, 3);
  assert.match(view.answer, /late, the first since 6 Sep 2025\. One waits for an answer\. 2 amounts/);
  const returned = view.open.find((one) => one.state === "returned");
  assert.deepEqual([returned.payment.amount, returned.penalty_a_day.amount, returned.penalty_most.amount], [40000000, 150000, 4500000]);
  const codes = (await findings()).map(({ code }) => code);
  for (const code of ["milestone-late", "milestone-unanswered", "milestone-unbooked", "milestone-vague"]) assert.ok(codes.includes(code), code);
});

test("all sides compute the same; only the receiving one is asked for an answer", async () => {
  const plain = ({ delivered, unbooked, ...rest }) => ({ ...rest, delivered: delivered.map(({ may_answer, ...one }) => one), unbooked });
  const [a, b, c] = [await page(ours), await page(lea), await page(torsten)];
  assert.deepEqual(plain(b), plain(a));
  assert.deepEqual(plain(c), plain(a));
  assert.deepEqual([a, b, c].map(({ delivered }) => delivered[0].may_answer), [true, false, false]);
});

test("handing over and accepting are acts of different sides, with evidence and a reason", async () => {
  let one = await handOff(lea);
  assert.deepEqual([one.state, one.original_due, one.delivered_on], ["open", "2026-02-20", null]);
  assert.deepEqual(pointers(await change(ours, one, { state: "delivered", evidence: "x" })), ["/state", "/evidence"]);
  assert.deepEqual(pointers(await change(lea, one, { state: "delivered" })), ["/evidence"]);
  assert.deepEqual(pointers(await change(lea, one, { state: "accepted", evidence: "x" })), ["/state"]);
  assert.deepEqual(pointers(await change(lea, one, { state: "delivered", evidence: "x", delivered_on: "2999-01-01" })), ["/delivered_on"]);
  one = await done(lea, one, { state: "delivered", evidence: "A photograph", delivered_on: "2026-02-19" });
  assert.deepEqual(pointers(await change(lea, one, { state: "accepted" })), ["/state"]);
  assert.deepEqual(pointers(await change(torsten, one, { state: "accepted" })), ["/state"]);
  assert.deepEqual(pointers(await change(ours, one, { state: "returned" })), ["/answer"]);
  one = await done(ours, one, { state: "returned", answer: "It does not close." });
  assert.equal(typeof one.answered_on, "string");
  assert.equal(one.late, true);
  one = await done(lea, one, { state: "delivered" });
  assert.notEqual(one.delivered_on, "2026-02-19");
  assert.equal(one.answered_on, null);
  one = await done(ours, one, { state: "accepted" });
  for (const body of [{ due: "2027-01-01" }, { criteria: "It shines." }]) assert.deepEqual(pointers(await change(ours, one, body)), [`/${Object.keys(body)[0]}`]);
  assert.deepEqual(pointers(await change(lea, one, { evidence: "Another" })), ["/evidence"]);
  one = await done(ours, one, { state: "delivered" });
  expect(await ours.delete(`/milestones/${one.id}`, ifMatch(one.version)), 200);
});

test("nobody eases their own task: what was laid down is the receiving side's to change", async () => {
  let one = await handOff(lea, { criteria: null });
  one = await done(lea, one, { criteria: "It closes." });
  assert.deepEqual(pointers(await change(lea, one, { due: "2027-01-01", criteria: "Anything." })), ["/due", "/criteria"]);
  assert.deepEqual(pointers(await change(lea, one, { answer: "Well done." })), ["/answer"]);
  one = await done(ours, one, { due: "2026-02-27" });
  assert.deepEqual([one.due, one.original_due], ["2026-02-27", "2026-02-20"]);
  assert.deepEqual(pointers(await lea.post("/milestones", { alliance, name: "x", from_party: party("Kernbach"), to_party: party("Kernbach"), due: "2026-02-20" })), ["/to_party"]);
  const elsewhere = (await ours.get("/parties?limit=200")).body.items.find((other) => other.alliance !== alliance).id;
  assert.ok(pointers(await ours.post("/milestones", { alliance, name: "x", from_party: party("Altmark"), to_party: elsewhere, due: "2026-02-20" })).includes("/to_party"));
  expect(await ours.delete(`/milestones/${one.id}`, ifMatch(one.version)), 200);
});

test("the missing entry is booked by a form that is filled in; what is booked is not taken back", async () => {
  const { text } = expect(await ours.page(`/alliances/${alliance}/hand-offs`), 200);
  const forms = [...text.matchAll(/<form[^>]*action="([^"]*ledger_entries\/new)">([\s\S]*?)<\/form>/g)];
  assert.equal(forms.length, 2);
  for (const [, address, inside] of forms) {
    const fields = Object.fromEntries([...inside.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const filled = expect(await ours.page(`${address}?${new URLSearchParams(fields)}`), 200).text;
    assert.match(filled, /value="Operators trained"/);
    const amount = { amount: Math.round(Number(fields["amount.amount"]) * 100), currency: fields["amount.currency"] };
    const { period, party, to_party, kind, category, milestone, booked_on } = fields;
    await made(ours, "ledger_entries", { alliance, period, party, to_party, kind, category, milestone, booked_on, amount, circle: kind === "reward" ? "side" : "joint" });
  }
  // A draft of ours is booked for us; the others do not know of it.
  assert.deepEqual((await page(ours)).unbooked, []);
  assert.deepEqual((await page(lea)).unbooked.map(({ kind }) => kind), ["reward"]);
  const trained = (await torsten.get("/milestones?name=Operators%20trained")).body.items[0];
  assert.deepEqual(pointers(await change(torsten, trained, { state: "delivered" })), ["/state"]);
});

test("the settlement names the payments under the part of the deal that lays them down", async () => {
  const period = (await ours.get(`/settlement_periods?alliance=${alliance}&name.contains=quarter%203`)).body.items[0].id;
  const settled = (await ours.get(`/settlement_periods/${period}`)).body.overview;
  const part = JSON.stringify(settled);
  assert.match(part, /Kernbach is paid by milestones/);
  assert.match(part, /Kernbach Systems pays Altmark Motorenwerke a penalty: Acceptance test/);
});

test("a deal pays for a milestone once", async () => {
  const item = (more) => ({ kind: "milestones", name: "M", from: "Altmark Motorenwerke", to: "Kernbach Systems", milestones: [{ milestone: "A", payment: 5, ...more }] });
  const ask = async (terms) => {
    const reply = await ours.post("/deal_sheets", { alliance, name: "New", effective_from: "2027-01-01", currency: "EUR", terms: JSON.stringify(terms) });
    return reply.status === 201 ? [] : expect(reply, 422).body.errors.map(({ detail }) => detail.split(":")[0]);
  };
  assert.deepEqual(await ask([item({}), { ...item({}), name: "N" }]), ["/1/milestones/0/milestone"]);
  assert.deepEqual(await ask([item({ penalty_a_day: -1 })]), ["/0/milestones/0/penalty_a_day"]);
  assert.deepEqual(await ask([{ ...item({}), to: "Altmark Motorenwerke" }]), ["/0/to"]);
  assert.deepEqual(await ask([item({ reward: 1, penalty_a_day: 1, penalty_most: null })]), []);
});

test("a hand-off shows in the calendar of the alliance and of who is named, and in the feed", async () => {
  const here = (view) => view.days.flatMap(({ entries }) => entries).filter((entry) => entry.what === "milestone").map(({ title }) => title);
  const of = async (who, path) => here(expect(await who.get(`${path}?month=2026-01`), 200).body);
  assert.deepEqual(await of(lea, `/alliances/${alliance}/calendar`), ["Ageing data of the batteries"]);
  assert.deepEqual(await of(lea, "/calendar"), []);
  assert.deepEqual(await of(asker(site, MATTEO), "/calendar"), ["Ageing data of the batteries"]);
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const person = (await ours.get("/people?name=Matteo%20Forte")).body.items[0].id;
  await handOff(ours, { name: "Racks", from_party: party("Altmark"), to_party: party("Kernbach"), owner_person: person, due: soon });
  const matteo = await signedIn(site, MATTEO);
  const { address } = expect(await matteo.post("/calendar/feeds", { name: "Telephone" }), 201).body;
  const feed = expect(await site.api("GET", address, { accept: "text/calendar" }), 200).text;
  assert.match(feed, new RegExp(`DTSTART;VALUE=DATE:${soon.replaceAll("-", "")}\\r\\n[\\s\\S]*SUMMARY:To hand over: Racks`));
});

test("my day: to hand over, to accept, owed to us", async () => {
  const codes = async (who) => {
    const day = expect(await who.get("/day"), 200).body;
    const of = (place) => day[place].items.filter((item) => item.record && /accept|hand|returned/.test(item.code)).map(({ code }) => code);
    return { asked: of("asked"), owe: of("owe"), owed: of("owed") };
  };
  const hers = await codes(lea);
  assert.ok(hers.owe.includes("returned"));
  assert.ok(hers.owed.includes("hand-off"));
  const his = await codes(asker(site, MATTEO));
  assert.ok(his.asked.includes("accept"));
  assert.ok(his.owe.includes("hand-over"));
});
