// The calculators of business models and money against a second, independent computation, over random inputs that are
// the same each time; and what must hold whatever the numbers are.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import * as oracle from "./oracle.mjs";

let site, headers;
before(async () => {
  site = await start({ workspace: "init" });
  headers = { "Content-Type": "application/json", Accept: "application/json", Authorization: `Bearer ${site.token("admin@example.com")}` };
});
after(() => site.stop());

const plain = (tree) => JSON.parse(JSON.stringify(tree, (_, value) => (typeof value === "bigint" ? Number(value) : value)));

/** Runs a calculator; these requests are too many to be kept for the check of replies. */
async function calc(name, input, status = 200) {
  const body = typeof input === "string" ? input : JSON.stringify(input);
  const reply = await fetch(`${site.url}/calc/${name}`, { method: "POST", headers, body });
  const text = await reply.text();
  assert.equal(reply.status, status, `${name} ${body}\n${text}`);
  return status === 200 ? JSON.parse(text) : JSON.parse(text).errors.map((error) => error.pointer);
}

/** Payments settle the balances, are the fewest that do, and stand in order. */
function checkPayments(payments, balances) {
  const left = { ...balances };
  for (const { from, to, amount } of payments) {
    assert.ok(amount > 0);
    left[from] += amount;
    left[to] -= amount;
  }
  for (const rest of Object.values(left)) assert.equal(rest, 0);
  assert.equal(payments.length, oracle.fewest(Object.values(balances).map((balance) => BigInt(balance))));
  const keys = payments.map(({ from, to }) => `${from}\n${to}`);
  assert.deepEqual(keys, [...keys].sort());
}

const NAMES = ["Ost", "A", "mitte", "B", "Zeta", "C", "Nord", "D", "Süd", "E", "West", "F"];

function sharingInput(d) {
  const names = NAMES.slice(0, d.int(1, 7));
  const shares = d.shares(names.length);
  let split = Object.fromEntries(names.map((name, i) => [name, shares[i]]));
  if (names.length > 3 && d.next() < 0.4) {
    const [one, two, ...others] = names;
    const sides = d.shares(2);
    const side = (list) => {
      const inner = d.shares(list.length);
      return Object.fromEntries(list.map((name, i) => [name, inner[i]]));
    };
    split = { West: { share: sides[0], split: side([one, two]) }, East: { share: sides[1], split: side(others) } };
  }
  const categories = ["tickets", "fuel", "crew", "landing"];
  const rules = categories
    .filter(() => d.next() < 0.6)
    .map((category) => ({ category, share: d.pick([0, 0.6, "1/3", 0.333, 1, "5/7"]), cap: d.next() < 0.4 ? d.int(0, 5000) : null }));
  const entries = Array.from({ length: d.int(0, 20) }, () => ({
    party: d.pick(names),
    kind: d.pick(["revenue", "cost"]),
    category: d.pick(categories),
    amount: d.int(-500, d.pick([10, 1000, 9_000_000])),
  }));
  return { split, rules, entries };
}

test("settle-sharing is as worked out anew, settles in full and by the fewest payments", async () => {
  const d = oracle.dice(11);
  for (let i = 0; i < 1500; i++) {
    const input = sharingInput(d);
    const { payments, ...result } = await calc("settle-sharing", input);
    assert.deepEqual(result, plain(oracle.settleSharing(input)), JSON.stringify(input));
    assert.equal(Object.values(result.transfer).reduce((a, b) => a + b, 0), 0);
    checkPayments(payments, result.transfer);
  }
});

test("settle-sharing: an entry in two parts, another order, other names, and money in other units", async () => {
  const d = oracle.dice(12);
  for (let i = 0; i < 250; i++) {
    const input = sharingInput(d);
    const first = await calc("settle-sharing", input);
    const parts = input.entries.flatMap((entry) => {
      const part = d.int(-50, 50);
      return [{ ...entry, amount: part }, { ...entry, amount: entry.amount - part }];
    });
    assert.deepEqual(await calc("settle-sharing", { ...input, entries: parts.reverse() }), first);
    const renamed = JSON.parse(JSON.stringify(input).replace(/"(Ost|A|mitte|B|Zeta|C|Nord)"/g, '"party $1"'));
    const other = await calc("settle-sharing", renamed);
    assert.equal(other.pool, first.pool);
    for (const [name, transfer] of Object.entries(first.transfer)) assert.equal(other.transfer[`party ${name}`], transfer);
    // Where nothing is rounded, a hundred times the money is a hundred times the result.
    const shares = { A: 0.5, B: 0.25, C: 0.25 };
    const entries = ["A", "B", "C"].map((party) => ({ party, kind: "revenue", category: "x", amount: d.int(-900, 900) * 4 }));
    const small = await calc("settle-sharing", { split: shares, rules: [], entries });
    const large = await calc("settle-sharing", { split: shares, rules: [], entries: entries.map((one) => ({ ...one, amount: one.amount * 100 })) });
    assert.deepEqual(large.transfer, Object.fromEntries(Object.entries(small.transfer).map(([name, amount]) => [name, amount * 100])));
  }
});

test("payments among twelve parties are the fewest", async () => {
  const d = oracle.dice(13);
  for (let i = 0; i < 60; i++) {
    const names = NAMES.slice(0, d.int(9, 12));
    const shares = Object.fromEntries(names.map((name) => [name, `1/${names.length}`]));
    const paid = Object.fromEntries(names.map((name) => [name, d.int(0, d.pick([6, 30, 1000])) * names.length]));
    const result = await calc("shared-cost", { shares, paid, tolerance: 0 });
    checkPayments(result.payments, result.balance);
  }
});

test("shared-cost, fund, royalty and gainshare are as worked out anew", async () => {
  const d = oracle.dice(14);
  for (let i = 0; i < 700; i++) {
    const names = NAMES.slice(0, d.int(1, 6));
    const map = (values) => Object.fromEntries(names.map((name, n) => [name, values[n]]));
    const cost = { shares: map(d.shares(names.length)), paid: map(names.map(() => d.int(0, 9999))), tolerance: d.pick([0, 0.05, 0.1, "1/7", 1]) };
    if (d.next() < 0.2) delete cost.paid[names[0]];
    const { payments, ...result } = await calc("shared-cost", cost);
    assert.deepEqual(result, plain(oracle.sharedCost(cost)), JSON.stringify(cost));
    checkPayments(payments, result.balance);

    const amounts = () => Array.from({ length: d.int(0, 4) }, () => d.int(0, 5000));
    const closing = { opening: d.int(0, 9000), savings: amounts(), costs: amounts(), ratio: map(d.shares(names.length)) };
    if (d.next() < 0.5) closing.deficit_ratio = map(d.shares(names.length));
    assert.deepEqual(await calc("fund", closing), plain(oracle.fund(closing)), JSON.stringify(closing));

    const ends = [...new Set(Array.from({ length: d.int(0, 4) }, () => d.int(1, 1_000_000)))].sort((x, y) => x - y);
    const rate = () => d.pick([0, 0.05, 0.0725, "1/12", 0.333333, 1]);
    const tiers = [...ends.map((up_to) => ({ up_to, rate: rate() })), { up_to: null, rate: rate() }];
    const supply = { cogs: d.int(0, 1_000_000), net_sales: d.int(0, 1_200_000), tiers };
    assert.deepEqual(await calc("royalty", supply), plain(oracle.royalty(supply)), JSON.stringify(supply));

    const bounds = [...new Set(Array.from({ length: d.int(1, 5) }, () => d.int(0, 2000)))].sort((x, y) => x - y);
    const bands = bounds.map((from, n) => ({ from: from / 1000, to: n + 1 < bounds.length ? bounds[n + 1] / 1000 : null, share: d.pick([0, 0.5, "1/3", 1, 0.125]) }));
    const contract = { target: d.int(1, 99999), actual: d.int(0, 150000), bands, cap: d.pick([null, 0, d.int(0, 20000)]), pool: d.int(0, 9999), score: d.pick([0, -100, 100, d.int(-100, 100), 33.3]) };
    assert.deepEqual(await calc("gainshare", contract), plain(oracle.gainshare(contract)), JSON.stringify(contract));
  }
});

test("model is as worked out anew, mixes and scopes too", async () => {
  const d = oracle.dice(15);
  const rows = () =>
    Object.fromEntries(
      Object.entries(oracle.ROWS).map(([row, values]) => {
        if (d.next() < 0.5) return [row, d.pick(values)];
        if (d.next() < 0.3) return [row, { [values[0]]: 0.5, [values[d.int(1, 2)]]: "1/2" }];
        if (d.next() < 0.3) return [row, { [values[2]]: 0.75, [values[0]]: 0.25 }];
        const shares = d.shares(3);
        return [row, Object.fromEntries(values.map((value, i) => [value, shares[i]]))];
      }),
    );
  for (let i = 0; i < 1000; i++) {
    const scopes = Array.from({ length: d.int(1, 3) }, (_, n) => ({ name: `scope ${n}`, rows: rows() }));
    const single = await calc("model", { rows: scopes[0].rows });
    const wanted = scopes.map(({ name, rows }) => ({ name, ...oracle.model(rows) }));
    assert.deepEqual({ name: "scope 0", ...single }, wanted[0], JSON.stringify(scopes[0]));
    const clear = wanted.every(({ reading }) => reading !== "unclear") && new Set(wanted.map((one) => one.model)).size > 1;
    assert.deepEqual(await calc("model", { scopes }), { reading: clear ? "dual" : "single", scopes: wanted });
  }
});

test("amounts near 2^63 are exact, and refused with their place where they do not fit", async () => {
  const most = "9223372036854775807";
  const sharing = (...entries) =>
    `{"split":{"A":"1/3","B":"2/3"},"entries":[${entries.map(([party, amount]) => `{"party":"${party}","kind":"revenue","category":"x","amount":${amount}}`)}]}`;
  const reply = await fetch(`${site.url}/calc/settle-sharing`, { method: "POST", headers, body: sharing(["A", most]) });
  assert.match(await reply.text(), /"pool":9223372036854775807,"share":\{"A":3074457345618258602,"B":6148914691236517205\}/);
  assert.deepEqual(await calc("settle-sharing", sharing(["A", "9223372036854775808"], ["B", "-9223372036854775808"]), 422), ["/entries/0/amount", "/entries/1/amount"]);
  assert.deepEqual(await calc("settle-sharing", sharing(["A", most], ["B", 5], ["A", 1]), 422), ["/entries/2/amount"]);
  assert.deepEqual(await calc("settle-sharing", sharing(["A", most], ["B", 5]), 422), ["/entries"]);
  assert.deepEqual(await calc("shared-cost", `{"shares":{"A":0.5,"B":0.5},"paid":{"A":${most},"B":1},"tolerance":0}`, 422), ["/paid"]);
  assert.deepEqual(await calc("fund", `{"opening":${most},"savings":[1],"costs":[],"ratio":{"A":1}}`, 422), ["/savings"]);
  assert.deepEqual(await calc("fund", `{"opening":1,"savings":[],"costs":[],"ratio":{"A":1e-200,"B":1}}`), { closing: 1, split: { A: 0, B: 1 } });
  assert.deepEqual(await calc("royalty", `{"cogs":${most},"net_sales":1,"tiers":[{"up_to":null,"rate":1}]}`, 422), ["/cogs"]);
  assert.deepEqual(await calc("gainshare", `{"target":${most},"actual":0,"bands":[{"from":0,"to":null,"share":1}],"pool":1,"score":100}`, 422), ["/pool"]);
});

test("everything wrong is told at once, in the order of the document", async () => {
  const sharing = {
    split: { A: 1.5, B: "1/0", Europe: { share: "x", split: { A: 0.5, C: 0.4 } } },
    colour: 1,
    rules: [{ category: "a", share: -1, cap: -1 }, { category: "a", share: 0.1 }],
    entries: [{ party: "Z", kind: "rev", category: "a", amount: 1.5 }, { party: "A", kind: "cost", category: "a" }],
  };
  assert.deepEqual(await calc("settle-sharing", sharing, 422), [
    "/split/A", "/split/B", "/split/Europe/share", "/split/Europe/split", "/split/Europe/split/A", "/colour",
    "/rules/0/share", "/rules/0/cap", "/rules/1/category", "/entries/0/party", "/entries/0/kind", "/entries/0/amount", "/entries/1/amount"]);
  assert.deepEqual(await calc("settle-sharing", { split: { A: 0.5, B: 0.4 }, entries: [] }, 422), ["/split"]);
  assert.deepEqual(await calc("settle-sharing", {}, 422), ["/split", "/entries"]);
  assert.deepEqual(await calc("shared-cost", { shares: { A: 0.4, B: 0.4 }, paid: { C: 1 }, tolerance: -1 }, 422), ["/shares", "/paid/C", "/tolerance"]);
  assert.deepEqual(await calc("fund", { opening: 0.5, savings: [1, "x"], costs: 3, ratio: { A: 1 }, deficit_ratio: { B: 1 } }, 422), ["/opening", "/savings/1", "/costs", "/deficit_ratio/B"]);
  const tiers = [{ up_to: 0, rate: 2 }, { up_to: null, rate: 0.1 }, { up_to: 5, rate: "1/x" }];
  assert.deepEqual(await calc("royalty", { cogs: -1, net_sales: 1, tiers }, 422), ["/cogs", "/tiers/0/up_to", "/tiers/0/rate", "/tiers/2/up_to", "/tiers/2/rate"]);
  assert.deepEqual(await calc("royalty", { cogs: 1, net_sales: 1, tiers: [{ up_to: 5, rate: 0 }, { up_to: 5, rate: 0 }, { up_to: 4, rate: 0 }] }, 422), ["/tiers/1/up_to", "/tiers/2/up_to"]);
  const bands = [{ from: 0.5, to: 0.2, share: 0 }, { from: 0.1, to: null, share: 0.5 }, { from: 1, to: 2, share: 1.5 }];
  assert.deepEqual(await calc("gainshare", { target: 0, actual: -1, bands, cap: -4, pool: 0, score: 101 }, 422), ["/target", "/actual", "/bands/0/to", "/bands/1/from", "/bands/2/from", "/bands/2/share", "/cap", "/score"]);
  const rows = { economies: "scall", capabilities: { similar: 0.7 }, relationship: 5, potential: "predictable", capture: "split", weather: "fair" };
  assert.deepEqual(await calc("model", { rows }, 422), ["/rows/economies", "/rows/capabilities", "/rows/relationship", "/rows/weather", "/rows/interdependence", "/rows/integration"]);
  assert.deepEqual(await calc("model", {}, 422), ["/rows"]);
});
