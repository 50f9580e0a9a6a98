// Notices by mail, through a real mail server: chosen per person, never told twice, and with nothing in them that is not
// their reader's.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { run, start } from "../lib/entente.mjs";
import { asker, expect, signedIn } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";
const BASE = "https://alliances.example.org";

let site, ours, alliance, server, port, box;

const freePort = () =>
  new Promise((done) => {
    const socket = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = socket.address();
      socket.close(() => done(free));
    });
  });
const answers = (at) =>
  new Promise((done) => {
    const socket = connect(at, "127.0.0.1", () => done(socket.destroy() && true));
    socket.on("error", () => done(false));
  });

async function startMail() {
  server = spawn("/usr/bin/aiosmtpd", ["-n", "-l", `127.0.0.1:${port}`, "-c", "aiosmtpd.handlers.Mailbox", box], { stdio: "ignore" });
  for (let i = 0; i < 400 && !(await answers(port)); i++) await new Promise((done) => setTimeout(done, 25));
}
const stopMail = () =>
  new Promise((done) => {
    server.on("close", done);
    server.kill("SIGKILL");
  });

before(async () => {
  site = await start();
  box = join(site.folder.path, "mail");
  mkdirSync(join(box, "new"), { recursive: true });
  for (const name of ["cur", "tmp"]) mkdirSync(join(box, name));
  port = await freePort();
  await startMail();
  ours = asker(site, KATHARINA);
  alliance = expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id;
});
after(async () => {
  await stopMail();
  await site.stop();
});

const way = () => ["--smtp", `smtp://127.0.0.1:${port}`, "--mail-from", "entente@example.org", "--base", BASE];
const send = (...more) => JSON.parse(site.must(["notices", "--json", ...way(), ...more]));
const letters = () =>
  (existsSync(join(box, "new")) ? readdirSync(join(box, "new")) : []).map((name) => {
    const whole = readFileSync(join(box, "new", name), "utf8");
    const [head, body] = [whole.slice(0, whole.search(/\r?\n\r?\n/)), whole.slice(whole.search(/\r?\n\r?\n/))];
    return { head, text: Buffer.from(body.replace(/\s/g, ""), "base64").toString("utf8") };
  });
const owe = async (title, fields = {}) => {
  const parties = expect(await ours.get(`/parties?alliance=${alliance}`), 200).body.items;
  const owner_party = parties.find(({ name }) => name.startsWith("Altmark")).id;
  const owner_person = expect(await ours.get(`/people?email=${KATHARINA}`), 200).body.items[0].id;
  const body = { title, owner_party, owner_person, due: "2026-01-15", ...fields };
  return expect(await ours.post(`/alliances/${alliance}/commitments`, body), 201).body.id;
};

test("a mail says what is new in one's day, once", async () => {
  await owe("Plan of the first tests");
  assert.equal(send("--to", KATHARINA).sent, 1);
  assert.deepEqual(send("--to", KATHARINA), { sent: 0, refused: 0, unclear: 0, nothing: 1 });
  const [letter, ...others] = letters().filter(({ text }) => text.includes("first tests"));
  assert.equal(others.length, 0);
  assert.match(letter.head, /^From: Entente <entente@example\.org>\r?$/m);
  assert.match(letter.head, new RegExp(`^To: <${KATHARINA.replaceAll(".", "\\.")}>\\r?$`, "m"));
  assert.match(letter.text, /Plan of the first tests \(Mobility\), was due /);
  assert.match(letter.text, new RegExp(`${BASE}/commitments/[0-9a-f-]{36}`));
  assert.match(letter.text, new RegExp(`${BASE}/account/notices`));
  await owe("Plan of the second tests");
  assert.equal(send("--to", KATHARINA).sent, 1);
  const second = letters().find(({ text }) => text.includes("second tests"));
  assert.ok(second && !second.text.includes("first tests"));
});

test("nothing of the other side is in a mail, nor anything where only numbers were asked for", async () => {
  await owe("Known to our side only", { circle: "side" });
  const before = letters().length;
  send("--to", INES);
  send("--to", KATHARINA);
  const fresh = letters().slice(0);
  const hers = fresh.filter(({ head }) => head.includes(INES));
  assert.ok(fresh.length > before);
  assert.ok(hers.every(({ text }) => !text.includes("Known to our side only")));
  assert.ok(fresh.some(({ head, text }) => head.includes(KATHARINA) && text.includes("Known to our side only")));

  const katharina = await signedIn(site, KATHARINA);
  expect(await katharina.post("/account/notices", { detail: "counts" }), 200);
  await owe("Not to be named in a mail");
  const sent = letters().length;
  assert.equal(send("--to", KATHARINA).sent, 1);
  assert.equal(letters().length, sent + 1);
  assert.ok(letters().every(({ text }) => !text.includes("Not to be named")));
  assert.ok(letters().some(({ text }) => /You owe: 1/.test(text)));
});

test("what the mail server refuses is told later, and nothing is lost", async () => {
  send("--to", KATHARINA);
  await owe("Told when the mail server is back");
  await stopMail();
  assert.equal(send("--to", KATHARINA).refused, 1);
  const { waiting } = expect(await ours.get("/account/notices"), 200).body;
  assert.deepEqual(waiting.map(({ name }) => name), ["Told when the mail server is back"]);
  await startMail();
  assert.equal(send("--to", KATHARINA).sent, 1);
  const view = expect(await ours.get("/account/notices"), 200).body;
  assert.deepEqual(view.waiting, []);
  assert.deepEqual(view.mails.slice(0, 2).map(({ state }) => state), ["sent", "refused"]);
});

test("one chooses in person, sees what is wrong, and nobody is told before their time", async () => {
  const katharina = await signedIn(site, KATHARINA);
  expect(await ours.post("/account/notices", { often: "daily" }), 403);
  const wrong = expect(await katharina.post("/account/notices", { often: "hourly", hour: 25 }), 422).body;
  assert.deepEqual(wrong.errors.map(({ pointer }) => pointer), ["/often", "/hour"]);
  const chosen = expect(await katharina.post("/account/notices", { often: "daily", hour: 6 }), 200).body;
  assert.deepEqual([chosen.often, chosen.hour], ["daily", 6]);
  assert.ok(Date.parse(chosen.next_at) > Date.now());
  assert.deepEqual(send(), { sent: 0, refused: 0, unclear: 0, nothing: 0 });
  const page = expect(await katharina.page("/account/notices"), 200).text;
  assert.match(page, /Your choice is kept for /);
  expect(await katharina.form("/account/notices", { often: "never", hour: "6", weekday: "1", detail: "full" }), 303);
  assert.match(expect(await katharina.page("/account/notices"), 200).text, /You get no mail/);
  assert.match(expect(await katharina.page("/account/personal-data"), 200).text, /Notices by mail/);
});

test("a mail server without the rest is refused at the start, and a wrong one by its place", () => {
  const half = run(["notices", "--store", site.store, "--smtp", `smtp://127.0.0.1:${port}`]);
  assert.equal(half.status, 2);
  assert.match(half.stderr, /--mail-from/);
  const wrong = run(["notices", "--store", site.store, "--smtp", "mail.example.org", "--mail-from", "me", "--base", BASE]);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /--smtp[^]*--mail-from|--mail-from[^]*--smtp/);
  assert.notEqual(site.run(["notices", ...way(), "--to", "nobody@example.org"]).status, 0);
});
