// The open archive of a whole workspace: equal on both stores, read without the program, refused when it is not sound.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blake2b256 } from "../lib/blake2b.mjs";
import { must, run, start } from "../lib/entente.mjs";
import { isThere, server } from "../lib/stores.mjs";
import { zipOf } from "../lib/zip.mjs";
import { demoWorkspace, emptyWorkspace, kinds, workbench } from "./stores.mjs";

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const manifestOf = (folder) => JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
const lines = (folder, file) => readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1).map((line) => JSON.parse(line));

/** All files of an archive by name, without the moment at which it was made. */
function contents(folder) {
  const files = { "manifest.json": JSON.stringify({ ...manifestOf(folder), made: null }) };
  for (const { path } of manifestOf(folder).files) files[path] = readFileSync(join(folder, path), "utf8");
  return files;
}

/** Changes a file of an archive and makes its manifest fit. */
function retouch(folder, path, change) {
  const manifest = manifestOf(folder), text = change(readFileSync(join(folder, path), "utf8"));
  writeFileSync(join(folder, path), text);
  Object.assign(manifest.files.find((file) => file.path === path), { bytes: Buffer.byteLength(text), sha256: sha256(text) });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
}

test("from SQLite to PostgreSQL and back, every archive is equal", { skip: !server && "no PostgreSQL here: tests/lib/postgres run …" }, (t) => {
  const bench = workbench(t);
  const stores = [bench.store("first", "sqlite"), bench.store("second", "postgres"), bench.store("third", "sqlite")];
  must(["demo", "--as-of", "2026-03-02", "--store", stores[0]]);
  const written = stores.map((store, i) => {
    const folder = bench.file(`archive${i}`), zip = bench.file(`archive${i}.zip`);
    if (i > 0) must(["restore", bench.file(`archive${i - 1}${i === 1 ? "" : ".zip"}`), "--store", store]);
    must(["export", "--all", folder, "--store", store]);
    must(["export", "--all", zip, "--store", store]);
    must(["verify", "--store", store]);
    return contents(folder);
  });
  assert.ok(Object.keys(written[0]).length > 20);
  assert.deepEqual(written[1], written[0]);
  assert.deepEqual(written[2], written[0]);
});

test("who was asked, and what may still be added to, is in no archive", (t) => {
  const bench = demoWorkspace(t), folder = bench.file("pulses");
  bench.must(["export", "--all", folder]);
  const { files } = manifestOf(folder);
  assert.ok(!files.some(({ path }) => path.includes("campaign_asked")));
  const pools = () => lines(folder, "tables/campaign_pool.jsonl");
  assert.ok(pools().length > 20);
  for (const pool of pools()) assert.ok(pool.people >= 4, JSON.stringify(pool));
  const before = pools().length;
  bench.must(["purge"]); // the daily job closes pools that are whole
  rmSync(folder, { recursive: true });
  bench.must(["export", "--all", folder]);
  assert.ok(pools().length > before);
  for (const pool of pools()) assert.ok(pool.people >= 4, JSON.stringify(pool));
});

test("what is restored is what was written, and can be worked with", async (t) => {
  const bench = demoWorkspace(t), other = workbench(t);
  const said = JSON.parse(bench.must(["export", "--all", bench.file("a.zip"), "--json"]));
  assert.deepEqual(JSON.parse(other.must(["restore", bench.file("a.zip"), "--json"])), said);
  for (const kind of kinds(bench)) assert.deepEqual(other.json(kind), bench.json(kind), kind);
  assert.deepEqual(JSON.parse(other.must(["user", "list", "--json"])), JSON.parse(bench.must(["user", "list", "--json"])));
  const site = await start({ workspace: "none", store: other.store() });
  try {
    const token = site.token("helene.brandt@altmark-motoren.example");
    assert.equal((await site.api("POST", "/organisations", { token, body: { name: "After", kind: "candidate" } })).status, 201);
    const found = async (words) => (await site.api("GET", `/search?q=${words}`, { token })).body.items.length;
    assert.ok((await found("hallgrim")) > 0 && (await found("after")) > 0);
    site.must(["verify"]);
  } finally {
    await site.stop();
  }
});

test("sessions, links and tokens come along only when asked for", (t) => {
  const bench = emptyWorkspace(t);
  bench.must(["token", "admin@example.com"]);
  bench.must(["export", "--all", bench.file("without")]);
  bench.must(["export", "--all", bench.file("with"), "--with-access"]);
  const names = (name) => manifestOf(bench.file(name)).tables.map((table) => table.name);
  assert.deepEqual(names("with").filter((name) => !names("without").includes(name)), ["access"]);
  assert.equal(lines(bench.file("with"), "tables/access.jsonl").length, 2);
  for (const name of ["with", "without"]) {
    const store = bench.store(`from-${name}`);
    must(["restore", bench.file(name), "--store", store]);
    must(["export", "--all", bench.file(`${name}-again`), "--with-access", "--store", store]);
    assert.equal(lines(bench.file(`${name}-again`), "tables/access.jsonl").length, name === "with" ? 2 : 0);
  }
});

test("an archive is for its owner's eyes, and nothing half-made stays", (t) => {
  const bench = emptyWorkspace(t);
  bench.must(["export", "--all", bench.file("a.zip")]);
  bench.must(["export", "--all", `${bench.file("a")}/`]);
  assert.equal(statSync(bench.file("a.zip")).mode & 0o77, 0);
  assert.equal(statSync(bench.file("a")).mode & 0o77, 0);
  for (const name of ["a", "a.zip"]) assert.equal(bench.run(["export", "--all", bench.file(name)]).status, 5);
  assert.equal(bench.run(["export", "--all", bench.file("no/where/b.zip")]).status, 7);
  assert.deepEqual(readdirSync(bench.folder).filter((name) => name.includes("part")), []);
  for (const args of [["export"], ["export", "people", "--all", bench.file("b")], ["export", "people", "--with-access"],
    ["export", "--all", bench.file("b"), "--as", "admin@example.com"]])
    assert.equal(bench.run(args).status, 2, args.join(" "));
});

// ---- a reader of its own: docs/archive.md, and nothing of the program ----

test("an archive is read and its chains are checked without the program", (t) => {
  const bench = demoWorkspace(t), folder = bench.file("archive");
  bench.must(["export", "--all", folder]);
  const manifest = manifestOf(folder);
  assert.deepEqual([manifest.format, manifest.version], ["entente-archive", 1]);
  assert.ok(Date.parse(manifest.made) > 0);
  for (const { path, bytes, sha256: digest } of manifest.files) {
    const content = readFileSync(join(folder, path));
    assert.deepEqual([content.length, sha256(content)], [bytes, digest], path);
  }
  for (const { name, file, rows, columns, key } of manifest.tables) {
    const table = lines(folder, file), type = { text: "string", integer: "number", bytes: "string" };
    assert.equal(table.length, rows, name);
    for (const row of table) {
      assert.deepEqual(Object.keys(row), columns.map((column) => column.name), name);
      for (const column of columns) if (row[column.name] !== null) assert.equal(typeof row[column.name], type[column.type], `${name}.${column.name}`);
    }
    const keys = table.map((row) => JSON.stringify(key.map((part) => row[part])));
    assert.equal(new Set(keys).size, rows, `the key of ${name}`);
  }
  const field = (value) => `${Buffer.byteLength(value)}:${value}`;
  const previous = new Map();
  const events = lines(folder, "tables/event.jsonl");
  for (const e of events) {
    const before = previous.get(e.audience_id) ?? { sequence: 0, hash: "" };
    assert.equal(e.sequence, before.sequence + 1);
    assert.equal(e.previous, before.hash);
    assert.equal(e.payload_hash, blake2b256(e.salt + e.payload));
    const parts = [e.audience_id, e.previous, e.id, e.at, e.actor_id ?? "", e.kind, e.record_id, e.version, e.action, e.payload_hash];
    assert.equal(e.hash, blake2b256(parts.map((part) => field(String(part))).join("")));
    previous.set(e.audience_id, e);
  }
  assert.ok(events.length > 400 && previous.size > 10);
});

// ---- what is no sound archive ----

/** The archive of an empty workspace, copied for each trial; refused(change, …) restores the changed copy. */
function trials(t) {
  const bench = emptyWorkspace(t), good = bench.file("good");
  bench.must(["export", "--all", good]);
  let count = 0;
  const refused = (what, change, status, ...words) => {
    const place = bench.file(`trial${++count}`), store = bench.store(`trial${count}`);
    cpSync(good, place, { recursive: true });
    const result = run(["restore", change(place) ?? place, "--store", store]);
    assert.equal(result.status, status, `${what}: ${result.stderr}`);
    for (const word of words) assert.match(result.stderr, word, what);
    if (isThere(store)) assert.equal(run(["user", "list", "--store", store]).status, 3, `${what}: something was written`);
  };
  const manifest = (change) => (folder) => {
    const whole = manifestOf(folder);
    change(whole);
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(whole));
  };
  return { bench, good, refused, manifest };
}

const PERSON = "tables/person.jsonl";

test("damaged archives are refused before anything is written", (t) => {
  const { refused, manifest } = trials(t);
  refused("a byte changed", (folder) => {
    const file = join(folder, PERSON), text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("Admin", "AdmiN"));
  }, 8, /tables\/person\.jsonl: .*checksum/);
  refused("cut off", (folder) => truncateSync(join(folder, PERSON), 20), 8, /tables\/person\.jsonl: .*size/);
  refused("longer", (folder) => appendFileSync(join(folder, PERSON), "{}\n"), 8, /tables\/person\.jsonl: .*size/);
  refused("a file gone", (folder) => rmSync(join(folder, PERSON)), 8, /tables\/person\.jsonl: .*not have/);
  refused("a file more", (folder) => writeFileSync(join(folder, "tables/more.jsonl"), ""), 8, /manifest says nothing/);
  refused("a file of another sort", (folder) => writeFileSync(join(folder, "run.sh"), ""), 8, /run\.sh/);
  refused("no manifest", (folder) => rmSync(join(folder, "manifest.json")), 8, /manifest\.json/);
  refused("a manifest that is none", (folder) => writeFileSync(join(folder, "manifest.json"), "{"), 8, /manifest\.json.*damaged/);
  refused("another format", manifest((m) => (m.format = "zip")), 8, /format/);
  refused("a later form", manifest((m) => (m.version = 2)), 8, /form 2.*form 1/);
  refused("a later program's", manifest((m) => Object.assign(m, { schema: 9999, program: "7.5.0" })), 5, /needs Entente 7\.5\.0/);
  refused("no tables", manifest((m) => delete m.tables), 8, /tables/);
  refused("a way out", manifest((m) => (m.files[0].path = "../../etc/passwd")), 8, /files/);
  refused("a file twice", manifest((m) => m.files.push(m.files[0])), 8, /files/);
  refused("a column twice", manifest((m) => m.tables[0].columns.push(m.tables[0].columns[0])), 8, /columns/);
  refused("a link", (folder) => {
    rmSync(join(folder, PERSON));
    symlinkSync("/etc/passwd", join(folder, PERSON));
  }, 8, /person/);
});

test("what does not fit is refused with file and line, and nothing stays", (t) => {
  const { refused, manifest } = trials(t);
  const change = (path, how) => (folder) => retouch(folder, path, how);
  refused("no JSON", change(PERSON, () => "{\n"), 8, /tables\/person\.jsonl:1: /);
  refused("a column that is not known", change(PERSON, (text) => text.replace("{", '{"shoe_size":43,')), 8, /person\.jsonl:1: .*shoe_size/);
  refused("a column less", change(PERSON, (text) => text.replace(/"name":"[^"]*",/, "")), 8, /person\.jsonl:1: /);
  refused("another type", change(PERSON, (text) => text.replace(/"version":1/, '"version":"1"')), 8, /person\.jsonl:1: /);
  refused("a line twice", (folder) => {
    retouch(folder, PERSON, (text) => text + text);
    manifest((m) => (m.tables.find((table) => table.name === "person").rows = 2))(folder);
  }, 8, /person\.jsonl:2: /);
  refused("lines that are not announced", change(PERSON, () => ""), 8, /person\.jsonl: .*number of lines/);
  refused("a last line without an end", change(PERSON, (text) => text.trimEnd()), 8, /person\.jsonl:1: /);
  refused("a value that is not allowed", change("tables/audience.jsonl", (text) => text.replace('"owner"', '"secret"')), 8, /audience\.jsonl:1: /);
  refused("a reference that leads nowhere", (folder) => {
    retouch(folder, "tables/account_role.jsonl", (text) => text.replace(/"account_id":"[^"]*"/, '"account_id":"nobody"'));
  }, 8, /refers/);
  refused("a table that is not known", manifest((m) => {
    const person = m.tables.find((table) => table.name === "person");
    const file = m.files.find((one) => one.path === PERSON);
    person.name = "spy";
    person.file = file.path = "tables/spy.jsonl";
  }), 8, /spy/);
  refused("a table less", (folder) => {
    rmSync(join(folder, PERSON));
    manifest((m) => {
      m.tables = m.tables.filter((table) => table.name !== "person");
      m.files = m.files.filter((file) => file.path !== PERSON);
    })(folder);
  }, 8, /person/);
  refused("an unknown column in the manifest", manifest((m) => m.tables[0].columns.push({ name: "extra", type: "text" })), 8, /extra/);
});

test("ZIP files are looked at like folders", (t) => {
  const { bench, good, refused } = trials(t);
  const entries = ["manifest.json", ...manifestOf(good).files.map((file) => file.path)].map((name) => [name, readFileSync(join(good, name))]);
  const zip = (how) => (folder) => {
    mkdirSync(join(folder, "zip"));
    writeFileSync(join(folder, "zip/x.zip"), how([...entries]));
    return join(folder, "zip/x.zip");
  };
  const other = workbench(t);
  writeFileSync(other.file("fine.zip"), zipOf([["tables/", ""], ...entries]));
  other.must(["restore", other.file("fine.zip")]);
  assert.deepEqual(other.json("people"), bench.json("people"));
  refused("a way out", zip((all) => zipOf([...all, ["../evil", "x"]])), 8, /\.\.\/evil/);
  refused("a way in", zip((all) => zipOf([...all, ["tables/../../evil.jsonl", "x"]])), 8, /evil/);
  refused("from the root", zip((all) => zipOf([...all, ["/etc/cron.d/x", "x"]])), 8, /cron/);
  refused("a backslash", zip((all) => zipOf([...all, ["tables\\x.jsonl", "x"]])), 8);
  refused("an entry twice", zip((all) => zipOf([...all, all[1]])), 8);
  refused("cut off", zip((all) => zipOf(all).subarray(0, -40)), 8);
  refused("no ZIP", zip(() => "PK\x03\x04 and nothing of the kind"), 8);
  refused("a file more", zip((all) => zipOf([...all, ["tables/more.jsonl", "x"]])), 8, /manifest says nothing/);
});

test("only an empty store is filled", (t) => {
  const { bench, good } = trials(t);
  const before = bench.json("people");
  const { status, stderr } = bench.run(["restore", good]);
  assert.equal(status, 5, stderr);
  assert.deepEqual(bench.json("people"), before);
  assert.equal(run(["restore", bench.file("nothing.zip"), "--store", bench.store("new")]).status, 3);
});

test("archives made while others write are each of one moment", async () => {
  const site = await start();
  const file = (i) => join(site.folder.path, `while${i}.zip`);
  let stop = false, written = 0;
  try {
    const token = site.token("katharina.lenz@altmark-motoren.example");
    const alliance = (await site.api("GET", "/alliances?short_code=MOB", { token })).body.items[0].id;
    const write = async () => {
      while (!stop) {
        const body = { about_kind: "alliances", about: alliance, text: `note ${written++}` };
        assert.equal((await site.api("POST", "/notes", { token, body })).status, 201);
      }
    };
    const writers = [write(), write()];
    for (let i = 0; i < 3; i++) {
      await new Promise((done) => setTimeout(done, 100));
      site.must(["export", "--all", file(i)]);
    }
    stop = true;
    await Promise.all(writers);
    assert.ok(written > 0);
    for (let i = 0; i < 3; i++) {
      const store = site.folder.store(`restored${i}`);
      must(["restore", file(i), "--store", store]);
      must(["verify", "--store", store]);
    }
  } finally {
    stop = true;
    await site.stop();
  }
});
