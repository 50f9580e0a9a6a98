// Two worlds side by side, the whole one and the one without what a group of viewers does not know: every request goes
// to both, and what comes back must be the same; and must be there, where a viewer is meant to see it.

import { EYES, isKnown, personOf, PLACES } from "./cast.mjs";
import { must } from "./http.mjs";
import { Asking, HTML, JSON_TYPE } from "./requests.mjs";
import { difference, marksIn, shown } from "./same.mjs";
import { data } from "./world.mjs";

const MOST_FINDINGS = Number(process.env.ENTENTE_LEAK_SHOWN ?? 12);
const STRANGER = "ent_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

export class Walk {
  findings = [];
  asked = new Map(); // "GET /x/{id}" → whether somebody was answered well
  said = new Set(); // marks that viewers of the group have sent themselves: replies may repeat them
  requests = 0;

  constructor(plan, routes, group, whole, part) {
    Object.assign(this, { plan, routes, group, whole, part });
  }

  find(what) {
    this.findings.push(what);
  }

  /** The findings as one text; empty when there is none. Of those that say the same of one route, the first. */
  get report() {
    const kinds = new Map();
    for (const finding of this.findings) {
      const [head, ...rest] = finding.split("\n");
      const same = `${head.split(" ").slice(2, 4).join(" ").replace(/[@?].*/, "")} ${rest.join("\n")}`;
      kinds.set(same, [...(kinds.get(same) ?? []), finding]);
    }
    const lines = [...kinds.values()].map((same) => (same.length > 1 ? `${same[0]}\n    (and ${same.length - 1} more like it)` : same[0]));
    const more = lines.length - MOST_FINDINGS;
    return more > 0 ? `${lines.slice(0, MOST_FINDINGS).join("\n")}\nand ${more} more` : lines.join("\n");
  }

  send(world, viewer, request) {
    const headers = { ...request.headers };
    if (viewer !== "signed out") headers.Authorization = `Bearer ${world.tokens.get(EYES[viewer]?.as ? EYES[viewer].person : viewer) ?? STRANGER}`;
    if (EYES[viewer]?.as) headers["Entente-See-As"] = world.names.id(EYES[viewer].as);
    const named = (text) => text?.replaceAll(/@\{([^}]+)\}/g, (_, label) => world.names.id(label));
    const body = request.body === undefined ? undefined : named(request.body.replaceAll(/"@([^"]+)"/g, (_, label) => JSON.stringify(world.names.id(label))));
    return world.ask({ method: request.method, path: named(request.path), headers, body });
  }

  say(viewer, request, what) {
    this.find(`as ${viewer}: ${request.method} ${request.path} (${request.headers.Accept}) ${request.body ?? ""}\n    ${what}`);
  }

  /** Asks both worlds; what differs, and marks that this viewer may not know, are findings. The replies, as [whole, part]. */
  async both(viewer, request) {
    this.requests++;
    // Each from an address of its own: who tries too often is told to wait, and how long hangs on the time.
    const from = `10.${[16, 8, 0].map((bits) => (this.requests >> bits) & 255).join(".")}`;
    const sent = { ...request, headers: { ...request.headers, "X-Forwarded-For": from } };
    const replies = await Promise.all([this.whole, this.part].map((world) => this.send(world, viewer, sent)));
    const [whole, part] = [this.whole, this.part].map((world, i) => shown(replies[i], world.names, world.host));
    const parts = difference(whole, part);
    if (parts) this.say(viewer, request, parts);
    for (const mark of marksIn(request.path)) this.said.add(mark);
    for (const mark of marksIn(request.body ?? "")) this.said.add(mark);
    for (const mark of marksIn(replies[0].text)) {
      const record = this.plan.marks.get(mark);
      const own = record && this.group.own?.shows.includes(record.label) && data.own_data.includes(request.route);
      const known = record && (own || isKnown(this.group, record.place) || (record.since && isKnown(this.group, record.since)));
      if (record && !known && !this.said.has(mark)) this.say(viewer, request, `tells of ${record.label}`);
    }
    if (replies[0].status >= 500) this.say(viewer, request, `fails: ${replies[0].status}`);
    const well = replies[0].status < 400;
    this.asked.set(request.route, (this.asked.get(request.route) ?? false) || well);
    return replies;
  }

  async all(viewer, requests) {
    const queue = [...requests];
    const next = async () => {
      for (let request = queue.shift(); request; request = queue.shift()) await this.both(viewer, request);
    };
    await Promise.all([next(), next()]);
  }

  asking(viewer) {
    return new Asking(this.plan, this.routes, this.group, viewer);
  }

  /** Everything that can be read. */
  async reads(viewer) {
    const asking = this.asking(viewer);
    await this.all(viewer, asking.reads());
    await this.all(viewer, asking.lists());
    await this.all(viewer, asking.searches());
    await this.all(viewer, asking.events());
    const kinds = this.plan.kinds.filter((kind) => asking.isTurnOf(kind));
    for (const path of [...kinds.map((kind) => `/${kind}?limit=2`), "/events?limit=20"]) await this.pages(viewer, path);
  }

  /** A list by its cursors, to the end. */
  async pages(viewer, path) {
    const cursors = ["", ""];
    for (let i = 0; i < 100; i++) {
      for (const [w, world] of [this.whole, this.part].entries()) world.names.set("cursor", cursors[w]);
      const route = `GET ${path.split("?")[0]}`;
      const replies = await this.both(viewer, { route, method: "GET", path: `${path}&cursor=@{cursor}`, headers: { Accept: JSON_TYPE } });
      const nexts = replies.map((reply) => (reply.status === 200 ? JSON.parse(reply.text).next : null));
      if (nexts.some((next) => !next)) return;
      cursors.splice(0, 2, ...nexts);
    }
  }

  /* ---- What is to be seen ---- */

  /** Whether the viewer's roles let them read what their own organisation keeps of a kind. */
  reads_own(viewer, kind) {
    const right = this.plan.rights.find((one) => one.kinds.includes(kind));
    return right?.rights.some((cell) => cell.audience === "owner" && personOf(viewer).roles.includes(cell.role) && cell.actions.includes("read"));
  }

  rightful(viewer) {
    if (!personOf(viewer)) return [];
    return [...this.plan.marks.values()].filter(
      (record) => isKnown(this.group, record.place) && !record.withdrawn && (PLACES[record.place].alliance || this.reads_own(viewer, record.kind)),
    );
  }

  async see(viewer, route, path, accept, wanted, name) {
    if ((data.not_shown[route.replace(name, "{kind}")] ?? []).includes(name)) return;
    const [reply] = await this.both(viewer, { route, method: "GET", path, headers: { Accept: accept } });
    const text = reply.text.toLowerCase();
    const missing = wanted.filter((word) => !text.includes(word));
    if (reply.status !== 200 || missing.length) this.find(`as ${viewer}: GET ${path} (${accept}) ${reply.status}\n    does not show ${missing.join(", ")} of ${name}`);
  }

  /** Each mark that the viewer may know, on every route that is meant to show it. */
  async sights(viewer) {
    const records = this.rightful(viewer), asking = this.asking(viewer);
    for (const kind of this.plan.kinds) {
      const own = records.filter((record) => record.kind === kind && record.words.length);
      if (own.length === 0) continue;
      const words = own.flatMap((record) => record.words);
      await this.see(viewer, `GET /${kind}`, `/${kind}?limit=200`, JSON_TYPE, words, kind);
      if (!asking.isTurnOf(kind)) continue;
      await this.see(viewer, `GET /${kind}`, `/${kind}?limit=200`, "text/csv", words, kind);
      if (!data.not_in_tables.includes(kind)) await this.see(viewer, `GET /${kind}`, `/${kind}?limit=200`, HTML, own.map((record) => record.mark), kind);
      for (const record of asking.thorough ? own : own.slice(0, 1)) await this.sight(viewer, record);
    }
  }

  async sight(viewer, { mark, label, kind, words }) {
    const id = `@{${label}}`;
    for (const accept of [JSON_TYPE, HTML]) {
      await this.see(viewer, `GET /${kind}/{id}`, `/${kind}/${id}`, accept, words, kind);
      await this.see(viewer, `GET /${kind}/{id}/history`, `/${kind}/${id}/history`, accept, words, kind);
    }
    if (!data.not_searched.includes(kind)) await this.see(viewer, "GET /search", `/search?q=${mark}`, JSON_TYPE, [`/${kind}/`, mark], kind);
    await this.see(viewer, "GET /events", `/events?record=${id}`, JSON_TYPE, words, kind);
  }

  /* ---- Writing ---- */

  /** What a write brought about has the same name in both worlds. */
  async write(viewer, request) {
    const replies = await this.both(viewer, request);
    if (replies.some((reply) => reply.status !== 201 || !/json/.test(reply.headers["content-type"] ?? ""))) return replies;
    const ids = replies.map((reply) => JSON.parse(reply.text).id);
    if (ids.every((id) => typeof id === "string")) [this.whole, this.part].forEach((world, i) => world.names.set(`new ${this.requests}`, ids[i]));
    return replies;
  }

  async writes(viewer) {
    const asking = this.asking(viewer);
    for (const request of asking.creates()) await this.write(viewer, request);
    for (const request of asking.trespasses()) await this.write(viewer, request);
    await this.changes(viewer, asking);
  }

  /** Changes, withdraws and restores what the viewer knows, of each kind. */
  async changes(viewer, asking) {
    for (const kind of this.plan.kinds.filter((one) => asking.isTurnOf(one))) {
      for (const record of asking.known(kind).filter((one) => one.mark).slice(0, asking.thorough ? 2 : 1)) {
        const path = `/${kind}/@{${record.label}}`;
        const request = (method, at, more = {}) => ({ route: `${method} ${at.replace(/@\{[^}]*\}/, "{id}")}`, method, path: at, headers: { Accept: JSON_TYPE, ...more.headers }, body: more.body });
        const version = async () => {
          const [reply] = await this.both(viewer, request("GET", path));
          return reply.status === 200 ? { "If-Match": `"${JSON.parse(reply.text).version}"` } : {};
        };
        const field = this.plan.fields.get(kind).find((one) => (one.type === "text" || one.type === "long") && !one.fixed && !one.set_by_us);
        const json = async (body) => ({ headers: { "Content-Type": "application/merge-patch+json", ...(await version()) }, body: JSON.stringify(body) });
        if (field) await this.write(viewer, request("PATCH", path, await json({ [field.name]: `znchanged${this.requests}` })));
        await this.write(viewer, request("POST", path, { headers: { "Content-Type": JSON_TYPE, "If-Match": '"1"' }, body: "{}" }));
        if (data.frame.includes(kind) || kind === "organisations" || kind === "people") continue;
        await this.write(viewer, request("DELETE", path, { headers: await version() }));
        await this.write(viewer, request("POST", `${path}/restore`, { headers: await version() }));
      }
    }
  }

  /** A short look at everything, after writes: what they did is the same for all of the group. */
  async glance(viewer) {
    const asking = this.asking(viewer);
    const lists = this.plan.kinds.flatMap((kind) => [`/${kind}?limit=200&total=1`, ...(asking.isTurnOf(kind) ? [`/${kind}?limit=200&total=1&withdrawn=1`] : [])]);
    const paths = [...lists, "/", "/portfolio", "/events?limit=200", "/administration", "/account", "/search?q=zn", "/search?q=zk"];
    await this.all(viewer, paths.map((path) => asking.request({ method: "GET", path: path.split("?")[0] }, "GET", path)));
  }

  /** What the group does not know, as those who keep it have it. */
  async untouched() {
    const hidden = [...this.plan.marks.values()].filter((record) => !isKnown(this.group, record.place) && !record.withdrawn && !data.frame.includes(record.kind));
    const texts = new Map();
    for (const record of hidden) {
      const reply = await must(this.whole.site, this.whole.tokens.get(PLACES[record.place].actor), "GET", `/${record.kind}/${this.whole.names.id(record.label)}`);
      const { version, withdrawn_at: withdrawn } = reply.body ?? {};
      texts.set(record.label, `${reply.status}, version ${version}, ${withdrawn ? "withdrawn" : "not withdrawn"}`);
    }
    return texts;
  }
}
