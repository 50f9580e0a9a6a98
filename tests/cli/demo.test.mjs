import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { AS_OF, start } from "../lib/entente.mjs";
import { demoWorkspace, kinds, workbench } from "./stores.mjs";

const DAY_MS = 86_400_000;

test("two demos of one day hold the same records", (t) => {
  const one = demoWorkspace(t), two = workbench(t);
  two.must(["demo", "--as-of", AS_OF]);
  for (const kind of kinds(one)) {
    assert.deepEqual(two.json(kind), one.json(kind), kind);
    assert.equal(two.must(["export", kind]), one.must(["export", kind]), kind);
  }
  const who = (bench) => JSON.parse(bench.must(["user", "list", "--json"]));
  assert.deepEqual(who(two), who(one));
  one.must(["verify"]);
});

test("the demo moves with its day", (t) => {
  const spring = demoWorkspace(t, "2026-03-02"), leap = demoWorkspace(t, "2028-02-29");
  const name = (list) => list.map((record) => record.name).sort();
  assert.deepEqual(name(leap.json("alliances")), name(spring.json("alliances")));
  const signed = (bench) => bench.json("agreements").find((a) => a.name.startsWith("Service agreement")).ends;
  assert.equal((Date.parse(signed(spring)) - Date.parse("2026-03-02")) / DAY_MS, 150);
  assert.equal((Date.parse(signed(leap)) - Date.parse("2028-02-29")) / DAY_MS, 150);
  assert.notEqual(spring.json("alliances")[0].id, leap.json("alliances")[0].id);
});

test("without a date the demo is of today, and JSON says so", (t) => {
  const bench = workbench(t);
  const before = new Date().toISOString().slice(0, 10);
  const view = JSON.parse(bench.must(["demo", "--json"]));
  assert.ok([before, new Date().toISOString().slice(0, 10)].includes(view.as_of));
  assert.ok(view.records > 300 && view.accounts === 22);
});

test("days that are none are refused", (t) => {
  const bench = workbench(t);
  for (const day of ["yesterday", "2026-02-30", "2026-3-2"]) {
    const { status, stderr } = bench.run(["demo", "--as-of", day]);
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(day));
  }
});

test("the demo holds what it promises", (t) => {
  const bench = demoWorkspace(t);
  const alliances = bench.json("alliances");
  assert.deepEqual(alliances.map((a) => a.name).sort(), ["Charging", "Energy", "Mobility", "Parking", "Storage"]);
  for (const kind of kinds(bench)) {
    const records = bench.json(kind);
    assert.ok(records.length > 0, `no ${kind}`);
    for (const record of records) assert.equal(record.sample, true, `${kind}: ${JSON.stringify(record)}`);
  }
  for (const alliance of alliances) {
    for (const field of ["purpose", "scope_in", "scope_out", "form", "intent", "logic", "stage", "phase", "start", "business_model"])
      assert.ok(alliance[field], `${alliance.name}: ${field}`);
    const agreements = bench.json("agreements").filter((a) => a.alliance === alliance.id);
    assert.ok(agreements.length > 0, alliance.name);
    assert.ok(bench.json("clauses").some((clause) => agreements.some((a) => a.id === clause.agreement)), alliance.name);
    assert.ok(bench.json("parties").filter((party) => party.alliance === alliance.id && !party.left_on).length > 1);
  }
  const organisations = bench.json("organisations").map((o) => o.kind);
  const count = (kind) => organisations.filter((k) => k === kind).length;
  assert.deepEqual(["own", "competitor", "candidate", "customer", "public_body"].map(count), [1, 2, 2, 1, 1]);

  const cases = bench.json("business_cases");
  const net = (c) => c.captured_value.amount - c.running_cost.amount;
  assert.equal(cases.filter((c) => net(c) < 0).length, 1, "one case is below zero");
  const example = cases.find((c) => c.created_value.amount === 1_000_000_00 && c.captured_value.amount === 400_000_00);
  const forecast = cases.find((c) => c.alliance === example.alliance && c.year === example.year && c.status === "signing");
  assert.deepEqual([net(example), net(forecast)], [280_000_00, 700_000_00]);
  assert.ok(bench.json("staffing").some((s) => Number(s.filled) / Number(s.planned) < 0.8));
});

test("a year of work lies behind each alliance", (t) => {
  const bench = demoWorkspace(t);
  const by = (kind) => bench.json(kind).reduce((all, one) => ({ ...all, [one.alliance]: [...(all[one.alliance] ?? []), one] }), {});
  const [bodies, meetings, decisions, commitments, rules] = ["bodies", "meetings", "decisions", "commitments", "working_rules"].map(by);
  assert.equal(bench.json("commitments").length, 150);
  for (const { id, name, short_code } of bench.json("alliances")) {
    assert.ok(bodies[id].length >= 2 && rules[id].length >= 2 && decisions[id].length >= 6 && commitments[id].length >= 20, name);
    const held = meetings[id].filter((one) => one.state === "held").map((one) => one.starts.slice(0, 10)).sort();
    const days = (Date.parse(held.at(-1)) - Date.parse(held[0])) / DAY_MS;
    assert.ok(days > (short_code === "ENE" ? 200 : 270), `${name}: ${days} days`);
    assert.ok(held.at(-1) < AS_OF && meetings[id].filter((one) => one.state === "planned").every((one) => one.starts >= AS_OF), name);
    for (const one of commitments[id]) {
      assert.ok(!one.delivered_on || one.delivered_on < AS_OF, one.title);
      assert.ok(!one.answered_on || (one.answered_on >= (one.delivered_on ?? "") && one.answered_on < AS_OF), one.title);
    }
    for (const one of decisions[id]) assert.ok(one.state === "open" || (one.taken >= one.asked && one.outcome), one.question);
  }
  const late = (list) => list.filter((one) => one.delivered_on > one.original_due).length / list.length;
  const of = (code) => commitments[bench.json("alliances").find((one) => one.short_code === code).id];
  assert.ok(late(of("STO")) > 2 * late(of("CHG")), "what is stuck is late more often");
});

test("more alliances are made up in any number, the same ones each time", (t) => {
  const one = workbench(t), two = workbench(t);
  const more = ["demo", "--as-of", AS_OF, "--alliances", "3", "--commitments", "40"];
  one.must(more);
  two.must(more);
  for (const kind of ["alliances", "commitments", "meetings", "people"]) assert.equal(two.must(["export", kind]), one.must(["export", kind]), kind);
  one.must(["verify"]);
  const alliances = one.json("alliances"), added = alliances.filter((each) => / with /.test(each.name));
  assert.deepEqual([alliances.length, added.length], [8, 3]);
  for (const { id, name } of added) assert.equal(one.json("commitments").filter((each) => each.alliance === id).length, 40, name);
  const partner = JSON.parse(one.must(["export", "alliances", "--format", "json", "--as", "alliances@partner-2.example"]));
  assert.deepEqual(partner.map((each) => each.name), [added.find((each) => each.name === partner[0].name).name]);
});

test("numbers of alliances and commitments that cannot be are refused", (t) => {
  const bench = workbench(t);
  for (const [option, number] of [["--alliances", "0"], ["--alliances", "2001"], ["--alliances", "many"], ["--commitments", "501"]]) {
    const { status, stderr } = bench.run(["demo", option, number]);
    assert.equal(status, 2, stderr);
    assert.match(stderr, new RegExp(`${option} wants a whole number`));
  }
});

test("a notice date lies within ninety days", async () => {
  const site = await start({ asOf: new Date().toISOString().slice(0, 10) });
  try {
    const { body } = await site.api("GET", "/agreements", { token: site.token("helene.brandt@altmark-motoren.example") });
    const days = body.items.map((a) => a.notice_by && (Date.parse(a.notice_by) - Date.now()) / DAY_MS).filter((d) => d > 0);
    assert.ok(days.some((d) => d < 90), String(days));
  } finally {
    await site.stop();
  }
});

test("both sides keep things to themselves", (t) => {
  const bench = demoWorkspace(t);
  const seen = (kind, email) => JSON.parse(bench.must(["export", kind, "--format", "json", "--as", email]));
  const text = (kind, email) => seen(kind, email).map((record) => record.statement ?? record.text ?? record.name).sort();
  const rivera = "ines.carrasco@rivera.example", altmark = "katharina.lenz@altmark-motoren.example";
  for (const kind of ["objectives", "notes"]) {
    const theirs = text(kind, rivera).filter((line) => !text(kind, altmark).includes(line));
    const ours = text(kind, altmark).filter((line) => !text(kind, rivera).includes(line));
    assert.ok(theirs.length > 0 && ours.length > 0, kind);
  }
  assert.deepEqual(text("alliances", rivera), ["Mobility"]);
  assert.deepEqual(text("alliances", "lea.ammann@kernbach.example"), ["Storage"]);
  assert.deepEqual(text("alliances", "tobias.krug@altmark-motoren.example"), []);
  assert.equal(text("alliances", "helene.brandt@altmark-motoren.example").length, 5);
  assert.deepEqual(text("alliances", "marianne.vogt@altmark-motoren.example"), ["Energy", "Mobility", "Storage"]);
  assert.ok(seen("stances", rivera).length === 1 && seen("business_cases", rivera).length === 1);
});

test("Energy's change of partner is in its history", (t) => {
  const bench = demoWorkspace(t);
  const energy = bench.json("alliances").find((a) => a.name === "Energy");
  const parties = bench.json("parties").filter((p) => p.alliance === energy.id);
  assert.deepEqual(parties.filter((p) => p.left_on).map((p) => p.name), ["Nordwarm Technik"]);
  assert.ok(parties.some((p) => p.name === "Hallgrim Heating Systems" && p.joined_on > parties.find((q) => q.left_on).left_on));
});

test("every person of the demo can sign in by a link", async () => {
  const site = await start({ asOf: AS_OF });
  try {
    const people = site.users();
    assert.equal(people.length, 22);
    for (const { email } of people) {
      const token = site.token(email);
      const { status } = await site.api("GET", "/", { token });
      assert.equal(status, 200, email);
    }
  } finally {
    await site.stop();
  }
});

test("the demo's files are all taken in", () => {
  const readme = readFileSync(new URL("../../content/demo/README.md", import.meta.url), "utf8");
  for (const file of ["01_house.json", "10_mobility.json", "14_storage.json"]) assert.ok(readme.includes(file));
});
