// The decision map written in place: with script the faults show as one writes; without it the form does the same.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { DESKTOP, PHONE, check, records } from "./walk.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";

let site, path;
before(async () => {
  site = await start();
  const mobility = (await records(site, KATHARINA, "alliances")).find(({ name }) => name === "Mobility");
  path = `/alliances/${mobility.id}`;
});
after(() => site?.stop());

test("faults show as one writes a row of the map, by keyboard alone", async () => {
  const page = await site.page({ email: KATHARINA, ...DESKTOP });
  await page.goto(`${path}/decision-map`);
  await page.getByRole("link", { name: "Change: Give trip data to a city" }).press("Enter");
  await page.locator("#map-faults", { hasText: "Nobody decides." }).waitFor();
  await page.locator("#map-name").focus();
  await page.keyboard.type("Ana, Bo");
  await page.locator("#map-faults", { hasText: "Several people decide" }).waitFor();
  await page.locator("#map-body").selectOption({ label: "Board of Freilauf" });
  await page.locator("#map-faults:not(:has-text('Several people decide'))").waitFor();
  await page.getByLabel("Is consulted before: Freilauf Mobility").fill("Customers' board");
  await page.locator("#map-faults:not(:has-text('neither consulted'))").waitFor();
  await page.keyboard.press("Enter");
  const row = page.locator(".map-row", { hasText: "Give trip data to a city" });
  await row.getByRole("link", { name: "Customers' board" }).waitFor();
  assert.match(await row.innerText(), /Board of Freilauf/);
  await page.context().close();
});

test("the same without script, on a phone", async () => {
  const page = await site.page({ email: KATHARINA, ...PHONE, javaScriptEnabled: false });
  await page.goto(`${path}/decision-map?edit=new`);
  await page.fill("#map-decision", "Which towns come next");
  await page.fill("#map-name", "Ana, Bo");
  await page.locator("button[form=map-form]").click();
  const row = page.locator(".map-row", { hasText: "Which towns come next" });
  assert.match(await row.innerText(), /Several people decide/);
  await page.context().close();
});

test("the map while it is written, the log and a decision hold on all sizes", async () => {
  const [decision] = (await records(site, KATHARINA, "decisions")).filter(({ question }) => question.startsWith("What do we answer"));
  for (const [name, size, colorScheme] of [["desktop", DESKTOP, "light"], ["phone", PHONE, "dark"]]) {
    const page = await site.page({ email: KATHARINA, ...size, colorScheme });
    await check(page, `${path}/decision-map?edit=new`, { picture: `decision-map-written-${name}` });
    await check(page, `${path}/decision-log`, { picture: `decision-log-${name}` });
    await check(page, `/decisions/${decision.id}`, { picture: `decision-${name}` });
    await page.context().close();
  }
});

test("an exchange of views is answered, revealed and read by keyboard on all sizes", async () => {
  const [open, done] = ["How we decide", "How we work"].map((title) => async (email) => (await records(site, email, "exchanges")).find((one) => one.title.startsWith(title)).id);
  const NADINE = "nadine.colbert@altmark-motoren.example";
  for (const [name, size, colorScheme] of [["desktop", DESKTOP, "dark"], ["phone", PHONE, "light"]]) {
    const page = await site.page({ email: NADINE, ...size, colorScheme });
    await check(page, `/exchanges/${await open(NADINE)}`, { picture: `exchange-open-${name}` });
    await check(page, `/exchanges/${await done(NADINE)}`, { picture: `exchange-revealed-${name}` });
    const charging = (await records(site, NADINE, "alliances")).find((one) => one.name === "Charging");
    await check(page, `/alliances/${charging.id}/working-rules`, { picture: `working-rules-${name}` });
    await check(page, `/alliances/${charging.id}/perception`, { picture: `differences-${name}` });
    await page.context().close();
  }
  const page = await site.page({ email: NADINE, ...DESKTOP });
  await page.goto(`/exchanges/${await open(NADINE)}`);
  for (const group of await page.locator("fieldset").all()) await group.getByRole("radio", { name: "4" }).check();
  await page.getByRole("button", { name: "Save, and say that we are ready" }).press("Enter");
  await page.getByText("Everybody sees everything now.").waitFor();
  assert.match(await page.locator("main").innerText(), /Four signatures for a sign on a post/);
  await page.context().close();
});
