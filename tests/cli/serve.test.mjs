import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { program, run, start } from "../lib/entente.mjs";
import { emptyWorkspace } from "./stores.mjs";

const lines = (log) => log.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));

test("serve says where it is, logs in JSON, and ends when told to", async () => {
  const site = await start({ workspace: "init" });
  const portFile = `${site.folder.path}/port`;
  try {
    const port = readFileSync(portFile, "utf8");
    assert.match(port, /^\d+\n$/);
    assert.equal((await site.api("GET", "/health")).status, 200);
    assert.match(site.log, new RegExp(`Entente serves at http://127\\.0\\.0\\.1:${port.trim()}`));
    await site.halt("SIGTERM");
    assert.ok(!existsSync(portFile), "the port's file is left behind");
    const events = lines(site.log).map((line) => line.event);
    for (const event of ["serve.ready", "serve.draining", "serve.ended"]) assert.ok(events.includes(event), event);
    for (const line of lines(site.log)) assert.ok(line.time && line.level);
    await site.serve();
    await site.halt("SIGINT");
  } finally {
    await site.stop();
  }
});

test("what the server has begun to answer it answers, also while it ends", async () => {
  const site = await start({ workspace: "init" });
  try {
    const token = site.token("admin@example.com");
    let answered = 0, refused = 0;
    const ask = async () => {
      while (refused < 4) {
        try {
          const reply = await fetch(`${site.url}/alliances`, { headers: { Authorization: `Bearer ${token}`, Accept: "application/json" } });
          assert.ok(reply.status === 200 || reply.status === 503, String(reply.status));
          JSON.parse(await reply.text());
          answered++;
        } catch (error) {
          if (error instanceof assert.AssertionError || error instanceof SyntaxError) throw error;
          refused++;
        }
      }
    };
    const asking = [ask(), ask(), ask(), ask()];
    while (answered < 20) await new Promise((done) => setTimeout(done, 5));
    await site.halt("SIGTERM");
    await Promise.all(asking);
  } finally {
    await site.stop();
  }
});

test("a port that is taken is a conflict", async () => {
  const site = await start({ workspace: "init" });
  try {
    const { status, stderr } = run(["serve", "--store", site.store, "--listen", `127.0.0.1:${new URL(site.url).port}`]);
    assert.equal(status, 5, stderr);
  } finally {
    await site.stop();
  }
});

test("commands write while the server runs", async () => {
  const site = await start({ workspace: "init" });
  try {
    const token = site.token("admin@example.com");
    site.must(["import", "organisations", "-"], { input: "name,domain\nNorthwind,northwind.example\n" });
    const { body } = await site.api("GET", "/organisations?domain=northwind.example", { token });
    assert.deepEqual(body.items.map((o) => o.name), ["Northwind"]);
  } finally {
    await site.stop();
  }
});

test("an address of IPv6 is served too", async (t) => {
  const bench = emptyWorkspace(t);
  const child = spawn(program, ["serve", "--store", bench.store(), "--listen", "[::1]:0"], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  child.stdout.on("data", (text) => (printed += text));
  child.stderr.on("data", (text) => (printed += text));
  const ended = new Promise((done) => child.on("close", done));
  const until = Date.now() + 20_000;
  while (!/serves at/.test(printed) && Date.now() < until && child.exitCode === null) await new Promise((done) => setTimeout(done, 25));
  const url = printed.match(/http:\/\/\[::1\]:\d+/)?.[0];
  const health = url && (await fetch(`${url}/health`)).status;
  child.kill("SIGTERM");
  assert.equal(await ended, 0, printed);
  assert.equal(health, 200, printed);
});
