// The place of deals and periods among the pages of an alliance: what is in force, what is open, and the bar that leads
// there from the pages of sheets, periods, statements and reviews.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, PARTNER } from "./make.mjs";

let site, ours, theirs, alliance;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliance = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
});
after(() => site.stop());

const deal = async (who) => expect(await who.get(`/alliances/${alliance}/deal`), 200).body;

test("the deal in force, its parts, the periods, what is disputed; drafts are for one's own side", async () => {
  const mine = await deal(ours);
  const hers = await deal(theirs);
  assert.deepEqual(mine.instruments.map(({ kind }) => kind), ["side-payment", "shared-cost"]);
  assert.deepEqual(mine.sheets.map(({ sheet, in_force, state }) => [sheet, in_force, state]), [[mine.deal, true, "agreed"]]);
  assert.deepEqual(mine.periods.map(({ state }) => state), ["open", "closed", "closed", "closed"]);
  assert.deepEqual(mine.disputed.map(({ dispute, amount }) => [dispute.slice(0, 15), amount.amount]), [["Half of the Jan", 13300000]]);
  assert.match(mine.answer, /“Charging: who pays what” is in force since .*One entry of the ledger is disputed\./);
  assert.equal(mine.drafts.length, 1);
  assert.deepEqual(hers.drafts, []);
  // What each can do about a dispute is its own.
  const shared = ({ drafts: _, disputed, ...rest }) => ({ ...rest, disputed: disputed.map(({ step, ...one }) => one) });
  assert.deepEqual(shared(hers), shared(mine));
});

test("an alliance without a deal says so, and a period that is over is told of", async () => {
  const started = { name: "Battery recycling", start: "2025-01-01", stage: "operation" };
  const made = expect(await ours.post("/alliances", started), 201).body.id;
  const view = async () => expect(await ours.get(`/alliances/${made}/deal`), 200).body;
  assert.equal((await view()).deal, null);
  assert.match((await view()).answer, /^No deal that all sides have agreed to is in force\.$/);
  for (const [name, starts, ends] of [["First", "2025-01-01", "2025-03-31"], ["Second", "2025-04-01", "2025-06-30"]])
    expect(await ours.post("/settlement_periods", { alliance: made, name, starts, ends, circle: "joint" }), 201);
  assert.match((await view()).answer, /2 periods are over and not settled, the first since .*Mar/);
  assert.ok((await view()).periods.every(({ over }) => over));
  expect(await theirs.get(`/alliances/${made}/deal`), 404);
});

test("the bar marks the place one is at, and the one that a record belongs to", async () => {
  const { deal: sheet, periods } = await deal(ours);
  const { reviews } = (await ours.get(`/alliances/${alliance}/reviews`)).body;
  const marked = async (path) => {
    const { text } = expect(await ours.page(path), 200);
    return [...text.matchAll(/<a href="([^"]*)" aria-current="(page|true)"/g)].map(([, href, how]) => [href.split("/").slice(3).join("/"), how]);
  };
  const money = ["model", "true"];
  assert.deepEqual(await marked(`/alliances/${alliance}/deal`), [money, ["deal", "page"]]);
  for (const path of [`/deal_sheets/${sheet}`, `/settlement_periods/${periods[0].period}`, `/settlement_periods/${periods[1].period}/statement`])
    assert.deepEqual(await marked(path), [money, ["deal", "true"]], path);
  assert.deepEqual(await marked(`/alliances/${alliance}/reviews`), [money, ["reviews", "page"]]);
  assert.deepEqual(await marked(`/model_reviews/${reviews[0].review}`), [money, ["reviews", "true"]]);
});
