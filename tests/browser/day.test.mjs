// My day: what others changed stands there, with a number beside it in the bar on the left, until one has seen it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { check, DESKTOP, MANAGER, PHONE, records } from "./walk.mjs";

const PARTNER = "ines.carrasco@rivera.example";
let site, alliance;
const decide = async (question) => {
  const reply = await site.api("POST", `/alliances/${alliance.id}/decisions`, { token: site.token(PARTNER), body: { question } });
  assert.equal(reply.status, 201, reply.text);
};
before(async () => {
  site = await start();
  [alliance] = await records(site, PARTNER, "alliances");
  for (const question of ["Numbers by city", "Cleaning between two hires", "A name for the offer"]) await decide(question);
});
after(() => site?.stop());

test("changes by others: a number in the bar, the list, and nothing left once they are seen", async () => {
  const phone = await site.page({ email: MANAGER, ...PHONE });
  await check(phone, "/day", { picture: "day-changes-phone" });
  await phone.context().close();
  for (const colorScheme of ["dark", "light"]) {
    const page = await site.page({ email: MANAGER, ...DESKTOP, colorScheme });
    await page.goto("/calendar");
    await page.locator(".nav-new:visible").waitFor();
    assert.match(await page.locator(".nav-new").innerText(), /^3\b/);
    await check(page, "/day", { picture: `day-changes-${colorScheme}` });
    await page.context().close();
  }
  const page = await site.page({ email: MANAGER, ...DESKTOP });
  await page.goto("/day");
  assert.match(await page.locator("#changes").innerText(), /Numbers by city/);
  await page.getByRole("button", { name: "I have seen these" }).click();
  await page.locator(".page-notice").waitFor();
  assert.match(await page.locator("#changes").innerText(), /Nothing new since/);
  assert.equal(await page.locator(".nav-new:visible").count(), 0);
  await decide("Who answers the city");
  await page.locator("#changes", { hasText: "Who answers the city" }).waitFor();
  assert.equal(await page.locator(".page-notice:visible").count(), 1, "what one has done stays said while the page changes");
  await page.getByRole("button", { name: "I have seen these" }).click();
  await page.locator("#changes", { hasText: "Nothing new since" }).waitFor();
  await check(page, "/day", { picture: "day-changes-seen" });
  await page.context().close();
});
