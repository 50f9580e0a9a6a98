// A forum across alliances in two browsers: the founder invites, the partner is told what accepting means, accepts, and both
// see who is there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { check, DESKTOP, HEAD, PHONE, records } from "./walk.mjs";

const PARTNER = "femke.dewit@stroomhaven.example";
let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

test("founded, invited, accepted, seen by both", async () => {
  const ours = await site.page({ email: HEAD, ...DESKTOP });
  await ours.goto("/forums");
  await check(ours, "/forums", { picture: "forums-desktop" });
  await ours.goto("/forums/new");
  await ours.getByLabel("Name").first().fill("Round of charging cards");
  await ours.getByLabel("Purpose").fill("One card for all");
  await ours.getByLabel("Meets every").fill("6");
  await ours.getByRole("button", { name: /save|add|create/i }).first().click();
  await ours.waitForURL(/\/forums\/[0-9a-f-]{36}$/);
  const path = new URL(ours.url()).pathname;
  await check(ours, path);
  await ours.getByRole("link", { name: "Invite a partner" }).first().click();
  await ours.waitForURL(/forum_invitations\/new/);
  await ours.locator("#field-alliance").selectOption({ label: "Charging" });
  await ours.getByRole("button", { name: /save|add|create/i }).first().click();
  await ours.waitForURL(/\/forum_invitations\/[0-9a-f-]{36}$/);
  const invitation = new URL(ours.url()).pathname;
  await check(ours, invitation);
  assert.equal(await ours.getByRole("button", { name: /Accept/ }).count(), 0);

  const theirs = await site.page({ email: PARTNER, ...PHONE });
  await check(theirs, "/day");
  await theirs.getByRole("link", { name: "Answer", exact: true }).last().waitFor();
  await check(theirs, path, { status: 404 });
  await check(theirs, invitation, { picture: "forum-invitation-phone" });
  assert.match(await theirs.locator("main").innerText(), /is seen in the forum by all its members/);
  assert.doesNotMatch(await theirs.locator("main").innerText(), /Slotway|Hallgrim/);
  await theirs.getByRole("button", { name: "Accept, and be seen there" }).press("Enter");
  await theirs.getByRole("link", { name: "Open the forum" }).waitFor();
  await theirs.getByRole("link", { name: "Open the forum" }).click();
  await theirs.waitForURL(new RegExp(`${path}$`));
  await check(theirs, path, { picture: "forum-phone" });
  assert.match(await theirs.locator("main").innerText(), /Helene Brandt[\s\S]*Femke de Wit/);
  await check(ours, path, { picture: "forum-desktop" });
  assert.match(await ours.locator("main").innerText(), /Femke de Wit/);
  for (const page of [ours, theirs]) await page.context().close();
});

test("the demo's forum: members on all sizes, and the alliance's page leads to it", async () => {
  const [forum] = await records(site, "dana.whitaker@slotway.example", "forums");
  for (const [name, email, size, colorScheme] of [["founder", HEAD, DESKTOP, "light"], ["member", "dana.whitaker@slotway.example", PHONE, "dark"]]) {
    const page = await site.page({ email, ...size, colorScheme });
    await check(page, `/forums/${forum.id}`, { picture: `forum-demo-${name}` });
    const text = await page.locator("main").innerText();
    assert.match(text, /Hallgrim[\s\S]*First meeting|First meeting[\s\S]*Hallgrim/);
    assert.equal(/Stroomhaven/.test(text), email === HEAD);
    await page.context().close();
  }
  const page = await site.page({ email: PARTNER, ...DESKTOP });
  const [charging] = await records(site, PARTNER, "alliances");
  await check(page, `/alliances/${charging.id}/governance`, { picture: "forum-governance" });
  await page.getByRole("link", { name: "Waiting for an answer" }).first().click();
  await page.waitForURL(/forum_invitations/);
  await page.context().close();
});
