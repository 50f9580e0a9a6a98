// Files of documents: in by form, by body and by a record's own address; out whole, in part and not at all.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, HEAD, ifMatch, PARTNER } from "./make.mjs";

const pdf = (text) => new TextEncoder().encode(`%PDF-1.4\n${text}\n`);

describe("attachments", () => {
  let site, head, partner, alliance;

  before(async () => {
    site = await start({ workspace: "demo", args: ["--file-size", "1000000"] });
    head = asker(site, HEAD);
    partner = asker(site, PARTNER);
    alliance = expect(await partner.get("/alliances"), 200).body.items[0].id;
  });
  after(() => site?.stop());

  /** Sends a form with a file as a program does. */
  function form(who, path, fields, file, headers = {}) {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    if (file) body.set("file", new Blob([file.bytes], { type: file.type ?? "" }), file.name);
    return send(who, "POST", path, body, headers);
  }

  async function send(who, method, path, body, headers = {}) {
    const sent = { Accept: "application/json", ...headers };
    if (who?.token) sent.Authorization = `Bearer ${who.token}`;
    if (body instanceof FormData) {
      // The bytes that fetch would make of it, so that the reply is logged like all others.
      const whole = new Response(body);
      sent["Content-Type"] ??= whole.headers.get("content-type");
      body = new Uint8Array(await whole.arrayBuffer());
    }
    return site.api(method, path, { body, headers: sent, accept: sent.Accept });
  }

  const attach = async (who, circle, name, bytes) =>
    expect(await form(who, `/alliances/${alliance}/documents`, { circle }, { name, bytes }), 201).body;

  test("a form makes a document of its file", async () => {
    const made = await attach(head, "joint", "Term sheet.pdf", pdf("terms"));
    assert.equal(made.name, "Term sheet.pdf");
    assert.equal(made.media_type, "application/pdf");
    assert.equal(made.size, 15);
    assert.equal(made.content, `/documents/${made.id}/content`);
    const got = await head.get(made.content);
    expect(got, 200);
    assert.equal(got.text, "%PDF-1.4\nterms\n");
    assert.equal(got.headers.get("content-type"), "application/pdf");
    assert.equal(got.headers.get("content-disposition"), 'attachment; filename="Term sheet.pdf"');
    assert.equal(got.headers.get("x-content-type-options"), "nosniff");
    assert.equal(got.headers.get("content-security-policy"), "sandbox; default-src 'none'");
    assert.equal(got.headers.get("cache-control"), "private, no-store");
    expect(await partner.get(made.content), 200);
    const found = expect(await head.get("/search?q=term%20sheet"), 200).body.items;
    assert.ok(found.some((item) => item.id === made.id));
  });

  test("a body that is the file, a new version, and the earlier one", async () => {
    const raw = { "Content-Type": "text/csv", "Content-Disposition": "attachment; filename*=UTF-8''%C3%9Cbersicht.csv" };
    const made = expect(await send(head, "POST", `/alliances/${alliance}/documents?circle=joint&name=Forecast`, "a;b\n", raw), 201).body;
    assert.equal(made.name, "Forecast");
    assert.equal(made.file_name, "Übersicht.csv");
    const path = `/documents/${made.id}/content`;
    expect(await send(head, "PUT", path, "c;d\n", raw), 428);
    const next = expect(await send(head, "PUT", path, "c;d\n", { ...raw, ...ifMatch(1) }), 200);
    assert.equal(next.body.version, 2);
    assert.equal(next.headers.get("etag"), '"2"');
    const stale = expect(await send(head, "PUT", path, "e;f\n", { ...raw, ...ifMatch(1) }), 412);
    assert.equal(stale.body.current.version, 2);
    const third = expect(await form(head, path, { version: "2" }, { name: "new.csv", bytes: "g;h\n" }), 200).body;
    assert.equal(third.file_name, "new.csv");
    assert.equal((await head.get(path)).text, "g;h\n");
    assert.equal((await partner.get(`${path}?version=1`)).text, "a;b\n");
    assert.match((await head.get(`${path}?version=1`)).headers.get("content-disposition"), /filename="_+bersicht.csv"; filename\*=UTF-8''%C3%9Cbersicht.csv/);
    expect(await head.get(`${path}?version=9`), 404);
    expect(await head.get(`${path}?version=x`), 404);
    const page = expect(await head.get(`/documents/${made.id}`), 200).body;
    assert.deepEqual(page.overview.files.map((file) => file.version), [3, 2, 1]);
    assert.equal(page.overview.files[0].newest, true);
    expect(await form(head, path, { version: "3" }), 422);
  });

  test("parts, marks and heads", async () => {
    const { content } = await attach(head, "joint", "digits.txt", "0123456789");
    const whole = await head.get(content);
    const tag = whole.headers.get("etag");
    const ask = (headers, who = head) => who.get(content, headers);
    const part = await ask({ Range: "bytes=2-4" });
    assert.deepEqual([part.status, part.text, part.headers.get("content-range")], [206, "234", "bytes 2-4/10"]);
    assert.equal((await ask({ Range: "bytes=-3" })).text, "789");
    assert.equal((await ask({ Range: "bytes=7-" })).text, "789");
    assert.equal((await ask({ Range: "bytes=7-99" })).text, "789");
    assert.equal((await ask({ Range: "bytes=0-0", "If-Range": tag })).text, "0");
    assert.equal((await ask({ Range: "bytes=0-0", "If-Range": '"other"' })).text, "0123456789");
    assert.equal((await ask({ Range: "bytes=0-0,3-4" })).text, "0123456789");
    const beyond = await ask({ Range: "bytes=10-" });
    assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [416, "bytes */10"]);
    const same = await ask({ "If-None-Match": tag });
    assert.deepEqual([same.status, same.text], [304, ""]);
    const top = await site.api("HEAD", content, { token: head.token, accept: "*/*" });
    assert.deepEqual([top.status, top.headers.get("content-length"), top.text], [200, "10", ""]);
  });

  test("what is private is not there for the partner, whatever is asked", async () => {
    const hidden = await attach(head, "side", "walk away.pdf", pdf("private"));
    const tag = (await head.get(hidden.content)).headers.get("etag");
    const nothing = "/documents/01890000-0000-7000-8000-000000000000";
    const calm = (reply) => [reply.status, reply.type, reply.text.replaceAll(hidden.id, "ID").replaceAll(nothing.slice(11), "ID"), [...reply.headers].filter(([name]) => !["date"].includes(name)).map(([name]) => name).join()];
    for (const headers of [{}, { Range: "bytes=0-1" }, { "If-None-Match": tag }, { "If-None-Match": "*" }]) {
      for (const suffix of ["/content", "/content?version=1", "", "/history"]) {
        const there = await partner.get(`/documents/${hidden.id}${suffix}`, headers);
        assert.equal(there.status, 404);
        assert.deepEqual(calm(there), calm(await partner.get(`${nothing}${suffix}`, headers)));
      }
    }
    const asked = await site.api("HEAD", hidden.content, { token: partner.token });
    assert.equal(asked.status, 404);
    const sent = (path) => send(partner, "PUT", path, pdf("x"), { "Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="x.pdf"', ...ifMatch(1) });
    assert.deepEqual(calm(await sent(hidden.content)), calm(await sent(`${nothing}/content`)));
    // The same file of their own tells them nothing.
    const own = await attach(partner, "side", "mine.pdf", pdf("private"));
    assert.equal((await partner.get(own.content)).text, "%PDF-1.4\nprivate\n");
    expect(await head.get(own.content), 404);
    expect(await site.api("GET", hidden.content), 401);
  });

  test("withdrawn documents give no content", async () => {
    const made = await attach(head, "joint", "old.txt", "old");
    expect(await head.delete(`/documents/${made.id}`, ifMatch(1)), 200);
    expect(await head.get(made.content), 410);
    expect(await partner.get(made.content), (await partner.get(`/documents/${made.id}`)).status === 404 ? 404 : 410);
  });

  test("what is no file that is taken is refused with its place", async () => {
    const bad = [
      [{ name: "a.exe", bytes: "MZ" }, 422],
      [{ name: "a.pdf", bytes: "<html>" }, 422],
      [{ name: "a.pdf", bytes: pdf(""), type: "image/png" }, 422],
      [{ name: "empty.txt", bytes: "" }, 422],
      [{ name: "large.txt", bytes: "x".repeat(1000001) }, 413],
      [{ name: "larger.txt", bytes: "x".repeat(3000000) }, 413],
    ];
    for (const [file, status] of bad) {
      const reply = expect(await form(head, `/alliances/${alliance}/documents`, {}, file), status);
      assert.equal(reply.body.errors[0].pointer, "/file", file.name);
    }
    const page = await form(head, `/alliances/${alliance}/documents`, { name: "Kept" }, bad[0][0], { Accept: "text/html" });
    assert.equal(page.status, 422);
    assert.match(page.text, /href="#field-file"/);
    assert.match(page.text, /value="Kept"/);
    const doc = expect(await head.post(`/alliances/${alliance}/documents`, { name: "Later" }), 201).body;
    const again = await form(head, `/documents/${doc.id}/content`, { version: "1" }, bad[1][0], { Accept: "text/html" });
    assert.equal(again.status, 422);
    assert.match(again.text, /field-file-error/);
  });

  test("forms that are none", async () => {
    const type = { "Content-Type": "multipart/form-data; boundary=b" };
    const path = `/alliances/${alliance}/documents`;
    const part = '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx';
    const bodies = ["", "--c\r\n", "--b", part, `${part}\r\n--b`, `${part}\r\n--bx`, "--b\r\nno colon\r\n\r\n\r\n--b--", '--b\r\nContent-Disposition: form-data; name="x"; filename="f.txt"\r\n\r\nx\r\n--b--', `${part}\r\n--b--trailing`];
    for (const body of bodies) expect(await send(head, "POST", path, body, type), 400);
    expect(await send(head, "POST", path, "x", { "Content-Type": "multipart/form-data" }), 400);
    expect(await send(head, "POST", "/notes", `${part}\r\n--b--`, type), 415);
    expect(await send(undefined, "POST", path, `${part}\r\n--b--`, type), 401);
  });

  test("the same upload twice is one", async () => {
    const key = { "Idempotency-Key": "upload-1", "Content-Type": "text/plain", "Content-Disposition": 'attachment; filename="once.txt"' };
    const path = `/alliances/${alliance}/documents`;
    const one = expect(await send(head, "POST", path, "once", key), 201);
    const two = expect(await send(head, "POST", path, "once", key), 201);
    assert.equal(two.body.id, one.body.id);
    assert.equal(two.headers.get("idempotency-replayed"), "true");
    expect(await send(head, "POST", path, "other", key), 409);
  });

  test("links are shown, not fetched", async () => {
    const made = expect(await head.post(`/alliances/${alliance}/links`, { title: "Press", address: "https://example.com/press?x=1" }), 201).body;
    assert.equal(made.host, "example.com");
    const page = expect(await head.page(`/alliances/${alliance}`), 200);
    assert.match(page.text, /<a href="https:\/\/example\.com\/press\?x=1" rel="noopener noreferrer nofollow">Press<\/a>/);
    assert.match((await head.page(`/links/${made.id}`)).text, /rel="noopener noreferrer nofollow"/);
    for (const address of ["javascript:alert(1)", "https://a@b.example/", "ftp://x.example", "example.com"]) {
      const reply = expect(await head.post(`/alliances/${alliance}/links`, { title: "Bad", address }), 422);
      assert.equal(reply.body.errors[0].pointer, "/address");
    }
  });

  test("a new version of what is private stays private", async () => {
    const made = await attach(head, "side", "draft.txt", "first");
    const next = expect(await form(head, made.content, { version: "1" }, { name: "draft.txt", bytes: "second" }), 200).body;
    assert.equal(next.version, 2);
    expect(await partner.get(made.content), 404);
  });
});
