// Lists: filters, order, cursors; what is refused, and where.

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

const items = async (path) => expect(await api.get(path), 200).body.items;

test("a list is {items, next}, and total only when asked", async () => {
  const plain = expect(await api.get("/organisations"), 200).body;
  assert.deepEqual(Object.keys(plain), ["items", "next"]);
  const counted = expect(await api.get("/organisations?total=1&limit=1"), 200).body;
  assert.equal(counted.total, plain.items.length);
  assert.equal(counted.items.length, 1);
});

test("filters: equal, contains, from and to, none, and several at once", async () => {
  const partners = await items("/organisations?kind=partner");
  assert.ok(partners.length > 3 && partners.every((item) => item.kind === "partner"));
  const [one] = await items("/organisations?name.contains=stroomhaven");
  assert.match(one.name, /Stroomhaven/);
  const both = await items("/organisations?kind=partner&country=DE");
  assert.ok(both.length > 0 && both.every((item) => item.kind === "partner" && item.country === "DE"));
  const dates = await items("/agreements?in_force.from=2024-01-01&in_force.to=2025-12-31");
  assert.ok(dates.every((item) => item.in_force >= "2024-01-01" && item.in_force <= "2025-12-31"));
  assert.ok((await items("/agreements?ends.none=1")).every((item) => item.ends === null));
  assert.equal((await items("/organisations?kind=")).length, (await items("/organisations")).length, "an empty filter says nothing");
});

test("sort: up, down, and by what every record has", async () => {
  const up = (await items("/organisations?sort=name")).map((item) => item.id);
  const down = (await items("/organisations?sort=-name")).map((item) => item.id);
  assert.deepEqual(down, up.toReversed?.() ?? [...up].reverse());
  const ages = (await items("/organisations?sort=-updated_at")).map((item) => item.updated_at);
  assert.deepEqual(ages, [...ages].sort().reverse());
});

test("a walk by cursors meets each record once, in every order", async () => {
  for (const sort of ["name", "-name", "kind", "-created_at", "updated_at", "domain"]) {
    const whole = (await items(`/organisations?limit=200&sort=${sort}`)).map((item) => item.id);
    const walked = [];
    let cursor = "";
    do {
      const page = expect(await api.get(`/organisations?limit=3&sort=${sort}&cursor=${encodeURIComponent(cursor)}`), 200).body;
      walked.push(...page.items.map((item) => item.id));
      cursor = page.next;
    } while (cursor);
    assert.deepEqual(walked, whole, sort);
  }
});

test("what a list does not know is refused with its place", async () => {
  const cases = {
    "/organisations?colour=red": "/colour",
    "/organisations?name.larger=3": "/name.larger",
    "/organisations?sort=colour": "/sort",
    "/organisations?cursor=nonsense": "/cursor",
    "/organisations?limit=0": "/limit",
    "/organisations?limit=201": "/limit",
    "/organisations?limit=many": "/limit",
    "/organisations?kind=enemy": "/kind",
    "/organisations?country=XX": "/country",
    "/agreements?ends.from=soon": "/ends.from",
  };
  for (const [path, pointer] of Object.entries(cases)) {
    const refused = expect(await api.get(path), 422);
    assert.match(refused.type, /^application\/problem\+json/);
    assert.deepEqual(refused.body.errors.map((error) => error.pointer), [pointer], path);
  }
});

test("the page of a list says how many, sorts by its heads, and leads on when it is empty", async () => {
  const page = expect(await api.page("/organisations?sort=-name"), 200).text;
  assert.match(page, /<h1>Organisations/);
  assert.match(page, /16 organisations\./);
  assert.match(page, /aria-sort="descending"/);
  assert.match(page, /href="\/organisations\?sort=name"/);
  assert.match(page, /Partner <span class="num">9</);
  const none = expect(await api.page("/organisations?name.contains=zzz"), 200).text;
  assert.match(none, /No organisations found/);
  assert.match(none, /Show all organisations/);
  assert.match(expect(await api.page("/organisations?limit=3"), 200).text, /rel="next"/);
});

test("CSV of a list holds all that the filters let through", async () => {
  const lines = expect(await api.get("/organisations?format=csv&kind=partner"), 200).text.trim().split("\r\n");
  assert.equal(lines.length, 1 + (await items("/organisations?kind=partner")).length);
  assert.match(lines[0], /^id,version,audience,name,legal_name,kind/);
});
