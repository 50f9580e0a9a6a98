// A period as both sides go through it, in two browsers: a draft that the other does not see, opened, disputed, put right,
// agreed, closed; and what was wrong after all, as a new entry.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { DESKTOP, HEAD } from "./walk.mjs";

const PARTNER = "femke.dewit@stroomhaven.example";
let site, ours, theirs, period, path;
before(async () => {
  site = await start();
  [period] = (await site.api("GET", "/settlement_periods?name.contains=second", { token: site.token(HEAD) })).body.items;
  path = `/settlement_periods/${period.id}`;
  ours = await site.page({ email: HEAD, ...DESKTOP });
  theirs = await site.page({ email: PARTNER, ...DESKTOP });
});
after(() => site?.stop());

const saved = (page) => page.locator(".page-notice").waitFor();
const row = (page, category) => page.locator("#ledger-heading").locator("xpath=ancestor::section").locator("tr", { hasText: category });
/** Fills a form in by the labels that people read. */
async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(new RegExp(`^${label}( \\(required\\))?$`)).first();
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ label: value });
    else await field.fill(value);
  }
}
async function book(page, fields, circle) {
  await page.waitForURL(/ledger_entries\/new/);
  await fill(page, fields);
  if (circle) await page.locator(circle).check();
  await page.getByRole("button", { name: "Add ledger entry" }).click();
  await saved(page);
}
/** Changes an entry by its form, from its row on the period's page. */
async function change(page, category, fields) {
  await page.goto(path);
  await row(page, category).getByRole("link").first().click();
  await page.waitForURL(/ledger_entries/);
  await page.getByRole("link", { name: /^(Edit|Change)/ }).first().click();
  await write(page, fields);
}
async function write(page, fields) {
  await fill(page, fields);
  await page.getByRole("button", { name: "Save" }).click();
}

test("a draft is seen by its side alone until it is shared; then it stands on the other's page at once", async () => {
  await ours.goto(path);
  await theirs.goto(path);
  await ours.getByRole("link", { name: "Book an entry" }).click();
  await book(ours, { Party: "Altmark Motorenwerke", Kind: "Cost", Category: "Fair in Lyon", Amount: "12400.50", "Amount: currency": "EUR", Day: period.starts });
  await ours.goto(path);
  await ours.getByText("Fair in Lyon").first().waitFor();
  await theirs.reload();
  assert.doesNotMatch(await theirs.content(), /Lyon/);
  await ours.getByRole("link", { name: /Fair in Lyon/ }).first().click();
  await ours.getByRole("link", { name: "Share", exact: true }).click();
  await ours.getByRole("button", { name: /^Share with/ }).click();
  await saved(ours);
  await row(theirs, "Fair in Lyon").waitFor();
});

test("the other side disputes it and says why; put right, it is agreed", async () => {
  await change(theirs, "Fair in Lyon", { "Answer of the other side": "Disputed", "What is disputed": "The stand was half as large" });
  await saved(theirs);
  await ours.goto(path);
  assert.match(await row(ours, "Fair in Lyon").innerText(), /Disputed/);
  assert.match(await ours.locator("main").innerText(), /The stand was half as large|disputed/i);
  await change(ours, "Fair in Lyon", { Amount: "6200.25" });
  await saved(ours);
  await theirs.goto(path);
  assert.match(await row(theirs, "Fair in Lyon").innerText(), /€6,200\.25\s+Open to the partner/);
  await change(theirs, "Fair in Lyon", { "Answer of the other side": "Agreed" });
  await saved(theirs);
  await ours.goto(path);
  assert.match(await row(ours, "Fair in Lyon").innerText(), /Agreed/);
});

test("who wrote an entry does not answer it, and who did not write it does not change it", async () => {
  await change(ours, "Fair in Lyon", { "Answer of the other side": "Disputed", "What is disputed": "Nothing" });
  await ours.getByText("The other side answers.").first().waitFor();
  await change(theirs, "Fair in Lyon", { Amount: "1" });
  await theirs.getByText(/Only the side that booked an entry changes it/).first().waitFor();
});

test("the last dispute settled, both agree to the ledger and the period is closed for good", async () => {
  const [disputed] = (await site.api("GET", `/ledger_entries?period=${period.id}&answer=disputed`, { token: site.token(HEAD) })).body.items;
  await theirs.goto(`/ledger_entries/${disputed.id}/edit`);
  await write(theirs, { Amount: "90000" });
  await saved(theirs);
  const agree = (page) => page.getByRole("button", { name: "Agree to the ledger as it stands" });
  await ours.goto(path);
  await agree(ours).click();
  await saved(ours);
  await theirs.goto(path);
  assert.doesNotMatch(await theirs.locator("main").innerText(), /\bClosed\b/);
  await agree(theirs).click();
  await saved(theirs);
  await ours.reload();
  for (const page of [ours, theirs]) {
    assert.match(await page.locator("main").innerText(), /\bClosed\b/);
    assert.equal(await page.getByRole("link", { name: "Book an entry" }).count(), 0);
  }
  await ours.goto(path);
  assert.equal(await agree(ours).count(), 0);
  await change(ours, "Fair in Lyon", { Amount: "7000" });
  await ours.getByText(/A closed period does not change/).first().waitFor();
});

test("what was wrong after all is a new entry in the next period, and both statements say the same", async () => {
  const next = new Date(Date.parse(period.ends) + 86_400_000).toISOString().slice(0, 10);
  await theirs.goto(`/alliances/${period.alliance}/settlement_periods/new`);
  await fill(theirs, { Name: "After the second", "First day": next, "Last day": next });
  await theirs.getByRole("button", { name: "Add settlement period" }).click();
  await saved(theirs);
  const [later] = (await site.api("GET", "/settlement_periods?name.contains=After", { token: site.token(PARTNER) })).body.items;
  await theirs.goto(`/settlement_periods/${later.id}`);
  await theirs.getByRole("link", { name: "Book an entry" }).click();
  await book(theirs, { Party: "Stroomhaven Charging", Kind: "Cost", Category: "Fair in Lyon, our half", Amount: "100", "Amount: currency": "EUR", Day: next }, "#circle-joint");
  const said = [];
  for (const page of [ours, theirs]) {
    await page.goto(path);
    await page.getByRole("link", { name: /Altmark Motorenwerke/ }).last().click();
    await page.waitForURL(/statement/);
    said.push((await page.locator("main table").allInnerTexts()).join("\n").replaceAll(/\s+/g, " "));
  }
  // Our own fiscal quarters stand on ours only.
  said[0] = said[0].replace(/ Fiscal quarter.*$/, "");
  assert.match(said[0], /Fair in Lyon/);
  assert.equal(said[0], said[1]);
  assert.deepEqual([...ours.problems, ...theirs.problems], []);
});
