// The parts of a deal sheet one by one: what the forms of the pages send, kinds, exactness, refusals.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, alliance, a, b;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliance = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  [a, b] = (await ours.get(`/parties?alliance=${alliance}&sort=name`)).body.items.map(({ name }) => name);
});
after(() => site.stop());

const sheet = async (more) => expect(await ours.post("/deal_sheets", { alliance, name: "Parts", effective_from: "2028-01-01", currency: "EUR", circle: "joint", ...more }), 201).body;
const send = (who, of, place, body) => who.post(`/deal_sheets/${of.id}/parts/${place}`, body, ifMatch(of.version));
const terms = (record) => JSON.parse(record.terms);
const pointers = (reply) => expect(reply, 422).body.errors.map((error) => error.pointer);

/** By kind: what is typed, and the part that it makes; parties come in the order of their identifiers. */
const KINDS = () => {
  const order = (map) => Object.fromEntries(Object.entries(map));
  return [
    [{ kind: "split", name: "Result", "split.0": "1/3", "split.1": "2/3", categories: "Cars , Fuel", "rules.0.category": "Fuel", "rules.0.share": "60%", "rules.0.cap": "100" }, (n) => ({ kind: "split", name: "Result", split: order({ [n[0]]: "1/3", [n[1]]: "2/3" }), categories: ["Cars", "Fuel"], rules: [{ category: "Fuel", share: 0.6, cap: 10000 }] })],
    [{ kind: "relative-benefit", name: "Benefit", categories: "Development", "benefits.0": "40", "benefits.1": "20.5" }, (n) => ({ kind: "relative-benefit", name: "Benefit", categories: ["Development"], benefits: { [n[0]]: 40, [n[1]]: 20.5 } })],
    [{ kind: "supply", name: "Supply", supplier: a, buyer: b, cogs: "Goods", sales: "Sold", "tiers.0.up_to": "1000.50", "tiers.0.rate": "10%", "tiers.1.rate": "0.25" }, () => ({ kind: "supply", name: "Supply", supplier: a, buyer: b, cogs: ["Goods"], sales: ["Sold"], tiers: [{ up_to: 100050, rate: 0.1 }, { up_to: null, rate: 0.25 }] })],
    [{ kind: "side-payment", name: "Pieces", from: a, to: b, on: "Pods", driver: "quantity", "tiers.0.up_to": "1000000", "tiers.0.rate": "0.0025", "tiers.1.rate": "0.001" }, () => ({ kind: "side-payment", name: "Pieces", from: a, to: b, on: ["Pods"], driver: "quantity", tiers: [{ up_to: 1000000, rate: 0.25 }, { up_to: null, rate: 0.1 }] })],
    [{ kind: "fund", name: "Fund", holder: a, opening: "600000", "contributions.1": "25000.25", "ratio.0": "0.5", "ratio.1": "0.5" }, (n) => ({ kind: "fund", name: "Fund", holder: a, opening: 60000000, contributions: { [n[1]]: 2500025 }, ratio: { [n[0]]: 0.5, [n[1]]: 0.5 } })],
    [{ kind: "target-cost", name: "Works", client: a, "contractors.1": "1", categories: "Works", target: "2000000", "bands.0.from": "0.975", "bands.0.to": "1.025", "bands.0.share": "50%", "bands.1.from": "1.025", "bands.1.share": "1", cap: "90000", score: "-12.5", retention: "1/4" }, (n) => ({ kind: "target-cost", name: "Works", client: a, contractors: { [n[1]]: 1 }, categories: ["Works"], target: 200000000, bands: [{ from: 0.975, to: 1.025, share: 0.5 }, { from: 1.025, to: null, share: 1 }], cap: 9000000, score: -12.5, retention: "1/4" })],
    [{ kind: "milestones", name: "Hand-overs", from: a, to: b, "milestones.0.milestone": "Test", "milestones.0.payment": "400000", "milestones.0.penalty_a_day": "1500", "milestones.0.penalty_most": "45000" }, () => ({ kind: "milestones", name: "Hand-overs", from: a, to: b, milestones: [{ milestone: "Test", payment: 40000000, penalty_a_day: 150000, penalty_most: 4500000 }] })],
  ];
};

test("each kind of part is typed, kept exactly, and shown again as it can be typed", async () => {
  // In the order in which the form has the parties.
  const shown = (await ours.page(`/deal_sheets/${(await sheet({ name: "Order" })).id}/parts/new?kind=split`)).text;
  const names = shown.indexOf(`>${a}<`) < shown.indexOf(`>${b}<`) ? [a, b] : [b, a];
  for (const [typed, makes] of KINDS()) {
    const { kind, ...rest } = typed;
    const made = await sheet({ name: `Of ${kind}` });
    const record = expect(await send(ours, made, "new", { kind, ...rest }), 200).body;
    assert.deepEqual(terms(record), [makes(names)], kind);
    const view = expect(await ours.get(`/deal_sheets/${made.id}/parts/0`), 200).body;
    assert.deepEqual([view.kind, view.instrument, view.version], [kind, makes(names), record.version]);
    // What the form shows, sent back, changes nothing.
    const page = (await ours.page(`/deal_sheets/${made.id}/parts/0`)).text;
    const back = Object.fromEntries([...page.matchAll(/<input class="form-control[^>]*?>/g)].map(([input]) => [/name="([^"]*)"/.exec(input)[1], /value="([^"]*)"/.exec(input)?.[1] ?? ""]));
    for (const [, name, options] of page.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/g)) back[name] = /value="([^"]*)" selected/.exec(options)?.[1] ?? "";
    const again = expect(await send(ours, record, 0, back), 200).body;
    assert.deepEqual(terms(again).map(({ tiers_over: over, ...part }) => part), [makes(names)], `${kind} again`);
  }
});

test("what cannot be read is told by its control, what does not hold by its part; nothing is kept of either", async () => {
  const made = await sheet({ name: "Wrong" });
  assert.deepEqual(pointers(await send(ours, made, "new", { kind: "fund", name: "Fund", holder: a, opening: "much", "ratio.0": "5%%", "ratio.1": "1e3" })), ["/opening", "/ratio.0", "/ratio.1"]);
  assert.deepEqual(pointers(await send(ours, made, "new", { kind: "fund", name: "Fund", holder: a, opening: "1.005", "ratio.0": "1/0" })), ["/opening", "/ratio.0"]);
  assert.deepEqual([...new Set(pointers(await send(ours, made, "new", { kind: "fund", name: "Fund", holder: "Nobody", opening: "1", "ratio.0": "0.5", "ratio.1": "0.6" })))], ["/terms"]);
  assert.deepEqual(terms(expect(await ours.get(`/deal_sheets/${made.id}`), 200).body), []);
  expect(await send(ours, made, "new", { kind: "magic", name: "None" }), 404);
  expect(await send(ours, made, "3", { name: "None" }), 404);
  expect(await ours.get(`/deal_sheets/${made.id}/parts/new`), 404);
  expect(await ours.get(`/deal_sheets/${made.id}/parts/x`), 404);
  expect(await ours.post(`/deal_sheets/${made.id}/parts/new`, { kind: "fund" }), 428);
});

test("what all have agreed to is not changed part by part; what a side keeps to itself is no address for the other", async () => {
  const made = await sheet({ name: "Agreed" });
  const record = expect(await send(ours, made, "new", { kind: "shared-cost", name: "Fairs", categories: "Fairs", "shares.0": "50%", "shares.1": "50%" }), 200).body;
  for (const who of [ours, theirs]) expect(await who.post("/deal_consents", { deal_sheet: made.id }), 201);
  assert.deepEqual(pointers(await send(ours, record, 0, { remove: "yes" })), ["/terms"]);
  const kept = await sheet({ name: "Ours", circle: "side" });
  expect(await theirs.get(`/deal_sheets/${kept.id}/parts/new?kind=fund`), 404);
  expect(await send(theirs, kept, "new", { kind: "fund" }), 404);
  // Sides within sides are not for the form.
  const nested = await sheet({ name: "Nested", terms: JSON.stringify([{ kind: "split", name: "Result", split: { North: { share: 0.5, split: { [a]: 1 } }, [b]: 0.5 } }]) }).catch(() => null);
  if (nested) expect(await ours.get(`/deal_sheets/${nested.id}/parts/0`), 404);
});
