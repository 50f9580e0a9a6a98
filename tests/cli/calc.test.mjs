import assert from "node:assert/strict";
import { test } from "node:test";
import { must, run } from "../lib/entente.mjs";

const names = must(["calc"]).trim().split("\n");

test("calc alone lists the calculators", () => {
  for (const name of ["alliance-test", "incompleteness"]) assert.ok(names.includes(name));
  const list = JSON.parse(must(["calc", "--json"]));
  assert.deepEqual(list.map((one) => one.name), names);
  for (const one of list) assert.ok(one.title.length > 3, one.name);
});

test("every calculator describes itself, and its example holds", () => {
  for (const name of names) {
    const schema = JSON.parse(must(["calc", name, "--schema"]));
    assert.equal(schema.input.type, "object", name);
    assert.equal(schema.output.type, "object", name);
    const { input, output } = schema.example;
    assert.deepEqual(JSON.parse(must(["calc", name], { input: JSON.stringify(input) })), output, name);
  }
});

test("worked examples", () => {
  const calc = (name, input) => JSON.parse(must(["calc", name], { input: JSON.stringify(input) }));
  const four = { combines: true, separate: true, shared_control: true, open_ended: false };
  assert.deepEqual(calc("alliance-test", four), { reading: "contract", failed: ["open_ended"] });
  const six = { change: 2, needs: 1, measurement: 3, investment: 0, interdependence: 2, protection: 1 };
  assert.deepEqual(calc("incompleteness", { ratings: six }), { total: 9, reading: "committee" });
});

test("wrong input: status 2, problem+json with all pointers on standard error, nothing else", () => {
  const refused = (args, input, pointers) => {
    const { status, stdout, stderr } = run(args, { input });
    assert.equal(status, 2);
    assert.equal(stdout, "");
    const problem = JSON.parse(stderr);
    for (const member of ["type", "title", "status", "detail", "errors"]) assert.ok(member in problem);
    if (pointers) assert.deepEqual(problem.errors.map((error) => error.pointer).sort(), pointers);
    return problem;
  };
  const problem = refused(["calc", "alliance-test"], '{"combines":1,"separate":true,"open_ended":true,"extra":0}', ["/combines", "/extra", "/shared_control"]);
  assert.equal(problem.status, 422);
  refused(["calc", "incompleteness"], '{"ratings":{"change":4,"needs":-1,"measurement":1.5,"investment":"2"}}', [
    "/ratings/change", "/ratings/interdependence", "/ratings/investment", "/ratings/measurement", "/ratings/needs", "/ratings/protection"]);
  for (const text of ["", "{", '{"a":1,"a":2}', "[1] 2", "nul"]) refused(["calc", "alliance-test"], text);
  assert.match(refused(["calc", "alliance-tset"], "{}").detail, /alliance-test/);
  refused(["calc", "--schema"], "");
});
