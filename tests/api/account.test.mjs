// Signing in and out, one's own account, administration, roles.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { ADMIN, asker, cookieOf, expect, HEAD, PARTNER, signedIn } from "./make.mjs";

let site, api, admin;
before(async () => {
  site = await start();
  api = asker(site, HEAD);
  admin = asker(site, ADMIN);
});
after(() => site.stop());

const path = (link) => link.slice(site.url.length);

test("a one-time link signs in once", async () => {
  const link = path(site.link(HEAD));
  const used = expect(await site.api("GET", link, { accept: "text/html" }), 303);
  assert.equal(used.headers.get("location"), "/");
  const cookie = cookieOf(used);
  assert.ok(cookie);
  assert.equal(expect(await site.api("GET", "/account", { headers: { Cookie: cookie } }), 200).body.email, HEAD);
  const again = expect(await site.api("GET", link, { accept: "text/html" }), 410);
  assert.match(again.text, /This link does not work any more/);
  assert.match(again.text, /Ask the administrator/);
  assert.equal(expect(await site.api("GET", link), 410).body.code, "gone");
  assert.equal(expect(await site.api("GET", path(site.link(HEAD))), 200).body.signed_in, true);
  expect(await site.api("GET", "/link/nonsense"), 410);
});

test("a password is set, signs in, and a wrong one does not", async () => {
  const me = await signedIn(site, HEAD);
  expect(await api.post("/account/password", { password: "nine green bottles" }), 403);
  for (const password of ["short", HEAD, "password1234"]) {
    const refused = expect(await me.post("/account/password", { password }), 422);
    assert.deepEqual(refused.body.errors.map((error) => error.pointer), ["/password"]);
  }
  const page = expect(await me.form("/account/password", { password: "short" }), 422);
  assert.match(page.text, /id="password-error">Too short/);
  assert.equal(expect(await me.post("/account/password", { password: "nine green bottles" }), 200).body.has_password, true);
  const other = expect(await me.post("/account/password", { password: "nine green bottles hanging", current_password: "ten" }), 422);
  assert.deepEqual(other.body.errors.map((error) => error.pointer), ["/current_password"]);
  expect(await me.form("/account/password", { password: "nine green bottles hanging", current_password: "nine green bottles" }), 303);

  const right = expect(await site.api("POST", "/sign-in", { body: { email: HEAD, password: "nine green bottles hanging" } }), 200);
  const cookie = cookieOf(right);
  expect(await site.api("GET", "/account", { headers: { Cookie: cookie } }), 200);
  const wrong = expect(await site.api("POST", "/sign-in", { body: { email: HEAD, password: "nine green bottles" } }), 401);
  assert.equal(wrong.body.code, "signed-out");
  assert.match(wrong.body.detail, /not right/);
  assert.equal(cookieOf(wrong), undefined);
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const typed = (fields) => site.api("POST", "/sign-in", { accept: "text/html", headers: form, body: new URLSearchParams(fields).toString() });
  const refused = expect(await typed({ email: "somebody@example.com", password: "whatever it is", next: "/people" }), 401);
  assert.match(refused.text, /value="somebody@example.com"/);
  assert.match(refused.text, /name="next" value="\/people"/);
  const led = expect(await typed({ email: HEAD, password: "nine green bottles hanging", next: "/people" }), 303);
  assert.equal(led.headers.get("location"), "/people");
  const away = expect(await typed({ email: HEAD, password: "nine green bottles hanging", next: "//evil.example" }), 303);
  assert.equal(away.headers.get("location"), "/");
});

test("the page to sign in; signing out", async () => {
  assert.equal(expect(await site.api("GET", "/sign-in"), 200).body.signed_in, false);
  assert.match(expect(await site.api("GET", "/sign-in?next=/people", { accept: "text/html" }), 200).text, /name="next" value="\/people"/);
  const cookie = cookieOf(expect(await site.api("GET", path(site.link(HEAD)), { accept: "text/html" }), 303));
  const page = expect(await site.api("GET", "/account", { headers: { Cookie: cookie }, accept: "text/html" }), 200);
  const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)[1];
  const leave = (body) =>
    site.api("POST", "/sign-out", { accept: "text/html", body, headers: { Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" } });
  expect(await leave("csrf=forged"), 403);
  assert.equal(expect(await leave(`csrf=${encodeURIComponent(csrf)}`), 303).headers.get("location"), "/sign-in");
  expect(await site.api("GET", "/account", { headers: { Cookie: cookie } }), 401);
  assert.equal(expect(await api.post("/sign-out"), 200).body.signed_in, false);
});

test("tokens are made, shown once, and ended", async () => {
  expect(await asker(site, HEAD).post("/account/tokens", { name: "A token's token" }), 403);
  const api = await signedIn(site, HEAD);
  const made = expect(await api.post("/account/tokens", { name: "A script", days: 7 }, { "Idempotency-Key": "token-1" }), 201).body;
  assert.match(made.token, /^ent_/);
  const bearer = { Authorization: `Bearer ${made.token}` };
  const own = expect(await site.api("GET", "/account", { headers: bearer }), 200).body;
  assert.ok(!JSON.stringify(own).includes(made.token));
  const { id } = own.tokens.find((token) => token.name === "A script");
  const refused = expect(await api.post("/account/tokens", { name: "" }), 422);
  assert.deepEqual(refused.body.errors.map((error) => error.pointer), ["/name"]);
  assert.match(expect(await api.form("/account/tokens", { name: "" }), 422).text, /id="token-error"/);
  const page = expect(await api.form("/account/tokens", { name: "By the page", days: "30" }), 201);
  assert.match(page.text, /value="ent_[^"]+"/);
  assert.equal(expect(await api.post(`/account/access/${id}/end`), 200).body.ended, true);
  expect(await site.api("GET", "/account", { headers: bearer }), 401);
  expect(await api.post(`/account/access/${id}/end`), 404);
  expect(await asker(site, ADMIN).post(`/account/access/${own.tokens.find((token) => token.id !== id).id}/end`), 404);
});

test("the account's page shows where one is signed in", async () => {
  const page = expect(await api.page("/account"), 200).text;
  assert.match(page, /Helene Brandt, helene\.brandt@/);
  assert.match(page, /Head of alliances/);
  assert.match(page, /Where you are signed in/);
});

test("administration: accounts, invitation, roles, disable, enable, link", async () => {
  expect(await api.get("/administration"), 403);
  expect(await api.post("/administration/invitations", { person: "x", roles: [] }), 403);
  const view = expect(await admin.get("/administration"), 200).body;
  assert.ok(view.accounts.some((account) => account.email === HEAD));
  assert.ok(view.accounts.every((account) => account.email.endsWith("altmark-motoren.example")), "only those of one's own");
  assert.match(expect(await admin.page("/administration"), 200).text, /accounts at Altmark Motorenwerke\./);

  const own = view.accounts[0].organisation;
  const person = expect(await admin.post("/people", { name: "Nora Neu", organisation: own, email: "nora.neu@altmark-motoren.example" }), 201).body;
  assert.ok(expect(await admin.get("/administration"), 200).body.people.some((item) => item.id === person.id));
  const invite = (body) => admin.post("/administration/invitations", body);
  expect(await invite({ person: person.id, roles: ["emperor"] }), 422);
  expect(await invite({ roles: ["viewer"] }), 422);
  expect(await invite({ person: "00000000-0000-7000-8000-000000000000", roles: [] }), 404);
  const { link } = expect(await invite({ person: person.id, roles: ["viewer"] }), 201).body;
  const waiting = expect(await admin.get("/administration"), 200).body;
  assert.ok(waiting.invitations.some((item) => item.name === "Nora Neu"));
  assert.ok(!waiting.accounts.some((account) => account.name === "Nora Neu"), "nobody has an account before taking it up");
  const shown = expect(await site.api("GET", path(link)), 200).body;
  assert.equal(shown.organisation, "Altmark Motorenwerke");
  assert.equal(shown.alliance, null);
  const taken = expect(await site.api("POST", path(link), { body: { password: "four blue kettles" } }), 200);
  const cookie = cookieOf(taken);
  expect(await site.api("GET", path(link)), 410);
  const made = expect(await admin.get("/administration"), 200).body.accounts.find((account) => account.name === "Nora Neu");
  expect(await invite({ person: person.id, roles: ["viewer"] }), 409);
  assert.deepEqual(expect(await site.api("GET", "/account", { headers: { Cookie: cookie } }), 200).body.roles, ["viewer"]);

  const account = `/administration/accounts/${made.id}`;
  expect(await admin.post(`${account}/roles`, { roles: ["member", "viewer"] }), 200);
  assert.deepEqual(expect(await site.api("GET", "/account", { headers: { Cookie: cookie } }), 200).body.roles.sort(), ["member", "viewer"]);
  expect(await admin.post(`${account}/disable`), 200);
  expect(await site.api("GET", "/account", { headers: { Cookie: cookie } }), 401);
  expect(await admin.post(`${account}/link`), 409);
  expect(await admin.post(`${account}/enable`), 200);
  assert.match(expect(await admin.post(`${account}/link`), 201).body.link, /\/link\//);
  assert.match(expect(await admin.form(`${account}/link`, {}), 201).text, /Hand this link to Nora Neu\. It signs in once/);
  expect(await admin.form(`${account}/disable`, {}), 303);
  const me = expect(await admin.get("/account"), 200).body.id;
  expect(await admin.post(`/administration/accounts/${me}/disable`), 409);
});

test("a form invites with several roles; an invitation is taken back", async () => {
  const fields = new URLSearchParams([["name", "Olaf Ohm"], ["email", "olaf.ohm@altmark-motoren.example"], ["roles[]", "member"], ["roles[]", "executive"]]);
  const page = expect(await admin.form("/administration/invitations", fields), 201).text;
  assert.match(page, /Hand this link to Olaf Ohm/);
  const link = /value="[^"]*(\/invitation\/[^"]+)"/.exec(page)[1];
  const [waiting] = expect(await admin.get("/administration"), 200).body.invitations.filter((item) => item.name === "Olaf Ohm");
  assert.deepEqual(waiting.roles.sort(), ["executive", "member"]);
  assert.match(expect(await site.api("GET", link, { accept: "text/html" }), 200).text, /Tobias Krug of Altmark Motorenwerke invites you/);
  const weak = expect(await site.api("POST", link, { body: { password: "short" } }), 422);
  assert.deepEqual(weak.body.errors.map((error) => error.pointer), ["/password"]);
  expect(await asker(site, PARTNER).post(`/invitations/${waiting.id}/revoke`), 404);
  expect(await admin.post(`/invitations/${waiting.id}/revoke`), 200);
  expect(await admin.post(`/invitations/${waiting.id}/revoke`), 404);
  assert.match(expect(await site.api("GET", link, { accept: "text/html" }), 410).text, /An invitation works once/);
  expect(await site.api("POST", link, { body: { password: "four blue kettles" } }), 410);
});

test("the matrix of rights, for everybody", async () => {
  const partner = asker(site, PARTNER);
  const { items } = expect(await partner.get("/roles"), 200).body;
  assert.deepEqual(items, expect(await admin.get("/roles"), 200).body.items, "host and partner alike");
  const cell = (group, role, audience) =>
    items.find((row) => row.group === group).rights.find((item) => item.role === role && item.audience === audience).actions;
  assert.deepEqual(cell("money", "head", "owner"), ["read", "create", "change", "withdraw", "share"]);
  assert.deepEqual(cell("work", "viewer", "circle"), ["read"]);
  assert.deepEqual(cell("accounts", "administrator", "owner"), ["read", "create", "change", "withdraw"]);
  for (const row of items) assert.deepEqual(cell(row.group, "administrator", "circle"), [], "an administrator reads no alliance");
  assert.match(expect(await partner.page("/roles"), 200).text, /An administrator looks after accounts, and reads no alliance/);
});
