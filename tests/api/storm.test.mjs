// Signing in tells nothing about accounts, is limited in the store, and slows nobody else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { start } from "../lib/entente.mjs";
import { ADMIN, asker, cookieOf, expect, HEAD, signedIn } from "./make.mjs";

const PASSWORD = "nine green bottles";
const enter = (site, email, password) => site.api("POST", "/sign-in", { body: { email, password } });
const median = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

async function timed(act) {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

test("what fails says the same, whoever it is about, and takes as long", async () => {
  const site = await start();
  try {
    const admin = asker(site, ADMIN);
    const head = await signedIn(site, HEAD);
    expect(await head.post("/account/password", { password: PASSWORD }), 200);
    const { link } = expect(await admin.post("/administration/invitations", { name: "Off", email: "off@altmark-motoren.example", roles: [] }), 201).body;
    const off = await signedIn(site, "", cookieOf(expect(await site.api("POST", new URL(link).pathname, { body: { password: PASSWORD } }), 200)));
    expect(await admin.post(`/administration/accounts/${(await off.get("/account")).body.id}/disable`), 200);
    const tries = [["nobody@altmark-motoren.example", PASSWORD], [HEAD, "another password"], ["off@altmark-motoren.example", PASSWORD], [ADMIN, PASSWORD]];
    const replies = [], spread = [];
    // Whatever else the machine does makes a try slower, never faster: the fastest of each counts. Where one of them is
    // answered without the work that the others take, that shows every time.
    for (let turn = 0; turn < 3 && !(spread.at(-1) < 3); turn++) {
      const fastest = tries.map(() => Infinity);
      for (let round = 0; round < 2; round++)
        for (const [i, [email, password]] of tries.entries()) {
          let reply;
          fastest[i] = Math.min(fastest[i], await timed(async () => (reply = await enter(site, email, password))));
          replies.push({ status: reply.status, text: reply.text, headers: [...reply.headers].filter(([name]) => name !== "date") });
        }
      spread.push(Math.max(...fastest) / Math.min(...fastest));
    }
    for (const reply of replies) assert.deepEqual(reply, replies[0]);
    assert.equal(replies[0].status, 401);
    assert.ok(spread.at(-1) < 3, `the slowest of them takes ${spread.map((times) => times.toFixed(1))} times as long as the fastest`);
  } finally {
    await site.stop();
  }
});

test("the limit of an address holds after a restart", async () => {
  const site = await start({ workspace: "init" });
  try {
    let last;
    for (let i = 0; i < 30 && last?.status !== 429; i++) last = await enter(site, "admin@example.com", "wrong password");
    assert.equal(last.status, 429);
    assert.ok(Number(last.headers.get("retry-after")) >= 1);
    await site.halt();
    await site.serve();
    // One try comes back every 30 seconds, so that a slow machine gets some; forgotten, there would be eight and more.
    let again = 0;
    while (again < 8 && (await enter(site, "admin@example.com", "wrong password")).status !== 429) again++;
    assert.ok(again < 6, `${again} tries after the restart`);
  } finally {
    await site.stop();
  }
});

test("a storm of sign-ins does not slow who reads", async () => {
  const site = await start({ args: ["--behind-proxy"] });
  try {
    const token = site.token(HEAD);
    const read = () => site.api("GET", "/alliances", { token });
    const calm = [];
    for (let i = 0; i < 20; i++) calm.push(await timed(read));
    let storming = true, tried = 0;
    const storm = Array.from({ length: 12 }, async (_, n) => {
      for (let i = 0; storming; i++) {
        await site.api("POST", "/sign-in", {
          headers: { "X-Forwarded-For": `10.${n}.${i >> 8}.${i & 255}` },
          body: { email: `nobody${n}-${i}@example.com`, password: "wrong password" },
        });
        tried++;
      }
    });
    const stormy = [];
    for (let i = 0; i < 20; i++) stormy.push(await timed(async () => expect(await read(), 200)));
    storming = false;
    await Promise.all(storm);
    assert.ok(tried > 0);
    const [before, during] = [median(calm), median(stormy)];
    assert.ok(during < 20 * before + 250, `a read took ${before.toFixed(1)} ms, in the storm ${during.toFixed(1)} ms`);
  } finally {
    await site.stop();
  }
});
