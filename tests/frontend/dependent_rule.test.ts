import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRule, shows } from "../../static/src/components/dependent_rule";

test("a rule names a field and the answers for which the part shows", () => {
  assert.deepEqual(parseRule("class=quit|mend"), { name: "class", values: ["quit", "mend"] });
  assert.deepEqual(parseRule("is_reserve="), { name: "is_reserve", values: [""] });
});

test("a text that is no rule is an error that shows it", () => {
  assert.throws(() => parseRule("class"), /class/);
  assert.throws(() => parseRule("=quit"), /=quit/);
});

test("one of the chosen answers is enough, none hides", () => {
  const rule = parseRule("class=quit|mend");
  assert.equal(shows(rule, ["keep", "mend"]), true);
  assert.equal(shows(rule, ["keep"]), false);
  assert.equal(shows(rule, []), false);
});
