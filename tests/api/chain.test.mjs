// Periods one after another: what each leaves to the next, what has been paid, and that nothing reaches back into a
// closed one: no later deal, no new name, no rate of one side alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, alliance, parties, names;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliance = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  parties = (await ours.get(`/parties?alliance=${alliance}&sort=id`)).body.items;
  names = parties.map((party) => party.name);
});
after(() => site.stop());

const pointers = (reply) => reply.body.errors.map((error) => error.pointer);
const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const period = (name, starts, ends, more) => made(ours, "settlement_periods", { alliance, name, starts, ends, ...more });
const book = (who, of, party, kind, category, amount, more) =>
  made(who, "ledger_entries", { alliance, circle: "joint", period: of.id, party: party.id, kind, category, booked_on: of.starts, amount: { amount, currency: "EUR" }, ...more });
const close = async (of) => {
  expect(await ours.post("/period_consents", { period: of.id }), 201);
  expect(await theirs.post("/period_consents", { period: of.id }), 201);
  const closed = expect(await ours.get(`/settlement_periods/${of.id}`), 200).body;
  assert.equal(closed.state, "closed");
  return closed.overview;
};
const agree = async (body) => {
  const sheet = await made(ours, "deal_sheets", { alliance, currency: "EUR", circle: "joint", ...body, terms: JSON.stringify(body.terms) });
  expect(await ours.post("/deal_consents", { deal_sheet: sheet.id }), 201);
  expect(await theirs.post("/deal_consents", { deal_sheet: sheet.id }), 201);
  return sheet;
};
const moved = (overview) => Object.fromEntries(overview.settlement.parties.map(({ party, amount }) => [party, amount.amount]));
const statement = async (who, of, party) => expect(await who.get(`/settlement_periods/${of.id}/statement?party=${party.id}`), 200).body;

let first, second, third;
test("a fund, a tolerance and a retention go on from period to period until the final settlement", async () => {
  const [a, b] = names;
  // The demo's open period goes first: what it holds is settled for good, as the new deal has no place for it.
  const open = (await ours.get("/settlement_periods?name.contains=second")).body.items[0];
  const disputed = (await ours.get(`/ledger_entries?period=${open.id}&answer=disputed`)).body.items[0];
  expect(await theirs.patch(`/ledger_entries/${disputed.id}`, { amount: { amount: 9_000_000, currency: "EUR" } }, ifMatch(disputed.version)), 200);
  expect(await ours.patch(`/settlement_periods/${open.id}`, { final: true }, ifMatch(open.version)), 200);
  await close(open);
  const half = { [a]: 0.5, [b]: 0.5 };
  await agree({
    name: "Fund and fairs",
    effective_from: "2026-06-01",
    terms: [
      { kind: "fund", name: "Fund", holder: a, opening: 100_000, contributions: { [b]: 20_000 }, ratio: half },
      { kind: "shared-cost", name: "Fairs", shares: half, categories: ["Fairs"], tolerance: 0.1 },
      { kind: "target-cost", name: "Works", client: a, contractors: { [b]: 1 }, target: 1_000_000, bands: [{ from: 0, to: null, share: 0.5 }], categories: ["Works"], retention: 0.25 },
    ],
  });
  first = await period("June", "2026-06-01", "2026-06-30");
  second = await period("July", "2026-07-01", "2026-07-31");
  third = await period("August", "2026-08-01", "2026-08-31", { final: true });
  await book(ours, first, parties[0], "cost", "Fairs", 10_400);
  await book(theirs, first, parties[1], "cost", "Fairs", 9_600);
  await book(theirs, first, parties[1], "joint_risk", "Archaeology", 50_000);
  await book(theirs, first, parties[1], "cost", "Works", 600_000);
  // A later one does not close before it.
  assert.deepEqual(pointers(expect(await ours.post("/period_consents", { period: second.id }), 422)), ["/period"]);
  // 30,000 net from the fund to b; half of 400,000 not spent so far, three quarters of it now; the fairs wait.
  assert.deepEqual(moved(await close(first)), { [a]: -180_000, [b]: 180_000 });
  await book(theirs, second, parties[1], "cost", "Works", 300_000);
  // 20,000 into the fund; 37,500 of a gain of 50,000, of which 150,000 were paid.
  assert.deepEqual(moved(await close(second)), { [a]: 132_500, [b]: -132_500 });
  // The end: 110,000 of the fund divided after another 20,000, 400 of the fairs, the 12,500 kept back.
  assert.deepEqual(moved(await close(third)), { [a]: 20_000 - 55_000 + 400 - 12_500, [b]: -20_000 + 55_000 - 400 + 12_500 });
});

test("a statement begins with what earlier periods left unpaid, and ends with what is left", async () => {
  const pay = { period: first.id, from_party: parties[0].id, to_party: parties[1].id, amount: { amount: 100_000, currency: "EUR" }, paid_on: "2026-07-05", reference: "Transfer 4711" };
  assert.deepEqual(pointers(expect(await ours.post("/settlement_payments", { ...pay, to_party: parties[0].id, amount: { amount: -1, currency: "USD" }, paid_on: "2099-01-01" }), 422)).sort(), ["/amount", "/amount", "/paid_on", "/to_party"]);
  const paid = await made(ours, "settlement_payments", pay);
  const amounts = (view) => ["brought", "moved", "paid", "left"].map((key) => view.account[key].amount);
  assert.deepEqual(amounts(await statement(ours, first, parties[0])).slice(1), [-180_000, 100_000, amounts(await statement(ours, first, parties[0]))[0] - 80_000]);
  const begun = amounts(await statement(ours, first, parties[0]))[0];
  assert.deepEqual(amounts(await statement(ours, second, parties[0])), [begun - 80_000, 132_500, 0, begun + 52_500]);
  assert.deepEqual(amounts(await statement(theirs, second, parties[1])), [-begun + 80_000, -132_500, 0, -begun - 52_500]);
  // Whoever receives says so; what has not arrived does not count.
  assert.deepEqual(pointers(expect(await ours.patch(`/settlement_payments/${paid.id}`, { received: "received" }, ifMatch(paid.version)), 422)), ["/received"]);
  assert.deepEqual(pointers(expect(await theirs.patch(`/settlement_payments/${paid.id}`, { amount: { amount: 1, currency: "EUR" } }, ifMatch(paid.version)), 422)), ["/amount"]);
  const told = expect(await theirs.patch(`/settlement_payments/${paid.id}`, { received: "missing" }, ifMatch(paid.version)), 200).body;
  assert.deepEqual(amounts(await statement(ours, second, parties[0]))[0], begun - 180_000);
  expect(await theirs.patch(`/settlement_payments/${paid.id}`, { received: "received" }, ifMatch(told.version)), 200);
  const page = await ours.page(`/settlement_periods/${first.id}/statement`);
  assert.match(page.text, /Unpaid from earlier periods/);
  assert.match(page.text, /Interim settlement/);
  assert.match((await ours.page(`/settlement_periods/${third.id}/statement`)).text, /Final settlement/);
  assert.match((await ours.page(`/settlement_periods/${first.id}`)).text, /Note a payment/);
  await period("September", "2026-09-01", "2026-09-30");
});

test("a period is shown in the party's own fiscal calendar", async () => {
  const firm = (await ours.get("/organisations?kind=own")).body.items[0];
  expect(await ours.patch(`/organisations/${firm.id}`, { fiscal_year_start: 8 }, ifMatch(firm.version)), 200);
  const long = await period("Autumn", "2026-10-01", "2026-12-31");
  await book(ours, long, parties[0], "revenue", "Own", 500, { booked_on: "2026-10-31" });
  await book(ours, long, parties[0], "cost", "Own", 70, { booked_on: "2026-11-01" });
  const view = await statement(ours, long, parties[0]);
  assert.deepEqual(view.fiscal.map(({ name, starts, ends, booked }) => [name, starts, ends, booked.amount]), [
    ["Quarter 1 of the fiscal year 2027", "2026-08-01", "2026-10-31", 500],
    ["Quarter 2 of the fiscal year 2027", "2026-11-01", "2027-01-31", -70],
  ]);
  assert.match((await ours.page(`/settlement_periods/${long.id}/statement`)).text, /Quarter 2 of the fiscal year 2027/);
});

test("no later deal, no new name and no rate of one side reaches a closed period", async () => {
  const before = expect(await ours.get(`/settlement_periods/${second.id}`), 200).body.overview;
  // Proposed while it was open, agreed to when it is closed.
  const sheet = await made(ours, "deal_sheets", { alliance, currency: "EUR", circle: "joint", name: "Late", effective_from: "2026-09-15", terms: "[]" });
  const september = (await ours.get("/settlement_periods?name.contains=September")).body.items[0];
  await close(september);
  assert.deepEqual(pointers(expect(await theirs.post("/deal_consents", { deal_sheet: sheet.id }), 422)), ["/deal_sheet"]);
  // A party that is called otherwise is still the same: its deal goes on.
  const party = (await theirs.get(`/parties/${parties[1].id}`)).body;
  expect(await theirs.patch(`/parties/${party.id}`, { name: "Stroomhaven Group" }, ifMatch(party.version)), 200);
  const later = expect(await ours.get(`/settlement_periods/${second.id}`), 200).body.overview;
  assert.deepEqual(later, before);
  assert.equal((await statement(theirs, second, parties[1])).account.moved.amount, -132_500);
  const autumn = (await ours.get("/settlement_periods?name.contains=Autumn")).body.items[0];
  assert.notEqual(expect(await ours.get(`/settlement_periods/${autumn.id}`), 200).body.overview.settlement, null);
  // A rate that one side keeps to itself settles nothing, for itself either.
  await book(ours, autumn, parties[0], "cost", "Abroad", 100, { amount: { amount: 100, currency: "CHF" } });
  await made(ours, "exchange_rates", { alliance, from_currency: "CHF", to_currency: "EUR", rate: 1.1, day: "2026-10-01", circle: "side" });
  const stuck = expect(await ours.get(`/settlement_periods/${autumn.id}`), 200).body.overview;
  assert.equal(stuck.settlement, null);
  assert.match(stuck.problems[0].text, /no rate for this currency/);
  assert.deepEqual(pointers(expect(await ours.post("/period_consents", { period: autumn.id }), 422)), ["/period"]);
});

test("a period lies within the alliance's term and beside the others", async () => {
  const body = { alliance, name: "Odd" };
  assert.deepEqual(pointers(expect(await ours.post("/settlement_periods", { ...body, starts: "1990-01-01", ends: "1990-02-01" }), 422)), ["/starts"]);
  assert.deepEqual(pointers(expect(await ours.post("/settlement_periods", { ...body, starts: "2026-06-15", ends: "2026-06-20" }), 422)), ["/starts"]);
  assert.deepEqual(pointers(expect(await ours.post("/settlement_periods", { ...body, starts: "2026-05-31", ends: "2026-06-01" }), 422)), ["/ends"]);
});
