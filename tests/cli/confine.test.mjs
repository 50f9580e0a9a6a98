// A server that serves may do little else: from without, by what the kernel says of each of its threads, and from within, by a
// program that tries at a signal what an intruder would (tests/cli/probe.c).

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { program, start } from "../lib/entente.mjs";
import { pause } from "../lose/writers.mjs";

const EPERM = 1;

/** One field of /proc/PID/task/…/status of every thread. */
const ofThreads = (pid, field) =>
  readdirSync(`/proc/${pid}/task`).map((thread) => new RegExp(`^${field}:\\s*(\\S+)`, "m").exec(readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8"))[1]);

test("every thread of a server is confined, and can get no rights", async () => {
  const site = await start({ workspace: "init" });
  try {
    const modes = ofThreads(site.pid, "Seccomp");
    assert.ok(modes.length > 5, `${modes.length} threads`);
    assert.deepEqual([...new Set(modes)], ["2"]);
    assert.deepEqual([...new Set(ofThreads(site.pid, "NoNewPrivs"))], ["1"]);
    assert.match(site.log, /"confine\.on"/);
    assert.ok(!site.log.includes("confine.refused"), site.log);
  } finally {
    await site.stop();
  }
});

test("what an intruder would try is refused and told of, and the server goes on", async () => {
  const probed = join(dirname(program), "entente-probed");
  assert.ok(existsSync(probed), probed);
  const site = await start({ workspace: "init", program: probed });
  try {
    process.kill(site.pid, "SIGUSR2");
    for (let i = 0; i < 500 && !site.log.includes('"probe"'); i++) await pause(10);
    const line = site.log.split("\n").find((one) => one.includes('"probe"'));
    assert.deepEqual(JSON.parse(line), { event: "probe", exec: EPERM, listen: EPERM, ptrace: EPERM, handle: EPERM, mount: EPERM });
    assert.equal(site.log.split('"confine.refused"').length - 1, 5);
    assert.equal((await site.api("GET", "/health")).status, 200);
  } finally {
    await site.stop();
  }
});

test("who says so has a server that is not confined", async () => {
  const before = readFileSync("/proc/self/status", "utf8");
  const site = await start({ workspace: "init", args: ["--unconfined"] });
  try {
    assert.deepEqual([...new Set(ofThreads(site.pid, "Seccomp"))], [/^Seccomp:\s*(\d)/m.exec(before)[1]]);
    assert.match(site.log, /"confine\.off"/);
  } finally {
    await site.stop();
  }
});
