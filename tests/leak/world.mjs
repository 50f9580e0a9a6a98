// Worlds: workspaces in which every record carries a mark of its own in every text. The first one made finds out how
// records of each kind are made (its forms say what they want) and writes down the steps; all others follow these
// steps, without what their group of viewers does not know.

import { copyFileSync, readFileSync } from "node:fs";
import { start, tempFolder } from "../lib/entente.mjs";
import { databaseOf, onPostgres, server, sql } from "../lib/stores.mjs";
import { EYES, FOREIGNER, isFramed, isKnown, isThere, ORGANISATIONS, PEOPLE, personOf, PLACES } from "./cast.mjs";
import { ask, must } from "./http.mjs";
import { marksIn, Names } from "./same.mjs";

export const data = JSON.parse(readFileSync(new URL("leak.json", import.meta.url), "utf8"));
const HTML = "text/html";
const PROXIED = { args: ["--behind-proxy"] }; // so that a request can say from where it comes
const LEFT_ON = "2026-03-01";
const emailOf = (name) => `${name.toLowerCase()}@example.com`;

class World {
  names = new Names();
  tokens = new Map();
  versions = new Map();

  constructor(site, group) {
    this.site = site;
    this.group = group;
    this.host = new URL(site.url).host;
  }

  /** An identifier of this world for "@label", and so on within a body; what is not here is left out. */
  body(step) {
    const body = {};
    for (const [field, value] of Object.entries(step.body)) {
      const label = typeof value === "string" && value.startsWith("@") ? value.slice(1) : null;
      if (label && !this.names.has(label)) continue;
      body[field] = label ? this.names.id(label) : value;
    }
    return body;
  }

  async person({ name, organisation, roles }) {
    const args = ["user", "add", emailOf(name), "--name", `Person ${name}`, ...roles.flatMap((role) => ["--role", role])];
    if (organisation !== "H") args.push("--organisation", this.names.id(`organisations/${organisation}`));
    if (name !== "H.root") this.site.must(args);
    this.tokens.set(name, this.site.must(["token", emailOf(name)]).trim().split("\n").pop());
    // Once somebody has signed in, an organisation's accounts are its own administrator's alone.
    if (roles.includes("head")) await this.ask({ path: new URL(this.site.link(emailOf(name))).pathname, headers: { Accept: HTML } });
    // As whoever has just come sees it: the own entry among the people of the own organisation.
    const seen = await must(this.site, this.tokens.get(name), "GET", "/account");
    this.names.set(`account ${name}`, seen.body.id);
    const head = this.tokens.get(organisation === "H" ? "H.root" : `${organisation}.head`);
    const people = await must(this.site, head, "GET", `/people?email=${emailOf(name)}`);
    this.names.set(`people/${name}`, people.body.items[0].id);
    if (name === "H.root") this.names.set("organisations/H", people.body.items[0].organisation);
  }

  /** Makes a record, keeps what it is called, and gives the reply. */
  async create(step) {
    const reply = await must(this.site, this.tokens.get(step.actor), "POST", `/${step.kind}`, this.body(step));
    if (reply.status === 201) {
      this.names.set(step.label, reply.body.id);
      this.versions.set(step.label, reply.body.version);
      if (reply.body.circle && !data.frame.includes(step.kind)) this.names.set(`circle ${step.place}`, reply.body.circle);
    }
    return reply;
  }

  async change(step) {
    const path = `/${step.kind}/${this.names.id(step.label)}${step.why ? `?why=${step.why}` : ""}`;
    const headers = { "If-Match": `"${this.versions.get(step.label)}"` };
    const reply = await must(this.site, this.tokens.get(step.actor), step.method, path, step.body && this.body(step), headers);
    if (reply.status === 200) this.versions.set(step.label, reply.body.version);
    return reply;
  }

  /** Names what the program has made by itself: the first that a query finds. */
  async find(step) {
    const query = Object.entries(step.query).map(([field, label]) => `${field}=${this.names.id(label)}`);
    const found = await must(this.site, this.tokens.get(step.actor), "GET", `/${step.kind}?${query.join("&")}`);
    this.names.set(step.label, found.body.items[0].id);
    return found;
  }

  async take(step) {
    if (step.does === "person") return this.person(step);
    if (step.does === "find") return this.find(step);
    const reply = await (step.does === "create" ? this.create(step) : this.change(step));
    if (reply.status >= 300) throw new Error(`${step.does} ${step.label} as ${step.actor}: ${reply.status} ${reply.text}`);
    return reply;
  }

  /** What passes outside the program: time, and an administrator's hand. */
  finish() {
    if (this.tokens.has("A.expired")) {
      const account = this.names.id("account A.expired");
      sql(this.site.store, `UPDATE access SET expires_at = 1 WHERE account_id = '${account}'`);
    }
    if (this.tokens.has("A.disabled")) this.site.must(["user", "disable", emailOf("A.disabled")]);
  }

  /** Tokens with which the viewers of a group see less than they may. */
  narrow(viewers) {
    for (const viewer of viewers.filter((one) => EYES[one]?.token)) {
      const { person, token } = EYES[viewer];
      const args = token.map((word) => (this.names.has(word) ? this.names.id(word) : word));
      this.tokens.set(viewer, this.site.must(["token", emailOf(person), ...args]).trim().split("\n").pop());
    }
  }

  ask(request) {
    return ask(this.site, request);
  }

  /** Another workspace with all that this one has, of which the server must be halted. */
  async copy() {
    const folder = tempFolder(), store = folder.store();
    const file = (address) => address.slice("sqlite:".length);
    if (onPostgres) sql(server, `CREATE DATABASE "${databaseOf(store)}" TEMPLATE "${databaseOf(this.site.store)}"`);
    else copyFileSync(file(this.site.store), file(store));
    const world = new World(await start({ ...PROXIED, workspace: "none", store }), null);
    world.folder = folder;
    world.names = this.names.copy();
    world.tokens = new Map(this.tokens);
    return world;
  }

  async stop() {
    await this.site.stop();
    this.folder?.remove();
  }
}

async function emptyWorld(group) {
  return new World(await start({ ...PROXIED, workspace: "init", organisation: "Organisation H", admin: emailOf("H.root") }), group);
}

const foreign = new Map();

/** The token of somebody of another workspace. */
export async function foreignToken() {
  if (foreign.has(FOREIGNER)) return foreign.get(FOREIGNER);
  const site = await start({ workspace: "init", organisation: "Organisation Z", admin: emailOf(FOREIGNER) });
  try {
    foreign.set(FOREIGNER, site.must(["token", emailOf(FOREIGNER)]).trim().split("\n").pop());
  } finally {
    await site.stop();
  }
  return foreign.get(FOREIGNER);
}

/** Whether the world of `group` has what a step does. */
function isPart(group, step) {
  if (!group) return true;
  if (step.does === "person") return isThere(group, step);
  if (step.party && step.party !== "H" && !group.partners.includes(step.party)) return false;
  if (step.member && !isThere(group, personOf(step.member))) return false;
  if (step.places) return step.places.some((place) => isKnown(group, place));
  if (step.frame) return isFramed(group, step.frame, step.member);
  return isKnown(group, step.place) || (step.partner && group.partners.includes(step.partner));
}

/**
 * Whether a seal tells the group that such an entry is there: the seal says so, and nothing of what the entry says. Then
 * its world has another in its place.
 */
const isSealed = (group, step) => group.places.includes(step.sealed);
const otherwise = (step) => ({ ...step, body: JSON.parse(JSON.stringify(step.body).replaceAll(step.mark, step.mark.replace("zk", "zo"))) });

/** A world by the steps of `plan`: for a group without what it does not know, or with everything (group null). */
export async function build(plan, group) {
  const world = await emptyWorld(group);
  try {
    for (const step of plan.steps) {
      if (isPart(group, step)) await world.take(step);
      else if (isSealed(group, step)) await world.take(otherwise(step));
    }
    world.finish();
    return world;
  } catch (error) {
    await world.stop();
    throw error;
  }
}

/* ---- Finding out how records are made ---- */

class Finder {
  steps = [];
  marks = new Map(); // mark → {label, kind, place, words}
  fields = new Map();
  placed = new Map(); // place → labels in the order in which they were made

  constructor(world) {
    this.world = world;
  }

  async step(step) {
    const reply = await this.world.take(step);
    this.steps.push(step);
    return reply;
  }

  /** A new mark of a record; `since`: a place whose readers know of it from earlier. */
  mark(label, kind, place, since) {
    const mark = `zk${String(1000 + this.marks.size)}`;
    this.marks.set(mark, { mark, label, kind, place, since, words: [] });
    return mark;
  }

  async formOf(kind) {
    if (!this.fields.has(kind)) {
      const reply = await must(this.world.site, this.world.tokens.get("H.root"), "GET", `/${kind}/new`);
      if (reply.status !== 200) throw new Error(`/${kind}/new: ${reply.status} ${reply.text}`);
      this.fields.set(kind, reply.body.fields);
    }
    return this.fields.get(kind);
  }

  /** A value for a field; texts have the mark in them. */
  value(mark, field, number) {
    const word = `${mark}${field.name.replaceAll("_", "")}`;
    const note = (text) => (this.marks.get(mark).words.push(word), text);
    switch (field.type) {
      case "text":
        return note(word);
      case "long":
        return note(`About ${word} of old`);
      case "email":
        return note(`${word}@example.com`);
      case "domain":
        return note(`${word}.example.com`);
      case "int":
        return 1 + (number % 3);
      case "decimal":
        return Number((1 + number / 1000).toFixed(3));
      case "ratio":
        return Number((0.1 + (number % 400) / 1000).toFixed(3));
      case "money":
        return { amount: 100_000 + 137 * number, currency: "EUR" };
      case "date":
        return `2026-0${1 + (number % 9)}-1${number % 9}`;
      case "instant":
        return `2026-0${1 + (number % 9)}-11T10:00:00Z`;
      case "bool":
        return number % 2 === 0;
      case "choice":
        return field.choices[0].code;
      case "country":
        return ["DE", "FR", "NL"][number % 3];
      case "currency":
        return "EUR";
      case "zone":
        return "Europe/Berlin";
      default:
        return null;
    }
  }

  /** The label of the record that a reference of the story leads to; null when there is none yet. */
  reference(kind, field, place, actor) {
    const own = actor.split(".")[0];
    const { alliance, circle, parties } = PLACES[place];
    const reach = alliance ?? (own === "B" ? "Y" : "X");
    const labels = {
      alliances: [`alliances/${reach}`],
      people: [`people/${actor}`],
      organisations: kind === "people" || kind === "units" ? [`organisations/${own}`] : [`organisations/o${own}`],
      parties: [`parties/${reach}.${/_b$|works_at|^to_party$/.test(field.name) ? (circle === "side" && parties[0] !== "H" ? parties[0] : parties[1] ?? (alliance === "Y" ? "B" : "A")) : "H"}`],
    };
    const joint = circle === "side" && data.joint_only.includes(field.target) && Object.keys(PLACES).filter((other) => PLACES[other].alliance === alliance && PLACES[other].circle === "joint" && PLACES[other].parties.includes(own)).pop();
    const candidates = labels[field.target] ?? [`${field.target}/${joint || place}`, `${field.target}/o${own}`];
    return candidates.find((label) => this.world.names.has(label)) ?? null;
  }

  async bodyOf(kind, label, place, actor) {
    const mark = this.mark(label, kind, place);
    // A list has a value for each of those who make one in the place.
    const second = label === `${kind}/${place}a`;
    const values = Object.fromEntries(Object.entries(data.values[kind] ?? {}).map(([name, value]) => [name, Array.isArray(value) ? value[second ? 1 : 0] : value]));
    const body = {};
    let number = this.marks.size;
    for (const field of await this.formOf(kind)) {
      if (field.set_by_us || field.name === "sample" || values[field.name] === null) continue;
      const about = this.placed.get(place)?.[0];
      if (field.name in values) body[field.name] = typeof values[field.name] === "string" ? values[field.name].replace("{mark}", mark) : values[field.name];
      else if (field.type === "kind") body[field.name] = about?.split("/")[0];
      else if (field.name === "about") body[field.name] = about && `@${about}`;
      else if (field.type === "ref") {
        const first = this.reference(kind, field, place, actor);
        const own = second && data.each_its_own.includes(`${kind}.${field.name}`);
        const to = own ? this.world.names.has(`${first}a`) && `${first}a` : first;
        if (to) body[field.name] = `@${to}`;
        else if (field.required) return (this.marks.delete(mark), null);
      } else body[field.name] = this.value(mark, field, number++);
    }
    return { body, mark };
  }

  /**
   * Makes a record of a kind in a place. What the program refuses and does not require is left out; false where the kind
   * has no place there, or what it needs is not there yet.
   */
  async record(kind, place, actor, tag = "") {
    const label = `${kind}/${place}${tag}`;
    const found = await this.bodyOf(kind, label, place, actor);
    if (!found) return false;
    const fields = this.fields.get(kind);
    const step = { does: "create", kind, label, place, actor, body: found.body, mark: found.mark };
    if (PLACES[place].circle && fields.some((field) => field.name === "alliance" && field.required)) step.body.circle = PLACES[place].circle;
    for (let tries = 0; tries < 6; tries++) {
      const reply = await this.world.create(step);
      if (reply.status === 201) {
        const where = PLACES[place].circle ?? "owner";
        if (reply.body.audience !== where) throw new Error(`${label} came to be in ${reply.body.audience}, not ${where}`);
        this.keepWords(found.mark, step.body);
        this.steps.push(step);
        if (this.nature(kind) !== "either") this.placed.set(place, [...(this.placed.get(place) ?? []), label]);
        await this.follow(step, reply.body, fields);
        return true;
      }
      const wrong = (reply.body?.errors ?? []).map((error) => error.pointer.split("/")[1]);
      if (wrong.includes("circle")) break;
      const left = this.leftOut(step.body, fields, wrong);
      if (left.length === 0) throw new Error(`a record of ${kind} in ${place} as ${actor} is refused; say in leak.json how it is made: ${reply.status} ${reply.text} ${JSON.stringify(step.body)}`);
      for (const name of left) delete step.body[name];
    }
    this.marks.delete(found.mark);
    return true;
  }

  /** What to leave out of a body that was refused: what is wrong, else all that is not required, texts last. */
  leftOut(body, fields, wrong) {
    const optional = fields.filter((field) => !field.required && field.name in body);
    const pointed = optional.filter((field) => wrong.includes(field.name));
    const noTexts = optional.filter((field) => field.type !== "text" && field.type !== "long");
    return [pointed, noTexts, optional].find((some) => some.length > 0)?.map((field) => field.name) ?? [];
  }

  /** The words that were sent in the end. */
  keepWords(mark, body) {
    const sent = JSON.stringify(body);
    this.marks.get(mark).words = this.marks.get(mark).words.filter((word) => sent.includes(word));
  }

  /** Each record is changed once, with a reason; of some kinds another one is withdrawn. */
  async follow(step, record, fields) {
    const given = data.values[step.kind] ?? {};
    const free = (type) => fields.find((field) => !field.fixed && !field.set_by_us && field.type === type && field.name in step.body && !(field.name in given));
    const text = free("long") ?? free("text");
    if (!text) return;
    const body = { [text.name]: `${step.body[text.name]} again` };
    await this.step({ ...step, does: "change", method: "PATCH", body, why: `${step.mark}why` });
  }

  async withdrawn(kind, place, actor) {
    const found = await this.bodyOf(kind, `${kind}/${place} withdrawn`, place, actor);
    if (!found) return;
    const step = { does: "create", kind, label: `${kind}/${place} withdrawn`, place, actor, body: found.body, mark: found.mark };
    if (PLACES[place].circle && "alliance" in step.body) step.body.circle = PLACES[place].circle;
    await this.step(step);
    this.marks.get(found.mark).withdrawn = true;
    await this.step({ ...step, does: "change", method: "DELETE", body: undefined });
  }

  /** All kinds that can be in a place, each after those it refers to. */
  async fill(place, kinds) {
    for (const [actor, tag] of [[PLACES[place].actor, ""], ...(PLACES[place].also ? [[PLACES[place].also, "a"]] : [])]) {
      let left = kinds.filter((kind) => this.fits(kind, place));
      while (left.length) {
        const later = [];
        for (const kind of left) if (!(await this.record(kind, place, actor, tag))) later.push(kind);
        if (later.length === left.length) throw new Error(`nothing to refer to in ${place} for ${later.join(", ")}`);
        left = later;
      }
    }
    for (const kind of data.withdrawn_twin) if (this.fits(kind, place)) await this.withdrawn(kind, place, PLACES[place].actor);
  }

  /** Whether records of the kind belong to owners, to circles of an alliance, or to either. */
  fits(kind, place) {
    if (data.sealed.some(({ seal }) => seal === kind)) return false;
    if (data.joint_only.includes(kind) && PLACES[place].circle !== "joint") return false;
    const nature = this.nature(kind);
    return nature === "either" || (nature === "circle") === Boolean(PLACES[place].alliance);
  }

  /* ---- What sides write unseen, and the seals that tell when they have ---- */

  /** An entry of a side about what all share. */
  async entry(entry, { place, actor }, sealed, about) {
    const number = this.steps.filter((step) => step.kind === entry && step.place === place).length;
    const label = `${entry}/${place} ${number}`;
    const { body, mark } = await this.bodyOf(entry, label, place, actor);
    const step = { does: "create", kind: entry, label, place, actor, mark, sealed, body: { ...body, circle: "side", ...about } };
    this.keepWords(mark, step.body);
    await this.step(step);
  }

  /** Every entry that a seal of this side wants and that is not there yet; then the seal, which all see. */
  async seal(how, joint, side) {
    const subject = `${how.subject}/${joint}`;
    const { alliance, parties } = PLACES[joint];
    const about = how.each
      ? [...this.world.names.labels()].filter((label) => label.startsWith(`${how.each}/${joint}`)).flatMap((trait) => parties.map((party) => ({ trait: `@${trait}`, seen_party: `@parties/${alliance}.${party}` })))
      : [{ [how.field]: `@${subject}` }];
    const there = (one) => this.steps.find((step) => step.does === "create" && step.kind === how.entry && step.place === side.place && Object.entries(one).every(([field, value]) => step.body[field] === value));
    for (const one of about) {
      const made = there(one);
      if (made) made.sealed = joint;
      else await this.entry(how.entry, side, joint, one);
    }
    const label = `${how.seal}/${joint}${side.tag}`, mark = this.mark(label, how.seal, joint);
    const body = { [how.field]: `@${subject}`, remark: this.value(mark, { type: "text", name: "remark" }, 0) };
    const step = { does: "create", kind: how.seal, label, place: joint, actor: side.actor, mark, body };
    await this.step(step);
    await this.step({ ...step, does: "change", method: "PATCH", body: { remark: `${body.remark} again` }, why: `${mark}why` });
  }

  /** All sides but one say that they are ready: with the last of them, all would be told. */
  async seals(joint) {
    const { actor, also } = PLACES[joint];
    const sides = [[actor, ""], ...(also ? [[also, "a"]] : [])].map(([who, tag]) => ({ actor: who, tag, place: `${PLACES[joint].alliance}s${who.split(".")[0]}` }));
    for (const how of data.sealed) for (const side of sides) await this.seal(how, joint, side);
  }

  nature(kind) {
    const fields = this.fields.get(kind);
    if (fields.some((field) => field.type === "kind" && field.required)) return "either";
    if (fields.some((field) => field.name === "alliance" && field.required)) return "circle";
    const parent = fields.find((field) => field.type === "ref" && field.required && field.fixed && field.target !== kind);
    return parent && !data.frame.includes(parent.target) && this.nature(parent.target) === "circle" ? "circle" : "owner";
  }

  /* ---- The frame of the story: organisations, people, alliances, who joins and leaves ---- */

  async framed(step) {
    const mark = this.mark(step.label, step.kind, step.place, step.since);
    step.mark = mark;
    for (const field of await this.formOf(step.kind)) {
      const plain = field.type === "text" || field.type === "long";
      if (plain && !(field.name in step.body)) step.body[field.name] = this.value(mark, field, 0);
    }
    this.keepWords(mark, step.body);
    return this.step(step);
  }

  partner(name) {
    const body = { kind: "partner", name: `Organisation ${name}` };
    return this.framed({ does: "create", kind: "organisations", label: `organisations/${name}`, place: "oH", partner: name, actor: "H.root", body });
  }

  async alliance(name, place) {
    await this.framed({ does: "create", kind: "alliances", label: `alliances/${name}`, place, frame: name, actor: "H.root", body: {} });
    await this.step({ does: "find", kind: "parties", label: `parties/${name}.H`, place, frame: name, actor: "H.root", query: { alliance: `alliances/${name}` } });
  }

  async joins(alliance, organisation, place) {
    const body = { alliance: `@alliances/${alliance}`, organisation: `@organisations/${organisation}` };
    await this.framed({ does: "create", kind: "parties", label: `parties/${alliance}.${organisation}`, place, frame: alliance, party: organisation, actor: "H.root", body });
  }

  async member(one, alliance, place, since) {
    const actor = one.organisation === "H" ? "H.root" : `${one.organisation}.head`;
    const body = { alliance: `@alliances/${alliance}`, person: `@people/${one.name}`, role: one.alliances[alliance], from_date: "2026-01-01" };
    if (one.ended) body.to_date = "2026-02-01";
    await this.framed({ does: "create", kind: "memberships", label: `memberships/${alliance}.${one.name}`, place, since, frame: alliance, party: one.organisation, member: one.name, actor, body });
  }
}

/** What the story tells of a forum: those who were asked know its name, those who came in know the rest. */
const forum = {
  /** One to be asked about like any other, though its words are not its own. */
  told(finder, label, place) {
    finder.mark(label, label.split("/")[0], place);
  },
  async founded(finder) {
    await finder.step({ does: "create", kind: "forums", label: "forums/F", place: "F", places: ["XJ1", "YJ"], actor: "H.root", body: { name: "Forum of plugs", purpose: "One plug for all", cadence: 3, cadence_unit: "months" } });
    forum.told(finder, "forums/F", "F");
  },
  async asks(finder, alliance, place) {
    await finder.step({ does: "create", kind: "forum_invitations", label: `forum_invitations/${place}`, place, actor: "H.root", body: { alliance: `@alliances/${alliance}`, forum: "@forums/F" } });
    forum.told(finder, `forum_invitations/${place}`, place);
  },
  async comes(finder, place, actor) {
    await finder.step({ does: "change", method: "PATCH", kind: "forum_invitations", label: `forum_invitations/${place}`, place, actor, body: { state: "accepted" } });
    await finder.step({ does: "find", kind: "forum_members", label: "forum_members/F", place: "F", actor: "H.root", query: { forum: "forums/F", organisation: "organisations/B" } });
    forum.told(finder, "forum_members/F", "F");
    for (const [head, person] of [["H.root", "H.other"], [actor, "B.member"]]) {
      await finder.framed({ does: "create", kind: "forum_seats", label: `forum_seats/F.${person}`, place: "F", actor: head, body: { forum: "@forums/F", person: `@people/${person}`, role: "member" } });
    }
    await finder.framed({ does: "create", kind: "forum_meetings", label: "forum_meetings/F", place: "F", actor, body: { forum: "@forums/F", held_on: "2026-02-01" } });
  },
};

/** Makes the world with everything and returns {plan, world}: the steps, the marks, kinds with their fields, rights. */
export async function discover(kinds) {
  const world = await emptyWorld(null);
  const finder = new Finder(world);
  const people = async (organisation) => {
    for (const one of PEOPLE) if (one.organisation === organisation) await finder.step({ does: "person", ...one });
  };
  const members = async (alliance, organisation, place, since) => {
    for (const one of PEOPLE) if (one.organisation === organisation && alliance in one.alliances) await finder.member(one, alliance, place, since);
  };
  try {
    await people("H");
    for (const kind of kinds) await finder.formOf(kind);
    for (const organisation of ORGANISATIONS) {
      await finder.partner(organisation);
      await people(organisation);
    }
    const generic = kinds.filter((kind) => !data.frame.includes(kind) && !data.played.includes(kind));
    for (const place of Object.keys(PLACES)) if (!PLACES[place].alliance) await finder.fill(place, generic);
    await finder.alliance("X", "XJ4");
    await finder.joins("X", "A", "XJ4");
    await forum.founded(finder);
    await forum.asks(finder, "X", "XJ1");
    await finder.joins("X", "C", "XJ2");
    // Whoever was in the team in the days of C is known to C, too, though the team has moved on.
    for (const [organisation, place] of [["H", "XJ4"], ["A", "XJ4"], ["C", "XJ2"]]) await members("X", organisation, place, "XJ2");
    for (const place of ["XJ2", "XsC"]) await finder.fill(place, generic);
    await finder.step({ does: "change", method: "PATCH", kind: "parties", label: "parties/X.C", place: "XJ2", frame: "X", party: "C", actor: "H.root", body: { left_on: LEFT_ON } });
    await finder.joins("X", "D", "XJ4");
    await members("X", "D", "XJ4");
    for (const place of ["XJ4", "XsH", "XsA", "XsD"]) await finder.fill(place, generic);
    await finder.seals("XJ4");
    await finder.alliance("Y", "YJ");
    await finder.joins("Y", "B", "YJ");
    for (const organisation of ["H", "B"]) await members("Y", organisation, "YJ");
    for (const place of ["YJ", "YsH", "YsB"]) await finder.fill(place, generic);
    await finder.seals("YJ");
    await forum.asks(finder, "Y", "YJ");
    await forum.comes(finder, "YJ", "B.head");
    const rights = await must(world.site, world.tokens.get("H.root"), "GET", "/roles");
    world.finish();
    return { world, plan: { steps: finder.steps, marks: finder.marks, fields: finder.fields, kinds, rights: rights.body.items } };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

export { marksIn };
