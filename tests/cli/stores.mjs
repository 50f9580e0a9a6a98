// What the tests of commands share: stores of their own.

import { join } from "node:path";
import { AS_OF, makeDemo, must, run, tempFolder } from "../lib/entente.mjs";
import { sql } from "../lib/stores.mjs";

/** A folder that is removed when the test `t` ends; with the places of stores in it, and commands on one of them. */
export function workbench(t) {
  const folder = tempFolder();
  t.after(() => folder.remove());
  const bench = {
    folder: folder.path,
    file: (name) => join(folder.path, name),
    store: (name, kind) => folder.store(name, kind),
    sql: (text) => sql(bench.store(), text),
    run: (args, options) => run([...args, "--store", bench.store()], options),
    must: (args, options) => must([...args, "--store", bench.store()], options),
    json: (kind) => JSON.parse(bench.must(["export", kind, "--format", "json"])),
  };
  return bench;
}

/** A workbench with an empty workspace of Example Motors, administered by admin@example.com. */
export function emptyWorkspace(t) {
  const bench = workbench(t);
  bench.must(["init", "--organisation", "Example Motors", "--admin", "admin@example.com"]);
  return bench;
}

/** A workbench with the demo. */
export function demoWorkspace(t, asOf = AS_OF) {
  const bench = workbench(t);
  makeDemo(bench.store(), asOf);
  return bench;
}

export const lastLine = (text) => text.trimEnd().split("\n").pop();

/** The kinds of record that can be exported, from the program's own words. */
export function kinds(bench) {
  const { stderr } = bench.run(["export", "no-such-kind-at-all"]);
  return stderr.trim().replace(/^.*There are: /s, "").replace(/\.$/, "").split(", ");
}
