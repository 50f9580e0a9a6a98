// Judges what the suites api and browser have got from the server, from the log that tests/lib/entente.mjs wrote:
// every JSON reply is one that /openapi.json describes (operation, status, body), and every route was answered well
// at least once. Ends with "N passed, N failed": replies as passed, findings and routes not used as failed.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { must, start } from "./entente.mjs";

const FINDINGS_SHOWN = 60;
// Nothing but an accepted invitation makes an organisation a member of a forum: these refuse everybody.
const REFUSE = ["POST /forum_members", "POST /forums/{id}/forum_members", "POST /forum_members/{id}/restore"];

function logged(folder) {
  const records = [];
  for (const suite of ["api", "browser"]) {
    const own = join(folder, suite);
    if (!existsSync(own)) continue;
    for (const file of readdirSync(own)) {
      for (const line of readFileSync(join(own, file), "utf8").split("\n")) {
        if (line) records.push({ ...JSON.parse(line), file: `${suite}/${file}` });
      }
    }
  }
  return records;
}

/** From a path to the template it belongs to: literal segments win over parameters. */
export function matcher(templates) {
  const known = templates.map((template) => ({
    template,
    parts: template.split("/"),
    literals: template.split("/").filter((part) => !part.includes("{")).length,
  }));
  known.sort((a, b) => b.literals - a.literals);
  return (path) => {
    const parts = path.split("?")[0].split("/");
    const fits = ({ parts: wanted }) =>
      wanted.length === parts.length && wanted.every((part, i) => (part.includes("{") ? parts[i] !== "" : part === parts[i]));
    return known.find(fits)?.template;
  };
}

const pointer = (...parts) => parts.map((part) => "/" + encodeURIComponent(String(part).replace(/~/g, "~0").replace(/\//g, "~1"))).join("");

/** Makes the judge of single replies: null when one is as described, else what is wrong with it. */
export function judge(document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  ajv.addSchema(document, "openapi");
  const find = matcher(Object.keys(document.paths));
  const validators = new Map();
  const validator = (place) => {
    if (!validators.has(place)) validators.set(place, ajv.compile({ $ref: `openapi#${place}` }));
    return validators.get(place);
  };
  return ({ method, path, status, type, body }) => {
    const template = find(path);
    const operation = template && document.paths[template][method.toLowerCase()];
    // Nobody describes what is not there; but that, too, is said as a problem.
    if (!operation && ![401, 404, 405].includes(status)) return "no such operation is described";
    const media = type.split(";")[0].trim();
    let place;
    if (operation) {
      const key = [String(status), `${String(status)[0]}XX`, "default"].find((name) => operation.responses?.[name]);
      if (!key) return `status ${status} is not described`;
      let found = operation.responses[key];
      place = pointer("paths", template, method.toLowerCase(), "responses", key);
      if (found.$ref) {
        place = found.$ref.slice(1);
        found = place.slice(1).split("/").reduce((at, part) => at?.[part.replace(/~1/g, "/").replace(/~0/g, "~")], document);
      }
      if (!found?.content?.[media]) return `${status}: ${media} is not described`;
      if (!found.content[media].schema) return `${status}: ${media} has no schema`;
      place += pointer("content", media, "schema");
    } else {
      const name = ["Problem", "problem"].find((candidate) => document.components?.schemas?.[candidate]);
      if (!name || media !== "application/problem+json") return null;
      place = pointer("components", "schemas", name);
    }
    let value;
    try {
      value = JSON.parse(body);
    } catch (error) {
      return `${status}: the body is not JSON: ${error.message}`;
    }
    const valid = validator(place);
    if (valid(value)) return null;
    const errors = valid.errors.slice(0, 4).map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
    return `${status}: ${errors.join("; ")}`;
  };
}

async function main() {
  const folder = process.env.ENTENTE_REPLY_LOG;
  const records = folder ? logged(folder) : [];
  if (records.length === 0) {
    console.log("no replies are logged: run the suites api and browser first");
    console.log("0 passed, 1 failed");
    return 1;
  }
  const site = await start({ workspace: "init" });
  let document;
  try {
    document = (await site.api("GET", "/openapi.json")).body;
  } finally {
    await site.stop();
  }
  const routes = JSON.parse(must(["routes", "--json"]));

  const check = judge(document);
  const findings = new Map();
  let passed = 0;
  for (const record of records) {
    if (!/json/.test(record.type) || !record.body) continue;
    const wrong = check(record);
    if (!wrong) {
      passed++;
      continue;
    }
    const finding = `${record.method} ${record.path.split("?")[0].replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}")}: ${wrong}`;
    if (!findings.has(finding)) findings.set(finding, record.file);
  }
  for (const [finding, file] of [...findings].slice(0, FINDINGS_SHOWN)) console.log(`${finding} (${file})`);
  if (findings.size > FINDINGS_SHOWN) console.log(`and ${findings.size - FINDINGS_SHOWN} more`);

  const find = matcher(routes.map((route) => route.path));
  const used = new Set(records.filter((r) => r.status < 400).map((r) => `${r.method} ${find(r.path)}`));
  let unused = 0;
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    if (used.has(name) || REFUSE.includes(name)) {
      passed++;
    } else {
      unused++;
      console.log(`no test was answered well by ${name}`);
    }
  }
  console.log(`${passed} passed, ${findings.size + unused} failed`);
  return findings.size + unused > 0 ? 1 : 0;
}

if (process.argv[1]?.endsWith("check-replies.mjs")) process.exitCode = await main();
