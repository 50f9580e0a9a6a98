// Changes are told as they come, to whoever may read them, and to nobody else.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { start } from "../lib/entente.mjs";
import { asker, cookieOf, expect } from "./make.mjs";

const HELENE = "helene.brandt@altmark-motoren.example";
const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";
const SILENT_MS = 6_000, IMPATIENT_MS = 15_000; // the store is looked at every three seconds

let site, ours, theirs, head, mobility;
before(async () => {
  site = await start();
  [head, ours, theirs] = [HELENE, KATHARINA, INES].map((email) => asker(site, email));
  mobility = expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id;
});
after(() => site.stop());

const note = (api, text, more = {}) => api.post("/notes", { about_kind: "alliances", about: mobility, text, ...more });
const objective = (api, statement, circle) => api.post(`/alliances/${mobility}/objectives`, { statement, ...(circle ? { circle } : {}) });
const newest = async (api) => expect(await api.get("/live"), 200).body.newest;

/** Waits for events as a browser does: what comes, and how long it took. */
async function listen(email, query = "", headers = {}) {
  const begun = Date.now();
  const reply = await site.api("GET", `/live${query}`, { token: site.token(email), accept: "text/event-stream", headers });
  const fields = Object.fromEntries(reply.text.split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
  return { ...fields, status: reply.status, type: reply.type, change: fields.data && JSON.parse(fields.data), took: Date.now() - begun };
}

test("who asks is told at once what others have done since, and what to ask next", async () => {
  const since = await newest(ours);
  expect(await objective(theirs, "Fewer empty cars"), 201);
  const { body } = expect(await ours.get(`/live?since=${since}`), 200);
  assert.equal(body.count, 1);
  assert.equal(body.what, "Inés Carrasco has just worked on “Fewer empty cars”");
  assert.ok(body.newest > since);
  assert.equal(expect(await ours.get(`/live?since=${body.newest}`), 200).body.count, 0);
  const own = expect(await theirs.get(`/live?since=${since}`), 200).body;
  assert.deepEqual([own.count, own.what], [1, ""]);
  expect(await objective(theirs, "More chargers"), 201);
  assert.equal(expect(await ours.get(`/live?since=${since}`), 200).body.what, "2 changes by others have just come in");
});

test("who waits is told when something changes, and goes on from there", async () => {
  const waiting = listen(KATHARINA, `?alliance=${mobility}`);
  await wait(500);
  expect(await objective(theirs, "One price list"), 201);
  const told = await waiting;
  assert.deepEqual([told.status, told.type, told.event, told.retry], [200, "text/event-stream", "change", "1000"]);
  assert.equal(told.change.what, "Inés Carrasco has just worked on “One price list”");
  assert.equal(told.id, told.change.newest);
  assert.ok(told.took < IMPATIENT_MS, `${told.took} ms`);
  const again = listen(KATHARINA, `?alliance=${mobility}&since=${"0".repeat(8)}-0000-7000-8000-000000000000`, { "Last-Event-ID": told.id });
  await wait(300);
  expect(await objective(theirs, "One brochure"), 201);
  assert.equal((await again).change.count, 1, "the newest that was told counts, not the address");
});

test("what somebody may not read wakes nobody, and other alliances do not where one is named", async () => {
  const [partner, elsewhere] = [listen(INES), listen(KATHARINA, `?alliance=${mobility}`)];
  await wait(300);
  expect(await objective(ours, "Our own floor", "side"), 201);
  const [silent, told] = await Promise.all([Promise.race([partner, wait(SILENT_MS)]), elsewhere]);
  assert.equal(told.change.count, 1);
  assert.equal(silent, undefined, "the partner's people have been told something");
  const others = expect(await head.get("/alliances?limit=200"), 200).body.items.filter(({ id }) => id !== mobility);
  const since = await newest(head);
  expect(await head.post(`/alliances/${others[0].id}/objectives`, { statement: "Elsewhere" }), 201);
  assert.equal(expect(await head.get(`/live?since=${since}&alliance=${mobility}`), 200).body.count, 0);
  assert.equal(expect(await head.get(`/live?since=${since}`), 200).body.count, 1);
});

test("what another program writes to the store is told, too", async () => {
  const waiting = listen(HELENE);
  await wait(300);
  site.must(["user", "add", "new.person@altmark-motoren.example", "--name", "New Person"]);
  const told = await waiting;
  assert.ok(told.change.count >= 1);
  assert.ok(told.took < IMPATIENT_MS, `${told.took} ms`);
});

test("what is asked wrongly is said with its place, and strangers wait for nothing", async () => {
  for (const [query, pointer] of [["since=yesterday", "/since"], ["alliance=Mobility", "/alliance"]]) {
    const { body } = expect(await ours.get(`/live?${query}`), 422);
    assert.equal(body.errors[0].pointer, pointer);
  }
  assert.equal((await site.api("GET", "/live", { accept: "text/event-stream" })).status, 401);
  assert.equal((await listen(KATHARINA, "?since=yesterday")).status, 422);
  assert.equal((await note(ours, "A note for the record")).status, 201);
});

test("a page says where it hears of changes; what answers a form does not", async () => {
  const page = expect(await ours.page(`/alliances/${mobility}`), 200).text;
  assert.match(page, new RegExp(`<main id="main"[^>]* data-live="/live\\?since=[0-9a-f-]{36}&amp;alliance=${mobility}"`));
  assert.doesNotMatch((await ours.page("/no/such/page")).text, /data-live/);
});

test("the server ends while somebody waits, and answers them first", async () => {
  const own = await start();
  const waiting = own.api("GET", "/live", { token: own.token(HELENE), accept: "text/event-stream" });
  await wait(500);
  const begun = Date.now();
  await own.halt();
  assert.equal((await waiting).status, 200);
  assert.ok(Date.now() - begun < IMPATIENT_MS);
  await own.stop();
});

test("a page that asks for itself takes nothing from the page that its reader sees next", async () => {
  const session = cookieOf(await site.api("GET", new URL(site.link(KATHARINA)).pathname, { accept: "text/html" }));
  const headers = { Cookie: `${session}; notice=done.notices` };
  const look = async (more) => expect(await site.api("GET", "/day", { headers: { ...headers, ...more }, accept: "text/html" }), 200);
  const alone = await look({ "Entente-Refresh": "1" });
  assert.ok(!alone.text.includes("page-notice"));
  assert.ok(!/notice=/.test(alone.headers.get("set-cookie") ?? ""));
  const seen = await look({});
  assert.ok(seen.text.includes("page-notice"));
  assert.match(seen.headers.get("set-cookie") ?? "", /notice=;/);
});
