// The proof of the product's first promise. Every route, method and format, as every kind of viewer, over a workspace
// in which every record carries a mark: its rightful viewers see it on every route that is meant to show it, and for
// all others the replies are the same as without it. docs/leak-test.md tells how it works and how to read a failure.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { kinds, routes } from "../api/make.mjs";
import { FOREIGNER, GROUPS } from "./cast.mjs";
import { Walk } from "./walk.mjs";
import { build, data, discover, foreignToken } from "./world.mjs";

const skip = process.env.ENTENTE_TEST_STORE === "postgres" && !process.env.ENTENTE_TEST_POSTGRES && "no PostgreSQL here: tests/lib/postgres run …";
const table = routes();
const asked = new Map();
let plan, made;

before(async () => {
  if (skip) return;
  ({ plan, world: made } = await discover(kinds()));
  await made.site.halt();
  made.tokens.set(FOREIGNER, await foreignToken());
});
after(() => made?.stop());

for (const group of GROUPS) {
  test(`${group.name}: ${group.viewers.join(", ")}`, { skip }, async (t) => {
    const [whole, part] = await Promise.all([made.copy(), build(plan, group)]);
    part.tokens.set(FOREIGNER, await foreignToken());
    for (const world of [whole, part]) world.narrow(group.viewers);
    const walk = new Walk(plan, table, group, whole, part);
    const begun = Date.now();
    const took = (what) => t.diagnostic(`${what}: ${walk.requests} requests, ${Date.now() - begun} ms, ${walk.findings.length} findings`);
    try {
      for (const viewer of group.viewers) await walk.reads(viewer);
      took("read");
      for (const viewer of group.viewers) await walk.sights(viewer);
      took("to be seen");
      const before = await walk.untouched();
      for (const viewer of group.viewers) await walk.writes(viewer);
      for (const viewer of group.viewers) await walk.glance(viewer);
      took("written");
      const touched = [...(await walk.untouched())].filter(([label, text]) => before.get(label) !== text);
      for (const [label, text] of touched) walk.find(`${label} was changed by those who may not know of it\n    ${before.get(label)}\n    ${text}`);
      for (const [route, well] of walk.asked) asked.set(route, asked.get(route) || well);
    } finally {
      await Promise.all([whole.stop(), part.stop()]);
    }
    assert.equal(walk.report, "");
  });
}

/* ---- That the walk would notice ---- */

/** A walk in which one reply of the whole world is told otherwise than the program told it. */
class Leaking extends Walk {
  async send(world, viewer, request) {
    const reply = await super.send(world, viewer, request);
    return world === this.whole ? this.plant(reply) : reply;
  }
}

const competitor = GROUPS.find((group) => group.viewers.includes("B.head"));
const inBody = (change) => (reply) => ({ ...reply, headers: { ...reply.headers, "content-length": undefined }, text: change(reply.text) });
const PLANTS = {
  "a word of another's record": inBody((text) => text.replace(/"version"|"code"/, `"x":"${[...plan.marks.keys()][0]}",$&`)),
  "a count": inBody((text) => text.replace(/"total":(\d+)|"status":404/, (found, total) => (total ? `"total":${Number(total) + 1}` : '"status":403'))),
  "an order": inBody((text) => text.replace(/("items":\[)(\{.*\}),(\{.*?\})(\])|"title":"[^"]*"/s, (found, open, first, last, close) => (open ? open + last + "," + first + close : '"title":"Not yours"'))),
  "a header": (reply) => ({ ...reply, headers: { ...reply.headers, "x-records": "12" } }),
  "a status": (reply) => ({ ...reply, status: reply.status === 404 ? 403 : 206 }),
  "a byte more than is there": (reply) => ({ ...reply, headers: { ...reply.headers, "content-length": String(reply.length + 1) } }),
};

test("whatever is told too much is found, and nothing where nothing is", { skip }, async () => {
  const [whole, part] = await Promise.all([made.copy(), build(plan, competitor)]);
  const findings = async (plant, group = competitor) => {
    const walk = new Leaking(plan, table, group, whole, part);
    walk.plant = plant;
    const request = (path) => ({ route: "GET /objectives", method: "GET", path, headers: { Accept: "application/json" } });
    await walk.both("B.head", request("/objectives?total=1"));
    const listed = walk.findings.length;
    await walk.both("B.head", request("/objectives/@{objectives/XsA}"));
    return [listed, walk.findings.length - listed];
  };
  try {
    assert.deepEqual(await findings((reply) => reply), [0, 0]);
    for (const [what, plant] of Object.entries(PLANTS)) {
      const [list, hidden] = await findings(plant);
      assert.ok(list > 0, `${what}, in a list`);
      assert.ok(hidden > 0, `${what}, in place of a record that is hidden`);
    }
    const [listed] = await findings((reply) => reply, { ...competitor, places: ["oB", "YJ"] });
    assert.ok(listed > 0, "a record that the viewer sees and may not know");
  } finally {
    await Promise.all([whole.stop(), part.stop()]);
  }
});

test("a mark that is not shown to its rightful viewer is missed", { skip }, async () => {
  const [whole, part] = await Promise.all([made.copy(), build(plan, competitor)]);
  try {
    const walk = new Leaking(plan, table, competitor, whole, part);
    walk.plant = (reply) => reply;
    const shown = [...plan.marks.values()].find((record) => record.label === "objectives/YJ");
    await walk.sight("B.head", shown);
    assert.equal(walk.report, "");
    walk.plant = inBody((text) => text.replaceAll(shown.mark, "nothing"));
    await walk.sight("B.head", shown);
    assert.match(walk.report, /does not show zk/);
  } finally {
    await Promise.all([whole.stop(), part.stop()]);
  }
});

test("every route was walked, and everyone that reads has been answered well to somebody", { skip }, () => {
  const left = table.filter((route) => !asked.has(`${route.method} ${route.path}`)).map((route) => `${route.method} ${route.path}`);
  const never = [...asked].filter(([route, well]) => !well && route.startsWith("GET") && !(route in data.never_well)).map(([route]) => route);
  assert.deepEqual({ left, never }, { left: [], never: [] });
});
