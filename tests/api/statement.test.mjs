// The statement of one party for a period: its own lines, what it pays and receives, the same for both sides; as page,
// as JSON and as CSV; and the mix of business models beside the survey.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, PARTNER } from "./make.mjs";

let site, ours, theirs, periods, parties;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  periods = (await ours.get("/settlement_periods")).body.items;
  parties = (await ours.get("/parties?limit=200")).body.items;
});
after(() => site.stop());

const period = (name) => periods.find((one) => one.name.includes(name));
const address = (name, firm) => {
  const of = period(name);
  return `/settlement_periods/${of.id}/statement?party=${parties.find((one) => one.name.includes(firm) && one.alliance === of.alliance).id}`;
};
const amounts = (view) => [view.opening, view.moved, view.closing].map((money) => money.amount);

test("what was booked, moved and left adds up, and what one pays the other receives", async () => {
  const mine = expect(await ours.get(address("first settlement", "Altmark")), 200).body;
  const hers = expect(await ours.get(address("first settlement", "Stroomhaven")), 200).body;
  // 4 % of 500,000 and 6 % of 112,480.40, and 31,800 of marketing above our half.
  assert.deepEqual(amounts(mine), [162750000, 5854882, 168604882]);
  assert.deepEqual(amounts(hers), [7238040, -5854882, 1383158]);
  assert.deepEqual(mine.payments.map(({ receives, other, amount }) => [receives, other, amount.amount]), [[true, "Stroomhaven Charging", 5854882]]);
  assert.deepEqual(hers.payments.map(({ receives, other, amount }) => [receives, other, amount.amount]), [[false, "Altmark Motorenwerke", 5854882]]);
  assert.deepEqual(mine.parts.map(({ move }) => move.amount), [2674882, 3180000]);
  assert.deepEqual(mine.entries.map(({ kind }) => kind).sort(), ["cost", "revenue"]);
  assert.ok(mine.consents.every(({ holds, agreed_on }) => holds && agreed_on));
  assert.match(mine.answer, /Altmark Motorenwerke receives .* from Stroomhaven Charging/);
  // Steps from what was booked to what is left.
  const [series] = mine.chart.series;
  assert.equal(mine.chart.kind, "waterfall");
  assert.deepEqual(series.points.map(({ y, total }) => [y, total ?? false]), [[1627500, true], [26748.82, false], [31800, false], [1686048.82, true]]);
  // Without a name it is one's own.
  assert.equal(expect(await theirs.get(`/settlement_periods/${period("first settlement").id}/statement`), 200).body.party, hers.party);
  // Both sides read the same.
  assert.deepEqual(amounts(expect(await theirs.get(address("first settlement", "Stroomhaven")), 200).body), amounts(hers));
});

test("other currencies count as converted", async () => {
  const view = expect(await ours.get(address("this quarter", "Altmark")), 200).body;
  const licence = view.entries.find(({ amount }) => amount.currency === "USD");
  assert.deepEqual(licence.converted, { amount: 10800000, currency: "EUR" });
  assert.equal(view.opening.amount, 209200000);
  assert.equal(view.closing.amount, view.opening.amount + view.moved.amount);
});

test("line by line as CSV, and as a page", async () => {
  const reply = await ours.get(`${address("first settlement", "Altmark")}&format=csv`);
  assert.match(reply.headers.get("content-type"), /text\/csv/);
  const lines = reply.text.trim().split(/\r?\n/);
  assert.equal(lines[0], "section,name,text,day,amount,currency");
  assert.ok(lines.some((line) => /^opening,Altmark Motorenwerke,,,1627500\.00,EUR$/.test(line)), reply.text);
  assert.ok(lines.some((line) => /^receives_from,Stroomhaven Charging,,,58548\.82,EUR$/.test(line)));
  assert.match(expect(await ours.page(address("first settlement", "Altmark")), 200).text, /Statement for Altmark Motorenwerke/);
  assert.match((await ours.page(`/settlement_periods/${period("first settlement").id}`)).text, /\/statement\?party=/);
});

test("parties of other alliances, and periods of others, have no statement", async () => {
  const other = parties.find((one) => one.alliance !== period("first settlement").alliance);
  expect(await ours.get(`/settlement_periods/${period("first settlement").id}/statement?party=${other.id}`), 404);
  expect(await theirs.get(address("this quarter", "Altmark")), 404);
});

test("the mix of models is of what one sees, beside the survey", async () => {
  const { items, mix } = expect(await ours.get("/portfolio"), 200).body;
  assert.equal(mix.base, items.filter(({ stage }) => stage !== "ended").length);
  assert.deepEqual(mix.models.map(({ model, survey }) => [model, survey]), [["specialisation", 0.45], ["allocation", 0.22], ["sharing", 0.21], [null, 0.12]]);
  for (const { model, count, share } of mix.models) {
    assert.equal(count, items.filter((item) => item.business_model === model && item.stage !== "ended").length);
    assert.ok(Math.abs(share - count / mix.base) < 1e-6);
  }
  const hers = expect(await theirs.get("/portfolio"), 200).body.mix;
  assert.deepEqual([hers.base, hers.models[0].count], [1, 1]);
  assert.match((await ours.page("/portfolio")).text, /Survey of 142 alliances/);
});

test("whoever has left has no part in a period; every statement that a period leads to is there", async () => {
  for (const { id, name } of periods) {
    const { statements } = expect(await ours.get(`/settlement_periods/${id}`), 200).body.overview;
    assert.ok(statements.length >= 2 && !statements.some((one) => /Nordwarm/.test(one.name)), name);
    for (const { href } of statements) expect(await ours.get(href), 200);
  }
});
