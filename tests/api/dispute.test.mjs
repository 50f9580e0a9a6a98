// A disputed entry keeps its period open: who disputes it, since when, what is at stake, and what each side can do.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, alliance, entry;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliance = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  entry = (await ours.get(`/ledger_entries?alliance=${alliance}&answer=disputed`)).body.items[0];
});
after(() => site.stop());

const found = async (who) => (await who.get(`/alliances/${alliance}`)).body.overview.findings.filter(({ code }) => code === "ledger-disputed");
const rows = async (who) => expect(await who.get(`/alliances/${alliance}/deal`), 200).body.disputed;
const change = (who, one, body) => who.patch(`/ledger_entries/${one.id}`, body, ifMatch(one.version));

test("each side is told of it, with what it can do; older than thirty days it is grave", async () => {
  assert.equal(entry.answered_on, "2026-02-21");
  const [mine, hers] = [await found(ours), await found(theirs)];
  assert.deepEqual([mine.length, hers.length], [1, 1]);
  assert.equal(mine[0].what, hers[0].what);
  assert.match(mine[0].what, /^An entry of €[\d,.]+ in “.+” \(Charging\) is disputed by Altmark Motorenwerke since 21 Feb 2026, and keeps the period open\.$/);
  assert.deepEqual([mine, hers].map(([one]) => [one.severity, one.since, one.next.label]), [
    ["high", "2026-02-21", "Agree, or say what would settle it"],
    ["high", "2026-02-21", "Put it right, or show the evidence"],
  ]);
  const [a, b] = [(await rows(ours))[0], (await rows(theirs))[0]];
  assert.deepEqual([a.disputed_by, a.disputed_on, a.grave, a.may_step], [b.disputed_by, "2026-02-21", true, true]);
  assert.match(a.step, /^Your side disputes it/);
  assert.match(b.step, /^Your side booked it/);
  const day = expect(await theirs.get("/day"), 200).body;
  assert.ok(day.asked.items.some(({ code, what }) => code === "disputed-entry" && /Altmark Motorenwerke disputes it: Half of/.test(what)));
});

test("a dispute that is worded anew is as old as it was; one that is settled is gone; a new one begins today", async () => {
  entry = expect(await change(ours, entry, { dispute: "Two thirds of them were." }), 200).body;
  assert.equal(entry.answered_on, "2026-02-21");
  entry = expect(await change(theirs, entry, { description: "Only the posters for both" }), 200).body;
  assert.deepEqual([entry.answer, entry.answered_on, entry.answered_by], [null, null, null]);
  assert.deepEqual(await found(ours), []);
  assert.deepEqual(await rows(ours), []);
  entry = expect(await change(ours, entry, { answer: "disputed", dispute: "Still too much." }), 200).body;
  assert.equal(entry.answered_on, new Date().toISOString().slice(0, 10));
  assert.deepEqual((await found(ours)).map(({ severity }) => severity), ["medium"]);
  assert.equal((await rows(theirs))[0].grave, false);
  assert.deepEqual(expect(await change(ours, entry, { answered_on: "2020-01-01" }), 422).body.errors.map(({ pointer }) => pointer), ["/answered_on"]);
});

test("several entries of a period are one finding, with what they come to", async () => {
  const other = expect(await theirs.post("/ledger_entries", { alliance, period: entry.period, party: entry.party, kind: "cost", category: "Marketing", amount: { amount: 10000, currency: "EUR" }, booked_on: entry.booked_on, circle: "joint" }), 201).body;
  expect(await change(ours, other, { answer: "disputed", dispute: "Not ours." }), 200);
  const [one, ...more] = await found(ours);
  assert.deepEqual(more, []);
  assert.match(one.what, /^2 entries in “/);
  assert.equal(one.why.length, 2);
});
