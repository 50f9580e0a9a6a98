// Every page, at a desk and on a phone, in both themes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { ADMINISTRATOR, DESKTOP, HEAD, PHONE, check, pagesOf, records } from "./walk.mjs";

let site, pages;
before(async () => {
  site = await start();
  pages = await pagesOf(site);
});
after(() => site?.stop());

// Neither layout nor weight hangs on the theme: each size is looked at in one of them.
for (const [name, size, colorScheme] of [
  ["desktop-light", DESKTOP, "light"],
  ["phone-dark", PHONE, "dark"],
]) {
  test(`every page holds: ${name}`, async () => {
    const page = await site.page({ email: HEAD, ...size, colorScheme });
    for (const [title, path] of Object.entries(pages)) await check(page, path, { picture: `${title}-${name}` });
    await page.context().close();
  });
}

test("pages for administrators, for nobody, and for nothing", async () => {
  const page = await site.page({ email: ADMINISTRATOR, ...DESKTOP });
  await check(page, "/administration", { picture: "administration" });
  const people = await records(site, HEAD, "people");
  const { id } = people.find((person) => person.name === "Katharina Lenz");
  await check(page, `/administration/people/${id}/personal-data`, { picture: "personal-data-of" });
  await check(page, `/administration/people/${id}/erase`, { picture: "erase" });
  await check(page, "/alliances/00000000-0000-7000-8000-000000000000", { status: 404, picture: "not-found" });
  const stranger = await site.page({ ...PHONE, colorScheme: "dark" });
  await check(stranger, "/sign-in", { picture: "sign-in" });
  await check(stranger, "/link/no-such-link", { status: 404 }).catch(() => check(stranger, "/link/no-such-link", { status: 410 }));
  for (const one of [page, stranger]) await one.context().close();
});

test("the first line of a page is its answer, worked out from the records", async () => {
  const page = await site.page({ email: HEAD, ...DESKTOP });
  const answer = async (path) => {
    await page.goto(path);
    return page.locator(".page-answer").first().innerText();
  };
  assert.match(await answer("/"), /\d+ things need attention/);
  assert.match(await answer("/portfolio"), /^5 alliances\. Net value to us /);
  const alliances = await records(site, HEAD, "alliances");
  for (const one of alliances) assert.match(await answer(`/alliances/${one.id}`), /In the stage “\w+”, with .+\./);
  assert.match(await answer(pages["organisation-partner"]), / is with us in \d+ alliances?: /);
  assert.match(await answer(pages["organisation-own"]), /^We are in 5 alliances: .+ and 1 more\./);
  assert.match(await answer(pages["person-manager"]), /^Katharina Lenz answers for \d+ alliances?: /);
  assert.match(await answer(pages["person-without-part"]), /^Tobias Krug has no part in an alliance so far\./);
  for (const one of await records(site, HEAD, "agreements")) {
    const said = await answer(`/agreements/${one.id}`);
    const expected = { in_force: /^In force since /, ended: /^It ended on /, signed: /^Signed/, draft: /^This is a draft/ };
    assert.match(said, expected[one.status], one.name);
    if (one.notice_by && one.status === "in_force") assert.match(said, /[Nn]otice/);
  }
  await page.context().close();
});

test("an alliance shows its parties left and right, ours first, and what is private wears the lock", async () => {
  const page = await site.page({ email: HEAD, ...DESKTOP });
  for (const [title, path] of Object.entries(pages).filter(([name]) => /^alliance-[A-Z]+$/.test(name))) {
    await page.goto(path);
    const sides = page.locator(".sides > .side:visible");
    const boxes = await sides.evaluateAll((all) => all.map((side) => side.getBoundingClientRect().x));
    assert.ok(boxes.length >= 2, title);
    assert.ok(boxes.slice(1).every((x) => x > boxes[0]), `${title}: ours on the left, the others on the right`);
    assert.match(await page.locator(".face").first().innerText(), /Altmark Motorenwerke\s+Our side/, title);
    const bare = await page.locator(".is-private:not(:has(.private-mark))").count();
    assert.equal(bare, 0, `${title}: what is private says so`);
    assert.equal(await page.locator("#money.is-private .who-sees").count(), 1, title);
  }
  await page.context().close();
});

test("the head of an alliance stays, and jumping to a part shows its heading", async () => {
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await page.goto(pages["alliance-MOB"]);
  await page.getByRole("link", { name: "Money", exact: true }).click();
  const place = (selector) => page.locator(selector).first().evaluate((element) => element.getBoundingClientRect());
  const [name, nav, heading] = [await place(".alliance-name h1"), await place(".alliance-nav"), await place("#money-heading")];
  assert.ok(name.top > 0 && name.top < 150, "the name is on the screen");
  assert.ok(heading.top >= nav.bottom && heading.top < 600, "the heading is not hidden by what stays");
  await page.context().close();
});

const alliances = (page) => page.locator("section[aria-labelledby=table-heading] tbody tr");

test("the portfolio filters and draws its picture, and works without any script", async () => {
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await page.goto("/portfolio");
  await page.locator("figure.chart svg").first().waitFor();
  assert.ok((await page.locator(".chart-box p").first().innerText()).startsWith("Most of the value lies in"));
  await page.getByLabel("Stage", { exact: true }).selectOption({ label: "Exit" });
  await page.waitForURL(/stage=exit/);
  assert.deepEqual(await alliances(page).locator("th a").allInnerTexts(), ["Parking"]);
  await page.getByRole("link", { name: "Show all" }).click();
  assert.equal(await alliances(page).count(), 5);
  await page.context().close();

  const plain = await site.page({ email: HEAD, ...PHONE, javaScriptEnabled: false });
  await plain.goto("/portfolio");
  await plain.getByLabel("Stage", { exact: true }).selectOption({ label: "Exit" });
  await plain.getByRole("button", { name: "Show these" }).click();
  assert.match(plain.url(), /stage=exit/);
  assert.equal(await alliances(plain).count(), 1);
  await plain.goto(pages["alliance-MOB"]);
  await plain.getByRole("link", { name: "Is it an alliance?" }).first().click();
  assert.match(plain.url(), /\/test$/);
  await plain.context().close();
});

test("on paper stands the content only", async () => {
  const page = await site.page({ email: HEAD, ...DESKTOP });
  await page.emulateMedia({ media: "print" });
  for (const name of ["portfolio", "alliance-MOB", "home"]) {
    await page.goto(pages[name]);
    for (const hidden of [".topbar", ".sidebar", ".page-actions", ".filters"]) {
      assert.equal(await page.locator(`${hidden}:visible`).count(), 0, `${name}: ${hidden}`);
    }
    assert.equal(await page.locator("h1:visible").count(), 1);
  }
  await page.context().close();
});
