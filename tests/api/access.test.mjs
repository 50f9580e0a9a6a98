// What opens an account: the second factor, scopes of tokens, lost passwords, the change of an e-mail, a partner's own
// people, errors that tell nothing, and storms.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { ADMIN, asker, cookieOf, expect, HEAD, PARTNER, signedIn } from "./make.mjs";

const PASSWORD = "nine green bottles";
let site, admin;
before(async () => {
  site = await start();
  admin = asker(site, ADMIN);
});
after(() => site.stop());

const path = (link) => new URL(link).pathname;
const enter = (email, password) => site.api("POST", "/sign-in", { body: { email, password } });

/** The code that an app shows `steps` steps of 30 seconds from now. */
function code(key, steps = 0) {
  const bits = [...key].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const sum = createHmac("sha1", bytes).update(counter).digest();
  const number = (sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000;
  return String(number).padStart(6, "0");
}

/** Somebody of the host with an account and a password, signed in. */
async function somebody(name, roles = ["member"]) {
  const email = `${name.toLowerCase()}@altmark-motoren.example`;
  const { link } = expect(await admin.post("/administration/invitations", { name, email, roles }), 201).body;
  const taken = expect(await site.api("POST", path(link), { body: { password: PASSWORD } }), 200);
  const me = await signedIn(site, email, cookieOf(taken));
  return { email, me, id: expect(await me.get("/account"), 200).body.id };
}

test("a second factor: set up, asked for, replayed, recovered, taken away", async () => {
  const { email, me, id } = await somebody("Faktor");
  assert.equal(expect(await me.get("/account/second-factor"), 200).body.begun, false);
  const { key, uri } = expect(await me.post("/account/second-factor", { current_password: PASSWORD }), 201).body;
  assert.match(uri, /^otpauth:\/\/totp\/Entente:faktor%40/);
  const page = expect(await me.page("/account/second-factor"), 200).text;
  assert.match(page, /<path d="M\d/);
  const { codes } = expect(await me.post("/account/second-factor/confirm", { code: code(key, -1) }), 201).body;
  assert.equal(codes.length, 10);

  const first = expect(await enter(email, PASSWORD), 200);
  assert.deepEqual(first.body, { signed_in: false, waits_for: "code" });
  const waiting = await signedIn(site, email, cookieOf(first));
  for (const where of ["/account", "/alliances", "/events", "/administration", "/search?q=a", "/roles"]) expect(await waiting.get(where), 401);
  expect(await waiting.post("/account/sessions/end"), 401);
  assert.equal(expect(await waiting.get("/sign-in/code"), 200).body.waits_for, "code");
  assert.equal(expect(await waiting.page("/account"), 303).headers.get("location"), "/sign-in?next=/account");
  assert.equal(expect(await waiting.page("/sign-in?next=/account"), 303).headers.get("location"), "/sign-in/code?next=%2Faccount");
  assert.match(expect(await waiting.page("/sign-in/code"), 200).text, /One more step/);
  expect(await waiting.post("/sign-in/code", { code: code(key, -1) }), 422); // was used to confirm
  assert.match(expect(await waiting.form("/sign-in/code", { code: "123" }), 422).text, /not right, or was used/);
  const now = code(key);
  const passed = expect(await waiting.post("/sign-in/code", { code: now }), 200);
  assert.equal(passed.body.signed_in, true);
  expect(await waiting.get("/account"), 401); // the waiting session is over
  const whole = await signedIn(site, email, cookieOf(passed));
  expect(await whole.get("/account"), 200);

  const link = await site.api("GET", path(site.link(email)));
  assert.equal(link.body.waits_for, "code", "after a sign-in link, too");
  const again = await signedIn(site, email, cookieOf(link));
  expect(await again.post("/sign-in/code", { code: now }), 422);
  const recovered = expect(await again.post("/sign-in/code", { code: codes[0].toUpperCase() }), 200);
  const back = await signedIn(site, email, cookieOf(recovered));
  assert.equal(expect(await back.get("/account"), 200).body.second_factor.codes_left, 9);
  const others = expect(await back.post("/account/second-factor/codes", { current_password: PASSWORD, code: codes[1] }), 201).body.codes;
  expect(await back.post("/account/second-factor/off", { current_password: PASSWORD, code: codes[2] }), 422);
  expect(await back.post("/account/second-factor/off", { current_password: PASSWORD, code: others[0] }), 200);
  assert.equal(expect(await enter(email, PASSWORD), 200).body.signed_in, true);
  expect(await admin.post(`/administration/accounts/${id}/second-factor-off`), 200);
  const happened = expect(await back.get("/account"), 200).body.happened.map((event) => event.action);
  for (const action of ["second-factor.on", "second-factor.off", "recovery-code.used", "session.started"]) assert.ok(happened.includes(action), action);
});

test("an organisation demands a second factor of its people", async () => {
  const { email, me } = await somebody("Pflicht");
  const chief = await signedIn(site, ADMIN);
  expect(await me.post("/administration/second-factor", { demanded: true }), 403);
  expect(await admin.post("/administration/second-factor", { demanded: true }), 200);
  expect(await me.get("/account"), 401); // held until there is one
  expect(await chief.get("/account"), 401);
  const held = expect(await enter(email, PASSWORD), 200);
  assert.equal(held.body.waits_for, "set-up");
  const waiting = await signedIn(site, email, cookieOf(held));
  expect(await waiting.get("/sign-in/set-up"), 200);
  const { key } = expect(await waiting.post("/sign-in/set-up"), 201).body;
  const confirmed = expect(await waiting.post("/sign-in/set-up/confirm", { code: code(key) }), 201);
  const whole = await signedIn(site, email, cookieOf(confirmed));
  assert.equal(expect(await whole.get("/account"), 200).body.second_factor.on, true);
  const used = confirmed.body.codes[0];
  expect(await whole.post("/account/second-factor/off", { current_password: PASSWORD, code: used }), 409);
  expect(await admin.post("/administration/second-factor", { demanded: false }), 200);
});

test("a token is narrowed, and says which scope lacks", async () => {
  const head = await signedIn(site, HEAD);
  const token = async (fields) => expect(await head.post("/account/tokens", { name: "narrow", ...fields }), 201).body.token;
  const as = (secret) => (method, where, body) => site.api(method, where, { token: secret, body });
  const all = expect(await head.get("/alliances"), 200).body.items;

  const reads = as(await token({ access: "read" }));
  assert.equal(expect(await reads("GET", "/alliances"), 200).body.items.length, all.length);
  assert.match(expect(await reads("POST", "/alliances", { name: "No" }), 403).body.detail, /may only read/);
  assert.match(expect(await reads("POST", "/goals", { name: "No" }), 403).body.detail, /may only read/);

  const people = as(await token({ access: "change", groups: ["people"] }));
  assert.ok(expect(await people("GET", "/people"), 200).body.items.length > 0);
  assert.deepEqual(expect(await people("GET", "/alliances"), 200).body.items, []);
  expect(await people("GET", `/alliances/${all[0].id}`), 404);
  assert.match(expect(await people("POST", "/alliances", { name: "No" }), 403).body.detail, /only for: people/);

  const one = as(await token({ access: "read", alliance: all[0].id }));
  assert.deepEqual(expect(await one("GET", "/alliances"), 200).body.items.map((item) => item.id), [all[0].id]);
  expect(await one("GET", `/alliances/${all[1].id}`), 404);
  assert.deepEqual(expect(await one("GET", "/people"), 200).body.items, []);

  const listed = expect(await head.get("/account"), 200).body.tokens.find((item) => item.alliance === all[0].id);
  assert.equal(listed.access, "read");
  assert.match(expect(await head.page("/account"), 200).text, /only read; People and units|read and change; People and units/);
  for (const [field, value] of [["access", "all"], ["groups", ["gold"]], ["alliance", "00000000-0000-7000-8000-000000000000"]]) {
    const refused = expect(await head.post("/account/tokens", { name: "x", [field]: value }), 422);
    assert.deepEqual(refused.body.errors.map((error) => error.pointer), [`/${field}`]);
  }
});

test("sessions are listed, and all others end at once", async () => {
  const { email, me } = await somebody("Sitz");
  const other = await signedIn(site, email, cookieOf(expect(await enter(email, PASSWORD), 200)));
  const { sessions } = expect(await me.get("/account"), 200).body;
  assert.equal(sessions.length, 2);
  assert.deepEqual(sessions.map((session) => session.here).sort(), [false, true]);
  expect(await me.post("/account/sessions/end"), 200);
  expect(await other.get("/account"), 401);
  expect(await me.get("/account"), 200);
});

test("a lost password: asked for alike, reset by a link, every session ends", async () => {
  const { email, me, id } = await somebody("Verloren");
  expect(await site.api("GET", "/forgotten"), 200);
  const known = expect(await site.api("POST", "/forgotten", { body: { email } }), 200);
  const unknown = expect(await site.api("POST", "/forgotten", { body: { email: "nobody@altmark-motoren.example" } }), 200);
  assert.equal(known.text, unknown.text);
  const seen = expect(await admin.get("/administration"), 200).body.accounts;
  assert.deepEqual(seen.filter((account) => account.reset_asked_at).map((account) => account.email), [email]);
  assert.match(expect(await admin.page("/administration"), 200).text, /asked for a new password/);
  expect(await asker(site, PARTNER).post(`/administration/accounts/${id}/reset`), 403);
  const { link } = expect(await admin.post(`/administration/accounts/${id}/reset`), 201).body;
  assert.equal(expect(await site.api("GET", path(link)), 200).body.email, email);
  expect(await site.api("POST", path(link), { body: { password: "short" } }), 422);
  expect(await site.api("POST", path(link), { body: { password: "seven red lanterns" } }), 200);
  expect(await site.api("POST", path(link), { body: { password: "seven red lanterns" } }), 410);
  expect(await site.api("GET", path(link)), 410);
  expect(await me.get("/account"), 401);
  expect(await enter(email, PASSWORD), 401);
  expect(await enter(email, "seven red lanterns"), 200);
});

test("an e-mail is changed with the person's record, and tells nothing of others", async () => {
  const { me } = await somebody("Wechsel");
  const change = (email, current_password = PASSWORD) => me.post("/account/email", { email, current_password });
  expect(await change("neu@altmark-motoren.example", "wrong"), 422);
  const free = expect(await change("neu@altmark-motoren.example"), 200);
  const taken = expect(await change(PARTNER), 200); // somebody's at a partner
  assert.equal(free.text, taken.text);
  assert.deepEqual(expect(await change(HEAD), 422).body.errors.map((error) => error.pointer), ["/email"]); // a colleague's
  assert.equal(expect(await me.get("/account"), 200).body.email, PARTNER);
});

test("a partner's first person is invited, and then the partner looks after its own", async () => {
  const head = await signedIn(site, HEAD);
  const alliance = expect(await head.post("/alliances", { name: "Leuchtturm" }), 201).body;
  const firm = expect(await head.post("/organisations", { name: "Faro SA", kind: "partner" }), 201).body;
  expect(await head.post("/parties", { alliance: alliance.id, organisation: firm.id }), 201);
  const where = `/alliances/${alliance.id}/invitations`;
  assert.deepEqual(expect(await head.get(where), 200).body.parties, [{ id: firm.id, name: "Faro SA" }]);
  expect(await admin.get(where), 404);
  const wish = { organisation: firm.id, name: "Ana Faro", email: "ana@faro.example" };
  expect(await asker(site, HEAD).post(where, wish), 403); // not by token
  const { link } = expect(await head.post(where, wish), 201).body;
  assert.match(expect(await head.page(where), 200).text, /Ana Faro, Faro SA/);
  assert.match(expect(await site.api("GET", path(link), { accept: "text/html" }), 200).text, /invites you to the alliance Leuchtturm/);
  const taken = expect(await site.api("POST", path(link), { body: { password: PASSWORD } }), 200);
  const ana = await signedIn(site, wish.email, cookieOf(taken));
  const own = expect(await ana.get("/administration"), 200).body;
  assert.deepEqual(own.accounts.map((account) => account.email), ["ana@faro.example"]);
  assert.deepEqual(expect(await ana.get("/alliances"), 200).body.items.map((item) => item.name), ["Leuchtturm"]);
  expect(await ana.post("/administration/invitations", { name: "Rui Faro", email: "rui@faro.example", roles: ["member"] }), 201);
  assert.deepEqual(expect(await head.get(where), 200).body.parties, []);
  expect(await head.post(where, { ...wish, email: "other@faro.example" }), 422);
  assert.ok(!expect(await admin.get("/administration"), 200).body.accounts.some((account) => account.email.endsWith("faro.example")));
  expect(await admin.post(`/administration/accounts/${own.accounts[0].id}/link`), 404);
  expect(await admin.post(`/administration/accounts/${own.accounts[0].id}/reset`), 404);
});
