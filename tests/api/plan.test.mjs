// The joint business plan of a year: made from what the units plan, approved by each side as it stands, and what became of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, charging, parties;
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  charging = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  parties = (await ours.get(`/parties?alliance=${charging}&sort=id`)).body.items;
});
after(() => site.stop());

const pointers = (reply) => reply.body.errors.map((error) => error.pointer);
const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const page = async (who, alliance = charging) => expect(await who.get(`/alliances/${alliance}/plan`), 200).body;
const found = async (alliance) => (await ours.get(`/alliances/${alliance}`)).body.overview.findings;

test("the demo's plans: this year's approved by both, last year's with what became of it", async () => {
  const view = await page(theirs);
  const last = view.plans.find(({ state, result }) => state === "approved" && result);
  assert.deepEqual(last.targets.map(({ planned, reached, share }) => [planned, reached, share]).sort(), [[1200, 1310, 1.091666], [400, 352, 0.88]].sort());
  const html = (await ours.page(`/alliances/${charging}/plan`)).text;
  assert.match(html, /109/);
  assert.match(html, /Permits in the south/);
});

test("an approval holds for the plan with its parts and targets as they stand; what all have approved stays, but for what became of it", async () => {
  const plan = await made(ours, "yearly_plans", { alliance: charging, name: "Three years on", starts: day(1200), innovation: "A card for cars of others" });
  assert.equal(plan.ends.length, 10);
  assert.equal(Date.parse(plan.ends) - Date.parse(plan.starts) >= 364 * 86_400_000, true);
  const target = await made(theirs, "plan_targets", { yearly_plan: plan.id, name: "Cars", planned: 100.5, unit: "cars", party: parties[0].id });
  await made(theirs, "plan_parts", { yearly_plan: plan.id, party: parties[1].id, unit: "Flanders", summary: "Forty sites" });
  await made(ours, "plan_consents", { yearly_plan: plan.id });
  const state = async () => expect(await ours.get(`/yearly_plans/${plan.id}`), 200).body.state;
  assert.equal(await state(), "proposed");
  const changed = expect(await ours.patch(`/plan_targets/${target.id}`, { planned: 120 }, ifMatch(target.version)), 200).body;
  assert.equal(await state(), "draft", "a changed target makes the approval void");
  await made(ours, "plan_consents", { yearly_plan: plan.id });
  const shown = (await page(theirs)).plans.find((one) => one.plan === plan.id);
  assert.deepEqual([shown.when, shown.may_approve, shown.consents.filter(({ holds }) => holds).length], ["next", true, 1]);
  await made(theirs, "plan_consents", { yearly_plan: plan.id });
  assert.equal(await state(), "approved");
  assert.deepEqual(pointers(expect(await ours.patch(`/yearly_plans/${plan.id}`, { markets: "Others" }, ifMatch(plan.version)), 422)), ["/name"]);
  assert.deepEqual(pointers(expect(await ours.patch(`/plan_targets/${target.id}`, { planned: 90 }, ifMatch(changed.version)), 422)), ["/planned"]);
  assert.deepEqual(pointers(expect(await ours.post("/plan_parts", { yearly_plan: plan.id, party: parties[0].id, unit: "Late", summary: "Too late" }), 422)), ["/summary"]);
  assert.deepEqual(pointers(expect(await ours.post("/plan_consents", { yearly_plan: plan.id }), 422)), ["/yearly_plan"]);
  expect(await theirs.patch(`/plan_targets/${target.id}`, { reached: 60, remark: "Half a year late" }, ifMatch(changed.version)), 200);
  expect(await theirs.patch(`/yearly_plans/${plan.id}`, { result: "Half of it" }, ifMatch(plan.version)), 200);
  assert.equal(await state(), "approved");
  assert.equal((await page(ours)).plans.find((one) => one.plan === plan.id).targets[0].share, 0.5);
});

test("one plan for a time in a circle; a side's draft is its own; other alliances' parties are refused", async () => {
  const plan = await made(ours, "yearly_plans", { alliance: charging, name: "Later", starts: day(2000), ends: day(2200) });
  assert.deepEqual(pointers(expect(await theirs.post("/yearly_plans", { alliance: charging, name: "Too", starts: day(2100) }), 422)), ["/starts"]);
  assert.deepEqual(pointers(expect(await ours.post("/yearly_plans", { alliance: charging, name: "Back", starts: day(2500), ends: day(2400) }), 422)), ["/ends"]);
  const draft = await made(ours, "yearly_plans", { alliance: charging, name: "What we want", starts: day(2000), circle: "side" });
  assert.equal((await theirs.get(`/yearly_plans/${draft.id}`)).status, 404);
  assert.deepEqual(pointers(expect(await ours.post("/plan_consents", { yearly_plan: draft.id }), 422)), ["/yearly_plan"]);
  const elsewhere = (await ours.get("/parties?limit=200")).body.items.find((party) => party.alliance !== charging);
  assert.deepEqual(pointers(expect(await ours.post("/plan_parts", { yearly_plan: plan.id, party: elsewhere.id, unit: "There", summary: "No" }), 422)), ["/party"]);
  assert.deepEqual(pointers(expect(await ours.post("/plan_targets", { yearly_plan: plan.id, name: "No", planned: 1, party: elsewhere.id }), 422)), ["/party"]);
  expect(await ours.delete(`/yearly_plans/${draft.id}`, ifMatch(draft.version)), 200);
});

test("partners who specialise need a plan; one that runs unapproved, and one of which nothing is told, are found", async () => {
  const codes = async (alliance) => (await found(alliance)).filter(({ code }) => code.startsWith("plan-")).map(({ code, severity }) => `${code} ${severity}`);
  const parking = (await made(ours, "alliances", { name: "Parking at stations", stage: "operation", business_model: "specialisation" })).id;
  assert.deepEqual(await codes(parking), ["plan-missing medium"]);
  assert.match((await page(ours, parking)).answer, /There is no plan for this time/);
  const fresh = await made(ours, "yearly_plans", { alliance: parking, name: "Begun lately", starts: day(-10) });
  assert.deepEqual(await codes(parking), [], "a month is left to approve it");
  expect(await ours.delete(`/yearly_plans/${fresh.id}`, ifMatch(fresh.version)), 200);
  await made(ours, "yearly_plans", { alliance: parking, name: "Never approved", starts: day(-200) });
  const open = (await found(parking)).find(({ code }) => code === "plan-missing");
  assert.match(open.what, /“Never approved”.*not all sides have approved it/);
  assert.equal(open.next.href, `/alliances/${parking}/plan`);
});
