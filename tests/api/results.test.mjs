// Results less what others decided: one side writes an effect, the others answer it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, charging, parties, period;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  charging = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  parties = (await ours.get(`/parties?alliance=${charging}`)).body.items;
  period = (await ours.get(`/settlement_periods?alliance=${charging}&name.contains=summer`)).body.items[0];
});
after(() => site.stop());

const page = async (who, id = charging) => expect(await who.get(`/alliances/${id}/results`), 200).body;
const found = async (id = charging) => (await ours.get(`/alliances/${id}`)).body.overview.findings.filter(({ code }) => code === "results-moved");
const eur = (amount) => ({ amount, currency: "EUR" });
const ask = (who, more) => who.post("/outside_effects", { alliance: charging, period: period.id, party: parties[0].id, circle: "joint", decision: "Another price list", decided_by: "Headquarters", decided_on: "2026-01-15", amount: eur(-5_000_000), ...more });
const pointers = (reply) => expect(reply, 422).body.errors.map((error) => error.pointer);

test("actual less the effects is the adjusted result; it is the same for both sides", async () => {
  assert.match((await page(ours)).answer, /^Nobody has written down/);
  const made = expect(await ask(ours, {}), 201).body;
  const [one] = (await page(ours)).results;
  const { closing } = expect(await ours.get(`/settlement_periods/${period.id}/statement?party=${parties[0].id}`), 200).body;
  assert.deepEqual(one.actual, closing);
  assert.deepEqual([one.effects, one.adjusted, one.disputed], [eur(-5_000_000), eur(closing.amount + 5_000_000), null]);
  const other = await page(theirs);
  assert.deepEqual([other.results[0].adjusted, other.results[0].rows[0].may_answer, one.rows[0].may_answer], [one.adjusted, true, false]);
  const moved = 10 * 5_000_000 >= Math.abs(closing.amount);
  assert.equal(one.moved, moved);
  assert.equal((await found()).length, moved ? 1 : 0);
  // What is disputed does not count.
  assert.deepEqual(pointers(await ours.patch(`/outside_effects/${made.id}`, { answer: "agreed" }, ifMatch(made.version))), ["/answer"]);
  assert.deepEqual(pointers(await theirs.patch(`/outside_effects/${made.id}`, { amount: eur(-1) }, ifMatch(made.version))), ["/amount"]);
  assert.deepEqual(pointers(await theirs.patch(`/outside_effects/${made.id}`, { answer: "disputed" }, ifMatch(made.version))), ["/dispute"]);
  const disputed = expect(await theirs.patch(`/outside_effects/${made.id}`, { answer: "disputed", dispute: "It was agreed in March" }, ifMatch(made.version)), 200).body;
  assert.deepEqual([disputed.state, disputed.answered_by !== null, disputed.answered_on !== null], ["disputed", true, true]);
  const [then] = (await page(ours)).results;
  assert.deepEqual([then.effects, then.adjusted, then.disputed, then.moved], [eur(0), closing, eur(-5_000_000), false]);
  assert.deepEqual(await found(), []);
  // What is written anew is answered anew.
  const anew = expect(await ours.patch(`/outside_effects/${made.id}`, { amount: eur(-4_000_000) }, ifMatch(disputed.version)), 200).body;
  assert.deepEqual([anew.answer, anew.dispute, anew.state], [null, null, "open"]);
});

test("several effects add up, in other currencies by the latest rate; without one they are left out", async () => {
  const before = (await page(ours)).results[0].effects.amount;
  const made = expect(await ask(ours, { amount: { amount: 10_000, currency: "CHF" } }), 201).body;
  let [one] = (await page(ours)).results;
  assert.deepEqual([one.left_out, one.effects], [1, eur(before)]);
  expect(await ours.post("/exchange_rates", { alliance: charging, from_currency: "CHF", to_currency: "EUR", rate: 1.05, day: "2026-02-01", circle: "joint" }), 201);
  [one] = (await page(ours)).results;
  assert.deepEqual([one.left_out, one.effects], [0, eur(before + 10_500)]);
  expect(await ours.delete(`/outside_effects/${made.id}`, ifMatch(made.version)), 200);
});

test("an effect is not 0, of this alliance, and one's own until it is shared", async () => {
  assert.deepEqual(pointers(await ask(ours, { amount: eur(0) })), ["/amount"]);
  assert.deepEqual(pointers(await ask(ours, { decision: undefined, decided_by: undefined })), ["/decision", "/decided_by"]);
  const elsewhere = (await ours.get("/settlement_periods?name.contains=Storage")).body.items[0].id;
  assert.deepEqual(pointers(await ask(ours, { period: elsewhere })), ["/period"]);
  const before = (await page(theirs)).results;
  const kept = expect(await ask(ours, { circle: "side", decision: "Kept to ourselves", amount: eur(-7) }), 201).body;
  assert.equal(kept.state, "draft");
  assert.deepEqual((await page(theirs)).results, before);
  assert.ok((await page(ours)).results[0].rows.some(({ effect, private: own }) => effect === kept.id && own));
});

test("the demo: a result that somebody answers for, less what others decided", async () => {
  const storage = (await ours.get("/alliances?name.contains=Storage")).body.items[0].id;
  const [one] = (await page(ours, storage)).results;
  assert.equal(one.adjusted.amount, one.actual.amount + 9_020_000);
  assert.equal(one.disputed.amount, 3_500_000);
  assert.match((await found(storage))[0].what, /^In Storage, quarter 3 of Storage others decided -€90,200\.00 of the result that Lea Ammann answers for: /);
  const html = (await ours.page(`/alliances/${storage}/results`)).text;
  assert.match(html, /Disputed, does not count/);
});
