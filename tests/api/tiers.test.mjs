// Tiers that are counted over a year of several periods.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, alliance, parties;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliance = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  parties = (await ours.get(`/parties?alliance=${alliance}&sort=id`)).body.items;
  // The demo's open period goes first.
  const open = (await ours.get("/settlement_periods?name.contains=second")).body.items[0];
  const disputed = (await ours.get(`/ledger_entries?period=${open.id}&answer=disputed`)).body.items[0];
  expect(await theirs.patch(`/ledger_entries/${disputed.id}`, { amount: { amount: 9_000_000, currency: "EUR" } }, ifMatch(disputed.version)), 200);
  expect(await ours.patch(`/settlement_periods/${open.id}`, { final: true }, ifMatch(open.version)), 200);
  await close(open);
});
after(() => site.stop());

const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const period = (name, starts, ends) => made(ours, "settlement_periods", { alliance, name, starts, ends });
const book = (of, kind, category, amount) =>
  made(theirs, "ledger_entries", { alliance, circle: "joint", period: of.id, party: parties[1].id, kind, category, booked_on: of.starts, amount: { amount, currency: "EUR" } });
const close = async (of) => {
  expect(await ours.post("/period_consents", { period: of.id }), 201);
  expect(await theirs.post("/period_consents", { period: of.id }), 201);
  return expect(await ours.get(`/settlement_periods/${of.id}`), 200).body.overview;
};
const agree = async (body) => {
  const sheet = await made(ours, "deal_sheets", { alliance, currency: "EUR", circle: "joint", ...body, terms: JSON.stringify(body.terms) });
  for (const who of [ours, theirs]) expect(await who.post("/deal_consents", { deal_sheet: sheet.id }), 201);
};
const moved = (overview) => Object.fromEntries(overview.settlement.parties.map(({ party, amount }) => [party, amount.amount]));

test("tiers that are counted over a year go on from period to period, and begin anew with the next one", async () => {
  const [a, b] = parties.map(({ name }) => name);
  const tiers = [{ up_to: 100_000, rate: 0.1 }, { up_to: null, rate: 0.2 }];
  await agree({ name: "Royalty by the year", effective_from: "2027-01-01", terms: [{ kind: "side-payment", name: "Royalty", from: b, to: a, on: ["Sold"], driver: "amount", tiers, tiers_over: "year" }] });
  const quarters = [];
  for (const [name, starts, ends] of [["Q1", "2027-01-01", "2027-03-31"], ["Q2", "2027-04-01", "2027-06-30"], ["New year", "2028-01-01", "2028-03-31"]]) quarters.push(await period(name, starts, ends));
  for (const quarter of quarters) await book(quarter, "revenue", "Sold", 80_000);
  const paid = [];
  for (const quarter of quarters) paid.push(moved(await close(quarter))[a]);
  // 80,000 at a tenth; 20,000 at a tenth and 60,000 at a fifth; a tenth again.
  assert.deepEqual(paid, [8_000, 14_000, 8_000]);
  const page = (await ours.page(`/settlement_periods/${quarters[1].id}`)).text;
  assert.match(page, /20% of €600\.00/);
  const refused = expect(await ours.post("/deal_sheets", { alliance, currency: "EUR", circle: "joint", name: "Odd", effective_from: "2029-01-01", terms: JSON.stringify([{ kind: "side-payment", name: "Royalty", from: b, to: a, on: ["Sold"], driver: "amount", tiers, tiers_over: "decade" }]) }), 422);
  assert.match(JSON.stringify(refused.body.errors), /tiers_over/);
});
