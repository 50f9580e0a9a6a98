// Input and output in balance: from valued contributions, benefits and closed periods.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

const M = 100_000_000; // a million, in cents
let site, ours, theirs;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
});
after(() => site.stop());

const eur = (amount) => ({ amount, currency: "EUR" });
const page = async (who, id) => expect(await who.get(`/alliances/${id}/balance`), 200).body;
const found = async (who, id) => expect(await who.get(`/alliances/${id}`), 200).body.overview.findings.filter(({ code }) => code === "balance-off");
const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const pointers = (reply) => expect(reply, 422).body.errors.map((error) => error.pointer);
const named = async (name) => expect(await ours.get(`/alliances?name.contains=${name}`), 200).body.items[0].id;

let count = 0;
/** An alliance of the host with one partner, each with an identifier of its party. */
async function pair() {
  const alliance = (await made(ours, "alliances", { name: `Balance ${++count}` })).id;
  const organisation = (await made(ours, "organisations", { name: `Weighed ${count}`, kind: "partner" })).id;
  const b = (await made(ours, "parties", { alliance, organisation })).id;
  const parties = expect(await ours.get(`/parties?alliance=${alliance}`), 200).body.items;
  return { alliance, a: parties.find(({ id }) => id !== b).id, b };
}
const put = (alliance, party, value, more = {}) => made(ours, "contributions", { alliance, party, what: `Put in ${++count}`, value, circle: "joint", ...more });
const take = (alliance, party, value, more = {}) => made(ours, "benefits", { alliance, party, what: `Taken out ${++count}`, value, circle: "joint", ...more });

test("the worked example: 8 against 3 and data worth 1, 3 or 5, halves of the output", async () => {
  const { alliance, a, b } = await pair();
  await put(alliance, a, eur(8 * M));
  await put(alliance, b, eur(3 * M));
  let view = await page(ours, alliance);
  assert.match(view.answer, /Not every side.*Without a benefit or a closed period: /);
  assert.equal(view.joint.complete, false);
  const data = await put(alliance, b, eur(3 * M), { value_low: eur(M), value_high: eur(5 * M) });
  await take(alliance, a, eur(50 * M), { kind: "common" });
  await take(alliance, b, eur(50 * M), { kind: "private" });
  view = await page(ours, alliance);
  const [first, second] = [a, b].map((id) => view.joint.parties.find(({ party }) => party === id));
  assert.deepEqual(first.ratio, { low: 0.75, middle: 0.875, high: 1 });
  assert.deepEqual(second.ratio, { low: 1.5, middle: 1.166667, high: 1 });
  assert.deepEqual([view.joint.low, view.joint.middle, view.joint.high], [false, true, true]);
  assert.deepEqual(view.joint.holds, [{ parties: [{ party: b, from: eur(Math.round((7 / 3) * M)), to: eur(5 * M) }] }]);
  assert.match(view.answer, /hangs on what the estimates are set at/);
  assert.equal(view.own, null);
  assert.deepEqual(await found(ours, alliance), []);
  // Lower estimates throughout: by the middle one it is no longer in balance, by the highest it is.
  expect(await ours.patch(`/contributions/${data.id}`, { value: eur(2 * M) }, ifMatch(data.version)), 200);
  const [finding] = await found(ours, alliance);
  assert.match(finding.what, /takes out of Balance 1 81\.3% of|By the middle estimates/);
  assert.equal(finding.severity, "low");
  assert.match(finding.next.href, /\/balance$/);
  assert.ok(finding.why.length >= 5);
});

test("what is far apart however it is valued is a finding, and so is an alliance that is worth less than its members alone", async () => {
  const { alliance, a, b } = await pair();
  await put(alliance, a, eur(6 * M));
  await put(alliance, b, eur(4 * M));
  await take(alliance, a, eur(2 * M));
  await take(alliance, b, eur(8 * M));
  const [finding] = await found(ours, alliance);
  assert.match(finding.what, / takes out of Balance \d+ 33\.3% of what would go with its part/);
  assert.equal(finding.severity, "medium");
  assert.match((await page(ours, alliance)).answer, /^What the sides take out is far from what they put in/);
  await take(alliance, a, eur(5 * M), { kind: "alone" });
  assert.equal((await page(ours, alliance)).joint.worth_more, null);
  await take(alliance, b, eur(5 * M), { kind: "alone" });
  const view = await page(ours, alliance);
  assert.deepEqual([view.joint.worth_more, view.joint.worth, view.joint.alone], [false, eur(10 * M), eur(10 * M)]);
  assert.match(view.answer, /Together the sides have less/);
  assert.deepEqual((await found(ours, alliance)).map(({ severity }) => severity).sort(), ["high", "medium"]);
});

test("an estimate has three values in order and one currency; nothing is worth less than 0", async () => {
  const { alliance, a } = await pair();
  const ask = (more) => ours.post("/contributions", { alliance, party: a, what: "Data", ...more });
  assert.deepEqual(pointers(await ask({ value_low: eur(1), value_high: eur(2) })), ["/value"]);
  assert.deepEqual(pointers(await ask({ value: eur(2), value_low: eur(1) })), ["/value_high"]);
  assert.deepEqual(pointers(await ask({ value: eur(2), value_high: eur(3) })), ["/value_low"]);
  assert.deepEqual(pointers(await ask({ value: eur(2), value_low: eur(3), value_high: eur(4) })), ["/value_low"]);
  assert.deepEqual(pointers(await ask({ value: eur(5), value_low: eur(3), value_high: eur(4) })), ["/value_high"]);
  assert.deepEqual(pointers(await ask({ value: eur(2), value_low: { amount: 1, currency: "USD" }, value_high: eur(4) })), ["/value_low"]);
  assert.deepEqual(pointers(await ask({ value: eur(-1) })), ["/value"]);
  assert.deepEqual(pointers(await ours.post("/benefits", { alliance, party: a, what: "Less than nothing", value: eur(-1) })), ["/value"]);
  const other = expect(await ours.get("/parties?limit=200"), 200).body.items.find((party) => party.alliance !== alliance).id;
  assert.deepEqual(pointers(await ours.post("/benefits", { alliance, party: other, what: "Elsewhere", value: eur(1) })), ["/party"]);
});

test("other currencies count by the latest rate, and are said to be left out without one; large sums stay exact", async () => {
  const { alliance, a, b } = await pair();
  await put(alliance, a, eur(1000));
  await put(alliance, b, { amount: 2000, currency: "JPY" });
  await take(alliance, a, eur(1000));
  await take(alliance, b, eur(1000));
  assert.equal((await page(ours, alliance)).joint.left_out, 1);
  const rate = (day, value) => made(ours, "exchange_rates", { alliance, from_currency: "JPY", to_currency: "EUR", rate: value, day, circle: "joint" });
  await rate("2026-01-05", 0.007);
  await rate("2026-02-05", 0.005);
  await rate("2999-01-01", 9);
  const { joint } = await page(ours, alliance);
  assert.equal(joint.left_out, 0);
  assert.deepEqual(joint.parties.find(({ party }) => party === b).in.middle, eur(1000));
  assert.deepEqual([joint.complete, joint.middle], [true, true]);
  for (let i = 0; i < 2; i++) await take(alliance, a, eur(Number.MAX_SAFE_INTEGER));
  const many = await pair();
  const large = { amount: 9_000_000_000_000_000, currency: "EUR" };
  for (const party of [many.a, many.b]) {
    await put(many.alliance, party, large);
    await take(many.alliance, party, large);
  }
  assert.deepEqual((await page(ours, many.alliance)).joint.parties.map(({ ratio }) => ratio.middle), [1, 1]);
});

test("the demo: both sides see the same jointly; what a side keeps to itself changes only its own table", async () => {
  const charging = await named("Charging");
  const [mine, other] = [await page(ours, charging), await page(theirs, charging)];
  assert.deepEqual(mine.joint, other.joint);
  assert.equal(other.own, null);
  assert.equal(mine.own.parties.length, 2);
  assert.notDeepEqual(mine.own.parties, mine.joint.parties);
  assert.equal(mine.benefits.length, other.benefits.length + 1);
  assert.equal(mine.joint.worth_more, true);
  assert.ok(!JSON.stringify(other).includes("engineers learn"));
  const html = (await ours.page(`/alliances/${charging}/balance`)).text;
  assert.match(html, /Private to our side/);
});

test("what closed periods left each side counts by itself", async () => {
  const mobility = await named("Mobility");
  const { joint, periods } = await page(ours, mobility);
  assert.ok(periods.length > 0);
  assert.equal(joint.settled_counts, joint.parties.every(({ settled }) => settled.amount >= 0));
  // By the statements of the periods.
  const sums = new Map();
  for (const period of periods)
    for (const { party } of joint.parties) {
      const reply = await ours.get(`/settlement_periods/${period}/statement?party=${party}`);
      const { closing } = expect(reply, 200).body;
      if (closing?.currency === joint.currency) sums.set(party, (sums.get(party) ?? 0) + closing.amount);
    }
  assert.deepEqual(joint.parties.map(({ party, settled }) => [party, settled.amount]), joint.parties.map(({ party }) => [party, sums.get(party) ?? 0]));
});
