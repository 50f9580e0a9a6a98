// A strict reader of OpenMetrics text 1.0 (the grammar and rules of its specification), for tests: what it does not
// accept is an error with the line's number.
//
//   const families = readMetrics(text);   // Map name → {type, unit, help, samples: [{name, labels, value}]}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const NUMBER = /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?[Ii]nf|NaN)$/;
const SUFFIXES = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  info: ["_info"],
  unknown: [""],
};

const numberOf = (text) => (/[Ii]nf/.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text));

/** The labels of "a="x",b="y"" and how far they reach. */
function readLabels(line, at, fail) {
  const labels = new Map();
  at++;
  while (line[at] !== "}") {
    const equals = line.indexOf('="', at);
    const name = line.slice(at, equals);
    if (equals < 0 || !LABEL_NAME.test(name) || name.startsWith("__") || labels.has(name)) fail(`label ${name}`);
    let value = "";
    at = equals + 2;
    for (; line[at] !== '"'; at++) {
      if (at >= line.length) fail("a label that does not end");
      if (line[at] !== "\\") value += line[at];
      else if (line[++at] === "n") value += "\n";
      else if (line[at] === "\\" || line[at] === '"') value += line[at];
      else fail("an escape that is none");
    }
    labels.set(name, value);
    at++;
    if (line[at] === ",") at++;
    else if (line[at] !== "}") fail("no comma between labels");
    if (line[at] === "}" && line[at - 1] === ",") fail("a comma too many");
  }
  return [labels, at + 1];
}

function readSample(line, family, fail) {
  const end = line.search(/[{ ]/);
  const name = line.slice(0, end);
  if (!family || !NAME.test(name)) fail("a sample of no family");
  const suffix = name.slice(family.name.length);
  if (!name.startsWith(family.name) || !SUFFIXES[family.type].includes(suffix)) fail(`${name} in ${family.name}`);
  const [labels, after] = line[end] === "{" ? readLabels(line, end, fail) : [new Map(), end];
  const value = line.slice(after + 1);
  if (line[after] !== " " || !NUMBER.test(value)) fail(`a value that is none: ${value}`);
  const number = numberOf(value);
  if (["_total", "_bucket", "_count"].includes(suffix) && !(number >= 0 && number < Infinity)) fail("a count that is none");
  if (suffix === "_info" && number !== 1) fail("an info that is not 1");
  if ((suffix === "_bucket") !== labels.has("le")) fail("le belongs to buckets");
  if (suffix === "_bucket" && !/^(?:\+Inf|\d+\.\d+)$/.test(labels.get("le"))) fail("le is no canonical number");
  return { name, suffix, labels, value: number };
}

const without = (labels, name) => JSON.stringify([...labels].filter(([key]) => key !== name));

/** Buckets rise, end with +Inf, and say the same as _count. */
function checkHistogram(family, fail) {
  const groups = new Map();
  for (const sample of family.samples) {
    const key = without(sample.labels, "le");
    const group = groups.get(key) ?? { buckets: [] };
    groups.set(key, group);
    if (sample.suffix === "_bucket") group.buckets.push([numberOf(sample.labels.get("le")), sample.value]);
    else group[sample.suffix] = sample.value;
  }
  for (const { buckets, _count, _sum } of groups.values()) {
    for (let i = 1; i < buckets.length; i++) if (!(buckets[i][0] > buckets[i - 1][0] && buckets[i][1] >= buckets[i - 1][1])) fail("buckets that do not rise");
    if (buckets.at(-1)?.[0] !== Infinity || buckets.at(-1)[1] !== _count || !(_sum >= 0)) fail("a histogram that does not add up");
  }
}

function checkFamily(family, fail) {
  if (!family) return;
  if (family.unit && !family.name.endsWith(`_${family.unit}`)) fail(`${family.name} without its unit`);
  const keys = family.samples.map((sample) => sample.name + JSON.stringify([...sample.labels].sort()));
  if (new Set(keys).size !== keys.length) fail(`the same sample twice in ${family.name}`);
  if (family.type === "histogram") checkHistogram(family, fail);
}

export function readMetrics(text) {
  const families = new Map();
  let family = null;
  let number = 0;
  const fail = (why) => {
    throw new Error(`OpenMetrics, line ${number}: ${why}`);
  };
  if (!text.endsWith("# EOF\n") || text.includes("\r")) fail("no # EOF at the end");
  for (const line of text.slice(0, -"# EOF\n".length).split("\n").slice(0, -1)) {
    number++;
    const meta = /^# (TYPE|UNIT|HELP) (\S+) (.*)$/.exec(line);
    if (!meta) {
      if (line.startsWith("#") || line === "") fail("a line that is none");
      family?.samples.push(readSample(line, family, fail)) ?? fail("a sample before its family");
      continue;
    }
    const [, what, name, rest] = meta;
    if (!NAME.test(name)) fail(`the name ${name}`);
    if (family?.name !== name) {
      checkFamily(family, fail);
      if (families.has(name)) fail(`${name} stands in two places`);
      family = { name, samples: [] };
      families.set(name, family);
    }
    if (family.samples.length > 0 || family[what.toLowerCase()] !== undefined) fail(`${what} twice or too late`);
    if (what === "TYPE" && !SUFFIXES[rest]) fail(`the type ${rest}`);
    if (what === "HELP" && /\\(?![\\"n])/.test(rest)) fail("an escape that is none");
    family[what.toLowerCase()] = rest;
  }
  checkFamily(family, fail);
  return families;
}

/** The value of one sample: by its name and all of its labels, as an object; 0 where it is not there. */
export function sampleOf(families, name, labels = {}) {
  for (const { samples } of families.values())
    for (const sample of samples)
      if (sample.name === name && Object.keys(labels).length === sample.labels.size && Object.entries(labels).every(([key, value]) => sample.labels.get(key) === value))
        return sample.value;
  return 0;
}
