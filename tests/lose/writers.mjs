// Clients that write at once and remember what they were told; and whether a store still knows all of it, by no halves.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { sql } from "../lib/stores.mjs";

const PATIENCE_MS = 60_000;
const BYTES = "x".repeat(9000);

/** Numbers from 0 to 1 that are the same in each run. */
export function randomOf(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** What clients were told of the records of one workspace. `sites` serve it; clients are spread over them. */
export class Ledger {
  /** By id: {kind, version, industry, withdrawn, checked}. */
  records = new Map();
  /** What was asked and not answered, or answered with a doubt: {name, key}. */
  unknown = [];
  acknowledged = 0;
  refused = new Map();
  #made = 0;

  constructor(sites, token, random) {
    Object.assign(this, { sites, token, random });
  }

  /** Asks and gives the reply; null when none came. */
  async ask(site, method, path, body, headers = {}) {
    try {
      return await site.api(method, path, { token: this.token, body, headers });
    } catch (error) {
      if (!/fetch failed|terminated|other side closed|ECONN|socket/i.test(`${error} ${error.cause}`)) throw error;
      return null;
    }
  }

  /** Notes a reply: whether it acknowledged. Of what may be refused nothing may be done. */
  #told(reply, status) {
    if (reply?.status === status) {
      this.acknowledged++;
      return true;
    }
    if (reply) {
      assert.ok(reply.status === 503 || reply.status === 500, `${reply.status} ${reply.text}`);
      assert.match(reply.body?.code ?? "", /^(busy|store)$/);
      this.refused.set(reply.status, (this.refused.get(reply.status) ?? 0) + 1);
    }
    return false;
  }

  /** One record from its making on, as far as it goes. */
  async #write(site) {
    const name = `Firm ${this.#made++} ${randomUUID().slice(0, 8)}`, key = randomUUID();
    const made = await this.ask(site, "POST", "/organisations", { name, kind: "candidate" }, { "Idempotency-Key": key });
    if (!this.#told(made, 201)) {
      if (made?.status !== 503) this.unknown.push({ name, key });
      return;
    }
    const record = { name, version: 1, most: 1, industry: null, withdrawn: false };
    const path = `/organisations/${made.body.id}`;
    this.records.set(path, record);
    record.most = 2; // what is under way may come to pass
    const changed = await this.ask(site, "PATCH", path, { industry: name }, { "If-Match": '"1"' });
    if (!this.#told(changed, 200)) return;
    Object.assign(record, { version: 2, industry: name });
    if (this.random() < 0.3) {
      const raw = { "Content-Type": "text/plain", "Content-Disposition": 'attachment; filename="a.txt"' };
      const file = await this.ask(site, "POST", `${path}/documents?name=${encodeURIComponent(name)}`, `${name} ${BYTES}`, raw);
      if (this.#told(file, 201)) this.records.set(`/documents/${file.body.id}`, { name, version: 1, most: 1, industry: null, withdrawn: false });
    } else if (this.random() < 0.3) {
      record.most = 3;
      const gone = await this.ask(site, "DELETE", path, undefined, { "If-Match": '"2"' });
      if (gone && gone.status !== 200) assert.ok(gone.status === 204 || gone.status >= 500, `${gone.status}`);
      if (this.#told(gone, gone?.status === 204 ? 204 : 200)) Object.assign(record, { version: 3, withdrawn: true });
    }
  }

  /** While `act` runs, so many clients write; waits for the end of what they do then. */
  async during(clients, act) {
    let going = true;
    const running = Array.from({ length: clients }, async (_, i) => {
      while (going) {
        const before = this.acknowledged;
        await this.#write(this.sites[i % this.sites.length]);
        if (this.acknowledged === before) await pause(5);
      }
    });
    try {
      await act();
    } finally {
      going = false;
      await Promise.all(running);
    }
  }

  /** Waits until so many more writes are acknowledged. */
  async until(more) {
    const wanted = this.acknowledged + more, end = Date.now() + PATIENCE_MS;
    while (this.acknowledged < wanted) {
      assert.ok(Date.now() < end, "nothing is acknowledged any more");
      await pause(5);
    }
  }

  /** What was left in doubt is asked for again, by the same key: then it is there, once. */
  async settle() {
    const site = this.sites[0];
    for (const { name, key } of this.unknown.splice(0)) {
      const reply = await this.ask(site, "POST", "/organisations", { name, kind: "candidate" }, { "Idempotency-Key": key });
      assert.equal(reply?.status, 201, reply?.text);
      const list = await site.api("GET", `/organisations?name=${encodeURIComponent(name)}`, { token: this.token });
      assert.equal(list.body.items.length, 1, name);
      this.records.set(`/organisations/${reply.body.id}`, { name, version: 1, most: 1, industry: null, withdrawn: false });
    }
  }

  /** Reads again what was acknowledged and not yet read since, and some of the rest; with `all`, everything. How much is lost. */
  async missing(all = false) {
    let lost = [];
    const wanted = [...this.records].filter(([, record]) => all || !record.checked || this.random() < 0.02);
    const check = async ([path, record], i) => {
      const { status, body } = await this.sites[i % this.sites.length].api("GET", path, { token: this.token });
      const held = status === 200 && body.name === record.name && body.version >= record.version && body.version <= record.most &&
        (record.industry === null || body.industry === record.industry) && (!record.withdrawn || body.withdrawn_at);
      if (!held) lost.push(`${path} ${JSON.stringify(record)}: ${status} ${JSON.stringify(body)}`);
      record.checked = true;
    };
    for (let i = 0; i < wanted.length; i += 8) await Promise.all(wanted.slice(i, i + 8).map(check));
    return lost;
  }
}

const HALVES = [
  `SELECT count(*) FROM organisation r WHERE r.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM search_entry s
    WHERE s.tenant_id = r.tenant_id AND s.record_id = r.id)`,
  `SELECT count(*) FROM document r WHERE r.withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM search_entry s
    WHERE s.tenant_id = r.tenant_id AND s.record_id = r.id)`,
  `SELECT count(*) FROM search_entry s WHERE s.kind = 'organisation' AND NOT EXISTS (SELECT 1 FROM organisation r
    WHERE r.tenant_id = s.tenant_id AND r.id = s.record_id AND r.withdrawn_at IS NULL)`,
  `SELECT count(*) FROM event e WHERE e.kind = 'organisation' AND NOT EXISTS (SELECT 1 FROM organisation r
    WHERE r.tenant_id = e.tenant_id AND r.id = e.record_id AND r.version >= e.version)`,
  `SELECT count(*) FROM document r WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.tenant_id = r.tenant_id
    AND c.document_id = r.id AND c.size = r.size)`,
  `SELECT count(*) FROM content c WHERE c.size <> (SELECT sum(length(k.bytes)) FROM content_chunk k
    WHERE k.tenant_id = c.tenant_id AND k.audience_id = c.audience_id AND k.body_key = c.body_key)`,
];

/** That no change shows by half: row, event, words and bytes are there together or not at all. */
export function assertNoHalves(store) {
  for (const half of HALVES) assert.equal(sql(store, half), "0", half);
}
