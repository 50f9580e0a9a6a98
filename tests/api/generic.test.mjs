// The generic routes, for every kind of record that the program has.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { BY_CONSENT, asker, expect, HEAD, ifMatch, kinds, Maker, routes } from "./make.mjs";

let site, api, maker;
before(async () => {
  site = await start();
  api = asker(site, HEAD);
  maker = new Maker(api);
});
after(() => site.stop());

for (const plural of kinds().filter((plural) => plural !== BY_CONSENT)) {
  test(`${plural}: create, read, list, change, withdraw, restore, history, forms`, async () => {
    const body = await maker.body(plural);
    const created = expect(await api.post(`/${plural}`, body), 201);
    const { id } = created.body;
    assert.equal(created.headers.get("location"), `/${plural}/${id}`);
    assert.equal(created.headers.get("etag"), '"1"');
    for (const [name, value] of Object.entries(body)) assert.deepEqual(created.body[name], value, name);
    assert.ok(created.body.circle || created.body.owner, "it has an audience");

    const read = expect(await api.get(`/${plural}/${id}`), 200);
    assert.equal(read.headers.get("etag"), '"1"');
    assert.equal(read.body.id, id);
    const list = expect(await api.get(`/${plural}?id=${id}&total=1`), 200);
    assert.equal(list.body.total, 1);
    assert.equal(list.body.items[0].id, id);
    const csv = expect(await site.api("GET", `/${plural}?id=${id}`, { token: api.token, accept: "text/csv" }), 200);
    assert.match(csv.type, /^text\/csv/);
    assert.ok(csv.text.includes(id));
    assert.ok(expect(await api.get(`/${plural}?format=csv&id=${id}`), 200).text.split("\r\n")[1].startsWith(`${id},1,`));

    const changed = expect(await api.patch(`/${plural}/${id}`, await change(plural, created.body), ifMatch(1)), 200);
    assert.equal(changed.body.version, 2);
    assert.equal(changed.headers.get("etag"), '"2"');
    assert.equal(expect(await api.post(`/${plural}/${id}`, {}, ifMatch(2)), 200).body.version, 2);

    assert.equal(expect(await api.get(`/${plural}/${id}/edit`), 200).body.record.id, id);
    assert.ok(expect(await api.get(`/${plural}/new`), 200).body.fields.length > 0);
    for (const path of [`/${plural}`, `/${plural}/new`, `/${plural}/${id}`, `/${plural}/${id}/edit`, `/${plural}/${id}/history`]) {
      const page = expect(await api.page(path), 200);
      assert.match(page.type, /^text\/html/);
      assert.ok(page.text.length < 100_000, `${path} is under 100 KB`);
      assert.doesNotMatch(page.text, /\{\{|\b(kind|field|form|record|list|seen|choice)\.[a-z_]+\.[a-z_]+/, `${path} shows no key`);
    }

    const history = expect(await api.get(`/${plural}/${id}/history`), 200).body.items;
    assert.deepEqual(history.map((event) => event.action), ["changed", "created"]);
    const withdrawn = await api.delete(`/${plural}/${id}`, ifMatch(2));
    if (withdrawn.status === 422 || withdrawn.status === 409) return; // what others stand on stays
    assert.ok(expect(withdrawn, 200).body.withdrawn_at);
    assert.equal(expect(await api.get(`/${plural}?id=${id}`), 200).body.items.length, 0);
    assert.equal(expect(await api.get(`/${plural}?id=${id}&withdrawn=1`), 200).body.items.length, 1);
    expect(await api.page(`/${plural}/${id}`), 200);
    const restored = await api.post(`/${plural}/${id}/restore`, undefined, ifMatch(3));
    assert.equal(expect(restored, 200).body.withdrawn_at, undefined);
  });
}

/** A change that changes something: a field that may be changed, to another value. */
async function change(plural, record) {
  if (plural === "forum_invitations") return { asked_on: "2026-04-02" }; // its state is the partner's to change
  for (const field of await maker.fields(plural)) {
    if (field.fixed || field.set_by_us) continue;
    if (field.type === "text" || field.type === "long") return { [field.name]: `${record[field.name] ?? ""} changed` };
    if (field.type === "int") return { [field.name]: record[field.name] === field.max ? field.min : (record[field.name] ?? 0) + 1 };
    if (field.type === "choice") return { [field.name]: field.choices.find((choice) => choice.code !== record[field.name]).code };
  }
  throw new Error(`nothing of ${plural} can be changed`);
}

test("below the record above: list, create, form, for every nesting", async () => {
  const known = kinds();
  const nestings = routes()
    .filter((route) => route.method === "POST" && /^\/[a-z_]+\/\{id\}\/[a-z_]+$/.test(route.path))
    .map((route) => route.path.split("/"))
    .filter(([, , , child]) => known.includes(child) && child !== BY_CONSENT)
    .sort((a, b) => (a[3] === "parties") - (b[3] === "parties")); // who joins closes the circle of what was there
  maker = new Maker(api);
  assert.ok(nestings.length > 50);
  for (const [, parent, , child] of nestings) {
    // What there is once of a record above, and the readiness of a side that has answered, want one of their own.
    const own = ["stances", "exchange_seals"].includes(child);
    const meant = child === "meaning_seals" ? { id: (await maker.create("rule_meanings")).rule } : null;
    const pair = child === "forum_invitations" && parent === "alliances" ? await maker.pair() : null;
    const above = meant ?? pair ?? (await (own ? maker.create(parent) : maker.one(parent)));
    const fields = await maker.fields(child);
    const body = await maker.body(child);
    const link = fields.find((field) => field.target === parent && field.required && body[field.name] !== undefined);
    for (const name of ["about", "about_kind"]) delete body[name];
    if (link && child !== "parties") delete body[link.name];
    const base = `/${parent}/${above.id}/${child}`;
    const form = await api.get(`${base}/new`);
    assert.equal(form.status, 200, base);
    expect(await api.page(`${base}/new`), 200);
    const made = expect(await api.post(base, body), 201);
    const { id } = made.body;
    if (link) assert.equal(made.body[link.name], above.id);
    else assert.deepEqual([made.body.about_kind, made.body.about], [parent, above.id]);
    const ids = expect(await api.get(`${base}?limit=200`), 200).body.items.map((item) => item.id);
    assert.ok(ids.includes(id), base);
    expect(await api.page(base), 200);
  }
});

test("a record above that one may not know of is not found", async () => {
  const nobody = "00000000-0000-7000-8000-000000000000";
  expect(await api.get(`/alliances/${nobody}/parties`), 404);
  expect(await api.post(`/alliances/${nobody}/notes`, { text: "x" }), 404);
  expect(await api.get(`/alliances/${nobody}/notes/new`), 404);
});
