// Calendars by person and alliance, and the secret addresses at which other programs read them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { start } from "../lib/entente.mjs";
import { asker, expect, signedIn } from "./make.mjs";

const KATHARINA = "katharina.lenz@altmark-motoren.example";
const INES = "ines.carrasco@rivera.example";

let site, ours, theirs, alliance;
before(async () => {
  site = await start();
  ours = asker(site, KATHARINA);
  theirs = asker(site, INES);
  alliance = expect(await ours.get("/alliances?name=Mobility"), 200).body.items[0].id;
});
after(() => site.stop());

const meet = async (api, fields) => expect(await api.post(`/alliances/${alliance}/meetings`, fields), 201).body.id;
const entries = (view) => view.days.flatMap(({ day, entries: list }) => list.map((entry) => ({ ...entry, on: day })));
const feed = (address) => site.api("GET", address, { accept: "text/calendar" });
const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

test("a month in whole weeks, each thing on its day in one's own time zone", async () => {
  await meet(ours, { title: "Late in the evening", starts: "2031-03-31T22:30:00Z", minutes_long: 30 });
  const march = expect(await ours.get("/calendar?month=2031-03"), 200).body;
  assert.equal(march.days.length % 7, 0);
  assert.equal(march.days[0].day, "2031-02-24");
  assert.deepEqual([march.before, march.after], ["2031-02", "2031-04"]);
  const found = entries(march).find(({ title }) => title === "Late in the evening");
  assert.deepEqual([found.on, found.time], ["2031-04-01", "00:30"], "half past midnight in Berlin");
  assert.equal(march.count, 0);
  const madrid = expect(await theirs.get("/calendar?month=2031-04"), 200).body;
  assert.equal(entries(madrid).find(({ title }) => title === "Late in the evening").on, "2031-04-01");
  assert.match(expect(await ours.page("/calendar?month=2031-04"), 200).text, /One thing stands in your calendar in April 2031\./);
  assert.equal(expect(await ours.get("/calendar?month=nonsense"), 200).body.month.length, 7);
});

test("the calendar of an alliance has what each side may see of it", async () => {
  await meet(ours, { title: "Among us only", kind: "internal", circle: "side", starts: "2031-05-06T08:00:00Z" });
  await meet(ours, { title: "All of us", starts: "2031-05-07T08:00:00Z" });
  const titles = async (api) => entries(expect(await api.get(`/alliances/${alliance}/calendar?month=2031-05`), 200).body).map(({ title }) => title);
  assert.deepEqual(await titles(ours), ["Among us only", "All of us"]);
  assert.deepEqual(await titles(theirs), ["All of us"]);
  expect(await asker(site, "femke.dewit@stroomhaven.example").get(`/alliances/${alliance}/calendar`), 404);
  assert.doesNotMatch(expect(await theirs.page(`/alliances/${alliance}/calendar?month=2031-05`), 200).text, /Among us only/);
});

test("a month as a list, and half a year by alliance or by sort", async () => {
  for (let day = 1; day <= 6; day++) await meet(ours, { title: `Week ${day}`, starts: `2032-02-0${day}T08:00:00Z` });
  await meet(ours, { title: "Next month", starts: "2032-03-03T08:00:00Z" });
  const list = expect(await ours.get("/calendar?month=2032-02&view=agenda"), 200).body;
  assert.deepEqual([list.view, list.count, list.rows, list.before, list.after], ["agenda", 6, [], "2032-01", "2032-03"]);
  const half = expect(await ours.get("/calendar?month=2031-11&view=timeline"), 200).body;
  assert.deepEqual([half.view, half.count, half.days, half.before, half.after], ["timeline", 7, [], "2031-05", "2032-05"]);
  assert.deepEqual(half.months.map(({ label }) => label), ["November 2031", "December", "January 2032", "February", "March", "April"]);
  assert.deepEqual(half.rows.map((row) => [row.alliance, row.what]), [[alliance, null]]);
  const cells = half.rows[0].cells.map(({ month, entries: shown, more }) => [month, shown.length, more]);
  assert.deepEqual(cells.filter(([, shown]) => shown), [["2032-02", 4, 2], ["2032-03", 1, 0]]);
  const own = expect(await ours.get(`/alliances/${alliance}/calendar?month=2031-11&view=timeline`), 200).body;
  assert.deepEqual(own.rows.map((row) => [row.alliance, row.what]), [[null, "meeting"]]);
  const page = expect(await ours.page("/calendar?month=2031-11&view=timeline"), 200).text;
  assert.match(page, /7 things stand in your calendar in the half year from November 2031\./);
  assert.match(page, /month=2032-02&amp;view=agenda">2 more</);
  assert.equal(expect(await ours.get("/calendar?view=nonsense"), 200).body.view, "month");
});

test("a secret address is read without signing in, obeys the boundary, and ends", async () => {
  await meet(ours, { title: "Ours; alone, yes", kind: "internal", circle: "side", starts: later(5) });
  await meet(ours, { title: "Shared", starts: later(6) });
  const [katharina, ines] = [await signedIn(site, KATHARINA), await signedIn(site, INES)];
  const mine = expect(await katharina.post("/calendar/feeds", { name: "Telephone" }), 201).body;
  const hers = expect(await ines.post("/calendar/feeds", { name: "Desk", alliance }), 201).body;
  const read = expect(await feed(mine.address), 200);
  assert.equal(read.headers.get("content-type"), "text/calendar; charset=utf-8");
  assert.match(read.text, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  assert.match(read.text, /\r\nSUMMARY:Ours\\; alone\\, yes\r\n/);
  assert.ok(read.text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75));
  const other = expect(await feed(hers.address), 200).text;
  assert.match(other, /SUMMARY:Shared/);
  assert.doesNotMatch(other, /alone/);
  const { feeds } = expect(await katharina.get("/calendar"), 200).body;
  assert.deepEqual(feeds.map(({ name }) => name), ["Telephone"]);
  expect(await ines.post(`/calendar/feeds/${feeds[0].id}/end`), 404);
  expect(await katharina.post(`/calendar/feeds/${feeds[0].id}/end`), 200);
  expect(await feed(mine.address), 404);
  expect(await feed(hers.address), 200);
});

test("an address is made in person, is shown once, and opens nothing else", async () => {
  expect(await ours.post("/calendar/feeds", { name: "By token" }), 403);
  expect(await feed("/feeds/cal_nothing.ics"), 404);
  const katharina = await signedIn(site, KATHARINA);
  const page = expect(await katharina.form("/calendar/feeds", { name: "Program" }), 201).text;
  const address = /value="(http[^"]+\/feeds\/cal_[^"]+\.ics)"/.exec(page)[1];
  const secret = /cal_[^.]+/.exec(address)[0];
  assert.ok(!expect(await katharina.page("/calendar"), 200).text.includes(secret));
  expect(await site.api("GET", "/alliances", { token: secret }), 401);
  const data = expect(await katharina.get("/account/personal-data"), 200).text;
  assert.ok(data.includes("Program") && !data.includes(secret), "it is among one's own data, without its secret");
});
