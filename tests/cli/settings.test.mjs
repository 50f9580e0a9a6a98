import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { must, run } from "../lib/entente.mjs";
import { workbench } from "./stores.mjs";

const init = ["init", "--organisation", "Example Motors", "--admin", "admin@example.com"];
const list = ["user", "list", "--json"];

/** An environment with nothing of the machine's own in it. */
function clean(bench, more = {}) {
  return { HOME: bench.folder, XDG_DATA_HOME: "", XDG_CONFIG_HOME: "", ENTENTE_STORE: "", ENTENTE_CONFIG: "", ...more };
}

test("without anything the store is in the folder for data", (t) => {
  const bench = workbench(t);
  must(init, { env: clean(bench) });
  const explicit = `sqlite:${bench.file(".local/share/entente/entente.db")}`;
  assert.equal(JSON.parse(must([...list, "--store", explicit], { env: clean(bench) })).length, 1);
  must(init, { env: clean(bench, { XDG_DATA_HOME: bench.file("data") }) });
  assert.equal(JSON.parse(must([...list, "--store", `sqlite:${bench.file("data/entente/entente.db")}`])).length, 1);
});

test("the flag goes before the environment, the environment before the file", (t) => {
  const bench = workbench(t);
  const stores = ["a", "b", "c"].map((name) => bench.store(name));
  stores.forEach((store, i) => must(["init", "--organisation", "X", "--admin", `${"abc"[i]}@example.com`, "--store", store]));
  const who = (args, env) => JSON.parse(must([...list, ...args], { env: clean(bench, env) }))[0].email;
  mkdirSync(bench.file(".config/entente"), { recursive: true });
  writeFileSync(bench.file(".config/entente/entente.conf"), `# where it is\n\nstore = ${stores[2]}\n`);
  assert.equal(who([], {}), "c@example.com");
  assert.equal(who([], { ENTENTE_STORE: stores[1] }), "b@example.com");
  assert.equal(who(["--store", stores[0]], { ENTENTE_STORE: stores[1] }), "a@example.com");
  assert.equal(who([`--store=${stores[0]}`], {}), "a@example.com");

  const other = bench.file("other.conf");
  writeFileSync(other, `store=${stores[1]}\n`);
  assert.equal(who(["--config", other], {}), "b@example.com");
  assert.equal(who([], { ENTENTE_CONFIG: other }), "b@example.com");
});

test("mistakes in settings are named with their place", (t) => {
  const bench = workbench(t);
  const file = bench.file("wrong.conf");
  const refused = (args, env, ...words) => {
    const { status, stderr } = run(args, { env: clean(bench, env) });
    assert.equal(status, 2, stderr);
    for (const word of words) assert.match(stderr, word);
  };
  writeFileSync(file, "store = sqlite:x.db\nlisten: 80\nstor = x\nlog-level = loud\nstore = sqlite:y.db\n");
  refused([...list, "--config", file], {}, /wrong\.conf:2/, /wrong\.conf:3.*stor.*store/, /wrong\.conf:4.*loud/, /wrong\.conf:5.*twice/);
  refused(["serve", "--listen", "here"], {}, /--listen.*here/);
  refused(["serve", "--listen", "127.0.0.1:99999"], {}, /--listen/);
  refused(["serve", "--listen", "::1:80"], {}, /--listen/);
  refused(["serve"], { ENTENTE_THREADS: "many" }, /ENTENTE_THREADS.*many.*1.*64/);
  refused(["serve"], { ENTENTE_BEHIND_PROXY: "perhaps" }, /ENTENTE_BEHIND_PROXY/);
  refused(["user", "link", "a@example.com", "--base", "example.com"], {}, /--base/);
  refused([...list, "--store", "no-scheme"], {}, /--store.*no-scheme.*sqlite:PATH.*postgresql:/);
  refused([...list, "--store", "oracle:x"], {}, /oracle/);
  assert.equal(run([...list, "--config", join(bench.folder, "missing.conf")], { env: clean(bench) }).status, 3);
});

test("a command that needs no settings does not mind wrong ones", () => {
  must(["version"], { env: { ENTENTE_LISTEN: "nonsense" } });
});
