// A PostgreSQL of a test's own, to be killed: tests/lib/postgres with children's names and numbers.

import { execFileSync } from "node:child_process";
import { mkdtempSync, chmodSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../lib/postgres", import.meta.url));
const call = (...args) => execFileSync(script, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

/** The processes that `parent` has started. */
const childrenOf = (parent) =>
  readdirSync("/proc").filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      return readFileSync(`/proc/${name}/stat`, "utf8").replace(/^.*\) /s, "").split(" ")[1] === `${parent}`;
    } catch {
      return false; // it has ended meanwhile
    }
  }).map(Number);

function isThere(pid) {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

process.once("SIGTERM", () => process.exit(143)); // by way of what is to be done at the end

/** Starts one; it ends with the test's process. `settings` as of postgresql.conf; `of`: a standby of that one. */
export function cluster(settings = [], of = null) {
  const folder = mkdtempSync(join(tmpdir(), "entente-cluster-"));
  chmodSync(folder, 0o755);
  const place = join(folder, "server");
  const address = of ? call("standby", place, of.place, ...settings) : call("start", place, ...settings);
  process.on("exit", () => {
    call("stop", place);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    place,
    address,
    /** Kills it with all its processes, as when the machine loses power. */
    kill: () => {
      const postmaster = Number(readFileSync(join(place, "data/postmaster.pid"), "utf8").split("\n")[0]);
      process.kill(postmaster, "SIGSTOP"); // no new ones meanwhile
      const all = [...childrenOf(postmaster), postmaster];
      for (const pid of all) process.kill(pid, "SIGKILL");
      while (all.some(isThere)) execFileSync("sleep", ["0.01"]);
    },
    start: () => call("again", place),
    promote: () => call("promote", place),
  };
}
