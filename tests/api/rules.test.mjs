// Rules of working together: taken from the library, given a meaning by each side unseen, agreed on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, ifMatch } from "./make.mjs";

let site, ours, theirs, stranger, path;
before(async () => {
  site = await start();
  ours = asker(site, "nadine.colbert@altmark-motoren.example");
  theirs = asker(site, "femke.dewit@stroomhaven.example");
  stranger = asker(site, "ines.carrasco@rivera.example");
  path = `/alliances/${expect(await theirs.get("/alliances?name=Charging"), 200).body.items[0].id}`;
});
after(() => site.stop());

const read = async (api) => expect(await api.get(`${path}/working-rules`), 200).body;
const ruleOf = async (api, principle) => (await read(api)).rules.find((rule) => rule.principle === principle);
const meanings = (rule) => rule.sides.map(({ ours: own, meaning }) => [own, meaning]);

test("each side reads its own meaning until both are ready, then both", async () => {
  const mine = await ruleOf(ours, "Answer within two days"), hers = await ruleOf(theirs, "Answer within two days");
  assert.equal(mine.sides.length, 2);
  assert.match(mine.mine.meaning, /not before Friday/);
  assert.deepEqual([hers.mine, hers.seal, hers.unseen, hers.revealed], [null, null, true, false]);
  assert.deepEqual(meanings(hers), [[true, null], [false, null]]);
  assert.doesNotMatch(expect(await theirs.page(`${path}/working-rules`), 200).text, /not before Friday” is/);
  const said = await ruleOf(theirs, "Tell bad news first");
  assert.ok(said.revealed && said.agreed && said.sides.every(({ meaning }) => meaning));
  expect(await stranger.get(`${path}/working-rules`), 404);
});

test("a rule is proposed from the library, written unseen, revealed, agreed on", async () => {
  const { library, rules } = await read(ours);
  assert.equal(library.length, 11); // "Tell bad news first" is theirs already
  assert.ok(rules.some(({ principle }) => principle === "Tell bad news first"));
  const [{ principle, code }] = library;
  expect(await ours.form(`${path}/working_rules`, { principle, next: `${path}/working-rules` }), 303);
  assert.ok((await read(theirs)).library.every((one) => one.code !== code));
  let rule = await ruleOf(ours, principle);
  expect(await ours.patch(`/working_rules/${rule.working_rule}`, { state: "agreed" }, ifMatch(rule.version)), 422); // no meaning
  const alliance = path.split("/")[2];
  for (const api of [ours, theirs]) {
    expect(await api.form("/rule_meanings", { alliance, rule: rule.working_rule, circle: "side", meaning: api === ours ? "Ours" : "Theirs", next: `${path}/working-rules` }), 303);
    assert.equal((await ruleOf(api, principle)).revealed, false);
    expect(await api.form("/meaning_seals", { rule: rule.working_rule, next: `${path}/working-rules` }), 303);
    if (api === ours) expect(await theirs.patch(`/working_rules/${rule.working_rule}`, { state: "agreed", meaning: "Anything" }, ifMatch(rule.version)), 422);
  }
  rule = await ruleOf(ours, principle);
  assert.deepEqual(meanings(rule), [[true, "Ours"], [false, "Theirs"]]);
  expect(await theirs.form(`/working_rules/${rule.working_rule}`, { version: `${rule.version}`, state: "agreed", meaning: "One page, both names." }), 303);
  rule = await ruleOf(ours, principle);
  assert.deepEqual([rule.agreed, rule.meaning, rule.unseen], [true, "One page, both names.", false]);
});
