// A back-up that is made while clients write is of one moment: what had been acknowledged before it began is in it, nothing by
// halves, and its chains verify.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { must, program, start, tempFolder } from "../lib/entente.mjs";
import { assertNoHalves, Ledger, randomOf } from "./writers.mjs";

const ROUNDS = 2, CLIENTS = 6;

const backUp = (store, file) => new Promise((done) => {
  spawn(program, ["backup", file, "--store", store], { stdio: "inherit" }).on("close", done);
});

test("a back-up made while clients write is of one moment", async () => {
  const folder = tempFolder(), store = folder.store();
  must(["init", "--store", store, "--organisation", "Copied", "--admin", "admin@example.com"]);
  const token = must(["token", "admin@example.com", "--store", store]).trimEnd().split("\n").pop().trim();
  const site = await start({ workspace: "none", store });
  const ledger = new Ledger([site], token, randomOf(11)), copies = [];
  await ledger.during(CLIENTS, async () => {
    for (let i = 0; i < ROUNDS; i++) {
      await ledger.until(40);
      const promised = structuredClone(ledger.records), file = join(folder.path, `${i}.backup`);
      assert.equal(await backUp(store, file), 0);
      copies.push({ file, promised, later: ledger.acknowledged });
    }
    await ledger.until(CLIENTS);
  });
  await site.stop();
  for (const [i, { file, promised }] of copies.entries()) {
    const copy = folder.store(`copy${i}`);
    must(["restore", file, "--store", copy]);
    must(["verify", "--store", copy]);
    assertNoHalves(copy);
    const restored = await start({ workspace: "none", store: copy });
    const kept = new Ledger([restored], token, randomOf(1));
    for (const record of promised.values()) record.most = 3; // the moment is somewhat later than the promise
    kept.records = promised;
    assert.deepEqual(await kept.missing(true), []);
    await restored.stop();
  }
  folder.remove();
});
