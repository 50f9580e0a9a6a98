// The off-loading watch: unit costs of the open books against the outside and the trend, and revenue that stays away.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch } from "./make.mjs";

const RIVERA = "ines.duarte@rivera.example";
let site, ours, theirs, alliance, parties;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  const partner = site.users().find(({ email }) => /rivera/.test(email))?.email ?? RIVERA;
  theirs = asker(site, partner);
  alliance = (await ours.get("/alliances?name.contains=Mobility")).body.items[0].id;
  parties = (await ours.get(`/parties?alliance=${alliance}&limit=50`)).body.items;
});
after(() => site.stop());

const page = async (who, id = alliance) => expect(await who.get(`/alliances/${id}/cost-watch`), 200).body;
const found = async (id = alliance) => (await ours.get(`/alliances/${id}`)).body.overview.findings.filter(({ code }) => code === "cost-offload");
const party = (name) => parties.find((one) => one.name.startsWith(name)).id;
const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const pointers = (reply) => expect(reply, 422).body.errors.map((error) => error.pointer);

test("the demo: a cost is dearer than outside, and moving it in pays", async () => {
  const one = (await page(ours)).costs[0];
  assert.deepEqual([one.category, one.gain, one.unit.amount, one.outside.amount, one.trend, one.over_outside, one.tells], ["Cars over five years old", 0.36, 4230, 3600, null, true, true]);
  assert.deepEqual(one.points.map(({ quantity, unit }) => [quantity, unit.amount]), [[5350, 4000], [5600, 4134], [5380, 4230]]);
  const others = (await page(ours)).costs.filter(({ category }) => category === "Cars over five years old");
  assert.deepEqual(others.map(({ gain }) => gain), [0.36, 0.3]); // 0.6 · (1 − 0.4) and 0.6 · (1 − 0.5)
  assert.ok((await found()).some(({ what }) => /^Cars over five years old costs Rivera Car Rental €42\.30 a unit in Mobility \(Car sharing, quarter 3\), more than a tenth above the €36\.00 that it costs outside\. Each unit of cost moved in brings Rivera Car Rental 36% of it\.$/.test(what)));
});

test("both sides compute the same from what is open to both", async () => {
  assert.deepEqual(await page(theirs), await page(ours));
});

test("a price outside is above 0 and of the alliance; the party's own counts before anybody's, and the latest", async () => {
  const ask = (more) => ours.post("/outside_prices", { alliance, category: "Cars over five years old", unit_cost: { amount: 4200, currency: "EUR" }, day: "2025-12-05", circle: "joint", ...more });
  assert.deepEqual(pointers(await ask({ unit_cost: { amount: 0, currency: "EUR" } })), ["/unit_cost"]);
  const elsewhere = (await ours.get("/parties?limit=200")).body.items.find((other) => other.alliance !== alliance).id;
  assert.deepEqual(pointers(await ask({ party: elsewhere })), ["/party"]);
  const anybody = expect(await ask({}), 201).body;
  assert.equal((await page(ours)).costs[0].outside.amount, 3600);
  const rivera = expect(await ask({ party: party("Rivera") }), 201).body;
  const one = (await page(ours)).costs.find(({ category, unit }) => category === rivera.category && unit);
  assert.deepEqual([one.outside.amount, one.over_outside, one.tells], [4200, false, false]);
  assert.deepEqual((await found()).filter(({ what }) => /Cars over five/.test(what)), []);
  for (const price of [anybody, rivera]) expect(await ours.delete(`/outside_prices/${price.id}`, ifMatch(price.version)), 200);
});

test("a deal that shares no result has nothing to watch; the page says so", async () => {
  const other = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  const view = await page(ours, other);
  assert.deepEqual([view.costs, view.missing], [[], []]);
  assert.match(view.answer, /shares no result/);
  const bare = await made(ours, "alliances", { name: "Nothing yet" });
  assert.match((await page(ours, bare.id)).answer, /No period is over yet/);
});

test("a fourth measured period far above the trend of the three before it is told of", async () => {
  const category = "Cars over five years old";
  const rivera = party("Rivera");
  const [before] = (await page(ours)).costs.filter((cost) => cost.category === category && cost.party === rivera);
  assert.deepEqual([before.points.length, before.trend], [3, null]);
  const now = (await ours.get(`/settlement_periods?alliance=${alliance}&name.contains=this`)).body.items[0];
  await made(theirs, "outside_prices", { alliance, category, party: rivera, unit_cost: { amount: 9000, currency: "EUR" }, day: now.starts, circle: "joint" });
  await made(theirs, "ledger_entries", { alliance, circle: "joint", period: now.id, party: rivera, kind: "cost", category, booked_on: now.starts, amount: { amount: 500_000_00, currency: "EUR" }, quantity: 10_000 });
  const [one] = (await page(ours)).costs.filter((cost) => cost.category === category && cost.party === rivera);
  assert.deepEqual(one.points.map(({ unit }) => unit.amount), [4000, 4134, 4230, 5000]);
  // The line through 40.00, 41.34 and 42.30 leads to 43.52; a tenth above that is 47.87.
  assert.deepEqual([one.unit.amount, one.trend.amount, one.over_trend, one.over_outside, one.tells], [5000, 4352, true, false, true]);
  assert.ok((await found()).some(({ what }) => /costs Rivera Car Rental €50\.00 a unit .* above the €43\.52 that its own trend leads one to expect/.test(what)));
});
