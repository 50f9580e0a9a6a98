// What others change appears on a page by itself, and what is being typed stays.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { start } from "../lib/entente.mjs";
import { asker, expect } from "../api/make.mjs";
import { check, DESKTOP, PHONE } from "./walk.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const OVERLAP_MS = 2500; // a page also hears of what happened just before it was made
const INES = "ines.carrasco@rivera.example";

let site, theirs, mobility, meeting;
before(async () => {
  site = await start();
  theirs = asker(site, INES);
  mobility = expect(await theirs.get("/alliances?name=Mobility"), 200).body.items[0].id;
  meeting = expect(await theirs.post(`/alliances/${mobility}/meetings`, { title: "Prices", starts: "2026-12-01T09:00:00Z" }), 201).body;
  expect(await theirs.post(`/meetings/${meeting.id}/agenda_items`, { title: "First thing" }), 201);
});
after(() => site?.stop());

for (const [name, size] of [["desktop", DESKTOP], ["phone", PHONE]]) {
  test(`while one writes, what the other side adds appears: ${name}`, async () => {
    const page = await site.page({ email: KATHARINA, ...size });
    await wait(OVERLAP_MS);
    await page.goto(`/meetings/${meeting.id}`);
    await page.locator("#agenda details").first().locator("summary").click();
    await page.locator("#minutes-text").fill("Half a sentence");
    const title = `Added for the ${name}`;
    expect(await theirs.post(`/meetings/${meeting.id}/agenda_items`, { title }), 201);
    const added = page.locator("#agenda li", { hasText: title });
    await added.waitFor();
    assert.equal(await page.locator("#minutes-text").inputValue(), "Half a sentence");
    assert.equal(await page.evaluate(() => document.activeElement.id), "minutes-text");
    assert.ok(await page.locator("#agenda details").first().getAttribute("open") !== null, "what was open stays open");
    assert.match(await added.getAttribute("class"), /live-changed/);
    assert.equal(await page.locator("#notices").innerText(), `In\u00e9s Carrasco has just worked on “${title}”. What you are writing stays as it is.`);
    await page.locator(".live-changed").first().waitFor({ state: "detached" });
    await page.context().close();
  });
}

test("a form that nobody writes in is brought up to date", async () => {
  const page = await site.page({ email: KATHARINA, ...DESKTOP });
  await check(page, `/meetings/${meeting.id}`, { picture: "live" });
  const version = async () => page.locator("#minutes input[name=version]").inputValue();
  const was = await version();
  const now = expect(await theirs.get(`/meetings/${meeting.id}`), 200).body;
  expect(await theirs.patch(`/meetings/${meeting.id}`, { minutes: "What the others wrote" }, { "If-Match": `"${now.version}"` }), 200);
  await page.locator("#minutes-text", { hasText: "What the others wrote" }).waitFor();
  assert.equal(Number(await version()), Number(was) + 1);
  assert.equal(await page.locator("#minutes-text").inputValue(), "What the others wrote");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});

test("what one was told of one's own deed stays while the page is brought up to date", async () => {
  const page = await site.page({ email: KATHARINA, ...DESKTOP });
  await page.goto(`/meetings/${meeting.id}`);
  await page.locator("#minutes-text").fill("Written by hand");
  await page.locator("#minutes").getByRole("button").first().click();
  await page.locator(".page-notice").waitFor();
  for (const title of ["After the deed", "And another"]) {
    expect(await theirs.post(`/meetings/${meeting.id}/agenda_items`, { title }), 201);
    await page.locator("#agenda li", { hasText: title }).waitFor();
    assert.equal(await page.locator(".page-notice:visible").count(), 1, "still told");
  }
  await page.locator(".page-notice .btn-close").click();
  expect(await theirs.post(`/meetings/${meeting.id}/agenda_items`, { title: "The last one" }), 201);
  await page.locator("#agenda li", { hasText: "The last one" }).waitFor();
  assert.equal(await page.locator(".page-notice").count(), 0, "what was closed stays closed");
  assert.deepEqual(page.problems, []);
  await page.context().close();
});
