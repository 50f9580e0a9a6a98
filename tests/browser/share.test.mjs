// Sharing, looking with a partner's eyes, named circles, and what was withdrawn, on their pages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { check, DESKTOP, HEAD, PHONE, records } from "./walk.mjs";

const PARTNER = "femke.dewit@stroomhaven.example";
let site, alliance;
before(async () => {
  site = await start();
  [alliance] = await records(site, PARTNER, "alliances");
});
after(() => site?.stop());

async function make(kind, body) {
  const reply = await site.api("POST", `/${kind}`, { token: site.token(HEAD), body });
  assert.equal(reply.status, 201, reply.text);
  return reply.body;
}

test("a private record is looked at with the partner's eyes, then shared", async () => {
  const draft = await make("agreements", { alliance: alliance.id, name: "Annex on roaming", kind: "term_sheet", notice_days: 90, circle: "side" });
  for (const text of ["They asked for this", "Our floor is twelve percent"]) await make("notes", { about_kind: "agreements", about: draft.id, text });
  const path = `/agreements/${draft.id}`;
  const phone = await site.page({ email: HEAD, ...PHONE });
  await check(phone, `${path}/share`, { picture: "share-phone" });
  await phone.context().close();
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await page.goto(path);
  await page.getByRole("link", { name: "Share", exact: true }).click();
  await page.waitForURL(/\/share$/);
  await check(page, `${path}/share`, { picture: "share-desktop" });
  assert.match(await page.locator(".share-frame").innerText(), /Annex on roaming[\s\S]*90/);
  assert.equal(await page.locator("input[name=children]:checked").count(), 0);
  await page.getByLabel(/They asked for this/).check();
  await page.getByRole("button", { name: /^Share with/ }).click();
  await page.waitForURL(new RegExp(`${path}$`));
  await page.locator(".page-notice").waitFor();
  const theirs = await site.page({ email: PARTNER, ...DESKTOP });
  await check(theirs, path);
  const read = await theirs.locator("main").innerText();
  assert.match(read, /They asked for this/);
  assert.doesNotMatch(read, /floor/);
  await check(theirs, `${path}/history`, { picture: "share-history" });
  assert.equal(await theirs.locator("main li strong", { hasText: "Shared" }).count(), 1);
  for (const each of [page, theirs]) await each.context().close();
});

test("with a partner's eyes: every page says so, nothing can be changed, and there is a way out", async () => {
  await make("objectives", { alliance: alliance.id, statement: "Ours to keep quiet", circle: "side" });
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await check(page, `/alliances/${alliance.id}`);
  assert.match(await page.locator("main").innerText(), /Ours to keep quiet/);
  await page.locator("summary", { hasText: "Helene" }).click();
  await page.getByRole("link", { name: "See as a partner" }).click();
  await check(page, "/see-as", { picture: "see-as-choose" });
  await page.getByRole("button", { name: "Femke de Wit" }).first().click();
  await page.locator(".seeing-as").waitFor();
  for (const [path, picture] of [["/", "see-as-home"], [`/alliances/${alliance.id}`, "see-as-alliance"], ["/portfolio"], ["/events"]]) {
    await check(page, path, { picture });
    assert.match(await page.locator(".seeing-as").innerText(), /Femke de Wit, Stroomhaven Charging/);
    assert.doesNotMatch(await page.locator("main").innerText(), /Ours to keep quiet/);
  }
  await page.setViewportSize(PHONE);
  await check(page, `/alliances/${alliance.id}`, { picture: "see-as-phone" });
  await page.setViewportSize(DESKTOP);
  const joint = (await records(site, PARTNER, "objectives")).find((one) => one.audience === "joint");
  await page.goto(`/objectives/${joint.id}`);
  await page.getByLabel(/note/i).first().fill("Not to be kept");
  await page.locator(".note-form button").click();
  await page.locator("main", { hasText: "nothing can be changed" }).waitFor();
  assert.match(await page.locator(".seeing-as").innerText(), /Femke de Wit/);
  await page.getByRole("button", { name: "Back to your own view" }).click();
  await page.waitForURL(/\/see-as$/);
  assert.equal(await page.locator(".seeing-as").count(), 0);
  await check(page, `/alliances/${alliance.id}`);
  assert.match(await page.locator("main").innerText(), /Ours to keep quiet/);
  await page.context().close();
});

test("a circle of some of the parties is made, and chosen for a record", async () => {
  const { id } = await make("alliances", { name: "Consortium of three" });
  const organisations = await records(site, HEAD, "organisations");
  for (const name of ["Hausquell Energy", "Freilauf Mobility"]) {
    const { id: organisation } = organisations.find((one) => one.name === name);
    await make("parties", { alliance: id, organisation });
  }
  const path = `/alliances/${id}/circles`;
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await check(page, path, { picture: "circles-before" });
  await page.getByLabel("Name", { exact: true }).fill("Pilot");
  await page.getByLabel("Hausquell Energy").check();
  await page.getByRole("button", { name: "Make the circle" }).click();
  await page.getByRole("heading", { name: "Pilot" }).waitFor();
  await check(page, path, { picture: "circles" });
  await check(page, `/alliances/${id}/objectives/new`, { picture: "circle-choice" });
  await page.locator("#field-statement").fill("Known to two of three");
  await page.locator(".audience-choice").getByLabel(/Pilot:/).check();
  await page.locator("main form button.btn-primary").click();
  await page.waitForURL(new RegExp(`/alliances/${id}(#objectives)?$`));
  const seen = async (email) => (await records(site, email, "objectives")).some((one) => one.statement === "Known to two of three");
  assert.equal(await seen("annika.storm@hausquell.example"), true);
  assert.equal(await seen("jasper.holm@freilauf.example"), false);
  const outside = await site.page({ email: "jasper.holm@freilauf.example", ...PHONE });
  await check(outside, path, { picture: "circles-phone" });
  assert.doesNotMatch(await outside.locator("main").innerText(), /Pilot/);
  for (const each of [page, outside]) await each.context().close();
});

test("what was withdrawn leaves a line for all who could read it", async () => {
  const { id } = await make("agreements", { alliance: alliance.id, name: "Sent by mistake", kind: "term_sheet", circle: "joint" });
  const reply = await site.api("DELETE", `/agreements/${id}?why=Wrong%20draft`, { token: site.token("nadine.colbert@altmark-motoren.example"), headers: { "If-Match": '"1"' } });
  assert.equal(reply.status, 200, reply.text);
  const page = await site.page({ email: PARTNER, ...DESKTOP });
  for (const path of [`/alliances/${alliance.id}`, `/alliances/${alliance.id}/withdrawn`, "/agreements"]) {
    await check(page, path, { picture: `trace-${path.split("/").at(-1).slice(0, 9)}` });
    assert.match(await page.locator("main").innerText(), /Sent by mistake\s+withdrawn[\s\S]*by Nadine Colbert: Wrong draft/);
  }
  await page.context().close();
});

test("before a party joins or leaves, the pages show what happens", async () => {
  const { id } = await make("alliances", { name: "To grow" });
  await make("objectives", { alliance: id, statement: "Before anybody came", circle: "joint" });
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await page.goto(`/alliances/${id}/circles`);
  await page.getByRole("link", { name: "A party joins" }).click();
  await page.getByLabel("Who joins").selectOption({ label: "Hausquell Energy" });
  await page.getByRole("button", { name: "Show what happens" }).click();
  await page.getByText("When Hausquell Energy joins").waitFor();
  await check(page, page.url().slice(site.url.length), { picture: "joining" });
  await page.getByRole("button", { name: /^Bring in Hausquell Energy/ }).click();
  await page.waitForURL(new RegExp(`/alliances/${id}(#parties)?$`));
  const party = (await records(site, HEAD, "parties")).find((one) => one.alliance === id && one.name === "Hausquell Energy");
  await check(page, `/parties/${party.id}/leaving`, { picture: "leaving" });
  await page.setViewportSize(PHONE);
  await check(page, `/parties/${party.id}/leaving`, { picture: "leaving-phone" });
  await page.getByRole("button", { name: "Let it leave" }).click();
  await page.waitForURL(new RegExp(`/parties/${party.id}$`));
  await page.context().close();
});
