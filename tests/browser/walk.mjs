// What the tests of the pages share: the addresses of the demo's pages, and what must hold on every one of them.

import assert from "node:assert/strict";
import { axe, shot } from "../lib/entente.mjs";

export const HEAD = "helene.brandt@altmark-motoren.example";
export const MANAGER = "katharina.lenz@altmark-motoren.example";
export const ADMINISTRATOR = "tobias.krug@altmark-motoren.example";
export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };
const MOST_BYTES = 100 * 1024;

/** All records of a kind that a person sees. */
export async function records(site, email, kind, query = "limit=200") {
  const reply = await site.api("GET", `/${kind}?${query}`, { token: site.token(email) });
  assert.equal(reply.status, 200, `${kind}: ${reply.text}`);
  return reply.body.items;
}

/** The pages of the head of alliances by name: those made by hand, and some of each generic sort. */
export async function pagesOf(site, email = HEAD) {
  const list = (kind) => records(site, email, kind);
  const [alliances, organisations, people, agreements] = await Promise.all(
    ["alliances", "organisations", "people", "agreements"].map(list),
  );
  const pages = { home: "/", day: "/day", calendar: "/calendar", "calendar-list": "/calendar?view=agenda", "calendar-half-year": "/calendar?view=timeline", portfolio: "/portfolio", "portfolio-filtered": "/portfolio?stage=operation", orphans: "/needs/orphans" };
  for (const one of alliances) pages[`alliance-${one.short_code}`] = `/alliances/${one.id}`;
  const first = alliances[0];
  Object.assign(pages, {
    "alliance-test": `/alliances/${first.id}/test`,
    "alliance-model": `/alliances/${alliances.find((one) => one.short_code === "CHG").id}/model`,
    "alliance-deal": `/alliances/${alliances.find((one) => one.short_code === "CHG").id}/deal`,
    "alliance-fund": `/alliances/${alliances.find((one) => one.short_code === "STO").id}/fund`,
    "alliance-pipeline": `/alliances/${alliances.find((one) => one.short_code === "CHG").id}/pipeline`,
    "alliance-balance": `/alliances/${alliances.find((one) => one.short_code === "CHG").id}/balance`,
    "alliance-cost-watch": `/alliances/${alliances.find((one) => one.short_code === "MOB").id}/cost-watch`,
    "alliance-hand-offs": `/alliances/${alliances.find((one) => one.short_code === "STO").id}/hand-offs`,
    "alliance-results": `/alliances/${alliances.find((one) => one.short_code === "STO").id}/results`,
    "alliance-plan": `/alliances/${alliances.find((one) => one.short_code === "CHG").id}/plan`,
    "alliance-reviews": `/alliances/${alliances.find((one) => one.short_code === "CHG").id}/reviews`,
    "alliance-governance": `/alliances/${alliances.find((one) => one.short_code === "MOB").id}/governance`,
    "alliance-governance-of-three": `/alliances/${alliances.find((one) => one.short_code === "STO").id}/governance`,
    "alliance-history": `/alliances/${first.id}/history`,
    "alliance-edit": `/alliances/${first.id}/edit`,
    "alliance-new": "/alliances/new",
    "note-new": `/alliances/${first.id}/notes/new`,
    "party-list": `/alliances/${first.id}/parties`,
  });
  const [period] = (await list("settlement_periods")).filter((one) => one.state === "closed");
  const { overview } = (await site.api("GET", `/settlement_periods/${period.id}`, { token: site.token(email) })).body;
  pages.review = `/model_reviews/${(await list("model_reviews")).find((one) => one.state === "signed").id}`;
  pages.settlement = `/settlement_periods/${period.id}`;
  pages.statement = `${pages.settlement}/statement?party=${overview.statements[1].party}`;
  for (const kind of ["own", "partner", "candidate", "competitor"]) {
    const one = organisations.find((organisation) => organisation.kind === kind);
    if (one) pages[`organisation-${kind}`] = `/organisations/${one.id}`;
  }
  const named = (name) => people.find((person) => person.name === name)?.id;
  pages["person-manager"] = `/people/${named("Katharina Lenz")}`;
  pages["person-without-part"] = `/people/${named("Tobias Krug")}`;
  for (const one of agreements.slice(0, 3)) pages[`agreement-${one.status}-${one.kind}`] = `/agreements/${one.id}`;
  for (const kind of ["alliances", "organisations", "people", "agreements", "documents", "needs", "notes", "contacts"]) {
    pages[`list-${kind}`] = `/${kind}`;
  }
  const meeting = (await list("meetings")).find(({ title }) => title === "Steering committee, numbers by city");
  Object.assign(pages, { meeting: `/meetings/${meeting.id}`, pack: `/meetings/${meeting.id}/pack` });
  const [forum] = await list("forums"), [asked] = (await list("forum_invitations")).filter(({ state }) => state === "open");
  Object.assign(pages, { forum: `/forums/${forum.id}`, "forum-invitation": `/forum_invitations/${asked.id}`, "list-forums": "/forums" });
  const contact = (await list("contacts"))[0];
  Object.assign(pages, {
    "record-contact": `/contacts/${contact.id}`,
    "organisation-new": "/organisations/new",
    search: "/search?q=energy",
    "search-nothing": "/search?q=xyzzyx",
    events: "/events",
    account: "/account",
    "personal-data": "/account/personal-data",
    notices: "/account/notices",
    roles: "/roles",
  });
  return pages;
}

/** Goes to a page and holds it against what every page must keep. */
export async function check(page, path, { status = 200, picture } = {}) {
  const reply = await page.goto(path);
  const html = await reply.text();
  assert.equal(reply.status(), status, path);
  assert.ok(Buffer.byteLength(html) < MOST_BYTES, `${path} weighs ${Buffer.byteLength(html)} bytes`);
  assert.doesNotMatch(html, /\{\{|\}\}|\bundefined\b|\[object /, `${path}: something was left unrendered`);
  // A key of the catalogue that is missing shows itself.
  const text = await page.locator("body").innerText();
  assert.doesNotMatch(text, /\b(ui|overview|choice|field|kind|page|home|portfolio)\.[a-z_-]+\.?[a-z_.-]*\b(?!\w)/, `${path}: a word is missing`);
  // What is too wide widens a phone's window, too: the width that was asked for is the measure.
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth), { width } = page.viewportSize();
  assert.ok(wide <= width, `${path} scrolls sideways: ${wide} > ${width}`);
  assert.equal(await page.locator("h1").count(), 1, `${path}: one heading`);
  assert.notEqual((await page.title()).trim(), "", path);
  assert.deepEqual(await axe(page), [], `${path}: accessibility`);
  assert.deepEqual(page.problems.splice(0), [], `${path}: the browser complains`);
  if (picture) await shot(page, picture);
}
