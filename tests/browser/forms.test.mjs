// Forms keep what was typed and say what is wrong, where; an edit conflict shows both versions.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, shot, start } from "../lib/entente.mjs";
import { DESKTOP, HEAD, MANAGER, PHONE, records } from "./walk.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.stop());

for (const [size, shape] of [
  ["desktop", DESKTOP],
  ["phone", PHONE],
]) {
  test(`a form with a mistake keeps what was typed and says what is wrong: ${size}`, async () => {
    const page = await site.page({ email: HEAD, ...shape });
    const name = `Nordlicht Speicher ${size}`;
    await page.goto("/organisations/new");
    await page.getByLabel("Name", { exact: false }).first().fill(name);
    await page.getByLabel("Domain").fill("not a domain");
    await page.getByLabel("Industry").fill("Storage");
    await page.locator("main form button.btn-primary").click();
    await page.locator(".error-summary").waitFor();
    assert.match(await page.title(), /^Please check/);
    assert.equal(await page.locator("#field-name").inputValue(), name);
    assert.equal(await page.locator("#field-domain").inputValue(), "not a domain");
    assert.equal(await page.locator("#field-industry").inputValue(), "Storage");
    const field = page.locator("#field-domain");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    const described = (await field.getAttribute("aria-describedby")).split(" ");
    const error = page.locator(`#${described.at(-1)}`);
    assert.match(await error.innerText(), /not a domain/);
    await page.locator(".error-summary a").first().click();
    assert.equal(await field.evaluate((element) => element === document.activeElement), true, "the summary leads to the field");
    assert.deepEqual(await axe(page), []);
    await shot(page, `form-with-error-${size}`);

    await field.fill(`nordlicht-${size}.example`);
    await page.locator("main form button.btn-primary").click();
    await page.waitForURL(/\/organisations\/[0-9a-f-]{36}$/);
    assert.equal(await page.locator("h1").innerText(), name);
    assert.match(await page.locator(".page-answer").innerText(), /^Nordlicht Speicher \w+ is a candidate/);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

test("two people change one record: both versions are shown, and the choice is kept", async () => {
  const organisations = await records(site, HEAD, "organisations");
  const one = organisations.find((organisation) => organisation.kind === "partner");
  const [first, second] = [await site.page({ email: HEAD, ...DESKTOP }), await site.page({ email: HEAD, ...PHONE })];
  for (const page of [first, second]) await page.goto(`/organisations/${one.id}/edit`);
  await second.locator("#field-industry").fill("Rental of cars");
  await first.locator("#field-industry").fill("Car sharing and rental");
  await first.locator("main form button.btn-primary").click();
  await first.waitForURL(new RegExp(`/organisations/${one.id}$`));

  await second.locator("#field-ticker").fill("RIV");
  await second.locator("main form button.btn-primary").click();
  const industry = second.locator("fieldset", { hasText: "Industry" });
  await industry.waitFor();
  const words = await industry.innerText();
  assert.match(words, /Rental of cars/);
  assert.match(words, /Car sharing and rental/);
  assert.deepEqual(await axe(second), []);
  assert.ok(await second.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth));
  await shot(second, "conflict-phone");
  await industry.getByLabel(/Car sharing and rental/).check();
  await second.locator("main form button.btn-primary").click();
  await second.waitForURL(new RegExp(`/organisations/${one.id}$`));
  const facts = await second.locator("main").innerText();
  assert.match(facts, /Car sharing and rental/, "theirs was chosen");
  assert.match(facts, /RIV/, "what only we changed is kept");
  for (const page of [first, second]) assert.deepEqual(page.problems, []);

  await first.goto(`/organisations/${one.id}/history`);
  assert.match(await first.locator("main").innerText(), /Car sharing and rental/);
  await shot(first, "history");
  for (const page of [first, second]) await page.context().close();
});

test("what is withdrawn says so and can be restored", async () => {
  const [alliance] = (await records(site, MANAGER, "alliances")).filter((one) => one.short_code === "MOB");
  const reply = await site.api("POST", `/alliances/${alliance.id}/agreements`, {
    token: site.token(MANAGER),
    body: { name: "Annex on parking", kind: "term_sheet" },
  });
  assert.equal(reply.status, 201, reply.text);
  const page = await site.page({ email: MANAGER, ...DESKTOP });
  await page.goto(`/agreements/${reply.body.id}`);
  const press = (name) =>
    Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), page.getByRole("button", { name }).click()]);
  await press("Withdraw");
  await page.goto(`/agreements/${reply.body.id}`);
  await page.locator(".alert-warning").waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, "withdrawn");
  await press("Restore");
  await page.goto(`/agreements/${reply.body.id}`);
  assert.equal(await page.locator(".alert-warning").count(), 0);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
