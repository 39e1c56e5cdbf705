// Every pair of colours that carries text or marks a control, in every theme, computed from the tokens themselves.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

type Tokens = ReadonlyMap<string, string>;

const css = readFileSync("static/src/css/tokens.css", "utf8");

/** Return the hex tokens of the rule whose selector begins right at `opening`. */
function tokensAfter(opening: string, base: Tokens = new Map()): Tokens {
  const start = css.indexOf(opening);
  assert.notEqual(start, -1, `tokens.css has no rule ${opening}`);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  const own = [...body.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value] as const);
  return new Map([...base, ...own]);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

const light = tokensAfter(":root {");
const themes: Readonly<Record<string, Tokens>> = {
  light,
  dark: tokensAfter(':root[data-theme="dark"] {', light),
  sunlight: tokensAfter(':root[data-theme="sunlight"] {', light),
};
const grounds = ["paper", "surface", "sunken", "water-tint"];
const states = ["on-track", "due-soon", "overdue", "suspended", "done"];
const text: [string, string][] = [
  ...["ink", "muted", "water", "water-strong"].flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
  ...states.flatMap((state) => ["paper", "surface", "sunken", `${state}-tint`].map((ground): [string, string] => [state, ground])),
  ["ink", "due-soon-tint"],
  ["ink", "overdue-tint"],
  ["ink", "selection"],
  ["on-water", "water"],
  ["on-water", "water-strong"],
  ["on-overdue", "overdue"],
  ["surface", "done"],
  ["on-spine", "spine"],
  ["on-spine", "spine-raised"],
  ["on-spine-muted", "spine"],
  ["on-spine-bad", "spine-bad"],
];
const marks: [string, string][] = [
  ...["edge", "bar", "water"].flatMap((mark) => ["paper", "surface", "sunken"].map((ground): [string, string] => [mark, ground])),
  ["spine-water", "spine"],
  ["spine-warn", "spine"],
  ["spine-bad", "spine"],
];

for (const [theme, tokens] of Object.entries(themes)) {
  const check = (pairs: [string, string][], least: number): void => {
    for (const [ink, ground] of pairs) {
      const [a, b] = [tokens.get(ink), tokens.get(ground)];
      assert.ok(a && b, `${theme}: --${ink} or --${ground} is missing`);
      assert.ok(contrast(a, b) >= least, `${theme}: --${ink} on --${ground} has ${contrast(a, b).toFixed(2)}, not ${least}`);
    }
  };
  test(`${theme}: text reaches 4.5:1`, () => check(text, 4.5));
  test(`${theme}: edges and bars reach 3:1`, () => check(marks, 3));
}

test("dark by choice is dark by system", () => {
  assert.deepEqual(tokensAfter(":root:not([data-theme]) {"), tokensAfter(':root[data-theme="dark"] {'));
});

test("the measure itself: black on white is 21, equal colours are 1", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#0f6e84", "#0f6e84"), 1);
});
