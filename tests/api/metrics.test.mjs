// What the server tells of itself to whoever watches over it: well-formed, rising, and of nobody.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { readMetrics, sampleOf } from "../lib/openmetrics.mjs";
import { asker, expect, HEAD } from "./make.mjs";

let site, address;
before(async () => {
  site = await start({ args: ["--metrics", "127.0.0.1:0"] });
  address = JSON.parse(site.log.split("\n").find((line) => line.includes('"metrics.ready"'))).address;
});
after(() => site.stop());

const scrape = async () => readMetrics(await (await fetch(address)).text());
const total = (families, route, status = "2xx", method = "GET") => sampleOf(families, "entente_http_requests_total", { method, route, status });

/** The metrics once `good` says that they have caught up: a request is counted when its answer has been sent. */
async function scrapeUntil(good) {
  let families = await scrape();
  for (let tries = 0; tries < 200 && !good(families); tries++) {
    await new Promise((done) => setTimeout(done, 10));
    families = await scrape();
  }
  return families;
}

test("is OpenMetrics, said to be so, and tells of process, program and store", async () => {
  const reply = await fetch(address);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
  assert.equal(reply.headers.get("cache-control"), "no-store");
  const families = readMetrics(await reply.text());
  for (const family of families.values()) assert.ok(family.help?.length > 10, family.name);
  const [build] = families.get("entente_build").samples;
  assert.match(build.labels.get("version"), /^\d+\.\d+\.\d+$/);
  assert.match(build.labels.get("store"), /^(sqlite|postgres)$/);
  assert.ok(sampleOf(families, "process_resident_memory_bytes") > 1 << 20);
  assert.ok(sampleOf(families, "process_open_fds") > 5);
  assert.ok(sampleOf(families, "process_max_fds") >= sampleOf(families, "process_open_fds"));
  assert.ok(Math.abs(sampleOf(families, "process_start_time_seconds") - Date.now() / 1000) < 600);
  assert.ok(sampleOf(families, "process_cpu_seconds_total") > 0);
});

test("requests, commits and viewers are counted", async () => {
  const head = asker(site, HEAD);
  expect(await head.get("/account"), 200);
  const before = await scrapeUntil((families) => total(families, "/account") > 0);
  for (let i = 0; i < 5; i++) expect(await head.get("/account"), 200);
  for (let i = 0; i < 3; i++) expect(await head.get("/day"), 200);
  expect(await head.post("/organisations", { name: "Counted works", kind: "partner" }), 201);
  expect(await head.get("/nothing-stands-here"), 404);
  const after = await scrapeUntil((families) => total(families, "", "4xx", "") > total(before, "", "4xx", ""));
  const rise = (name, labels) => sampleOf(after, name, labels) - sampleOf(before, name, labels);
  assert.equal(total(after, "/account") - total(before, "/account"), 5);
  assert.equal(total(after, "/organisations", "2xx", "POST"), 1);
  assert.equal(total(after, "", "4xx", ""), 1);
  assert.ok(rise("entente_commit_seconds_count") >= 1);
  assert.ok(rise("entente_commit_jobs_sum") >= 1);
  assert.ok(rise("entente_http_request_seconds_count", { runs: "read" }) >= 5);
  assert.equal(rise("entente_http_request_seconds_count", { runs: "write" }), 1);
  assert.ok(rise("entente_viewers_total", { from: "cache" }) >= 4);
  assert.equal(rise("entente_kept_replies_total", { from: "store" }) + rise("entente_kept_replies_total", { from: "cache" }), 3);
  assert.ok(rise("entente_kept_replies_total", { from: "cache" }) >= 1);
  assert.equal(sampleOf(after, "entente_writer_waiting"), 0);
  assert.equal(sampleOf(after, "entente_commits_failed_total"), 0);
  assert.ok(sampleOf(after, "entente_http_connections") >= 1);
});

test("nothing names a record, a person, a tenant or a search, and what clients make up is not repeated", async () => {
  const head = asker(site, HEAD);
  const [alliance] = expect(await head.get("/alliances"), 200).body.items;
  expect(await head.get(`/alliances/${alliance.id}`), 200);
  expect(await head.get("/search?q=hush"), 200);
  await site.api("BREW", "/alliances");
  await site.api("GET", "/no/such/secret-place");
  const families = await scrapeUntil((now) => total(now, "/alliances/{id}") > 0 && total(now, "/search") > 0);
  const text = await (await fetch(address)).text();
  for (const word of [alliance.id, alliance.name, HEAD, "altmark", "hush", "secret-place", "BREW", "Counted works"]) assert.ok(!text.toLowerCase().includes(word.toLowerCase()), word);
  assert.ok(!/[0-9a-f]{8}-[0-9a-f]{4}/i.test(text));
  const described = expect(await head.get("/openapi.json"), 200).body.paths;
  for (const { labels } of families.get("entente_http_requests").samples) {
    const route = labels.get("route");
    assert.ok(route === "" || route === "/assets/{name}" || route in described, route);
  }
});

test("the address that people use has no metrics, and the metrics' address nothing else", async () => {
  expect(await asker(site, HEAD).get("/metrics"), 404);
  assert.equal((await site.api("GET", "/metrics")).status, 404);
  const at = (path, options) => fetch(new URL(path, address), options);
  for (const path of ["/", "/health", "/account", "/metrics/", "/metrics/../account"]) assert.equal((await at(path)).status, 404, path);
  const post = await at("/metrics", { method: "POST" });
  assert.deepEqual([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
  assert.equal((await at("/metrics", { method: "HEAD" })).status, 200);
});

test("without the setting nobody listens; an address that cannot be had is named by its setting", async () => {
  const other = await start({ workspace: "none", store: site.store });
  try {
    assert.ok(!other.log.includes("metrics.ready"));
  } finally {
    await other.stop();
  }
  const taken = site.run(["serve", "--listen", "127.0.0.1:0", "--metrics", new URL(address).host]);
  assert.equal(taken.status, 5);
  assert.match(taken.stderr, /metrics/);
  assert.match(taken.stderr, new RegExp(new URL(address).port));
});
