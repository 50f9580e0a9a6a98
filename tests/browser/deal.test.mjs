// A deal put together by its forms: no JSON is written or read by anybody.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { check, DESKTOP, HEAD, PHONE } from "./walk.mjs";

let site, page, alliance, sheet;
before(async () => {
  site = await start();
  alliance = (await site.api("GET", "/alliances?name=Charging", { token: site.token(HEAD) })).body.items[0].id;
  page = await site.page({ email: HEAD, ...DESKTOP });
});
after(() => site?.stop());

const saved = () => page.locator(".page-notice").waitFor();
const terms = async () => JSON.parse((await site.api("GET", `/deal_sheets/${sheet}`, { token: site.token(HEAD) })).body.terms);
const part = async (kind) => {
  await page.goto(`/deal_sheets/${sheet}`);
  await page.getByRole("link", { name: kind, exact: true }).click();
  await page.waitForURL(/parts\/new/);
};
const cell = (id) => page.locator(`[name="${id}"]`);
const save = () => page.getByRole("button", { name: "Save", exact: true }).click();

test("a sheet begins empty, and asks nobody to agree to it", async () => {
  await page.goto(`/alliances/${alliance}/deal_sheets/new`);
  await cell("name").fill("By hand");
  await cell("effective_from").fill("2027-01-01");
  await cell("currency").selectOption("EUR");
  await page.locator("#circle-joint").check();
  await page.getByRole("button", { name: "Add deal sheet" }).click();
  await saved();
  sheet = (await site.api("GET", "/deal_sheets?name=By%20hand", { token: site.token(HEAD) })).body.items[0].id;
  await check(page, `/deal_sheets/${sheet}`, { picture: "deal-empty" });
  assert.equal(await page.getByRole("button", { name: "Agree to this sheet" }).count(), 0);
});

test("a payment by what is sold, with tiers over a year", async () => {
  await part("A payment by what is sold");
  await check(page, page.url().slice(site.url.length), { picture: "deal-part" });
  await cell("name").fill("Part of the charging");
  await cell("from").selectOption("Stroomhaven Charging");
  await cell("to").selectOption("Altmark Motorenwerke");
  await cell("on").fill("Charging sold, Roaming");
  await cell("tiers.0.up_to").fill("500000");
  await cell("tiers.0.rate").fill("4.5%");
  await cell("tiers.1.rate").fill("0.06");
  await cell("tiers_over").selectOption("year");
  await cell("floor").fill("10000.50");
  await save();
  await saved();
  assert.deepEqual(await terms(), [{
    kind: "side-payment", name: "Part of the charging", from: "Stroomhaven Charging", to: "Altmark Motorenwerke", on: ["Charging sold", "Roaming"],
    driver: "amount", tiers: [{ up_to: 50_000_000, rate: 0.045 }, { up_to: null, rate: 0.06 }], tiers_over: "year", floor: 1_000_050,
  }]);
  assert.match(await page.locator("main").innerText(), /up to €500,000\.00/);
});

test("numbers are tried by rows, and nothing of them is kept", async () => {
  await page.goto(`/deal_sheets/${sheet}`);
  await cell("party.0").selectOption("Stroomhaven Charging");
  await cell("kind.0").selectOption("Revenue");
  await cell("category.0").fill("Charging sold");
  await cell("amount.0").fill("600000");
  await page.getByRole("button", { name: "Settle these" }).click();
  await page.getByText("Who pays whom").waitFor();
  // 4.5% of 500,000 and 6% of 100,000.
  assert.match(await page.locator("main").innerText(), /Stroomhaven Charging\s+Altmark Motorenwerke\s+€28,500\.00/);
  await check(page, page.url().slice(site.url.length).split("#")[0], { picture: "deal-trial" });
  await cell("amount.0").fill("a lot");
  await page.getByRole("button", { name: "Settle these" }).click();
  await page.getByText("Line 1: the amount cannot be read.").waitFor();
  assert.equal(await cell("category.0").inputValue(), "Charging sold");
});

test("what does not fit is said by the name of its field, and what was typed stays", async () => {
  await part("Costs that are shared");
  await cell("name").fill("Fairs");
  await cell("categories").fill("Fairs");
  await cell("shares.0").fill("60%");
  await cell("shares.1").fill("half");
  await save();
  const wrong = page.locator(".error-summary");
  await wrong.waitFor();
  assert.match(await wrong.innerText(), /cannot be read as a number/);
  assert.equal(await cell("shares.1").inputValue(), "half");
  await cell("shares.1").fill("50%");
  await save();
  await wrong.filter({ hasText: /Shares: / }).waitFor();
  assert.equal(await cell("shares.0").inputValue(), "60%");
  await cell("shares.1").fill("2/5");
  await cell("tolerance").fill("5%");
  await save();
  await saved();
  assert.deepEqual((await terms())[1], { kind: "shared-cost", name: "Fairs", categories: ["Fairs"], shares: { "Altmark Motorenwerke": 0.6, "Stroomhaven Charging": "2/5" }, tolerance: 0.05 });
});

test("a part is changed, and taken out again", async () => {
  await page.goto(`/deal_sheets/${sheet}`);
  await page.getByRole("link", { name: "Change", exact: true }).last().click();
  await page.waitForURL(/parts\/1/);
  assert.equal(await cell("shares.1").inputValue(), "2/5");
  await cell("true_up").check();
  await cell("tolerance").fill("");
  await save();
  await saved();
  assert.deepEqual(Object.keys((await terms())[1]), ["kind", "name", "categories", "shares", "true_up"]);
  for (const kind of ["A fund", "A target cost", "Milestones", "A shared result", "Supply with a royalty", "Costs by benefit"]) {
    const link = page.locator(`a[href*="parts/new"]`).nth(["A shared result", "Costs that are shared", "Costs by benefit", "A payment by what is sold", "Supply with a royalty", "A fund", "A target cost", "Milestones"].indexOf(kind));
    await check(page, await link.getAttribute("href"));
    await page.goto(`/deal_sheets/${sheet}`);
  }
  await page.getByRole("link", { name: "Change", exact: true }).last().click();
  await page.getByRole("button", { name: "Take this part out" }).click();
  await saved();
  assert.equal((await terms()).length, 1);
});

test("the form holds on a phone, and two who change the sheet do not overwrite each other", async () => {
  const phone = await site.page({ email: HEAD, ...PHONE, colorScheme: "dark" });
  await check(phone, `/deal_sheets/${sheet}/parts/0`, { picture: "deal-part-phone" });
  await phone.context().close();
  await page.goto(`/deal_sheets/${sheet}/parts/0`);
  const now = (await site.api("GET", `/deal_sheets/${sheet}`, { token: site.token(HEAD) })).body;
  const changed = await site.api("PATCH", `/deal_sheets/${sheet}`, { token: site.token(HEAD), body: { summary: "Said meanwhile" }, headers: { "If-Match": `"${now.version}"` } });
  assert.equal(changed.status, 200, changed.text);
  await cell("floor").fill("1");
  await page.locator(".record-form input[name=version]").evaluate((input, version) => { input.value = version; }, String(now.version));
  await save();
  await page.locator(".error-summary", { hasText: "Somebody else has changed the sheet" }).waitFor();
  assert.equal(await cell("floor").inputValue(), "1");
  assert.equal((await terms())[0].floor, 1_000_050);
  page.problems.splice(0);
});
