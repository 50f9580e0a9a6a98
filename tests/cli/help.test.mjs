import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { must, run, tempFolder } from "../lib/entente.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const COMMANDS = ["init", "demo", "serve", "user add", "user list", "user disable", "user enable", "user link", "token",
  "import", "export", "calc", "purge", "notices", "verify", "backup", "restore", "migrate", "routes", "version", "help"];

test("help lists every command and what the exit statuses mean", () => {
  const text = must(["--help"]);
  for (const command of COMMANDS) assert.match(text, new RegExp(`^  ${command} +\\S`, "m"));
  const listed = [...text.matchAll(/^ {2}(\d) {2}\S/gm)].map((match) => Number(match[1]));
  const header = readFileSync(join(root, "src/base/err.h"), "utf8");
  const known = new Set([...header.matchAll(/^\s+X\(\w+,\s*\d+, (\d),/gm)].map((match) => Number(match[1])));
  assert.deepEqual(listed, [...known].sort());
  assert.equal(must(["help"]), text);
});

test("every command has help of its own, with its exit statuses", () => {
  for (const command of COMMANDS) {
    const words = command.split(" ");
    const { status, stdout, stderr } = run([...words, "--help"]);
    assert.equal(status, 0, command);
    assert.equal(stderr, "", command);
    assert.match(stdout, new RegExp(`^entente ${command}`, "m"));
    assert.match(stdout, /^Exit status$/m);
    assert.doesNotMatch(stdout, /cli\.[a-z]/, `a word is missing in the help of ${command}`);
    assert.equal(must(["help", ...words]), stdout);
  }
  assert.match(must(["user", "--help"]), /^  user link/m);
});

test("help wins over whatever else is on the line", () => {
  assert.match(must(["init", "--organisation", "X", "--help"]), /entente init/);
  assert.match(must(["serve", "-h"]), /--port-file FILE/);
});

test("what is not known is refused with status 2, named, with the nearest that is", () => {
  const refused = [
    [["frobnicate"], /frobnicate/],
    [["improt"], /improt.*import/],
    [["usr", "list"], /usr.*user list/],
    [["user"], /user --help/],
    [["user", "lst"], /user lst.*user list/],
    [["init", "--organisaton", "X"], /--organisaton.*--organisation/],
    [["version", "--jsn"], /--jsn.*--json/],
    [["version", "-j"], /-j/],
    [["version", "more"], /more/],
    [["version", "--json=yes"], /--json takes no value/],
    [["--store", "x"], /--store/],
    [["user", "link"], /EMAIL/],
    [["init", "--admin", "a@example.com"], /--organisation NAME is missing/],
    [["init", "--organisation"], /--organisation wants a value/],
    [["init", "--organisation", "A", "--organisation", "B"], /--organisation is there twice/],
    [["help", "imprt"], /imprt.*import/],
    [[], /--help/],
  ];
  for (const [args, words] of refused) {
    const { status, stdout, stderr } = run(args);
    assert.equal(status, 2, args.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, words);
    assert.match(stderr, /^entente/);
  }
});

test("the references in docs/ are what the program says", () => {
  const folder = tempFolder();
  try {
    const store = folder.store();
    must(["init", "--store", store, "--organisation", "Example Motors", "--admin", "admin@example.com"]);
    for (const topic of ["commands", "settings", "api", "records", "schema"]) {
      const written = readFileSync(join(root, "docs", `${topic}.md`), "utf8");
      const said = must(["help", topic, "--markdown", "--store", store]);
      assert.ok(written === said, `docs/${topic}.md is not what the program says: tools/reference writes it anew`);
    }
  } finally {
    folder.remove();
  }
});

test("the references name all there is, and every link in them leads somewhere", () => {
  const read = (topic) => readFileSync(join(root, "docs", `${topic}.md`), "utf8");
  const anchors = (text) => new Set([...text.matchAll(/^#+ (.+)$/gm)].map((match) => match[1].toLowerCase().replace(/[^\w\- ]/g, "").replace(/ /g, "-")));
  const api = read("api");
  for (const { method, path } of JSON.parse(must(["routes", "--json"]))) assert.ok(api.includes(`\`${method} ${path}\``), `${method} ${path}`);
  for (const topic of ["commands", "settings", "api", "records", "schema"]) {
    const text = read(topic);
    for (const [, file, anchor] of text.matchAll(/\]\(([\w.]*)(?:#([\w-]+))?\)/g)) {
      const there = file ? read(file.replace(/\.md$/, "")) : text;
      if (anchor) assert.ok(anchors(there).has(anchor), `docs/${topic}.md leads to ${file}#${anchor}`);
    }
    assert.doesNotMatch(text, /\b(?:reference|field|kind|cli)\.[a-z_]+\.[a-z_.]+\b/, `a word is missing in docs/${topic}.md`);
  }
});

test("a reference that is long is given as Markdown only", () => {
  for (const topic of ["api", "records", "schema"]) {
    const { status, stderr } = run(["help", topic]);
    assert.equal(status, 2);
    assert.match(stderr, /--markdown/);
  }
  const { status, stderr } = run(["help", "schema", "--markdown", "--store", "sqlite:/nowhere/at-all.db"]);
  assert.equal(status, 3);
  assert.match(stderr, /nowhere/);
});

test("version says which one this is", () => {
  assert.match(must(["version"]), /^entente \d+\.\d+\.\d+\n$/);
  const view = JSON.parse(must(["version", "--json"]));
  assert.match(view.version, /^\d+\.\d+\.\d+$/);
  assert.ok(view.schema >= 10);
});

test("routes are listed as text and as JSON", () => {
  const routes = JSON.parse(must(["routes", "--json"]));
  assert.ok(routes.length > 50);
  for (const route of routes) {
    assert.deepEqual(Object.keys(route), ["method", "path", "summary", "open", "writes", "list"]);
    assert.match(route.method, /^(GET|POST|PUT|PATCH|DELETE)$/);
    assert.match(route.path, /^\//);
    assert.ok(route.summary.includes(" ") && !/^route\.|[{}]/.test(route.summary), `${route.method} ${route.path}: ${route.summary}`);
  }
  const has = (method, path) => routes.some((route) => route.method === method && route.path === path);
  assert.ok(has("GET", "/alliances") && has("POST", "/alliances") && has("PATCH", "/alliances/{id}") && has("GET", "/health"));
  assert.match(must(["routes"]), /^GET +\/alliances +\S/m);
});

test("what cannot be written is a failure", { skip: process.platform !== "linux" }, async () => {
  const { openSync, closeSync } = await import("node:fs");
  const { spawnSync } = await import("node:child_process");
  const { program } = await import("../lib/entente.mjs");
  const full = openSync("/dev/full", "w");
  const { status } = spawnSync(program, ["help", "commands", "--markdown"], { stdio: ["ignore", full, "ignore"] });
  closeSync(full);
  assert.equal(status, 7);
});
