// Two browsers side by side, one for each party: what the sides owe, deliver, accept, decide and write appears for the other
// without a reload; what one side keeps to itself appears nowhere on the other's pages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { DESKTOP, MANAGER } from "./walk.mjs";

const PARTNER = "ines.carrasco@rivera.example";
const MARK = "quincunx"; // a word that stands nowhere else
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

let site, ours, theirs, alliance;
before(async () => {
  site = await start();
  alliance = (await site.api("GET", "/alliances?name=Mobility", { token: site.token(PARTNER) })).body.items[0].id;
  ours = await site.page({ email: MANAGER, ...DESKTOP });
  theirs = await site.page({ email: PARTNER, ...DESKTOP });
});
after(() => site?.stop());

const at = (path) => `/alliances/${alliance}${path}`;
const saved = (page) => page.locator(".page-notice").waitFor();

/** Adds a record by its form, by the labels that people read. */
async function add(page, plural, fields, { keep = false } = {}) {
  await page.goto(at(`/${plural}/new`));
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: false }).first();
    if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ label: value });
    else await field.fill(value);
  }
  if (keep) await page.locator("#circle-side").check();
  await page.getByRole("button", { name: /^Add / }).click();
  await saved(page);
}

test("what one side owes is delivered by it and accepted by the other, each on their own day", async () => {
  await theirs.goto(at("/commitment-lists"));
  await add(ours, "commitments", { "What is owed": "Winter rates for six cities", "Who owes it": "Altmark Motorenwerke", Due: day(6) });
  await theirs.getByText("Winter rates for six cities").first().waitFor();
  await theirs.goto("/day");
  const [made] = (await site.api("GET", `/commitments?title=${encodeURIComponent("Winter rates for six cities")}`, { token: site.token(MANAGER) })).body.items;
  await ours.goto(`/commitments/${made.id}/edit`);
  await ours.getByLabel("State").selectOption({ label: "Delivered" });
  await ours.getByRole("button", { name: "Save" }).click();
  await saved(ours);
  const asked = theirs.locator("li", { hasText: "Winter rates for six cities" }).first();
  await asked.getByRole("button", { name: /accept/i }).waitFor();
  await asked.getByRole("button", { name: /accept/i }).click();
  await saved(theirs);
  const [record] = (await site.api("GET", "/commitments?title=Winter%20rates%20for%20six%20cities", { token: site.token(MANAGER) })).body.items;
  assert.equal(record.state, "accepted");
});

test("at a meeting both write: the agenda and what was decided stand on both desks", async () => {
  await add(theirs, "meetings", { Title: "Prices in the south", Starts: `${day(2)}T09:00` });
  const [meeting] = (await site.api("GET", "/meetings?title=Prices%20in%20the%20south", { token: site.token(PARTNER) })).body.items;
  const path = `/meetings/${meeting.id}`;
  await ours.goto(path);
  await theirs.goto(path);
  await ours.getByRole("link", { name: "Add an item" }).click();
  await ours.getByLabel("Item", { exact: false }).first().fill("Who pays for winter tyres");
  await ours.getByRole("button", { name: /^Add/ }).click();
  await saved(ours);
  await theirs.locator("#agenda li", { hasText: "Who pays for winter tyres" }).waitFor();
  await ours.goto(path);
  await theirs.getByText("Write down a decision").click();
  const form = theirs.locator("form[action$='/decisions']").first();
  await form.locator("[name=question]").fill("Who pays for winter tyres?");
  await form.locator("[name=outcome]").fill("Tyres are shared by the kilometre");
  await form.locator("[name=rationale]").fill("Whoever drives more wears more");
  await form.getByRole("button").first().click();
  await saved(theirs);
  await ours.getByText("Tyres are shared by the kilometre").first().waitFor();
});

test("what one side prepares for itself shows nowhere to the other: pages, search, calendar, log", async () => {
  await theirs.goto(at(""));
  await add(ours, "notes", { Note: `We could go down to nine percent, ${MARK}` }, { keep: true });
  await add(ours, "meetings", { Title: `What we want, ${MARK}`, Kind: "Internal, before a joint one", Starts: `${day(1)}T08:00` }, { keep: true });
  await add(ours, "commitments", { "What is owed": `A second offer, ${MARK}`, "Who owes it": "Altmark Motorenwerke", Due: day(3) }, { keep: true });
  await add(ours, "decisions", { Question: `Do we stay, ${MARK}` }, { keep: true });
  await ours.goto("/search?q=" + MARK);
  assert.match(await ours.locator("main").innerText(), new RegExp(MARK));
  const tabs = await theirs.locator(".alliance a[href^='/alliances/'], nav a[href^='/alliances/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const places = new Set(["/", "/day", "/calendar", "/calendar?view=agenda", "/calendar?view=timeline", "/events", "/portfolio", `/search?q=${MARK}`, at("/history"), at("/calendar"), ...tabs]);
  assert.ok(places.size > 12, [...places].join(" "));
  for (const place of places) {
    await theirs.goto(place);
    const text = (await theirs.content()).replaceAll(`q=${MARK}`, "").replaceAll(`value="${MARK}"`, "");
    const said = place.startsWith("/search") ? text.replaceAll(MARK, (word, index) => (/“$|>$/.test(text.slice(index - 1, index)) ? "" : word)) : text;
    assert.ok(!said.includes(MARK), `${place} shows ${said.slice(said.indexOf(MARK) - 80, said.indexOf(MARK) + 80)}`);
  }
  const kept = (await site.api("GET", `/search?q=${MARK}`, { token: site.token(MANAGER) })).body.items;
  assert.equal(kept.length, 4);
  for (const item of kept) {
    const reply = await theirs.goto(item.href);
    assert.equal(reply.status(), 404, item.href);
  }
  assert.deepEqual([...ours.problems, ...theirs.problems], []);
});
