// A partner's person, walking all links, meets none of the words that the host keeps to itself.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { ADMINISTRATOR, DESKTOP, HEAD, pagesOf, records } from "./walk.mjs";

const MOST_PAGES = 800; // of those that show something; forms and their like are walked by the leak test
let site;
before(async () => {
  site = await start();
});
after(() => site?.stop());

// Texts of records that only the host's people may read. Names of people and firms are known on both sides.
const PRIVATE_TEXTS = {
  stances: ["walk_away"],
  notes: ["text"],
  objectives: ["statement"],
  business_cases: ["name"],
  agreements: ["name"],
  contributions: ["what"],
  surprises: ["what", "decided"],
  goals: ["name", "description"],
  success_factors: ["name"],
};
const OWNED = new Set(["goals", "success_factors"]);

/** The host's private words: of its own side in alliances, and of what it owns. */
async function privateWords() {
  const words = new Set();
  for (const [kind, fields] of Object.entries(PRIVATE_TEXTS)) {
    for (const record of await records(site, HEAD, kind)) {
      if (!OWNED.has(kind) && record.audience !== "side" && !record.owner) continue;
      for (const field of fields) {
        const text = record[field];
        if (typeof text === "string" && text.length > 12) words.add(text.split("\n")[0].slice(0, 60));
      }
    }
  }
  return [...words];
}

const plain = (html) => html.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** Follows every link within the site from `path` on; calls `seen` with address, status and HTML of each page. */
async function walk(page, from, seen) {
  const queue = [from];
  const known = new Set(queue);
  let walked = 0;
  while (queue.length && walked++ < MOST_PAGES) {
    const path = queue.shift();
    const reply = await page.request.get(path, { headers: { Accept: "text/html" } });
    if (!/text\/html/.test(reply.headers()["content-type"] ?? "")) continue;
    const html = await reply.text();
    await seen(path, reply.status(), html);
    for (const [, href] of html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const link = href.replaceAll("&amp;", "&");
      if (known.has(link) || /format=csv|sort=|cursor=|^\/events\?|\/(new|edit|share|history|content)(\?|$)/.test(link)) continue;
      known.add(link);
      queue.push(link);
    }
  }
  return known.size;
}

test("a partner sees none of the host's private words on any page", async () => {
  const words = await privateWords();
  assert.ok(words.length > 15, `there is something to keep: ${words.length}`);
  const host = await site.page({ email: HEAD, ...DESKTOP });
  const read = new Set();
  await walk(host, "/", (path, status, html) => words.filter((word) => plain(html).includes(word)).forEach((word) => read.add(word)));
  assert.ok(read.size > words.length / 2, `the host reads its own words: ${read.size} of ${words.length}`);
  await host.context().close();
  const partners = site.users().filter((user) => user.organisation !== "Altmark Motorenwerke");
  assert.ok(partners.length >= 3);
  for (const partner of partners.slice(0, 3)) {
    const page = await site.page({ email: partner.email, ...DESKTOP });
    let pages = 0;
    const count = await walk(page, "/", async (path, status, html) => {
      pages++;
      assert.ok(status < 500, `${path}: ${status}`);
      const text = plain(html);
      for (const word of words) assert.ok(!text.includes(word), `${partner.email} reads “${word}” on ${path}`);
    });
    assert.ok(pages > 10, `${partner.email} saw ${pages} of ${count} pages`);
    await page.context().close();
  }
});

const linksOf = (html) => [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, href]) => href.replaceAll("&amp;", "&"));

test("a link never leads a viewer to what is not theirs to see", async () => {
  for (const email of [HEAD, site.users().find((user) => user.organisation !== "Altmark Motorenwerke").email]) {
    const page = await site.page({ email, ...DESKTOP });
    const dead = [], tried = new Set();
    const alliances = (await records(site, email, "alliances")).map((one) => `/alliances/${one.id}`);
    const periods = (await records(site, email, "settlement_periods")).map((one) => `/settlement_periods/${one.id}`);
    const all = [...(email === HEAD ? Object.values(await pagesOf(site)) : []), "/", "/day", "/calendar", "/portfolio", ...alliances, ...periods];
    const tabs = await Promise.all(alliances.map(async (path) => linksOf(await (await page.request.get(path, { headers: { Accept: "text/html" } })).text()).filter((link) => link.startsWith(path))));
    for (const from of new Set([...all, ...tabs.flat()])) {
      if (/\/(new|edit|share|history|content)(\?|$)|format=/.test(from)) continue;
      const html = await (await page.request.get(from, { headers: { Accept: "text/html" } })).text();
      for (const link of linksOf(html)) {
        // Of those that differ in what they sort, filter or fill in, a few stand for all.
        const [path] = link.split("?"), kind = path.replaceAll(/[0-9a-f-]{36}/g, "*");
        if (tried.has(link) || [...tried].filter((one) => one.startsWith(`${path}?`)).length > 2 || (link.includes("?") && kind === "/search")) continue;
        tried.add(link);
        const reply = await page.request.get(link, { maxRedirects: 0, headers: { Accept: "text/html" } });
        if (reply.status() >= 400) dead.push(`${from} → ${link}: ${reply.status()}`);
      }
    }
    assert.deepEqual(dead, [], email);
    assert.ok(tried.size > 100, `${tried.size} links`);
    await page.context().close();
  }
});

test("the administrator reads no alliance by that role", async () => {
  const page = await site.page({ email: ADMINISTRATOR, ...DESKTOP });
  await page.goto("/portfolio");
  assert.equal(await page.locator("main tbody tr").count(), 0);
  await page.context().close();
});
