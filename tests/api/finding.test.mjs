// Search, the log of events, calculators, health, and the description of it all.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { judge } from "../lib/check-replies.mjs";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, kinds, PARTNER, routes } from "./make.mjs";

let site, api;
before(async () => {
  site = await start();
  api = asker(site, HEAD);
});
after(() => site.stop());

test("search finds by the beginnings of words, in what one may see only", async () => {
  const { items } = expect(await api.get("/search?q=stroomh"), 200).body;
  assert.ok(items.some((item) => item.kind === "organisation" && item.href.startsWith("/organisations/")));
  assert.deepEqual(expect(await api.get("/search?q="), 200).body.items, []);
  assert.equal(expect(await api.get("/search?q=charging&limit=3"), 200).body.items.length, 3);
  assert.deepEqual(expect(await api.get("/search?q=x&limit=99"), 422).body.errors.map((error) => error.pointer), ["/limit"]);
  assert.match(expect(await api.page("/search?q=stroomh"), 200).text, /found for “stroomh”/);
  assert.match(expect(await api.page("/search?q=zzzz"), 200).text, /Nothing that you may see has these words/);
  assert.match(expect(await api.page("/search"), 200).text, /Type words to find/);
  const theirs = expect(await asker(site, PARTNER).get("/search?q=rivera"), 200).body.items;
  assert.deepEqual(theirs, [], "a partner of ours that it does not know");
});

test("the log: newest first, by kind, record and actor, in pages", async () => {
  const all = expect(await api.get("/events?limit=20"), 200).body;
  const ids = all.items.map((item) => item.id);
  assert.deepEqual(ids, [...ids].sort().reverse());
  assert.equal(ids.length, 20);
  const further = expect(await api.get(`/events?limit=20&cursor=${all.next}`), 200).body.items;
  assert.ok(further.every((item) => item.id < ids.at(-1)));
  for (const kind of ["clause", "clauses"]) {
    const { items } = expect(await api.get(`/events?kind=${kind}`), 200).body;
    assert.ok(items.length > 0 && items.every((item) => item.kind === "clause"));
  }
  const { record } = all.items.find((item) => item.kind !== "account");
  assert.ok(expect(await api.get(`/events?record=${record}`), 200).body.items.every((item) => item.record === record));
  const { actor } = further.find((item) => item.actor);
  assert.ok(expect(await api.get(`/events?actor=${actor}`), 200).body.items.every((item) => item.actor === actor));
  expect(await api.get("/events?limit=0"), 422);
  expect(await api.get("/events?cursor=x"), 422);
  const page = expect(await api.page("/events?kind=clause"), 200).text;
  assert.match(page, /<option value="clause" selected>/);
  assert.match(page, /<strong>Created<\/strong>: Clause <a href="\/clauses\//);
  assert.match(expect(await site.api("GET", "/events", { token: api.token, accept: "text/csv" }), 200).text, /^id,at,actor,kind/);
});

test("calculators: list, schema, run, and what is wrong with its place", async () => {
  const { items } = expect(await api.get("/calc"), 200).body;
  assert.ok(items.some((item) => item.name === "alliance-test"));
  const described = expect(await api.get("/calc/alliance-test"), 200).body;
  assert.equal(described.input.type, "object");
  const input = { combines: true, separate: true, shared_control: true, open_ended: false };
  assert.deepEqual(expect(await api.post("/calc/alliance-test", input), 200).body, { reading: "contract", failed: ["open_ended"] });
  const wrong = expect(await api.post("/calc/incompleteness", { ratings: { change: 9, needs: "x" }, colour: 1 }), 422);
  const places = wrong.body.errors.map((error) => error.pointer);
  for (const place of ["/ratings/change", "/ratings/needs", "/colour"]) assert.ok(places.includes(place), place);
  expect(await api.post("/calc/alliance-test"), 422);
  expect(await api.get("/calc/nonsense"), 404);
  expect(await api.post("/calc/nonsense", {}), 404);
  assert.match(expect(await api.page("/calc"), 200).text, /Is it an alliance\?/);
  assert.match(expect(await api.page("/calc/alliance-test"), 200).text, /&quot;combines&quot;: true/);
  const run = expect(await api.form("/calc/alliance-test", { input: JSON.stringify(input) }), 200).text;
  assert.match(run, /What comes out/);
  assert.match(run, /&quot;contract&quot;/);
  const typed = expect(await api.form("/calc/alliance-test", { input: '{"combines": 3}' }), 422).text;
  assert.match(typed, /<code>\/combines<\/code>/);
  assert.match(typed, /&quot;combines&quot;: 3/);
  expect(await api.form("/calc/alliance-test", { input: "{" }), 400);
});

test("the description is OpenAPI 3.1, whole, and open to all", async () => {
  const document = expect(await asker(site).get("/openapi.json"), 200).body;
  assert.equal(document.openapi, "3.1.0");
  for (const { method, path } of routes()) assert.ok(document.paths[path]?.[method.toLowerCase()], `${method} ${path}`);
  const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((operation) => operation.operationId));
  assert.equal(new Set(ids).size, ids.length, "each operation has an identifier of its own");
  const refs = JSON.stringify(document).match(/"\$ref":"[^"]+"/g).map((text) => JSON.parse(`{${text}}`).$ref);
  for (const ref of new Set(refs)) {
    const found = ref.slice(2).split("/").reduce((at, part) => at?.[part], document);
    assert.ok(found, ref);
  }
  for (const [path, item] of Object.entries(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const operation of Object.values(item)) {
      const declared = operation.parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
      assert.deepEqual(declared, named, path);
      for (const [status, response] of Object.entries(operation.responses)) {
        if (/^[45]/.test(status)) assert.equal(response.$ref, "#/components/responses/problem");
        else assert.ok(response.description, `${path} ${status}`);
      }
    }
  }
  for (const kind of kinds()) {
    const own = Object.values(document.components.schemas).filter((schema) => schema["x-kind"] === kind);
    assert.equal(own.length, 4, `${kind}: a record, what is sent to make and to change one, a list; under names that nothing else has`);
  }
  const { Organisation } = document.components.schemas;
  assert.deepEqual(Organisation.properties.country.type, ["string", "null"]);
  assert.deepEqual(Organisation.properties.name.type, "string");
});

test("the judge of replies knows a wrong one", async () => {
  const check = judge(expect(await api.get("/openapi.json"), 200).body);
  const reply = (body) => ({ method: "GET", path: "/organisations", status: 200, type: "application/json", body: JSON.stringify(body) });
  assert.equal(check(reply({ items: [], next: null })), null);
  assert.match(check(reply({ items: [{ id: "x" }], next: null })), /version/);
  assert.match(check(reply({ items: [], next: 3 })), /next/);
});

test("health and the pages of the engines", async () => {
  assert.equal(expect(await asker(site).get("/health"), 200).body.status, "ok");
  for (const { method, path } of routes().filter((route) => route.method === "GET" && !route.path.includes("{"))) {
    // Steps of signing in, and what nobody does by token.
    if (path.startsWith("/sign-in") || ["/administration", "/account/second-factor"].includes(path)) continue;
    expect(await api.get(path), 200);
    assert.equal(method, "GET");
  }
  const below = routes().filter(({ method, path }) => method === "GET" && /^\/[a-z_]+\/\{id\}(\/[a-z_-]+)?$/.test(path));
  for (const { path } of below) {
    const kind = path.split("/")[1];
    if (path === "/campaigns/{id}/answer") continue; // for those alone who are asked: tests/api/pulse.test.mjs
    const { items } = expect(await api.get(`/${kind}?limit=50`), 200).body;
    const answers = [];
    for (const { id } of items) {
      answers.push((await api.get(path.replace("{id}", id))).status);
      if (answers.at(-1) === 200) break;
      assert.equal(answers.at(-1), 403, `${path}: what cannot be done with a record is refused`);
    }
    assert.ok(items.length === 0 || answers.at(-1) === 200, path);
  }
});
