// What the calculators of business models and money must give, worked out a second time, in whole numbers of any size.

const abs = (n) => (n < 0n ? -n : n);
const gcd = (a, b) => (b ? gcd(b, a % b) : a);

/** An exact fraction from a number, or from a text such as "1/3". */
export function fraction(given) {
  const text = String(given);
  if (text.includes("/")) return reduced(...text.split("/").map(BigInt));
  const [, sign, whole, rest = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text);
  const shift = Number(power) - rest.length;
  const over = BigInt(sign + whole + rest);
  return shift < 0 ? reduced(over, 10n ** BigInt(-shift)) : [over * 10n ** BigInt(shift), 1n];
}
function reduced(over, under) {
  const common = gcd(abs(over), under) || 1n;
  return [over / common, under / common];
}
export const plus = ([a, b], [c, d]) => reduced(a * d + c * b, b * d);
export const minus = (x, [c, d]) => plus(x, [-c, d]);
export const times = ([a, b], [c, d]) => reduced(a * c, b * d);
export const over = ([a, b], [c, d]) => (c < 0n ? reduced(-a * d, b * -c) : reduced(a * d, b * c));
export const compare = ([a, b], [c, d]) => (a * d < c * b ? -1 : a * d > c * b ? 1 : 0);
export const least = (x, y) => (compare(x, y) <= 0 ? x : y);
export const most = (x, y) => (compare(x, y) >= 0 ? x : y);
const whole = (n) => [BigInt(n), 1n];
const tiny = [1n, 1_000_000_000n];
const reaches = (x, y) => compare(plus(x, tiny), y) >= 0;
export const number = ([a, b]) => {
  // To 30 figures, which Number() then rounds to the nearest double.
  const figures = (abs(a) * 10n ** 30n) / b;
  return Number(`${a < 0n ? "-" : ""}${figures}e-30`);
};

/** Rounded half away from zero. */
export const rounded = ([a, b]) => (a < 0n ? -1n : 1n) * ((2n * abs(a) + b) / (2n * b));

/** Largest remainder, ties in the order given. */
export function apportion(total, weights) {
  const sign = total < 0n ? -1n : 1n;
  const size = abs(total);
  const sum = weights.reduce(plus, whole(0));
  const quotas = weights.map((weight) => over(times(whole(size), weight), sum));
  const parts = quotas.map(([a, b]) => a / b);
  let left = size - parts.reduce((a, b) => a + b, 0n);
  const order = quotas.map((quota, i) => ({ i, rest: minus(quota, whole(parts[i])) }));
  order.sort((x, y) => compare(y.rest, x.rest) || x.i - y.i);
  for (const { i } of order) if (left-- > 0n) parts[i]++;
  return parts.map((part) => sign * part);
}

/** The fewest payments that settle balances: those that are not 0, less the most groups that add up to 0. */
export function fewest(balances) {
  const open = balances.filter((balance) => balance !== 0n);
  const best = new Map([[0, 0]]);
  const groups = (set) => {
    if (best.has(set)) return best.get(set);
    const members = open.map((_, i) => i).filter((i) => (set >> i) & 1);
    let most = 0;
    // Every subset that holds the first member and adds up to 0 may be a group.
    const others = set & ~(1 << members[0]);
    for (let part = others; ; part = (part - 1) & others) {
      const group = part | (1 << members[0]);
      const sum = members.filter((i) => (group >> i) & 1).reduce((total, i) => total + open[i], 0n);
      if (sum === 0n) most = Math.max(most, 1 + groups(set & ~group));
      if (part === 0) break;
    }
    best.set(set, most);
    return most;
  };
  return open.length - groups((1 << open.length) - 1);
}

export function leaves(split, share = whole(1)) {
  return Object.entries(split).flatMap(([name, member]) =>
    typeof member === "object" ? leaves(member.split, times(share, fraction(member.share))) : [[name, times(share, fraction(member))]],
  );
}

export function settleSharing({ split, rules = [], entries }) {
  const parties = leaves(split);
  const attributable = Object.fromEntries(parties.map(([name]) => [name, 0n]));
  const booked = new Map();
  for (const { party, kind, category, amount } of entries) {
    const key = JSON.stringify([party, kind, category]);
    booked.set(key, (booked.get(key) ?? 0n) + BigInt(amount));
  }
  for (const [key, amount] of booked) {
    const [party, kind, category] = JSON.parse(key);
    const rule = rules.find((one) => one.category === category);
    let counts = rule ? times(fraction(rule.share), whole(amount)) : whole(amount);
    if (rule && rule.cap !== null && rule.cap !== undefined) counts = least(counts, whole(rule.cap));
    attributable[party] += (kind === "cost" ? -1n : 1n) * rounded(counts);
  }
  const pool = Object.values(attributable).reduce((a, b) => a + b, 0n);
  const parts = apportion(pool, parties.map(([, weight]) => weight));
  const share = Object.fromEntries(parties.map(([name], i) => [name, parts[i]]));
  const transfer = Object.fromEntries(parties.map(([name]) => [name, share[name] - attributable[name]]));
  return { attributable, pool, share, transfer };
}

export function sharedCost({ shares, paid, tolerance }) {
  const names = Object.keys(shares);
  const amounts = names.map((name) => BigInt(paid[name] ?? 0));
  const total = amounts.reduce((a, b) => a + b, 0n);
  const parts = apportion(total, names.map((name) => fraction(shares[name])));
  const balances = amounts.map((amount, i) => amount - parts[i]);
  const bound = times(fraction(tolerance), whole(abs(total)));
  return {
    total,
    balance: Object.fromEntries(names.map((name, i) => [name, balances[i]])),
    within: balances.every((balance) => reaches(bound, whole(abs(balance)))),
  };
}

export function royalty({ cogs, net_sales, tiers }) {
  let sum = whole(0);
  let low = 0n;
  const sales = BigInt(net_sales);
  for (const { up_to, rate } of tiers) {
    const end = up_to === null || BigInt(up_to) > sales ? sales : BigInt(up_to);
    if (end > low) sum = plus(sum, times(fraction(rate), whole(end - low)));
    low = up_to === null ? sales : BigInt(up_to);
  }
  return { royalty: rounded(sum), price: BigInt(cogs) + rounded(sum) };
}

export function fund({ opening, savings, costs, ratio, deficit_ratio }) {
  const add = (list) => list.reduce((sum, one) => sum + BigInt(one), 0n);
  const closing = BigInt(opening) + add(savings) - add(costs);
  const names = Object.keys(ratio);
  const used = closing < 0n && deficit_ratio ? deficit_ratio : ratio;
  const parts = apportion(closing, names.map((name) => fraction(used[name] ?? 0)));
  return { closing, split: Object.fromEntries(names.map((name, i) => [name, parts[i]])) };
}

export function gainshare({ target, actual, bands, cap, pool, score }) {
  const t = whole(target);
  const a = whole(actual);
  let cost = whole(0);
  for (const band of bands) {
    const low = most(times(fraction(band.from), t), least(t, a));
    const high = band.to === null ? most(t, a) : least(times(fraction(band.to), t), most(t, a));
    if (compare(high, low) > 0) cost = plus(cost, times(fraction(band.share), minus(high, low)));
  }
  if (compare(t, a) < 0) cost = minus(whole(0), cost);
  const performance = over(times(whole(pool), fraction(score)), whole(100));
  let payment = plus(cost, performance);
  if (cap !== null) payment = most(payment, whole(-BigInt(cap)));
  return { cost_share: rounded(cost), performance: rounded(performance), payment: rounded(payment) };
}

const VALUES = {
  economies: ["scale", "skill", "risk"], // in the order of the models, as all others are
  capabilities: ["similar", "complementary", "overlapping"],
  relationship: ["horizontal", "diagonal", "vertical"],
  potential: ["predictable", "unpredictable", "increased"],
  capture: ["split", "own", "incentives"],
  interdependence: ["reciprocal", "pooled", "sequential"],
  integration: ["high", "low", "focused"],
};
export const ROWS = VALUES;
const MODELS = ["sharing", "specialisation", "allocation"];

export function model(rows) {
  const weights = Object.fromEntries(
    Object.entries(VALUES).map(([row, values]) => [
      row,
      values.map((value) => (typeof rows[row] === "string" ? whole(rows[row] === value ? 1 : 0) : fraction(rows[row][value] ?? 0))),
    ]),
  );
  const creation = Object.keys(VALUES).slice(0, 4);
  const scores = MODELS.map((_, i) => over(creation.map((row) => weights[row][i]).reduce(plus), whole(4)));
  const order = [0, 1, 2].sort((x, y) => compare(scores[y], scores[x]));
  const tie = reaches(scores[order[1]], scores[order[0]]);
  const best = order[0];
  const quarter = [1n, 4n];
  const hybrid = tie ? [] : Object.keys(VALUES).filter((row) => weights[row].some((weight, i) => i !== best && reaches(weight, quarter)));
  const leads = !tie && reaches(minus(scores[best], scores[order[1]]), quarter);
  return {
    scores: Object.fromEntries(MODELS.map((name, i) => [name, number(scores[i])])),
    reading: !leads ? "unclear" : hybrid.length ? "light-hybrid" : "primary",
    model: tie ? null : MODELS[best],
    hybrid_rows: hybrid,
  };
}

/** Random numbers that are the same each time (mulberry32). */
export function dice(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (list) => list[int(0, list.length - 1)];
  /** Shares of `n` that add up to 1: decimals, or fractions in texts. */
  const shares = (n) => {
    const parts = Array.from({ length: n }, () => int(1, 9));
    const sum = parts.reduce((a, b) => a + b);
    if (next() < 0.5) return parts.map((part) => `${part}/${sum}`);
    const decimals = parts.map((part) => Math.floor((part * 1000) / sum));
    decimals[0] += 1000 - decimals.reduce((a, b) => a + b);
    return decimals.map((part) => part / 1000);
  };
  return { next, int, pick, shares };
}
