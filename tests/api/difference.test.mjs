// How sides see each other: written unseen, revealed at one moment, restated and used.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { ADMIN, asker, expect, ifMatch } from "./make.mjs";

const NADINE = "nadine.colbert@altmark-motoren.example";
const FEMKE = "femke.dewit@stroomhaven.example";
const INES = "ines.carrasco@rivera.example";

let site, ours, theirs, stranger, path;
before(async () => {
  site = await start();
  const people = expect(await asker(site, ADMIN).get("/people?limit=200"), 200).body.items;
  ours = asker(site, people.find(({ name }) => name.startsWith("Nadine"))?.email ?? NADINE);
  theirs = asker(site, FEMKE);
  stranger = asker(site, INES);
  path = `/alliances/${expect(await theirs.get("/alliances?name=Charging"), 200).body.items[0].id}`;
});
after(() => site.stop());

const begin = async (api) => expect(await api.post(`${path}/perception`, { title: "How we argue" }), 201).body.exchange;
const read = async (api, id) => expect(await api.get(`/exchanges/${id}`), 200).body;
/** Answers to all that a side is asked, each with that word. */
async function answers(api, id, word, position) {
  const { overview } = await read(api, id);
  const body = {};
  for (const { exchange_trait } of overview.traits)
    for (const { party } of overview.sides) {
      body[`position.${exchange_trait}.${party}`] = position;
      body[`words.${exchange_trait}.${party}`] = word;
    }
  return body;
}

test("not a byte of what a side reads changes with what another writes, until all are ready", async () => {
  const id = await begin(ours);
  const pages = [`/exchanges/${id}`, `/exchanges/${id}/history`, "/perceptions?limit=200&total=true", "/events?limit=200", "/search?q=kingfisher", path, `${path}/perception`, "/exchange_traits?limit=200", "/", "/day", "/account/personal-data", `${path}/withdrawn`, "/live?since=01980000-0000-7000-8000-000000000000"];
  const look = async (api) => {
    const seen = {};
    for (const page of pages) {
      const reply = expect(await api.get(page), 200);
      seen[page] = [reply.text, reply.headers.get("etag")];
      if (page.startsWith("/exchanges") || page === path) seen[`${page} page`] = (await api.page(page)).text.replace(/csrf[^>]*|data-live="[^"]*"/g, "");
    }
    seen.csv = (await site.api("GET", "/perceptions?limit=200", { token: api.token, accept: "text/csv" })).text;
    return seen;
  };
  const admin = asker(site, ADMIN);
  await look(ours); // what is made at the first look is there
  const [before, beforeAdmin] = [await look(ours), expect(await admin.get("/perceptions"), 200).text];
  const written = expect(await theirs.post(`/exchanges/${id}/views`, await answers(theirs, id, "kingfisher", 6)), 200).body;
  assert.deepEqual(written, { written: 16, missing: 0, revealed: false });
  const after = await look(ours);
  const moving = /"(at|now|since|seen)":"[^"]*"/g; // nothing else may differ
  for (const key of Object.keys(before)) assert.deepEqual(String(after[key]).replace(moving, ""), String(before[key]).replace(moving, ""), key);
  assert.equal(expect(await admin.get("/perceptions"), 200).text, beforeAdmin);
  const [one] = expect(await theirs.get("/perceptions?limit=200"), 200).body.items.filter(({ words }) => words === "kingfisher");
  for (const tail of ["", "/history", "/edit"]) expect(await ours.get(`/perceptions/${one.id}${tail}`), 404);
  // That a side is ready is known; of what it wrote, nothing.
  expect(await theirs.post("/exchange_seals", { exchange: id }), 201);
  assert.equal((await read(ours, id)).overview.sides.filter(({ sealed_on }) => sealed_on).length, 1);
  assert.doesNotMatch(JSON.stringify(await look(ours)), /kingfisher(?!&|"|\\)/);
  expect(await ours.post("/exchange_seals", { exchange: id }), 422);
  const last = expect(await ours.post(`/exchanges/${id}/views`, { ...(await answers(ours, id, "wagtail", 2)), ready: true }), 200).body;
  assert.deepEqual(last, { written: 16, missing: 0, revealed: true });
  for (const api of [ours, theirs]) {
    const { overview } = await read(api, id);
    assert.equal(overview.revealed, true);
    assert.deepEqual(overview.traits.map(({ views }) => views.length), Array(8).fill(4));
    assert.deepEqual([overview.traits[0].between, overview.traits[0].seen, overview.traits[0].counts], [4, 4, true]);
  }
  expect(await ours.post(`/exchanges/${id}/views`, await answers(ours, id, "late", 1)), 428);
  expect(await ours.patch(`/perceptions/${one.id}`, { words: "other" }, ifMatch(100)), 422);
  expect(await stranger.get(`/exchanges/${id}`), 404);
});

test("an answer is changed in the version that was read, and a seal taken back before the reveal", async () => {
  const id = await begin(theirs);
  const { overview } = await read(ours, id);
  const key = `${overview.traits[0].exchange_trait}.${overview.sides[0].party}`;
  assert.deepEqual(expect(await ours.post(`/exchanges/${id}/views`, { [`position.${key}`]: 3 }), 200).body, { written: 1, missing: 15, revealed: false });
  expect(await ours.post(`/exchanges/${id}/views`, { [`position.${key}`]: 4 }), 428);
  expect(await ours.post(`/exchanges/${id}/views`, { [`position.${key}`]: 4, [`version.${key}`]: 9 }), 412);
  expect(await ours.post(`/exchanges/${id}/views`, { [`position.${key}`]: 4, [`version.${key}`]: 1 }), 200);
  expect(await ours.post(`/exchanges/${id}/views`, { [`position.${key}`]: 8, [`version.${key}`]: 2 }), 422);
  expect(await ours.post(`/exchanges/${id}/views`, { ready: true }), 422);
  expect(await ours.post(`/exchanges/${id}/views`, []), 422);
  const form = Object.fromEntries(Object.entries(await answers(theirs, id, "by form", 5)).map(([name, value]) => [name, `${value}`]));
  const reply = expect(await theirs.form(`/exchanges/${id}/views`, { ...form, ready: "yes" }), 303);
  assert.equal(reply.headers.get("location"), `/exchanges/${id}`);
  const { seal } = (await read(theirs, id)).overview;
  expect(await ours.delete(`/exchange_seals/${seal.id}`, ifMatch(seal.version)), 422);
  expect(await theirs.delete(`/exchange_seals/${seal.id}`, ifMatch(seal.version)), 200);
  assert.equal((await read(ours, id)).overview.sides.some(({ sealed_on }) => sealed_on), false);
});

test("the register has each side's view, the restatement and the use, the unused first", async () => {
  const view = expect(await theirs.get(`${path}/perception`), 200).body;
  assert.equal(view.unused, 1);
  assert.deepEqual(view.differences.map(({ name, used }) => [name, used]), [["Finish", false], ["Pace", true]]);
  assert.equal(view.differences[1].views.length, 4);
  assert.match(view.answer, /^2 differences are known\. One of them was never used\./);
  const { version, difference } = { ...expect(await ours.get(`/differences/${view.differences[0].difference}`), 200).body, ...view.differences[0] };
  expect(await ours.patch(`/differences/${difference}`, { paid: "paid" }, ifMatch(version)), 422);
  const changed = expect(await ours.patch(`/differences/${difference}`, { used_for: "Tries run at the one's, checks at the other's.", paid: "paid" }, ifMatch(version)), 200).body;
  assert.equal(changed.paid, "paid");
  assert.equal(expect(await ours.get(`${path}/perception`), 200).body.unused, 0);
  assert.match(expect(await ours.page(`${path}/perception`), 200).text, /Exchanges of views/);
  expect(await stranger.get(`${path}/perception`), 404);
});
