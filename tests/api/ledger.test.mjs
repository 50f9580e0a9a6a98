// The deal, the ledger and the settlement as both sides live in them: what is private, what both must agree to, and that
// a closed period does not change.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

let site, ours, theirs, alliance, parties, names;
before(async () => {
  site = await start();
  ours = asker(site, HEAD);
  theirs = asker(site, PARTNER);
  alliance = (await ours.get("/alliances?name.contains=Charging")).body.items[0].id;
  parties = (await ours.get(`/parties?alliance=${alliance}`)).body.items;
  names = parties.map((party) => party.name);
});
after(() => site.stop());

const pointers = (reply) => reply.body.errors.map((error) => error.pointer);
const overview = async (who, period) => expect(await who.get(`/settlement_periods/${period}`), 200).body.overview;

test("terms are checked where they are written, and agreed by both sides to the letter", async () => {
  const body = { alliance, name: "A new deal", effective_from: "2026-04-01", currency: "EUR", circle: "joint" };
  const wrong = await ours.post("/deal_sheets", { ...body, terms: '[{"kind":"split","name":"x","split":{"Nobody":0.5}}]' });
  assert.deepEqual(pointers(expect(wrong, 422)), ["/terms", "/terms"]);
  assert.match(wrong.text, /\/0\/split\/Nobody: This is none of the parties/);
  expect(await ours.post("/deal_sheets", { ...body, terms: "[" }), 422);
  const terms = JSON.stringify([{ kind: "split", name: "Result", split: Object.fromEntries(names.map((name) => [name, 0.5])) }]);
  const sheet = expect(await ours.post("/deal_sheets", { ...body, terms }), 201).body;
  assert.equal(sheet.state, "proposed");
  expect(await ours.post("/deal_consents", { deal_sheet: sheet.id }), 201);
  // Whoever changes a word makes the consent void.
  const changed = expect(await ours.patch(`/deal_sheets/${sheet.id}`, { effective_from: "2026-05-01" }, ifMatch(sheet.version)), 200).body;
  expect(await theirs.post("/deal_consents", { deal_sheet: sheet.id }), 201);
  assert.equal((await ours.get(`/deal_sheets/${sheet.id}`)).body.state, "proposed");
  expect(await ours.post("/deal_consents", { deal_sheet: sheet.id }), 201);
  const agreed = expect(await theirs.get(`/deal_sheets/${sheet.id}`), 200).body;
  assert.equal(agreed.state, "agreed");
  expect(await ours.patch(`/deal_sheets/${sheet.id}`, { currency: "USD" }, ifMatch(changed.version)), 422);
  expect(await ours.delete(`/deal_sheets/${sheet.id}`, ifMatch(changed.version)), 422);
  // A settlement of numbers to try.
  const entries = JSON.stringify([{ party: names[0], kind: "revenue", category: "x", amount: 101 }]);
  const tried = expect(await ours.get(`/deal_sheets/${sheet.id}?entries=${encodeURIComponent(entries)}`), 200).body.overview.trial;
  assert.deepEqual(tried.payments.map(({ from, to, amount }) => [from, to, amount.amount]), [[names[0], names[1], 50]]);
  assert.match((await ours.page(`/deal_sheets/${sheet.id}`)).text, /All sides have agreed/);
  const odd = expect(await ours.get(`/deal_sheets/${sheet.id}?entries=%5B7%5D`), 200).body.overview;
  assert.equal(odd.trial, null);
  assert.ok(odd.problems.length > 0);
});

test("a draft is its side's own; opened, it is answered by the other; a dispute keeps the period open", async () => {
  const period = (await ours.get("/settlement_periods?name.contains=second")).body.items[0];
  const seen = await overview(ours, period.id);
  const hidden = await overview(theirs, period.id);
  assert.equal(seen.drafts.length, 1);
  assert.equal(hidden.drafts.length, 0);
  assert.deepEqual(hidden.settlement, seen.settlement);
  const mine = seen.drafts[0].entry;
  expect(await theirs.get(`/ledger_entries/${mine}`), 404);
  const marketing = (await ours.get(`/ledger_entries?period=${period.id}&category=Marketing`)).body.items;
  const disputed = marketing.find((entry) => entry.state === "disputed");
  const open = marketing.find((entry) => entry.state === "open");
  // The other side answers and does not rewrite; whoever booked it rewrites and does not answer.
  assert.deepEqual(pointers(expect(await theirs.patch(`/ledger_entries/${open.id}`, { amount: { amount: 1, currency: "EUR" } }, ifMatch(open.version)), 422)), ["/amount"]);
  assert.deepEqual(pointers(expect(await ours.patch(`/ledger_entries/${open.id}`, { answer: "agreed" }, ifMatch(open.version)), 422)), ["/answer"]);
  assert.deepEqual(pointers(expect(await theirs.patch(`/ledger_entries/${open.id}`, { answer: "disputed" }, ifMatch(open.version)), 422)), ["/dispute"]);
  assert.equal(expect(await theirs.patch(`/ledger_entries/${open.id}`, { answer: "agreed" }, ifMatch(open.version)), 200).body.state, "agreed");
  assert.deepEqual(pointers(expect(await ours.post("/period_consents", { period: period.id }), 422)), ["/period"]);
  // Mended by whoever booked it, the answer is asked for anew.
  const mended = expect(await theirs.patch(`/ledger_entries/${disputed.id}`, { amount: { amount: 9000000, currency: "EUR" } }, ifMatch(disputed.version)), 200).body;
  assert.equal(mended.state, "open");
  // What has waited within the tolerance is settled for good: the next deal has no place for it.
  const whole = (await ours.get(`/settlement_periods/${period.id}`)).body;
  expect(await ours.patch(`/settlement_periods/${period.id}`, { final: true }, ifMatch(whole.version)), 200);
  expect(await ours.post("/period_consents", { period: period.id }), 201);
  const after = await overview(ours, period.id);
  assert.deepEqual(after.consents.map(({ own, holds }) => own === holds), [true, true]);
});

test("a closed period does not change, and a correction is a new entry", async () => {
  const period = (await ours.get("/settlement_periods?name.contains=second")).body.items[0];
  expect(await theirs.post("/period_consents", { period: period.id }), 201);
  const closed = expect(await ours.get(`/settlement_periods/${period.id}`), 200).body;
  assert.equal(closed.state, "closed");
  const entry = (await ours.get(`/ledger_entries?period=${period.id}&category=Marketing&circle=${closed.circle}`)).body.items.find((one) => one.state === "agreed");
  const book = { alliance, party: parties[0].id, kind: "cost", category: "Marketing", amount: { amount: 5, currency: "EUR" }, circle: "joint" };
  assert.deepEqual(pointers(expect(await ours.post("/ledger_entries", { ...book, period: period.id, booked_on: "2026-02-01" }), 422)), ["/period"]);
  expect(await ours.patch(`/ledger_entries/${entry.id}`, { evidence: "x" }, ifMatch(entry.version)), 422);
  expect(await ours.delete(`/ledger_entries/${entry.id}`, ifMatch(entry.version)), 422);
  expect(await ours.patch(`/settlement_periods/${period.id}`, { ends: "2026-05-01" }, ifMatch(closed.version)), 422);
  expect(await ours.post("/period_consents", { period: period.id }), 422);
  const rate = { alliance, from_currency: "USD", to_currency: "EUR", rate: 0.9, circle: "joint" };
  assert.deepEqual(pointers(expect(await ours.post("/exchange_rates", { ...rate, day: "2026-02-01" }), 422)), ["/day"]);
  expect(await ours.post("/exchange_rates", { ...rate, day: "2026-05-02" }), 201);
  assert.deepEqual(await overview(ours, period.id), closed.overview);
  const next = expect(await ours.post("/settlement_periods", { alliance, name: "Third", starts: "2026-05-01", ends: "2026-06-30" }), 201).body;
  const fix = { ...book, period: next.id, booked_on: "2026-05-03", corrects: entry.id, amount: { amount: -500, currency: "USD" } };
  expect(await ours.post("/ledger_entries", fix), 201);
  // No rate on or before the day: told with the place, and nothing is settled.
  const early = expect(await ours.post("/ledger_entries", { ...fix, booked_on: "2026-05-01" }), 201).body;
  const stuck = await overview(ours, next.id);
  assert.equal(stuck.settlement, null);
  assert.match(stuck.problems[0].text, /no rate for this currency/);
  expect(await ours.delete(`/ledger_entries/${early.id}`, ifMatch(early.version)), 200);
  assert.equal((await overview(ours, next.id)).settlement.conversions[0].converted.amount, -450);
  assert.match((await ours.page(`/settlement_periods/${next.id}`)).text, /Book an entry/);
});

test("entries come in from CSV, first as a dry run; one of a category that is there already is a new one", async () => {
  const { writeFileSync } = await import("node:fs");
  const { join } = await import("node:path");
  const period = (await ours.get("/settlement_periods?name.contains=Third")).body.items[0];
  const file = join(site.folder.path, "entries.csv");
  const row = (kind, amount, day) => `${alliance},${period.id},${parties[0].id},${kind},Marketing,${amount},${day},joint`;
  const write = (...rows) => writeFileSync(file, ["alliance,period,party,kind,category,amount,booked_on,circle", ...rows, ""].join("\n"));
  const count = async () => (await ours.get(`/ledger_entries?period=${period.id}&total=true`)).body.items.length;
  const before = await count();
  write(row("cost", "EUR 12.50", "2026-06-01"), row("gift", "EUR x", "2026-06-01"), row("cost", "EUR 1", "2027-01-01"));
  const refused = site.run(["import", "ledger_entries", file, "--dry-run"]);
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /Row 2, column kind[^]*Row 2, column amount[^]*Row 3, column booked_on/);
  write(row("cost", "EUR 12.50", "2026-06-01"), row("cost", "EUR 7", "2026-06-02"));
  site.must(["import", "ledger_entries", file, "--dry-run"]);
  assert.equal(await count(), before);
  site.must(["import", "ledger_entries", file]);
  assert.equal(await count(), before + 2);
});
