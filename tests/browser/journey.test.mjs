// A person's way through: in by a link, by keyboard to a new note, search, theme, out.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, shot, signIn, start } from "../lib/entente.mjs";
import { DESKTOP, HEAD, MANAGER, PHONE, records } from "./walk.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site?.stop());

/** Presses Tab until `wanted` says of the focused element that it is the one. */
async function tabTo(page, wanted, most = 120) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate((source) => {
      const element = document.activeElement;
      const seen = element && element !== document.body ? getComputedStyle(element).outlineStyle !== "none" : false;
      return { hit: new Function("element", `return ${source}`)(element), seen, html: element?.outerHTML.slice(0, 120) };
    }, wanted);
    if (found.hit) {
      assert.ok(found.seen, `the focus is visible on ${found.html}`);
      return;
    }
  }
  assert.fail(`Tab never came to ${wanted}`);
}

test("by keyboard alone from signing in to a new note", async () => {
  const alliances = await records(site, MANAGER, "alliances");
  const mobility = alliances.find((one) => one.short_code === "MOB");
  const page = await site.page(DESKTOP);
  await page.goto(site.link(MANAGER));
  if (!/\/$/.test(page.url())) {
    await tabTo(page, "element.matches('main form button')");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === "/");
  }
  await tabTo(page, "element.matches('.skip-link')", 2);
  await page.keyboard.press("Enter");
  await tabTo(page, `element.matches('a[href="/alliances/${mobility.id}"]')`);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/alliances/${mobility.id}`);
  await tabTo(page, "element.matches('a[href$=\"/notes/new\"]')", 200);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/notes\/new$/);
  await tabTo(page, "element.matches('textarea')");
  await page.keyboard.type("Rivera asks for a joint review in May.");
  await tabTo(page, "element.matches('main form button.btn-primary')");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/(notes|alliances)\/[0-9a-f-]{36}(#notes)?$/);
  await page.goto(`/alliances/${mobility.id}`);
  assert.match(await page.locator("#notes").innerText(), /Rivera asks for a joint review in May\./);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the search is one key away and finds", async () => {
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("parking");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search\?q=parking/);
  const found = page.locator(".results a", { hasText: /^Parking$/ });
  await found.first().click();
  await page.waitForURL(/\/alliances\/[0-9a-f-]{36}$/);
  assert.equal(await page.locator("h1").innerText(), "Parking");
  await page.keyboard.press("?");
  await page.locator("dialog#keys[open]").waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog#keys[open]").count(), 0);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("the theme is turned and stays turned", async () => {
  for (const system of ["light", "dark"]) {
    const page = await site.page({ email: HEAD, ...DESKTOP, colorScheme: system });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.goto("/portfolio");
    await page.locator("figure.chart svg").first().waitFor();
    const before = await background();
    await page.locator("[data-theme-next]").click();
    await page.waitForFunction((was) => getComputedStyle(document.body).backgroundColor !== was, before);
    await page.waitForTimeout(400); // Tabler lets colours fade over
    const turned = await background();
    await page.reload();
    await page.waitForTimeout(400);
    assert.equal(await background(), turned, "and stays so");
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  }
});

test("on a phone the ways open and close, and rows lead on", async () => {
  const page = await site.page({ email: HEAD, ...PHONE });
  const nav = page.locator("#nav");
  assert.equal(await nav.isVisible(), false);
  await page.locator("[data-nav-toggle]").click();
  await nav.getByRole("link", { name: "Portfolio" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, "phone-navigation");
  await nav.getByRole("link", { name: "Portfolio" }).click();
  await page.waitForURL(/\/portfolio$/);
  await page.locator("main tbody th a").first().click();
  await page.waitForURL(/\/alliances\/[0-9a-f-]{36}$/);
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("signing out ends it", async () => {
  const page = await site.page(DESKTOP);
  await signIn(page, HEAD, site);
  await page.locator(".topbar details > summary").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);
  await page.goto("/portfolio");
  assert.match(page.url(), /\/sign-in/);
  assert.doesNotMatch(await page.locator("body").innerText(), /Mobility|Altmark/);
  await page.context().close();
});
