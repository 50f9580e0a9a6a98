// Many who do everything at once: pages, lists, records, searches, changes, files, signing in, leaving in the middle. For
// tests that watch the server meanwhile (tests/threads, tests/flat).
//
//   const mixed = await Mixed.on(site, { clients: 8 });   // site: the demo, started with MIXED_ARGS
//   await mixed.during(() => pause(10_000));              // throws when a reply was none of those that may come
//   mixed.done;                                           // how many requests were answered

import assert from "node:assert/strict";
import { pause, randomOf } from "../lose/writers.mjs";

const HEAD = "helene.brandt@altmark-motoren.example";
const PARTNER = "femke.dewit@stroomhaven.example";
const PASSWORD = "nine green bottles";
const PAGES = ["/", "/day", "/portfolio", "/alliances", "/organisations", "/events", "/account", "/help", "/roles"];
const LISTS = ["/alliances", "/organisations", "/people", "/agreements", "/decisions", "/commitments", "/documents", "/events"];
const TABS = ["", "/parties", "/documents", "/commitment-lists", "/support", "/history"];
const KEPT = 40;

/** Clients are told apart by an address each, so that guesses of one do not shut out another. */
export const MIXED_ARGS = ["--behind-proxy", "--metrics", "127.0.0.1:0"];

/** What is done, how often in proportion, and which replies it may have. */
const ACTS = [
  [8, "page", [200, 404], (m) => m.ask("GET", m.one(PAGES), { accept: "text/html" })],
  [4, "tab", [200, 404], (m) => m.ask("GET", `/alliances/${m.one(m.alliances)}${m.one(TABS)}`, { accept: "text/html" })],
  [6, "list", [200], (m) => m.ask("GET", m.one(LISTS))],
  [2, "table", [200], (m) => m.ask("GET", "/organisations", { accept: "text/csv" })],
  [3, "search", [200], (m) => m.ask("GET", `/search?q=${m.one(["energy", "mobil", "kilowatt", "zzz"])}`)],
  [4, "create", [201], (m) => m.create()],
  [3, "change", [200, 404, 409, 412], (m) => m.change()],
  [2, "withdraw", [200, 204, 404, 409, 412], (m) => m.withdraw()],
  [1, "attach", [201], (m) => m.attach()],
  [2, "file", [200, 404], (m) => m.ask("GET", m.files.length ? `${m.one(m.files)}/content` : "/health")],
  [1, "personal data", [200], (m) => m.ask("GET", "/account/personal-data")],
  [1, "sign in", [200, 429], (m) => m.ask("POST", "/sign-in", { as: null, body: { email: HEAD, password: PASSWORD } })],
  [1, "guess", [401, 429], (m) => m.ask("POST", "/sign-in", { as: null, body: { email: `${m.random()}@nobody.example`, password: "a guess" } })],
  [1, "stranger", [401, 404], (m) => m.ask("GET", m.one(LISTS), { as: null })],
  [1, "live", [200], (m) => m.ask("GET", "/live", { accept: "text/event-stream" })],
  [1, "nonsense", [400, 422], (m) => m.ask("POST", "/organisations", { body: '{"name":', headers: { "Content-Type": "application/json" } })],
  [1, "scrape", [200], (m) => m.scrape()],
  [1, "leave", [], (m) => m.leave()],
];

export class Mixed {
  done = 0;
  /** How often each act had each status: "page 200" → n. */
  seen = new Map();
  files = [];
  #going = true;
  #mayFail = false;
  #records = [];
  #made = 0;

  static async on(site, { clients = 8, seed = 1 } = {}) {
    const mixed = new Mixed();
    Object.assign(mixed, { site, clients, random: randomOf(seed), tokens: [site.token(HEAD), site.token(PARTNER)] });
    mixed.alliances = (await site.api("GET", "/alliances", { token: mixed.tokens[0] })).body.items.map((one) => one.id);
    mixed.metrics = JSON.parse(site.log.split("\n").findLast((line) => line.includes('"metrics.ready"'))).address;
    if ((await site.api("POST", "/sign-in", { body: { email: HEAD, password: PASSWORD } })).status !== 200) await mixed.#setPassword();
    mixed.acts = ACTS.flatMap((act) => Array(act[0]).fill(act));
    return mixed;
  }

  async #setPassword() {
    const reply = await this.site.api("GET", this.site.link(HEAD).slice(this.site.url.length));
    const cookie = /entente_session=[^;]+/.exec(reply.headers.get("set-cookie"))[0];
    const page = await this.site.api("GET", "/account", { headers: { Cookie: cookie }, accept: "text/html" });
    const headers = { Cookie: cookie, "X-CSRF-Token": /name="csrf" value="([^"]+)"/.exec(page.text)[1] };
    const set = await this.site.api("POST", "/account/password", { headers, body: { password: PASSWORD } });
    assert.equal(set.status, 200, set.text);
  }

  one(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  ask(method, path, { as = this.one(this.tokens), headers = {}, ...options } = {}) {
    const from = `10.${[0, 0, 0].map(() => Math.floor(this.random() * 250)).join(".")}`;
    return this.site.api(method, path, { token: as, headers: { "X-Forwarded-For": from, ...headers }, ...options });
  }

  async create() {
    const reply = await this.ask("POST", "/organisations", { as: this.tokens[0], body: { name: `Mixed ${this.#made++}`, kind: "candidate" } });
    if (reply.status === 201) this.#records.push({ path: `/organisations/${reply.body.id}`, version: 1 });
    return reply;
  }

  async change() {
    if (!this.#records.length) return this.create();
    const record = this.one(this.#records);
    const reply = await this.ask("PATCH", record.path, { as: this.tokens[0], body: { industry: `${this.random()}` }, headers: { "If-Match": `"${record.version}"` } });
    if (reply.status === 200) record.version = reply.body.version;
    return reply;
  }

  /** The oldest goes once there are many, so that a long run does not change what is asked for. */
  async withdraw() {
    if (this.#records.length < KEPT) return this.create();
    const { path, version } = this.#records.shift();
    return this.ask("DELETE", path, { as: this.tokens[0], headers: { "If-Match": `"${version}"` } });
  }

  async attach() {
    if (!this.#records.length) return this.create();
    const headers = { "Content-Type": "text/plain", "Content-Disposition": 'attachment; filename="a.txt"' };
    const body = `${this.random()} `.repeat(2000);
    const reply = await this.ask("POST", `${this.#records.at(-1).path}/documents?name=File%20${this.#made++}`, { as: this.tokens[0], headers, body });
    if (reply.status === 201) this.files.push(`/documents/${reply.body.id}`);
    if (this.files.length > KEPT) this.files.shift();
    return reply;
  }

  async scrape() {
    const reply = await fetch(this.metrics);
    assert.ok((await reply.text()).endsWith("# EOF\n"));
    return reply;
  }

  /** Asks and is gone before the answer. */
  async leave() {
    const headers = { Accept: "text/html", Authorization: `Bearer ${this.tokens[0]}` };
    await fetch(this.site.url + this.one(PAGES), { headers, signal: AbortSignal.timeout(1 + Math.floor(this.random() * 20)) })
      .then((reply) => reply.text())
      .catch((error) => {
        if (!/Abort|Timeout/.test(error.name)) throw error;
      });
    return null;
  }

  async #client() {
    while (this.#going) {
      const [, name, allowed, act] = this.one(this.acts);
      const stopping = () => this.#mayFail;
      try {
        const reply = await act(this);
        if (!reply) continue;
        this.done++;
        const what = `${name} ${reply.status}`;
        this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
        const changed = /create|change|withdraw|attach/.test(name);
        const good = allowed.includes(reply.status) || (changed && reply.status === 201) || (stopping() && reply.status === 503);
        assert.ok(good, `${what}: ${reply.text}`);
      } catch (error) {
        if (!stopping() || error.code === "ERR_ASSERTION") throw error;
        await pause(5);
      }
    }
  }

  /** While `act` runs, all clients are at work; then waits for what they have begun. */
  async during(act) {
    this.#going = true;
    const running = Array.from({ length: this.clients }, () => this.#client());
    try {
      await Promise.race([act(), Promise.all(running)]);
    } finally {
      this.#going = false;
      await Promise.all(running);
    }
  }

  /** From here on connections may be refused: the server is told to stop. */
  mayStop() {
    this.#mayFail = true;
  }
}
