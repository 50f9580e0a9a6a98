// The business model as both sides work it out: answers private first, the same reading as the calculator, evidence from
// the registry, and the bodies that it proposes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";

let site, ours, theirs, alliances;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliances = Object.fromEntries((await ours.get("/alliances")).body.items.map((one) => [one.short_code, one]));
});
after(() => site.stop());

const model = async (who, alliance) => expect(await who.get(`/alliances/${alliance.id}/model`), 200).body;
const found = async ({ id }) => expect(await ours.get(`/alliances/${id}`), 200).body.overview.findings.map(({ code }) => code);
const row = (view, code) => view.rows.find((one) => one.row === code);

test("the page reads as the calculator does, with what speaks for another model", async () => {
  const view = await model(ours, alliances.CHG);
  const rows = Object.fromEntries(view.rows.map((one) => [one.row, Object.fromEntries(one.values.filter(({ weight }) => weight).map(({ value, weight }) => [value, weight]))]));
  const calculated = expect(await ours.post("/calc/model", { rows }), 200).body;
  assert.equal(view.reading, calculated.reading);
  assert.equal(view.model, calculated.model);
  assert.deepEqual(Object.fromEntries(view.scores.map(({ model, score }) => [model, score])), calculated.scores);
  assert.deepEqual(view.rows.filter(({ speaks }) => speaks).map(({ row }) => row), calculated.hybrid_rows);
  assert.deepEqual([view.reading, view.model, row(view, "capture").stands], ["light-hybrid", "specialisation", "misfit"]);
  // Nothing in common, and different businesses.
  assert.match(row(view, "capabilities").registry.text, /0 %.*in common|0%.*in common/);
  assert.equal(row(view, "capabilities").registry.speaks, "Complementary");
  assert.equal(row(view, "relationship").registry.speaks, "Different businesses");
  assert.ok((await found(alliances.CHG)).includes("model-misfit"));
});

test("answers are private to a side until they are shared", async () => {
  const hers = await model(theirs, alliances.CHG);
  assert.ok(hers.rows.every(({ answer }) => answer === null));
  assert.equal(hers.reading, null);
  assert.match(hers.answer, /No question has been answered/);
  const mine = expect(await theirs.post("/model_answers", { alliance: alliances.CHG.id, row: "economies", allocation: 1 }), 201).body;
  assert.equal(mine.title, "Economies");
  const before = await model(ours, alliances.CHG);
  assert.equal(row(before, "economies").others, null);
  const joint = (await ours.get(`/deal_sheets?alliance=${alliances.CHG.id}`)).body.items[0].circle;
  expect(await theirs.post(`/model_answers/${mine.id}/share`, { circle: joint }, ifMatch(mine.version)), 200);
  // What is shared counts before what a side says alone.
  const after = await model(ours, alliances.CHG);
  assert.deepEqual([row(after, "economies").answer, row(after, "economies").others], [mine.id, 1]);
  assert.equal(after.reading, "light-hybrid");
  assert.equal((await model(theirs, alliances.CHG)).questions.length, 3);
});

test("a mix adds up to 1, and what is meant so says why", async () => {
  const answer = { alliance: alliances.PAR.id, row: "capture", sharing: 0.7, allocation: 0.3 };
  const pointers = (reply) => expect(reply, 422).body.errors.map((error) => error.pointer);
  assert.deepEqual(pointers(await ours.post("/model_answers", { ...answer, sharing: 0.6 })), ["/sharing"]);
  assert.deepEqual(pointers(await ours.post("/model_answers", { ...answer, row: "weather", stands: "deliberate" })), ["/row", "/reason"]);
  assert.deepEqual(pointers(await ours.post("/model_answers", { ...answer, sharing: 1.3, allocation: -0.3 })), ["/sharing", "/allocation"]);
  expect(await ours.post("/model_answers", { ...answer, sharing: 0.333333, specialisation: 0.333333, allocation: 0.333333 }), 201);
  // A click on the page is a form with all three.
  const clicked = await ours.form("/model_answers", { alliance: alliances.PAR.id, row: "economies", sharing: "0", specialisation: "1", allocation: "0", next: "/" });
  expect(clicked, 303);
  assert.deepEqual(row(await model(ours, alliances.PAR), "economies").values.map(({ chosen }) => chosen), [false, true, false]);
});

test("unclear comes with the questions that would settle it, and without bodies", async () => {
  const view = await model(ours, alliances.STO);
  assert.equal(view.reading, "unclear");
  assert.match(view.answer, /No model leads: the two best/);
  assert.ok(view.questions.length > 0);
  assert.equal(view.proposal, null);
  expect(await ours.post(`/alliances/${alliances.STO.id}/model/bodies`, {}), 422);
  assert.ok((await found(alliances.STO)).includes("model-unclear"));
});

test("the bodies of the model are made once, in the chain of their tiers", async () => {
  const katharina = asker(site, KATHARINA);
  const view = await model(katharina, alliances.MOB);
  assert.deepEqual([view.reading, view.model], ["light-hybrid", "sharing"]);
  assert.deepEqual(view.proposal.bodies.map(({ tier, there }) => [tier, there !== null]), [["executive", true], ["steering", true]]);
  const head = await model(ours, alliances.CHG);
  const missing = head.proposal.missing;
  assert.ok(missing > 0);
  const { bodies } = expect(await ours.post(`/alliances/${alliances.CHG.id}/model/bodies`, {}), 201).body;
  assert.equal(bodies.length, missing);
  assert.equal((await model(ours, alliances.CHG)).proposal.missing, 0);
  assert.deepEqual(expect(await ours.post(`/alliances/${alliances.CHG.id}/model/bodies`, {}), 201).body.bodies, []);
  const body = expect(await theirs.get(`/bodies/${bodies[0]}`), 200).body;
  assert.equal(body.alliance, alliances.CHG.id);
  assert.match((await ours.page(`/alliances/${alliances.CHG.id}/model`)).text, /There already/);
});

test("two parts with models of their own are dual", async () => {
  const parent = expect(await ours.post("/alliances", { name: "Supply and development" }), 201).body;
  const say = async (one, rows) => {
    for (const [code, value] of Object.entries(rows)) expect(await ours.post("/model_answers", { alliance: one.id, row: code, [value]: 1 }), 201);
  };
  const part = async (name, rows) => say(expect(await ours.post("/alliances", { name, parent: parent.id }), 201).body, rows);
  await say(parent, { economies: "sharing", capabilities: "sharing", relationship: "allocation", potential: "allocation" });
  const creation = (value) => ({ economies: value, capabilities: value, relationship: value, potential: value });
  await part("Supply", creation("allocation"));
  assert.equal((await model(ours, parent)).reading, "unclear");
  await part("Development", creation("sharing"));
  const view = await model(ours, parent);
  assert.deepEqual([view.reading, view.model, view.proposal.model], ["dual", null, "dual"]);
  assert.deepEqual(view.proposal.bodies.map(({ tier }) => tier), ["steering"]);
  assert.match((await ours.page(`/alliances/${parent.id}/model`)).text, /different models/);
});

test("an alliance that one is not in has no model either", async () => {
  expect(await theirs.get(`/alliances/${alliances.MOB.id}/model`), 404);
  expect(await theirs.post(`/alliances/${alliances.MOB.id}/model/bodies`, {}), 404);
});
