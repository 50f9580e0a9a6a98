// The statement of an alliance's fund: what came in, what was used, what is left, from period to period and by party.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, PARTNER } from "./make.mjs";

let site, ours, alliance;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  alliance = (await ours.get("/alliances?name.contains=Storage")).body.items[0].id;
});
after(() => site.stop());

const sum = (list, key) => list.reduce((total, one) => total + one[key].amount, 0);
const fund = async (who, id = alliance) => expect(await who.get(`/alliances/${id}/fund`), 200).body;

test("each period begins with what the one before left, and adds up", async () => {
  const view = await fund(ours);
  const [{ periods, parties, opening, closing, holder, chart }] = view.funds;
  assert.deepEqual([opening.amount, holder], [60000000, "Altmark Motorenwerke"]);
  // 600,000 + 75,000 − 12,600, then + 75,000 + 41,500 − 27,450, then + 75,000 − 98,800.
  assert.deepEqual(periods.slice(0, 3).map((one) => one.closing.amount), [66240000, 75145000, 72765000]);
  let left = opening.amount;
  for (const one of periods) {
    assert.equal(one.opening.amount, left);
    left += one.paid.amount + one.saved.amount - one.used.amount;
    assert.equal(one.closing.amount, left);
  }
  assert.equal(closing.amount, left);
  // The same by party; divided now, nothing is left over.
  for (const key of ["paid", "saved", "used"]) assert.equal(sum(parties, key), sum(periods, key), key);
  assert.equal(sum(parties, "balance"), closing.amount - opening.amount);
  assert.equal(sum(parties, "part"), closing.amount);
  assert.equal(parties.find(({ party }) => party === holder).part.amount, Math.round(closing.amount / 2));
  // What it was used for is what the periods have paid.
  assert.equal(sum(view.uses, "amount"), sum(periods, "used"));
  assert.equal(sum(view.savings, "amount"), sum(periods, "saved"));
  const points = chart.series[0].points;
  assert.equal(points.length, periods.length + 2);
  assert.equal(Math.round(points.at(-1).y * 100), closing.amount);
  assert.match(view.answer, /^The fund “Fund for joint risks” holds €[\d,.]+; Altmark Motorenwerke keeps it\./);
  assert.deepEqual(await fund(asker(site, "torsten.hagen@talwerke.example")), view);
});

test("a fund that shrinks says for how long it lasts, and one that is overdrawn by how much", async () => {
  const { periods } = (await fund(ours)).funds[0];
  const last = periods.at(-1);
  const book = async (amount) => {
    const party = (await ours.get(`/parties?alliance=${alliance}&name.contains=Altmark`)).body.items[0].id;
    const entry = { alliance, period: last.period, party, kind: "joint_risk", category: "Archaeology", amount: { amount, currency: "EUR" }, booked_on: last.starts, circle: "joint" };
    expect(await ours.post("/ledger_entries", entry), 201);
    return fund(ours);
  };
  // 727,650 + 75,000 − 31,500 − 200,000: 156,500 less than before, so 571,150 last for three more.
  assert.match((await book(20000000)).answer, /At the pace of the last period it lasts for 3 more\.$/);
  const short = await book(60000000);
  assert.match(short.answer, /^The fund “Fund for joint risks” is €28,850\.00 short; Altmark Motorenwerke has paid that in advance\.$/);
  assert.equal(sum(short.funds[0].parties, "part"), -2885000);
});

test("an alliance whose deal has no fund says so; whoever has no part in it learns nothing", async () => {
  const charging = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  const view = await fund(ours, charging);
  assert.deepEqual(view.funds, []);
  assert.match(view.answer, /^No settled period has a fund/);
  expect(await asker(site, PARTNER).get(`/alliances/${alliance}/fund`), 404);
});

test("the page has the same, and its place in the bar", async () => {
  const { text } = expect(await ours.page(`/alliances/${alliance}/fund`), 200);
  assert.match(text, /href="[^"]*\/fund" aria-current="page"/);
  assert.match(text, /Fund for joint risks/);
  assert.match(text, /Grid permit/);
});
