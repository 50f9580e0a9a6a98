// The pulse of working rules in a browser: rounds and adherence on the page of rules, and one question on a telephone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { check, DESKTOP, PHONE, records } from "./walk.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";
let site, mobility, path;
before(async () => {
  site = await start();
  mobility = (await records(site, KATHARINA, "alliances")).find((one) => one.name === "Mobility").id;
  path = `/alliances/${mobility}/working-rules`;
});
after(() => site.stop());

const post = (email, address, body) => site.api("POST", address, { token: site.token(email), body });

test("adherence of both sides over a year, as a picture and a table, on all sizes", async () => {
  for (const [name, size, colorScheme] of [["desktop", DESKTOP, "light"], ["phone", PHONE, "dark"]]) {
    const page = await site.page({ email: INES, ...size, colorScheme });
    await check(page, path, { picture: `pulses-${name}` });
    const rule = page.locator("section", { hasText: "Tell us while it is still a plan" }).first();
    assert.ok((await rule.locator("tbody tr").count()) > 8);
    assert.equal(await rule.locator("figure.chart canvas, figure.chart svg").first().isVisible(), true);
    assert.doesNotMatch(await rule.locator("tbody").textContent(), /Freilauf/); // one person there
    assert.match(await page.locator(".page-answer").innerText(), /“Tell us while it is still a plan” slips most, at Rivera/);
    await page.context().close();
  }
});

test("a round is opened by a button, answered on one's day, and once", async () => {
  const page = await site.page({ email: INES, ...DESKTOP });
  await page.goto(path);
  const rule = page.locator("section", { hasText: "One voice at the table" }).first();
  await rule.getByRole("button", { name: "Ask about it now" }).press("Enter");
  await rule.getByText("A round is open until").waitFor();
  assert.equal(await rule.getByRole("button", { name: "Ask about it now" }).count(), 0);
  const round = (await records(site, INES, "campaigns")).find((one) => one.question.includes("One voice"));
  for (const email of [INES, KATHARINA]) {
    const asked = await site.api("GET", `/campaigns/${round.id}/answer`, { token: site.token(email) });
    if (asked.status !== 200) continue;
    const own = await site.page({ email, ...PHONE });
    await check(own, "/day", { picture: `day-pulse-${email.split(".")[0]}` });
    await own.getByRole("link", { name: "Answer it" }).first().click();
    await own.getByRole("button", { name: "Answer" }).waitFor();
    await check(own, `/campaigns/${round.id}/answer`, { picture: `pulse-own-${email.split(".")[0]}` });
    await own.getByRole("radio", { name: "Mostly" }).check();
    await own.getByRole("button", { name: "Answer" }).press("Enter");
    await own.getByText("Thank you.").waitFor();
    await own.context().close();
    break;
  }
  await page.context().close();
});

test("somebody without an account answers on a telephone", async () => {
  const rule = (await records(site, INES, "working_rules")).find(({ principle }) => principle === "Give the date that you can keep");
  const round = (await post(INES, "/campaigns", { alliance: mobility, rule: rule.id })).body;
  assert.ok(round.id, JSON.stringify(round));
  const { links } = (await post(INES, `/campaigns/${round.id}/addresses`)).body;
  assert.ok(links.length > 0);
  for (const [name, size, colorScheme] of [["phone", PHONE, "light"], ["desktop", DESKTOP, "dark"]]) {
    const page = await site.page({ ...size, colorScheme });
    await check(page, links[0].address, { picture: `pulse-link-${name}` });
    await page.context().close();
  }
  const page = await site.page({ ...PHONE });
  await page.goto(links[0].address);
  const point = page.locator(".pulse-point", { hasText: "Always" });
  assert.ok((await point.boundingBox()).height >= 44);
  await point.click();
  await page.getByRole("button", { name: "Answer" }).click();
  await page.getByText("Thank you.").waitFor();
  await page.goto(links[0].address);
  await page.getByRole("radio", { name: "Never" }).check();
  await page.getByRole("button", { name: "Answer" }).click();
  await page.getByText("counts once").waitFor();
  await page.goto("/pulse/ask_nothing");
  assert.match(await page.locator("main").innerText(), /asks nothing/);
  await page.context().close();
});
