// Personal data: one's own and that of one's people as a page, as JSON and as files; erasing a person.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { must, start } from "../lib/entente.mjs";
import { ADMIN, asker, expect, HEAD, PARTNER } from "./make.mjs";

let site, head, admin, partner, people;
const named = (name) => people.find((person) => person.name === name);
const base = (id) => `/administration/people/${id}`;

before(async () => {
  site = await start();
  head = asker(site, HEAD);
  admin = asker(site, ADMIN);
  partner = asker(site, PARTNER);
  people = expect(await head.get("/people?limit=200"), 200).body.items;
});
after(() => site.stop());

test("everybody sees what is held about them, with why and for how long", async () => {
  const own = expect(await head.get("/account/personal-data"), 200).body;
  assert.equal(own.name, "Helene Brandt");
  const areas = new Set(own.items.map((item) => item.area));
  for (const area of ["identity", "account", "access"]) assert.ok(areas.has(area), area);
  assert.ok(own.items.every((item) => item.why && item.until));
  assert.ok(own.items.find((item) => item.kind === "token").data.every((datum) => !JSON.stringify(datum).includes("ent_")));
  const page = expect(await head.page("/account/personal-data"), 200).text;
  assert.match(page, /Your personal data/);
  assert.match(page, /\/account\/personal-data\/export\?format=csv/);
  assert.match(expect(await head.page("/account"), 200).text, /href="\/account\/personal-data"/);
  assert.doesNotMatch(page, /\/erase"/);
});

test("the file holds the same and what one did; as CSV one row for each datum", async () => {
  const file = expect(await head.get("/account/personal-data/export"), 200);
  assert.match(file.headers.get("content-disposition"), /attachment; filename="personal-data\.json"/);
  assert.match(file.headers.get("cache-control"), /no-store/);
  assert.ok(Array.isArray(file.body.events));
  const csv = expect(await head.get("/account/personal-data/export?format=csv"), 200);
  assert.match(csv.headers.get("content-type"), /^text\/csv/);
  assert.match(csv.text, /^area,kind,id,title,since,until,why,field,value\r?\n/);
  assert.match(csv.text, /Helene Brandt/);
  assert.deepEqual(expect(await head.get("/account/personal-data/export?format=pdf"), 422).body.errors[0].pointer, "/format");
});

test("an invitation that still holds is told, and not for which alliance", async () => {
  const person = people.find((one) => one.email && one.organisation.id === named("Helene Brandt").organisation.id && !site.users().some((has) => has.email === one.email));
  site.must(["user", "invite", person.email, "--name", person.name]);
  const { items } = expect(await admin.get(`${base(person.id)}/personal-data`), 200).body;
  const invitation = items.find((item) => item.area === "invitation");
  assert.equal(invitation.title, person.email);
  assert.deepEqual(invitation.data.map((datum) => datum.field), ["by", "expires_at"]);
});

test("an administrator does it for own people, nobody else does, and not across organisations", async () => {
  const person = named("Katharina Lenz");
  const list = expect(await admin.get(`${base(person.id)}/personal-data`), 200).body;
  assert.equal(list.name, "Katharina Lenz");
  assert.ok(list.items.some((item) => item.area === "record" && item.title === null && item.href === null), "an administrator reads no alliance by that role");
  assert.match(expect(await admin.page(`/people/${person.id}`), 200).text, new RegExp(`${base(person.id)}/personal-data`));
  assert.doesNotMatch(expect(await head.page(`/people/${person.id}`), 200).text, /personal-data/);
  expect(await admin.get(`${base(person.id)}/personal-data/export`), 200);
  for (const path of ["/personal-data", "/personal-data/export", "/erase"]) {
    expect(await head.get(base(person.id) + path), 403);
    expect(await partner.get(base(person.id) + path), 404);
    expect(await admin.get(`/administration/people/00000000-0000-7000-8000-000000000000${path}`), 404);
  }
  expect(await partner.post(`${base(person.id)}/erase`, { confirm: person.name }), 404);
  expect(await head.post(`${base(person.id)}/erase`, { confirm: person.name }), 403);
  const own = expect(await admin.get("/account/personal-data"), 200).body.person;
  expect(await admin.get(`${base(own)}/erase`), 403);
});

test("erasing asks for the name, says what it does, keeps the records and the chains", async () => {
  const person = named("Katharina Lenz");
  const before = expect(await head.get("/memberships?limit=200"), 200).body.items;
  const preview = expect(await admin.get(`${base(person.id)}/erase`), 200).body;
  assert.ok(preview.records.length > 0);
  assert.match(preview.pseudonym, /^Former person [0-9a-f]{8}$/);
  const page = expect(await admin.page(`${base(person.id)}/erase`), 200).text;
  assert.match(page, /To go on, type the name: Katharina Lenz/);
  assert.deepEqual(expect(await admin.post(`${base(person.id)}/erase`, { confirm: "Lenz" }), 422).body.errors[0].pointer, "/confirm");
  assert.match(expect(await admin.form(`${base(person.id)}/erase`, { confirm: "Lenz" }), 422).text, /exactly as it is shown/);
  const done = expect(await admin.post(`${base(person.id)}/erase`, { confirm: "Katharina Lenz" }), 200).body;
  assert.equal(done.name, preview.pseudonym);
  expect(await admin.post(`${base(person.id)}/erase`, { confirm: done.name }), 409);
  assert.match(expect(await admin.page(`${base(person.id)}/erase`), 200).text, /Erased already/);
  const after = expect(await head.get(`/people/${person.id}`), 200).body;
  assert.deepEqual([after.name, after.email, after.title], [done.name, null, null]);
  assert.equal(expect(await head.get("/memberships?limit=200"), 200).body.items.length, before.length);
  const found = expect(await head.get(`/search?q=${encodeURIComponent("Katharina Lenz")}`), 200).body.items;
  assert.ok(found.every((hit) => !hit.title.includes("Katharina Lenz")));
  const verdict = JSON.parse(must(["verify", "--store", site.store, "--json"]));
  assert.equal(verdict.holds, true);
  assert.ok(verdict.erased > 0);
  assert.ok(verdict.erasures.every((one) => one.reason === "person" && one.at && one.chain && one.sequences.length > 0));
  const log = expect(await head.get("/events?kind=erasure"), 200).body.items;
  assert.ok(log.length > 0);
  assert.match(expect(await head.page("/events?kind=erasure"), 200).text, /data was erased on request/);
});

test("a form erases, too", async () => {
  const person = people.find((one) => !["Katharina Lenz", "Helene Brandt", "Tobias Krug"].includes(one.name) && one.owner === people[0].owner);
  const sent = expect(await admin.form(`${base(person.id)}/erase`, { confirm: person.name }), 303);
  assert.equal(sent.headers.get("location"), `${base(person.id)}/personal-data`);
  assert.match(expect(await admin.page(`${base(person.id)}/personal-data`), 200).text, /has been erased/);
});
