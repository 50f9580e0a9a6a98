// What the tests of the interface share: records of any kind, made from what /KIND/new says of its fields.

import assert from "node:assert/strict";
import { must } from "../lib/entente.mjs";

export const HEAD = "helene.brandt@altmark-motoren.example";
export const ADMIN = "tobias.krug@altmark-motoren.example";
export const PARTNER = "femke.dewit@stroomhaven.example";

/** An asker: api.get("/x"), api.post("/x", body), … as that person. */
export function asker(site, email) {
  const token = email && site.token(email);
  const ask = (method) => (path, body, headers) => site.api(method, path, { token, body, headers });
  return {
    token,
    get: (path, headers) => site.api("GET", path, { token, headers }),
    post: ask("POST"),
    patch: ask("PATCH"),
    delete: (path, headers) => site.api("DELETE", path, { token, headers }),
    page: (path) => site.api("GET", path, { token, accept: "text/html" }),
    /** Sends a form as a browser without script would, but by token. */
    form: (path, fields) =>
      site.api("POST", path, {
        token,
        accept: "text/html",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

/** The session cookie that a reply sets. */
export const cookieOf = (reply) =>
  (reply.headers.get("set-cookie") ?? "").split(/, (?=[\w-]+=)/).find((cookie) => cookie.startsWith("entente_session="))?.split(";")[0];

/** The same as asker, for somebody who has signed in by a link, or who holds the session `cookie`. */
export async function signedIn(site, email, cookie) {
  const held = cookie ?? cookieOf(await site.api("GET", site.link(email).slice(site.url.length)));
  const page = await site.api("GET", "/account", { headers: { Cookie: held }, accept: "text/html" });
  const waiting = page.status === 200 ? page : await site.api("GET", "/sign-in/code", { headers: { Cookie: held }, accept: "text/html" });
  const whole = waiting.status === 200 ? waiting : await site.api("GET", "/sign-in/set-up", { headers: { Cookie: held }, accept: "text/html" });
  const headers = { Cookie: held, "X-CSRF-Token": /name="csrf" value="([^"]+)"/.exec(whole.text)?.[1] ?? "" };
  return {
    cookie: held,
    get: (path) => site.api("GET", path, { headers }),
    page: (path) => site.api("GET", path, { headers, accept: "text/html" }),
    post: (path, body, more) => site.api("POST", path, { headers: { ...headers, ...more }, body }),
    patch: (path, body, more) => site.api("PATCH", path, { headers: { ...headers, ...more }, body }),
    form: (path, fields) =>
      site.api("POST", path, {
        accept: "text/html",
        headers: { ...headers, "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

export const ifMatch = (version) => ({ "If-Match": `"${version}"` });

/** A reply that must have this status. */
export function expect(reply, status) {
  assert.equal(reply.status, status, reply.text.slice(0, 2000));
  return reply;
}

/** The routes of the program: [{method, path}]. */
export const routes = () => JSON.parse(must(["routes", "--json"]));

/** The kinds that the program has: those with a history at /KIND/{id}/history. */
export const kinds = () =>
  routes()
    .filter((route) => route.method === "GET" && /^\/[a-z_]+\/\{id\}\/history$/.test(route.path))
    .map((route) => route.path.split("/")[1]);

let count = 0;

function sample(field) {
  const n = ++count;
  switch (field.type) {
    case "text":
    case "long":
      return `Sample ${n}`;
    case "int":
      return field.min ?? 1;
    case "decimal":
      return 1.5;
    case "ratio":
      return 0.25;
    case "money":
      return { amount: 123450, currency: "EUR" };
    case "date":
      return "2026-04-01";
    case "instant":
      return "2026-04-01T10:00:00Z";
    case "bool":
      return true;
    case "choice":
      return field.choices[0].code;
    case "email":
      return `sample${n}@example.com`;
    case "domain":
      return `sample${n}.example.com`;
    case "country":
      return "DE";
    case "currency":
      return "EUR";
    case "zone":
      return "Europe/Berlin";
    case "url":
      return `https://example.com/page/${n}`;
    case "lei":
      return "5493001KJTIIGC8Y1R12";
    default:
      throw new Error(`no sample for ${field.type}`);
  }
}

/** An organisation becomes a member of a forum by accepting an invitation, and by nothing else: tests/api/forum.test.mjs. */
export const BY_CONSENT = "forum_members";

/** Makes alliance, parties and whatever a record needs, once; then bodies for any kind. */
export class Maker {
  #made = new Map();
  #periods = 0;

  constructor(api) {
    this.api = api;
  }

  async fields(plural) {
    return expect(await this.api.get(`/${plural}/new`), 200).body.fields;
  }

  /** One record of a kind for others to refer to. */
  async one(plural) {
    if (this.#made.has(plural)) return this.#made.get(plural);
    // Who founds a forum is its first member; others come by consent.
    if (plural === BY_CONSENT) return expect(await this.api.get(`/forum_members?forum=${(await this.one("forums")).id}`), 200).body.items[0];
    // Only what the partner sees can be agreed.
    this.#made.set(plural, await this.create(plural, plural === "deal_sheets" ? { circle: "joint" } : {}));
    // Who joins begins a new circle, and what went before is read only: both parties join before anything else.
    if (plural === "alliances") for (const which of ["first", "second"]) await this.party(which);
    return this.#made.get(plural);
  }

  async party(which) {
    if (!this.#made.has(which)) {
      const alliance = await this.one("alliances");
      const organisation = expect(await this.api.post("/organisations", { name: `Partner ${which}`, kind: "partner" }), 201).body;
      const made = await this.api.post("/parties", { alliance: alliance.id, organisation: organisation.id });
      this.#made.set(which, expect(made, 201).body);
    }
    return this.#made.get(which);
  }

  async reference(plural, field) {
    if (field.target === "parties") return (await this.party(/_b$|works_at|^to_party$/.test(field.name) ? "second" : "first")).id;
    if (plural === "parties" && field.name === "organisation") {
      return expect(await this.api.post("/organisations", { name: `Firm ${++count}` }), 201).body.id;
    }
    // There is one position of a side on an alliance, and one strength of an organisation at a capability.
    // A side answers, and says that it is ready, once.
    const answered = ["perceptions.trait", "exchange_seals.exchange", "rule_meanings.rule"].includes(`${plural}.${field.name}`);
    const once = answered || (plural === "stances" && field.name === "alliance") || (plural === "profiles" && field.name === "capability");
    // A rule is asked about once at a time, when it is agreed on, and people are there.
    if (plural === "campaigns" && field.name === "rule") return this.agreedRule();
    if (plural === "meaning_seals" && field.name === "rule") return (await this.create("rule_meanings")).rule;
    if (once) return (await this.create(field.target)).id;
    if (plural === "forum_invitations" && field.name === "alliance") return (await this.pair()).id;
    if (field.target === "people") return this.ownPerson();
    return (await this.one(field.target)).id;
  }

  /** An alliance with one partner, to whom nobody else reads what is said. */
  async pair() {
    const alliance = await this.create("alliances");
    const organisation = expect(await this.api.post("/organisations", { name: `Partner ${++count}`, kind: "partner" }), 201).body;
    expect(await this.api.post("/parties", { alliance: alliance.id, organisation: organisation.id }), 201);
    return alliance;
  }

  async agreedRule() {
    await this.create("memberships");
    return (await this.create("working_rules", { state: "agreed" })).id;
  }

  /** Somebody of the viewer's own firm; a new one each time, as teams take nobody twice. */
  async ownPerson() {
    const own = expect(await this.api.get("/organisations?kind=own"), 200).body.items[0];
    return expect(await this.api.post("/people", { name: `Person ${++count}`, organisation: own.id }), 201).body.id;
  }

  /** A body that creates a record of that kind, with all its fields, or the required ones only. */
  async body(plural, { all = true } = {}) {
    const body = {};
    for (const field of await this.fields(plural)) {
      if (field.set_by_us || (!all && !field.required) || field.name === "sample") continue;
      if (field.name === "about_kind") body[field.name] = "alliances";
      else if (field.name === "about") body[field.name] = (await this.one("alliances")).id;
      else if (field.type === "kind") body[field.name] = "alliances";
      else if (field.name === "terms") body[field.name] = "[]";
      else if (field.type !== "ref") body[field.name] = sample(field);
      else if (field.required) body[field.name] = await this.reference(plural, field);
    }
    delete body.lei;
    // A party's left_on ends it, a short span ends a membership, an act leaves its day: what is made here is to live.
    for (const name of ["left_on", "to_date", "closes", "clause_kinds", "running_cost", "taken", "delivered_on", "paid", "received", "next_model"]) delete body[name];
    for (const rule of ["repeats", "meets"]) if (body[rule]) body[rule] = "FREQ=MONTHLY;BYDAY=1TU";
    if (["ledger_entries", "outside_effects"].includes(plural)) for (const name of ["to_party", "answer", "corrects"]) delete body[name];
    // No day is settled twice: the first period holds the day of the samples, later ones come after it, day by day.
    if (plural === "alliances") delete body.term_end;
    if ((plural === "settlement_periods" || plural === "yearly_plans") && this.#periods++)
      body.starts = body.ends = new Date(Date.UTC(2027, 0, this.#periods)).toISOString().slice(0, 10);
    if (plural === "model_answers") Object.assign(body, { sharing: 1, specialisation: 0, allocation: 0 });
    if (body.year) body.year = 2026;
    return body;
  }

  async create(plural, more = {}) {
    return expect(await this.api.post(`/${plural}`, { ...(await this.body(plural)), ...more }), 201).body;
  }
}
