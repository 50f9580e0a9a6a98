// An empty workspace leads on: first partner, first alliance, first party, first person.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { DESKTOP, PHONE, check } from "./walk.mjs";

const ADMIN = "admin@example.com";
let site;
before(async () => {
  site = await start({ workspace: "init", organisation: "Example Motors", admin: ADMIN });
});
after(() => site?.stop());

test("empty pages say what would be there and offer the next step", async () => {
  const page = await site.page({ email: ADMIN, ...PHONE });
  await check(page, "/", { picture: "empty-home-phone" });
  assert.match(await page.locator(".page-answer").innerText(), /Nothing is here yet/);
  for (const path of ["/portfolio", "/alliances", "/agreements", "/needs/orphans", "/events", "/search?q=x"]) {
    await check(page, path, { picture: `empty${path.replaceAll(/[^a-z]+/g, "-")}-phone` });
  }
  await page.context().close();
});

test("from nothing to an alliance with a partner, by the steps that the pages offer", async () => {
  const page = await site.page({ email: ADMIN, ...DESKTOP });
  await check(page, "/", { picture: "empty-home" });
  await page.locator(".step-list a.btn").first().click();
  await page.waitForURL(/\/organisations\/new$/);
  await page.locator("#field-name").fill("Harbour Power");
  await page.locator("main form button.btn-primary").click();
  await page.waitForURL(/\/organisations\/[0-9a-f-]{36}$/);
  await check(page, new URL(page.url()).pathname, { picture: "first-partner" });
  assert.match(await page.locator("main").innerText(), /No alliance runs with this organisation/);

  await page.getByRole("link", { name: "Start an alliance" }).click();
  await page.waitForURL(/\/alliances\/new$/);
  await page.locator("#field-name").fill("Charging at the quay");
  await page.locator("main form button.btn-primary").click();
  await page.waitForURL(/\/alliances\/[0-9a-f-]{36}$/);
  const address = new URL(page.url()).pathname;
  await check(page, address, { picture: "first-alliance" });
  await check(page, `${address}/test`, { picture: "first-alliance-test" });
  await page.goto(address);
  assert.match(await page.locator(".side-empty").innerText(), /No partner yet/);
  await page.locator(".side-empty a.btn").click();
  await page.waitForURL(/\/parties\/new$/);
  await page.locator("#field-organisation").selectOption({ label: "Harbour Power" });
  await page.locator("main form button.btn-primary").click();
  await page.waitForURL((url) => !url.pathname.endsWith("/parties/new") && !url.pathname.endsWith("/parties"));
  await check(page, address, { picture: "first-party" });
  assert.equal(await page.locator(".side-empty:visible").count(), 0);
  assert.match(await page.locator(".page-answer").first().innerText(), /with Harbour Power/);
  await page.context().close();
});
