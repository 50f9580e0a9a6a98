// What is asked: from the table of routes, for one viewer of a group. Identifiers stand as @{label} in paths and bodies,
// so that the same request can be made in worlds that call the record differently, or do not have it.

import { GROUPS, isKnown, PEOPLE, PLACES } from "./cast.mjs";
import { data } from "./world.mjs";

export const JSON_TYPE = "application/json";
export const HTML = "text/html";
const CSV = "text/csv";
const FORM = "application/x-www-form-urlencoded";

const NEVER = "@{never}";
const MALFORMED = "nonsense";
const MOST_KNOWN = 2;
const MOST_HIDDEN = 3;

// What there is too much of for a run of some minutes is asked in turns: of each six routes or kinds (on PostgreSQL, which is
// slower and has the same kernel above it, of each twelve) one by this viewer, the others by others. ENTENTE_LEAK=all asks
// everything of everybody.
const TURNS = process.env.ENTENTE_LEAK === "all" ? 1 : process.env.ENTENTE_TEST_STORE === "postgres" ? 12 : 6;

/** As many as `most`, each of another place. */
function some(records, most) {
  const seen = new Set();
  const first = records.filter((record) => !seen.has(record.place) && seen.add(record.place));
  return first.slice(0, most);
}

export class Asking {
  constructor(plan, routes, group, viewer) {
    const thorough = viewer === group.viewers[0];
    const turn = thorough ? GROUPS.indexOf(group) : group.viewers.indexOf(viewer) + GROUPS.indexOf(group);
    Object.assign(this, { plan, routes, group, viewer, thorough, turn });
    this.kinds = new Set(plan.kinds);
    this.records = [
      ...[...plan.marks.values()].filter((record) => !record.withdrawn),
      ...PEOPLE.map((one) => ({ label: `people/${one.name}`, kind: "people", place: `o${one.organisation}` })),
    ];
  }

  isTurn(index) {
    return (index + this.turn) % TURNS === 0;
  }

  /** Whether a kind is asked about at length by this viewer. */
  isTurnOf(kind) {
    return this.isTurn(this.plan.kinds.indexOf(kind));
  }

  known(kind) {
    return this.records.filter((record) => record.kind === kind && isKnown(this.group, record.place));
  }

  hidden(kind) {
    return this.records.filter((record) => record.kind === kind && !isKnown(this.group, record.place));
  }

  /** What can stand for the placeholder of a route: {known, hidden, never} as texts. */
  targets(route) {
    const parts = route.path.split("/");
    const at = parts.findIndex((part) => part.startsWith("{"));
    if (at < 0) return null;
    const before = parts.slice(1, at).join("/");
    const few = !this.thorough || this.isNested(route);
    const ids = (records, most) => some(records, few ? 1 : most).map((record) => `@{${record.label}}`);
    if (this.kinds.has(before)) {
      return { known: ids(this.known(before), MOST_KNOWN), hidden: ids(this.hidden(before), MOST_HIDDEN), never: [NEVER, MALFORMED] };
    }
    if (before === "calc") return { known: ["alliance-test"], hidden: [], never: [MALFORMED] };
    if (before === "administration/accounts") {
      const own = PEOPLE.filter((one) => this.group.places.includes(`o${one.organisation}`) && one.name !== this.viewer);
      const others = PEOPLE.filter((one) => !this.group.places.includes(`o${one.organisation}`) && one.name !== "H.root");
      const named = (list, most) => list.slice(0, most).map((one) => `@{account ${one.name}}`);
      return { known: named(own.slice(-1), 1), hidden: named(others, 3), never: [NEVER, MALFORMED] };
    }
    const anything = (records) => ids(records, 2);
    return {
      known: anything(this.records.filter((record) => isKnown(this.group, record.place))),
      hidden: anything(this.records.filter((record) => !isKnown(this.group, record.place))),
      never: [NEVER, MALFORMED],
    };
  }

  fill(route, value) {
    let count = 0;
    return route.path.replaceAll(/\{([^}]*)\}/g, (_, name) => data.placeholders[name] ?? (count++ === 0 ? value : NEVER));
  }

  request(route, method, path, accept = JSON_TYPE, more = {}) {
    return { route: `${route.method} ${route.path}`, method, path, headers: { Accept: accept, ...more.headers }, body: more.body };
  }

  /* ---- Reading ---- */

  *reads() {
    for (const [i, route] of this.routes.entries()) {
      if (route.method !== "GET") continue;
      const targets = this.targets(route), turn = this.isTurn(i);
      if (this.isNested(route) && !turn && !this.thorough) continue;
      if (!targets) {
        yield* this.formats(route, route.path, turn || !this.kinds.has(route.path.split("/")[1]));
        continue;
      }
      for (const [at, value] of targets.known.entries()) if (turn || at === 0) yield* this.formats(route, this.fill(route, value), turn && at === 0);
      for (const [at, value] of targets.hidden.entries()) if (turn || at === 0) yield* this.formats(route, this.fill(route, value), turn && at === 0 && this.thorough, false);
      for (const value of turn && this.thorough ? targets.never : []) yield this.request(route, "GET", this.fill(route, value));
    }
  }

  /** Whether a route is one of many of a kind within another: those are asked about fewer records. */
  isNested(route) {
    const parts = route.path.split("/");
    return parts.length > 3 && this.kinds.has(parts[1]) && this.kinds.has(parts[3]);
  }

  *formats(route, path, all, known = true) {
    yield this.request(route, "GET", path);
    if (!all) return;
    yield this.request(route, "GET", path, HTML);
    if (route.list) yield this.request(route, "GET", path, CSV);
    if (!this.thorough || this.isNested(route)) return;
    yield this.request(route, "HEAD", path);
    if (known) yield this.request(route, "OPTIONS", path);
    if (route.path.endsWith("{id}")) yield this.request(route, "GET", path, JSON_TYPE, { headers: { "If-None-Match": '"1", "2"' } });
  }

  /** Filters, orders, counts: of lists of a kind. */
  *lists() {
    for (const kind of this.plan.kinds) {
      const route = { method: "GET", path: `/${kind}` };
      const list = (query, accept) => this.request(route, "GET", `/${kind}?${query}`, accept);
      yield list("total=1&limit=1");
      yield list("total=1&withdrawn=1");
      if (!this.thorough || !this.isTurnOf(kind)) continue;
      yield list("withdrawn=1", HTML);
      for (const circle of Object.keys(PLACES)) {
        const id = PLACES[circle].alliance ? `circle ${circle}` : `organisations/${circle.slice(1)}`;
        if (!isKnown(this.group, circle)) yield list(`total=1&circle=@{${id}}`);
      }
      for (const record of some(this.hidden(kind), 2)) {
        yield list(`total=1&id=@{${record.label}}`);
        for (const word of record.words ?? []) yield list(`total=1&name.contains=${word}`);
      }
      for (const field of this.plan.fields.get(kind)) yield* this.byField(list, field);
    }
  }

  *byField(list, field) {
    if (!data.random_order.includes(field.name)) yield list(`sort=${field.name}&limit=2`);
    if (field.type === "text" || field.type === "long") yield list(`total=1&${field.name}.contains=zk`);
    if (field.type !== "ref") return;
    yield list(`sort=-${field.name}&limit=200`);
    yield list(`total=1&${field.name}.none=1`);
    for (const record of [...some(this.hidden(field.target), 2), ...some(this.known(field.target), 1)]) {
      yield list(`total=1&${field.name}=@{${record.label}}`);
      if (record.words?.[0]) yield list(`total=1&${field.name}=${record.words[0]}`);
    }
  }

  *searches() {
    const route = { method: "GET", path: "/search" };
    for (const { mark, place, kind } of this.plan.marks.values()) {
      if (!isKnown(this.group, place) && (this.thorough ? this.isTurnOf(kind) : kind === "objectives")) yield this.request(route, "GET", `/search?q=${mark}`);
    }
    for (const words of ["zk", "about old", "zk1", "again"]) {
      yield this.request(route, "GET", `/search?q=${encodeURIComponent(words)}`);
      yield this.request(route, "GET", `/search?q=${encodeURIComponent(words)}&limit=3`, HTML);
    }
  }

  *events() {
    const route = { method: "GET", path: "/events" };
    const events = (query, accept) => this.request(route, "GET", `/events?${query}`, accept);
    const kinds = this.plan.kinds.filter((kind) => this.isTurnOf(kind));
    for (const kind of [...kinds, "account", "workspace"]) yield events(`kind=${kind}&limit=200`);
    for (const kind of kinds) for (const record of some(this.hidden(kind), 1)) yield events(`record=@{${record.label}}`);
    const live = { method: "GET", path: "/live" }, begun = "since=01980000-0000-7000-8000-000000000000";
    yield this.request(live, "GET", `/live?${begun}`);
    for (const record of some(this.hidden("alliances"), 2)) yield this.request(live, "GET", `/live?${begun}&alliance=@{${record.label}}`);
    for (const [i, one] of PEOPLE.entries()) if (this.isTurn(i)) yield events(`actor=@{people/${one.name}}&limit=200`, this.thorough ? HTML : JSON_TYPE);
  }

  /* ---- Writing ---- */

  /** The body with which the story made a record of the kind in a place, with marks of its own. */
  bodyIn(kind, place, mark) {
    if (kind === "parties" && place === "XJ2") return null; // who left does not come back in this story
    if (kind === "forum_members") return place === "F" ? { forum: "@forums/F" } : null; // which nothing but consent makes
    const step = this.plan.steps.find((one) => one.does === "create" && one.kind === kind && one.place === place);
    return step && JSON.parse(JSON.stringify(step.body).replaceAll(step.mark, mark));
  }

  json(route, method, path, body, headers = {}) {
    const type = method === "PATCH" ? "application/merge-patch+json" : JSON_TYPE;
    return this.request(route, method, path, JSON_TYPE, { headers: { "Content-Type": type, ...headers }, body: JSON.stringify(body) });
  }

  form(route, path, fields) {
    const flat = Object.entries(fields).flatMap(([name, value]) =>
      value !== null && typeof value === "object" && !Array.isArray(value) ? [[`${name}.amount`, value.amount], [`${name}.currency`, value.currency]] : [[name, value]],
    );
    const body = flat.map(([name, value]) => `${name}=${String(value).startsWith("@") ? `@{${value.slice(1)}}` : encodeURIComponent(value)}`).join("&");
    return this.request(route, "POST", path, HTML, { headers: { "Content-Type": FORM }, body });
  }

  *creates() {
    let number = 0;
    for (const kind of this.plan.kinds.filter((one) => this.isTurnOf(one))) {
      const route = { method: "POST", path: `/${kind}` };
      const places = this.group.places.filter((place) => this.bodyIn(kind, place, "x"));
      const base = places.at(-1) ?? Object.keys(PLACES).find((place) => this.bodyIn(kind, place, "x"));
      const mark = () => `zn${this.viewer.replace(/\W/g, "").toLowerCase()}${++number}`;
      for (const place of this.thorough ? places : places.slice(-1)) yield this.json(route, "POST", `/${kind}`, this.bodyIn(kind, place, mark()));
      if (!base || !this.thorough) continue;
      yield this.form(route, `/${kind}`, this.bodyIn(kind, base, mark()));
      yield* this.temptations(route, kind, base, mark);
    }
  }

  /** Bodies that name what is hidden: references by identifier and by name, circles, and values that are taken there. */
  *temptations(route, kind, base, mark) {
    for (const field of this.plan.fields.get(kind)) {
      const hidden = field.type === "ref" ? some(this.hidden(field.target), 2) : [];
      for (const record of hidden) {
        yield this.json(route, "POST", `/${kind}`, { ...this.bodyIn(kind, base, mark()), [field.name]: `@${record.label}` });
        if (record.words?.[0]) yield this.form(route, `/${kind}`, { ...this.bodyIn(kind, base, mark()), [field.name]: record.words[0] });
      }
      if (field.name === "about") {
        for (const record of some(this.records.filter((one) => !isKnown(this.group, one.place)), 3)) {
          yield this.json(route, "POST", `/${kind}`, { ...this.bodyIn(kind, base, mark()), about_kind: record.kind, about: `@${record.label}` });
        }
      }
    }
    for (const place of Object.keys(PLACES)) {
      if (PLACES[place].alliance && !isKnown(this.group, place)) yield this.json(route, "POST", `/${kind}`, { ...this.bodyIn(kind, base, mark()), circle: `@circle ${place}` });
    }
    for (const record of some(this.hidden(kind), 2)) {
      const step = this.plan.steps.find((one) => one.label === record.label && one.does === "create");
      const texts = Object.entries(step?.body ?? {}).filter(([, value]) => typeof value === "string" && value.startsWith("zk"));
      if (texts.length) yield this.json(route, "POST", `/${kind}`, { ...this.bodyIn(kind, base, mark()), ...Object.fromEntries(texts) });
    }
  }

  /** Changes of what is hidden, or never was; what the viewer knows is changed by `changes` in walk.mjs. */
  *trespasses() {
    for (const [i, route] of this.routes.entries()) {
      if (route.method === "GET") continue;
      const targets = this.targets(route), turn = this.isTurn(i);
      if (this.isNested(route) && !turn) continue;
      const child = route.path.split("/").at(-1);
      const body = this.kinds.has(child) ? this.bodyIn(child, this.group.places.at(-1) ?? "XJ4", "znchild") ?? {} : { why: "x", person: "@people/A.member", roles: ["viewer"] };
      if (!targets) {
        if (!this.kinds.has(child)) yield this.json(route, route.method, route.path, {});
        continue;
      }
      const nested = this.kinds.has(child);
      const never = turn && this.thorough && !this.isNested(route) ? targets.never : [];
      for (const value of [...targets.hidden.slice(0, turn ? MOST_HIDDEN : 1), ...never, ...(nested && this.thorough ? targets.known : [])]) {
        yield this.json(route, route.method, this.fill(route, value), body, nested ? {} : { "If-Match": '"1"' });
        if (turn && this.thorough && !nested) yield this.json(route, route.method, this.fill(route, value), body);
      }
      for (const value of turn && this.thorough ? targets.hidden.slice(0, 1) : []) {
        if (route.method === "POST") yield this.form(route, this.fill(route, value), { version: 1, why: "x" });
      }
    }
  }
}

export const exceptions = data;
