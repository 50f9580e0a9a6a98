// What the tests of commands, interface and pages share: a program of their own, on a store of their own.
//
//   const site = await start();                     // the demo workspace, served on a free port
//   const token = site.token("…");
//   const reply = await site.api("GET", "/alliances", { token });   // {status, headers, text, body}
//   const page = await site.page({ email: "…", width: 360 });       // Chromium, signed in
//   await site.stop();                              // drains; throws when the program did not end well

import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { makeOnce, tempFolder } from "./stores.mjs";

export { tempFolder };

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.ENTENTE_BIN ?? join(root, "build-asan/entente");
export const AS_OF = "2026-03-02";
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 20_000;

// The suite's name is that of its folder: node runs each file as a process of its own.
const testFile = process.argv[1] ?? "unknown";
const suite = basename(dirname(testFile));

/** A thing in ../shared, or null where that is not here; with CI set that is an error. */
export function shared(relative) {
  const path = join(process.env.ENTENTE_SHARED ?? join(root, "../shared"), relative);
  if (existsSync(path)) return path;
  if (process.env.CI) throw new Error("../shared is not here, and CI allows no such thing");
  console.log(`not run: ../shared is not here (${relative})`);
  return null;
}

/** Runs a command of the program: {status, stdout, stderr}. */
export function run(args, { input, env } = {}) {
  const result = spawnSync(program, args, {
    input,
    encoding: "utf8",
    env: { ...process.env, ...env },
    timeout: 120_000,
    maxBuffer: 256 << 20,
  });
  if (result.error) throw result.error;
  if (/(ERROR: (Address|Leak)|WARNING: Thread)Sanitizer|runtime error:/.test(result.stderr)) throw new Error(`${args.join(" ")}\n${result.stderr}`);
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** Runs a command that must succeed; returns what it printed. */
export function must(args, options) {
  const result = run(args, options);
  if (result.status !== 0) throw new Error(`entente ${args.join(" ")} ended with ${result.status}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

const lastLine = (text) => text.trimEnd().split("\n").pop().trim();

/** Makes the demo workspace in a store that is not there yet; it is made once a run and then copied. */
export function makeDemo(store, asOf = AS_OF) {
  makeOnce(store, `demo-${asOf}`, (place) => must(["demo", "--store", place, "--as-of", asOf]));
}

/**
 * Serves a workspace of its own: the demo, or with {workspace: "init"} an empty one of `organisation` and `admin`;
 * {workspace: "none", store} serves a store that is there. `args` are further arguments of serve, `program` another one
 * that serves.
 */
export async function start(options = {}) {
  const { workspace = "demo", asOf = AS_OF, organisation = "Example Motors", admin = "admin@example.com" } = options;
  const folder = tempFolder();
  const store = options.store ?? folder.store();
  let printed = "";
  if (workspace === "demo") makeDemo(store, asOf);
  else if (workspace === "init") printed = must(["init", "--store", store, "--organisation", organisation, "--admin", admin]);
  const site = new Site({ folder, store, printed, args: options.args ?? [], env: options.env ?? {}, program: options.program ?? program });
  try {
    await site.serve();
  } catch (error) {
    folder.remove();
    throw error;
  }
  return site;
}

class Site {
  #child = null;
  #log = "";
  #exit = null;
  #browser = null;
  #tokens = new Map();

  constructor(fields) {
    Object.assign(this, fields);
  }

  /** Starts the server and waits until it says that it is ready. */
  async serve() {
    const portFile = join(this.folder.path, "port");
    rmSync(portFile, { force: true });
    const args = ["serve", "--store", this.store, "--listen", "127.0.0.1:0", "--port-file", portFile, "--key-file", join(this.folder.path, "key"), ...this.args];
    const child = spawn(this.program, args, { env: { ...process.env, ...this.env }, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => (this.#log += text));
    }
    this.#exit = new Promise((done) => child.on("close", (status, signal) => done({ status, signal })));
    child.on("error", (error) => (this.#log += String(error)));
    const until = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const port = existsSync(portFile) ? Number(readFileSync(portFile, "utf8").trim()) : 0;
      if (port > 0) {
        this.url = `http://127.0.0.1:${port}`;
        return;
      }
      if (child.exitCode !== null || child.signalCode || Date.now() > until) {
        child.kill("SIGKILL");
        throw new Error(`the server did not start\n${this.#log}`);
      }
      await new Promise((done) => setTimeout(done, 25));
    }
  }

  /** What the server has logged so far. */
  get log() {
    return this.#log;
  }

  get pid() {
    return this.#child.pid;
  }

  /** Ends the server, by its own process only, and waits; throws when it did not end well. */
  async halt(signal = "SIGTERM") {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    child.kill(signal);
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    const exit = await this.#exit;
    clearTimeout(killer);
    const broken = /(ERROR: (Address|Leak)|WARNING: Thread)Sanitizer|runtime error:/.test(this.#log);
    const refused = this.program === program && this.#log.includes('"confine.refused"');
    if (broken || refused || (signal === "SIGTERM" && exit.status !== 0)) {
      throw new Error(`the server ended with ${exit.status ?? exit.signal}\n${this.#log.slice(-20_000)}`);
    }
  }

  /** Ends browser and server and removes the store. */
  async stop() {
    try {
      await this.#browser?.close();
      await this.halt();
    } finally {
      this.folder.remove();
    }
  }

  /** Runs a command on this store. */
  run(args, options) {
    return run([...args, "--store", this.store], options);
  }

  must(args, options) {
    return must([...args, "--store", this.store], options);
  }

  /** The people of the workspace: objects with email, name, role, organisation. */
  users() {
    const list = JSON.parse(this.must(["user", "list", "--json"]));
    return list.items ?? list;
  }

  /** An API token of a person; the same one each time it is asked for. */
  token(email) {
    if (!this.#tokens.has(email)) this.#tokens.set(email, lastLine(this.must(["token", email])));
    return this.#tokens.get(email);
  }

  /** A link that signs a person in, once. */
  link(email) {
    return lastLine(this.must(["user", "link", email, "--base", this.url]));
  }

  /** Asks the server; the reply is logged for tests/lib/check-replies.mjs. `body`: an object is sent as JSON. */
  async api(method, path, { token, body, headers = {}, accept = "application/json" } = {}) {
    const sent = { Accept: accept, ...headers };
    if (token) sent.Authorization = `Bearer ${token}`;
    let text = body;
    if (body !== undefined && typeof body !== "string" && !(body instanceof Uint8Array)) {
      text = JSON.stringify(body);
      const named = Object.keys(sent).some((name) => name.toLowerCase() === "content-type");
      if (!named) sent["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
    }
    const reply = await fetch(this.url + path, { method, headers: sent, body: text, redirect: "manual" });
    const received = await reply.text();
    const type = reply.headers.get("content-type") ?? "";
    logReply({ method, path, status: reply.status, type, body: received });
    let parsed;
    if (/json/.test(type) && received !== "") parsed = JSON.parse(received);
    return { status: reply.status, headers: reply.headers, type, text: received, body: parsed };
  }

  /** The site's Chromium, started when first asked for. */
  async browser() {
    this.#browser ??= await browser();
    return this.#browser;
  }

  /**
   * A new page in a context of its own, signed in when `email` is given. `page.problems` collects script errors and
   * refusals by the Content-Security-Policy.
   */
  async page({ email, width = 1280, height = 900, colorScheme = "light", locale = "en-GB", ...context } = {}) {
    const chromium = await this.browser();
    const made = await chromium.newContext({
      baseURL: this.url,
      viewport: { width, height },
      colorScheme,
      locale,
      reducedMotion: "reduce",
      hasTouch: width < 600,
      isMobile: width < 600,
      ...context,
    });
    made.setDefaultTimeout(15_000);
    const page = await made.newPage();
    page.problems = [];
    page.on("pageerror", (error) => page.problems.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      // A refused form answers with its status, which the browser mentions: that is no fault of the page.
      if (message.type() === "error" && !/Failed to load resource: the server responded/.test(text)) page.problems.push(text);
    });
    made.on("response", (response) => recordResponse(response, this.url));
    if (email) await signIn(page, email, this);
    return page;
  }
}

function logReply(record) {
  const folder = process.env.ENTENTE_REPLY_LOG;
  if (!folder) return;
  const own = join(folder, suite);
  mkdirSync(own, { recursive: true });
  const kept = /json/.test(record.type) ? record : { ...record, body: undefined };
  appendFileSync(join(own, `${basename(testFile)}.${process.pid}.jsonl`), JSON.stringify(kept) + "\n");
}

async function recordResponse(response, url) {
  if (!response.url().startsWith(url)) return;
  const record = {
    method: response.request().method(),
    path: response.url().slice(url.length),
    status: response.status(),
    type: response.headers()["content-type"] ?? "",
  };
  if (/json/.test(record.type)) record.body = await response.text().catch(() => undefined);
  logReply(record);
}

/** Starts Chromium without a window. */
export async function browser() {
  const { chromium } = await import("playwright-core");
  return chromium.launch({
    executablePath: process.env.ENTENTE_CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Signs a person in by a one-time link; where the link's page asks to go on, goes on. */
export async function signIn(page, email, site) {
  const link = site.link(email);
  await page.goto(link);
  if (page.url() === link) {
    const button = page.locator("main form[method=post] button:not([type=button])").first();
    await Promise.all([page.waitForURL((url) => String(url) !== link), button.click()]);
  }
}

/** The serious and critical findings of axe-core on a page, one line each; [] is what a test wants. */
export async function axe(page) {
  const source = createRequire(import.meta.url)("axe-core").source;
  await page.evaluate(source);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations
    .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
    .flatMap((finding) => finding.nodes.map((node) => `${finding.id}: ${finding.help}: ${node.target.join(" ")}\n${node.html}\n${node.failureSummary}`));
}

/** Saves a picture of the whole page, for people to look at. */
export async function shot(page, name) {
  const folder = process.env.ENTENTE_SCREENSHOTS ?? join(root, "build-asan/screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
