// Help: every page of it can be read, signed in or not, and leads only to addresses that there are.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD } from "./make.mjs";

let site, api;
before(async () => {
  site = await start();
  api = asker(site, HEAD);
});
after(() => site.stop());

test("the list names pages that there are; each is Markdown for programs and HTML for people", async () => {
  const { items } = expect(await api.get("/help"), 200).body;
  assert.ok(items.length >= 3);
  assert.ok(expect(await api.page("/help"), 200).text.includes(items[0].title));
  for (const { topic, title, href } of items) {
    const read = expect(await api.get(href), 200).body;
    assert.equal(read.topic, topic);
    assert.ok(read.text.startsWith(`# ${title}\n`));
    const page = expect(await api.page(href), 200).text;
    assert.match(page, /<article class="help-text">\s*<p>/);
    for (const [, inner] of page.matchAll(/<article class="help-text">([^]*?)<\/article>/g))
      for (const [, link] of inner.matchAll(/href="([^"]+)"/g)) expect(await api.page(link), 200);
  }
});

test("whoever is signed out may read it; a page that is none is not found", async () => {
  assert.equal((await site.api("GET", "/help/boundary", {})).status, 200);
  for (const path of ["/help/none", "/help/index", "/help/..%2Fen%2Fstart", "/help/%00"])
    assert.ok([400, 404].includes((await site.api("GET", path, {})).status), path);
});
