// Where the workspaces of tests stand: on SQLite a file in a temporary folder. With ENTENTE_TEST_STORE=postgres a database
// each, on the server of ENTENTE_TEST_POSTGRES (tests/lib/postgres starts one), which goes when the folder is removed.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** The address of a PostgreSQL to test with, or undefined. */
export const server = process.env.ENTENTE_TEST_POSTGRES;
export const onPostgres = process.env.ENTENTE_TEST_STORE === "postgres";
if (onPostgres && !server) throw new Error("ENTENTE_TEST_STORE=postgres needs ENTENTE_TEST_POSTGRES: tests/lib/postgres run …");

const isPostgres = (store) => store.startsWith("postgres");
const name = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "_");
/** The name of the database that an address leads to. */
export const databaseOf = (store) => new URLSearchParams(store.slice(store.indexOf("?"))).get("dbname");

/** The address of the database `database` on the server. */
export const postgresStore = (database) => `${server}${server.includes("?") ? "&" : "?"}dbname=${database}`;

/** Runs SQL on a store past the program, with the store's own client, which sees all rows: what it printed. */
export function sql(store, text) {
  const [client, ...args] = isPostgres(store) ? ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", store, "-c"] : ["sqlite3", store.slice("sqlite:".length)];
  return execFileSync(client, [...args, text], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, PGOPTIONS: "-c entente.sees=*" } }).trim();
}

/** Whether something stands where the address leads. */
export function isThere(store) {
  if (!isPostgres(store)) return existsSync(store.slice("sqlite:".length));
  return sql(server, `SELECT count(*) FROM pg_database WHERE datname = '${databaseOf(store)}'`) === "1";
}

/** A store without anything in it: an empty file, or a new database. */
export function makeEmpty(store) {
  if (isPostgres(store)) sql(server, `CREATE DATABASE "${databaseOf(store)}"`);
  else writeFileSync(store.slice("sqlite:".length), "");
}

/** A new folder under the system's one for what passes, with places for stores, and how to remove all of it. */
export function tempFolder() {
  const path = mkdtempSync(join(tmpdir(), "entente-test-"));
  const databases = new Set();
  const postgres = (label) => {
    const database = `${name(basename(path))}_${name(label)}`;
    databases.add(database);
    return postgresStore(database);
  };
  return {
    path,
    /** The address of a store that is not there yet; with `kind` "sqlite" or "postgres" on that one in any case. */
    store: (label = "store", kind = onPostgres ? "postgres" : "sqlite") => (kind === "postgres" ? postgres(label) : `sqlite:${join(path, `${label}.db`)}`),
    remove: () => {
      for (const database of databases) sql(server, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Makes a store by make(store), or copies it from one that was made under this name earlier in the run. */
export function makeOnce(store, label, make) {
  const cache = process.env.ENTENTE_DEMO_CACHE;
  if (!cache) make(store);
  else if (isPostgres(store)) fromTemplate(store, `${name(basename(cache))}_${name(label)}`, make);
  else fromFile(store, join(cache, `${label}.db`), make);
}

function fromFile(store, kept, make) {
  const file = store.slice("sqlite:".length), mine = `${kept}.${process.pid}`;
  if (!existsSync(kept)) {
    make(store);
    if (existsSync(`${file}-wal`)) return;
    copyFileSync(file, mine);
    renameSync(mine, kept);
  } else {
    copyFileSync(kept, file);
  }
}

/** Two may make the template at once: it has its name only when it is whole, and the second one's goes. */
function fromTemplate(store, kept, make) {
  const there = () => isThere(postgresStore(kept));
  if (!there()) {
    const mine = `${kept}_${process.pid}`;
    make(postgresStore(mine));
    try {
      sql(server, `ALTER DATABASE "${mine}" RENAME TO "${kept}"`);
    } catch (error) {
      if (!there()) throw error;
      sql(server, `DROP DATABASE "${mine}"`);
    }
  }
  sql(server, `CREATE DATABASE "${databaseOf(store)}" TEMPLATE "${kept}"`);
}
