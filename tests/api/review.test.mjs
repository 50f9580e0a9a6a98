// Reviews of the business model: an outside change that touches the parties differently opens one, its outcome is signed
// by both, and what all have signed stands.

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
});
after(() => site.stop());

const pointers = (reply) => reply.body.errors.map((error) => error.pointer);
const made = async (who, kind, body) => expect(await who.post(`/${kind}`, body), 201).body;
const page = async (who) => expect(await who.get(`/alliances/${alliance}/reviews`), 200).body;

test("the demo's change of −2 for one and +1 for the other has opened a review", async () => {
  const view = await page(ours);
  const power = view.changes.find(({ spread }) => spread === 3);
  assert.ok(power.opens && power.review);
  assert.deepEqual(power.effects.map(({ effect }) => effect).sort(), [-2, 1]);
  assert.equal(view.reviews[0].state, "open");
  assert.match(view.answer, /A review is open/);
  const found = (await ours.get(`/alliances/${alliance}`)).body.overview.findings.map(({ what }) => what);
  assert.ok(found.some((what) => /touches the parties of Charging very differently/.test(what)), found.join("\n"));
  assert.match((await ours.page(`/alliances/${alliance}/reviews`)).text, /opens a review/);
  assert.match((await ours.page(`/alliances/${alliance}/model`)).text, /Reviews and outside changes/);
});

test("a spread of 2 opens none, one of 3 does, once; the effect given last counts; what a side keeps to itself stays there", async () => {
  const change = await made(ours, "outside_changes", { alliance, title: "A new tax", happened_on: "2026-03-01", circle: "joint" });
  const effect = (who, party, value) => made(who, "change_effects", { outside_change: change.id, party: party.id, effect: value });
  const count = async () => (await page(ours)).reviews.length;
  const before = await count();
  await effect(ours, parties[0], 1);
  await effect(theirs, parties[1], -1);
  assert.equal(await count(), before);
  await effect(theirs, parties[1], -2);
  assert.equal(await count(), before + 1);
  await effect(theirs, parties[1], -3);
  assert.equal(await count(), before + 1);
  assert.equal((await page(theirs)).changes.find((one) => one.change === change.id).spread, 4);
  assert.deepEqual(pointers(expect(await ours.post("/change_effects", { outside_change: change.id, party: parties[0].id, effect: 4 }), 422)), ["/effect"]);
  const elsewhere = (await ours.get("/parties?limit=200")).body.items.find((party) => party.alliance !== alliance);
  assert.deepEqual(pointers(expect(await ours.post("/change_effects", { outside_change: change.id, party: elsewhere.id, effect: 0 }), 422)), ["/party"]);
  // Kept to one side: no review, and the other side reads nothing of it.
  const own = await made(ours, "outside_changes", { alliance, title: "Our plant closes", happened_on: "2026-03-02", circle: "side" });
  await made(ours, "change_effects", { outside_change: own.id, party: parties[0].id, effect: -3 });
  await made(ours, "change_effects", { outside_change: own.id, party: parties[1].id, effect: 0 });
  assert.equal(await count(), before + 1);
  assert.ok(!(await page(theirs)).changes.some((one) => one.change === own.id));
});

test("an outcome says what it comes to, and is signed by both", async () => {
  const review = (await ours.get(`/model_reviews?alliance=${alliance}&name.contains=tax`)).body.items[0];
  const change = (body, version) => ours.patch(`/model_reviews/${review.id}`, body, ifMatch(version));
  assert.deepEqual(pointers(expect(await ours.post("/review_consents", { model_review: review.id }), 422)), ["/model_review"]);
  assert.deepEqual(pointers(expect(await change({ outcome: "switch" }, review.version), 422)).sort(), ["/held_on", "/measures", "/next_model"]);
  assert.deepEqual(pointers(expect(await change({ outcome: "keep", held_on: "2099-01-01", next_model: "sharing" }, review.version), 422)), ["/next_model"]);
  const held = expect(await change({ outcome: "tune", held_on: review.opened_on, findings: "The tax is theirs alone.", measures: "A side payment from April." }, review.version), 200).body;
  assert.equal(held.state, "decided");
  expect(await ours.post("/review_consents", { model_review: review.id }), 201);
  const asked = expect(await theirs.get("/day"), 200).body.asked.items;
  assert.ok(asked.some(({ code, record }) => code === "review" && record === review.id));
  // A changed word voids the signature.
  const again = expect(await change({ measures: "A side payment from May." }, held.version), 200).body;
  expect(await theirs.post("/review_consents", { model_review: review.id }), 201);
  assert.equal((await ours.get(`/model_reviews/${review.id}`)).body.state, "decided");
  expect(await ours.post("/review_consents", { model_review: review.id }), 201);
  assert.equal((await theirs.get(`/model_reviews/${review.id}`)).body.state, "signed");
  expect(await change({ outcome: "keep", measures: null }, again.version), 422);
  expect(await ours.delete(`/model_reviews/${review.id}`, ifMatch(again.version)), 422);
  assert.match((await theirs.page(`/model_reviews/${review.id}`)).text, /All parties have signed the outcome/);
});

test("by the calendar: half a year after the last one in the specialisation model", async () => {
  const record = (await ours.get(`/alliances/${alliance}`)).body;
  assert.equal(record.business_model, "specialisation");
  const view = await page(ours);
  const last = (await ours.get(`/model_reviews?alliance=${alliance}&limit=200`)).body.items.map(({ held_on }) => held_on).filter(Boolean).sort().pop();
  const next = new Date(`${last}T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 6);
  // The last day of a shorter month stands for one that is not there.
  assert.ok(Math.abs(next - new Date(`${view.due}T00:00:00Z`)) <= 3 * 86_400_000, `${last} ${view.due}`);
  const other = (await ours.get("/alliances?name.contains=Energy")).body.items[0];
  expect(await theirs.get(`/alliances/${other.id}/reviews`), 404);
});
