// When two replies are the same: their identifiers, instants and secrets are named first, by what they stand for.

import { createHash } from "node:crypto";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
// When a record was changed, as calendars have it.
const STAMP = /\b(DTSTAMP|LAST-MODIFIED):\d{8}T\d{6}Z/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z/g;
const SHOWN_INSTANT = /\b\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d\b/g;
const NEAR = /(<time datetime="«instant»"[^>]*>)[^<]*/g;
const ENCODED = /[A-Za-z0-9_-]{24,}/g;
const NOT_COMPARED = new Set(["date", "content-length", "connection", "keep-alive"]);

/** The names of identifiers in one world. */
export class Names {
  #names = new Map();
  #ids = new Map();

  set(label, id) {
    this.#names.set(id, label);
    this.#ids.set(label, id);
  }

  has(label) {
    return this.#ids.has(label);
  }

  /** The identifier of a label; one that never was when it has none here. */
  id(label) {
    if (!this.#ids.has(label)) {
      const hex = createHash("sha256").update(`never was ${label}`).digest("hex");
      this.set(label, `01990000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`);
    }
    return this.#ids.get(label);
  }

  name(id) {
    return this.#names.get(id);
  }

  copy() {
    const copy = new Names();
    for (const [label, id] of this.#ids) copy.set(label, id);
    return copy;
  }

  labels() {
    return [...this.#ids.keys()];
  }
}

/** The text with identifiers, instants and secrets named. What has no name is numbered as it comes. */
export function plain(text, names, host) {
  const numbered = new Map();
  const number = (what) => {
    if (!numbered.has(what)) numbered.set(what, `«${numbered.size + 1}»`);
    return numbered.get(what);
  };
  const named = (one) =>
    one
      .replace(UUID, (id) => (names.name(id) ? `«${names.name(id)}»` : number(id)))
      .replace(INSTANT, "«instant»")
      .replace(STAMP, "$1:«instant»")
      .replace(SHOWN_INSTANT, "«instant»")
      .replace(NEAR, "$1«near»");
  return named(text.replaceAll(host, "«host»")).replace(ENCODED, (part) => {
    const decoded = Buffer.from(part, "base64url").toString("utf8");
    if (/^\[".*\]$/.test(decoded)) return `«cursor ${named(decoded)}»`;
    return part.length >= 40 && !/^[a-z_-]+$/.test(part) && !/\.(js|css|svg)/.test(part) ? "«secret»" : part;
  });
}

/** All of a reply that may not differ, as text. */
export function shown(reply, names, host) {
  const lines = [`status ${reply.status}`];
  for (const name of Object.keys(reply.headers).sort()) {
    const said = name === "retry-after" ? "«seconds»" : [reply.headers[name]].flat().join("\n  ");
    if (!NOT_COMPARED.has(name)) lines.push(`${name}: ${said}`);
  }
  const told = reply.headers["content-length"];
  if (told !== undefined && reply.length > 0 && Number(told) !== reply.length) lines.push(`content-length ${told} of ${reply.length}`);
  return plain(`${lines.join("\n")}\n\n${reply.text}`, names, host);
}

const AROUND = 120;

/** Null when equal, else where the texts part, with what stands around. */
export function difference(a, b) {
  if (a === b) return null;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  const part = (text) => JSON.stringify(text.slice(Math.max(0, at - AROUND), at + AROUND));
  return `at ${at}\n      with:    ${part(a)}\n      without: ${part(b)}`;
}

const MARK = /zk\d{4}/gi;

/** The marks in a text, in small letters, each once. */
export const marksIn = (text) => new Set((text.match(MARK) ?? []).map((mark) => mark.toLowerCase()));
