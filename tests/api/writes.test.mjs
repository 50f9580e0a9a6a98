// Writes: versions, merge patch, idempotency, problems with their places, forms and edit conflicts.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch } from "./make.mjs";

let site, api;
before(async () => {
  site = await start();
  api = asker(site, HEAD);
});
after(() => site.stop());

let count = 0;
const create = async (more = {}) =>
  expect(await api.post("/organisations", { name: `Written ${++count}`, kind: "candidate", ...more }), 201).body;

test("a change without its version is refused, and a stale one shows both", async () => {
  const { id } = await create();
  for (const refused of [await api.patch(`/organisations/${id}`, { name: "x" }), await api.delete(`/organisations/${id}`)]) {
    assert.equal(expect(refused, 428).body.code, "no-version");
  }
  expect(await api.patch(`/organisations/${id}`, { industry: "Rail" }, ifMatch(1)), 200);
  const stale = expect(await api.patch(`/organisations/${id}`, { industry: "Road" }, ifMatch(1)), 412);
  assert.equal(stale.body.code, "stale");
  assert.equal(stale.body.current.industry, "Rail");
  assert.equal(stale.body.current.version, 2);
  assert.deepEqual(stale.body.yours, { industry: "Road" });
  const withdrawal = expect(await api.delete(`/organisations/${id}`, ifMatch(1)), 412);
  assert.equal(withdrawal.body.current.version, 2);
  expect(await api.post(`/organisations/${id}/restore`, undefined, ifMatch(1)), 412);
  expect(await api.post(`/organisations/${id}/restore`), 428);
  expect(await api.patch(`/organisations/${id}`, { industry: "Road" }, { "If-Match": "2" }), 400);
});

test("merge patch: null clears, absent stays, the same changes nothing", async () => {
  const { id } = await create({ industry: "Rail", country: "FR" });
  const cleared = expect(await api.patch(`/organisations/${id}`, { industry: null }, ifMatch(1)), 200).body;
  assert.deepEqual([cleared.industry, cleared.country, cleared.version], [null, "FR", 2]);
  const same = expect(await api.patch(`/organisations/${id}`, { country: "FR" }, ifMatch(2)), 200).body;
  assert.equal(same.version, 2);
  const as = { ...ifMatch(2), "Content-Type": "application/json" };
  assert.equal(expect(await site.api("PATCH", `/organisations/${id}`, { token: api.token, body: '{"country":"IT"}', headers: as }), 200).body.country, "IT");
  const goal = expect(await api.post("/goals", { name: "Known already" }), 201);
  const known = { token: api.token, headers: { "If-None-Match": goal.headers.get("etag") } };
  assert.equal(expect(await site.api("GET", `/goals/${goal.body.id}`, known), 304).text, "");
});

test("the reason of a change stays with it", async () => {
  const { id } = await create();
  expect(await api.patch(`/organisations/${id}?why=They%20moved`, { country: "AT" }, ifMatch(1)), 200);
  const [event] = expect(await api.get(`/organisations/${id}/history`), 200).body.items;
  assert.equal(event.why, "They moved");
  assert.deepEqual(event.changes.map(({ field, before, after }) => [field, before, after]), [["country", null, "AT"]]);
});

test("all problems of an input at once, each with its place", async () => {
  const body = { kind: "enemy", country: "Narnia", employees: -1, revenue: { amount: 1.5, currency: "EUR" }, colour: "red" };
  const refused = expect(await api.post("/organisations", body), 422);
  assert.match(refused.type, /^application\/problem\+json/);
  assert.deepEqual(refused.body.errors.map((error) => error.pointer).sort(), ["/colour", "/country", "/employees", "/kind", "/name", "/revenue"]);
  assert.ok(refused.body.errors.every((error) => error.detail.length > 5));
  expect(await api.post("/organisations", [1]), 422);
  const torn = await site.api("POST", "/organisations", { token: api.token, body: "{", headers: { "Content-Type": "application/json" } });
  expect(torn, 400);
  const other = await site.api("POST", "/organisations", { token: api.token, body: "x", headers: { "Content-Type": "text/plain" } });
  expect(other, 415);
});

test("the same request with the same key is done once", async () => {
  const body = { name: "Once only", kind: "candidate" };
  const key = { "Idempotency-Key": "once-1" };
  const first = expect(await api.post("/organisations", body, key), 201);
  const again = expect(await api.post("/organisations", body, key), 201);
  assert.equal(again.body.id, first.body.id);
  assert.equal(again.headers.get("location"), first.headers.get("location"));
  expect(await api.post("/organisations", { ...body, country: "DE" }, key), 409);
  const found = expect(await api.get("/organisations?name=Once%20only"), 200).body.items;
  assert.equal(found.length, 1);
});

test("who is signed out hears so; what is not there is not found", async () => {
  const nobody = asker(site);
  for (const path of ["/organisations", "/organisations/new", "/account", "/search?q=x", "/events", "/calc", "/administration"]) {
    assert.equal(expect(await nobody.get(path), 401).body.code, "signed-out");
    const page = expect(await nobody.page(path), 303);
    assert.match(page.headers.get("location"), /^\/sign-in\?next=/);
  }
  expect(await nobody.post("/organisations", { name: "x" }), 401);
  expect(await api.get("/organisations/00000000-0000-7000-8000-000000000000"), 404);
  expect(await api.get("/organisations/7"), 404);
  expect(await api.get("/unicorns"), 404);
  expect(await site.api("PUT", "/organisations", { token: api.token }), 405);
});

test("a form creates and leads on; a refused one comes again with what was typed", async () => {
  const made = expect(await api.form("/organisations", { name: "By a form", kind: "partner", country: "", "revenue.amount": "12.50", "revenue.currency": "EUR" }), 303);
  const location = made.headers.get("location");
  const record = expect(await api.get(location), 200).body;
  assert.deepEqual([record.name, record.country, record.revenue], ["By a form", null, { amount: 1250, currency: "EUR" }]);

  const refused = expect(await api.form("/organisations", { name: "", industry: "<b>Typed & kept</b>", employees: "many" }), 422);
  assert.match(refused.type, /^text\/html/);
  assert.match(refused.text, /value="&lt;b&gt;Typed &amp; kept&lt;\/b&gt;"/);
  assert.match(refused.text, /2 things need your attention/);
  assert.match(refused.text, /<a href="#field-name">Name: Must be given/);
  assert.match(refused.text, /<div class="field-error" id="field-employees-error">Must be a whole number/);
  assert.match(refused.text, /id="field-name"[^>]*aria-describedby="field-name-error"[^>]*aria-invalid="true"/);
  assert.match(refused.text, /<title>Please check: New organisation/);
});

test("a form changes, withdraws and restores", async () => {
  const { id } = await create({ industry: "Rail", country: "FR" });
  const path = `/organisations/${id}`;
  const saved = expect(await api.form(path, { _method: "PATCH", version: "1", name: "Renamed", industry: "", why: "Merger" }), 303);
  assert.equal(saved.headers.get("location"), path);
  const record = expect(await api.get(path), 200).body;
  assert.deepEqual([record.name, record.industry, record.country], ["Renamed", null, "FR"]);
  const refused = expect(await api.form(path, { _method: "PATCH", version: "2", name: "" }), 422);
  assert.match(refused.text, /<h1>Edit Renamed/);
  expect(await api.form(path, { _method: "DELETE", version: "2" }), 303);
  assert.match(expect(await api.page(path), 200).text, /Withdrawn on .* It can be restored until/);
  expect(await api.form(`${path}/restore`, { version: "3" }), 303);
  assert.equal(expect(await api.get(path), 200).body.version, 4);
});

test("an edit conflict shows both versions, and takes what is chosen", async () => {
  const { id } = await create({ industry: "Rail", country: "FR", legal_name: "Old GmbH" });
  const path = `/organisations/${id}`;
  expect(await api.patch(path, { country: "IT", industry: "Road" }, ifMatch(1)), 200);
  const was = { "_was.name": `Written ${count}`, "_was.industry": "Rail", "_was.country": "FR", "_was.legal_name": "Old GmbH" };
  const mine = { name: `Written ${count}`, industry: "Sea", country: "FR", legal_name: "New GmbH" };
  const conflict = expect(await api.form(path, { _method: "PATCH", version: "1", ...was, ...mine }), 412).text;
  assert.match(conflict, /was changed in the meantime/);
  assert.match(conflict, /3 fields differ/);
  assert.match(conflict, /name="version" value="2"/);
  const checked = (name, whose) => new RegExp(`name="_choice.${name}" value="${whose}" checked`).test(conflict);
  assert.ok(checked("industry", "mine"), "both changed it: one's own is proposed");
  assert.ok(checked("country", "theirs"), "only they changed it");
  assert.ok(checked("legal_name", "mine"), "only we changed it");
  assert.match(conflict, /Both of you changed this/);
  assert.match(conflict, />Italy</);

  const chosen = { "_choice.industry": "theirs", "_choice.country": "mine", "_choice.legal_name": "mine" };
  expect(await api.form(path, { _method: "PATCH", _conflict: "1", version: "2", ...mine, ...chosen }), 303);
  const record = expect(await api.get(path), 200).body;
  assert.deepEqual([record.industry, record.country, record.legal_name, record.version], ["Road", "FR", "New GmbH", 3]);
});

test("who will see a new record is said and chosen", async () => {
  const [alliance] = expect(await api.get("/alliances?name=Charging"), 200).body.items;
  const form = expect(await api.page(`/alliances/${alliance.id}/objectives/new`), 200).text;
  assert.match(form, /everyone in the alliance’s team at Altmark Motorenwerke and Stroomhaven Charging\./);
  assert.match(form, /only Altmark Motorenwerke\./);
  const path = `/alliances/${alliance.id}/objectives`;
  expect(await api.form(path, { statement: "Ours alone", circle: "side" }), 303);
  expect(await api.form(path, { statement: "For all", circle: "joint" }), 303);
  const of = async (statement) => expect(await api.get(`${path}?statement=${encodeURIComponent(statement)}`), 200).body.items[0].audience;
  assert.deepEqual([await of("Ours alone"), await of("For all")], ["side", "joint"]);
  const stance = expect(await api.page(`/alliances/${alliance.id}/stances/new`), 200).text;
  assert.match(stance, /value="side" checked/, "a private kind proposes one's own side");
  const [mine] = expect(await api.get(`${path}?statement=Ours%20alone`), 200).body.items;
  assert.match(expect(await api.page(`/objectives/${mine.id}`), 200).text, /private-mark.*Private: only Altmark Motorenwerke sees it/s);
});

test("buttons stand only where the role allows", async () => {
  const viewer = asker(site, "jonas.pfeil@altmark-motoren.example");
  const [organisation] = expect(await viewer.get("/organisations?limit=1"), 200).body.items;
  const page = expect(await viewer.page(`/organisations/${organisation.id}`), 200).text;
  assert.doesNotMatch(page, />Edit<|>Withdraw</);
  assert.doesNotMatch(expect(await viewer.page("/goals"), 200).text, /Add goal/);
  expect(await viewer.get("/organisations/new"), 403);
  expect(await viewer.get(`/organisations/${organisation.id}/edit`), 403);
  expect(await viewer.patch(`/organisations/${organisation.id}`, { name: "x" }, ifMatch(organisation.version)), 403);
  expect(await viewer.post("/organisations", { name: "x" }), 403);
});
