import assert from "node:assert/strict";
import { test } from "node:test";
import { keptThisYear, m3Text, readLitres, roundedShare, savedThisYear } from "../../static/src/components/reduction_rule";

test("volumes are read as people type them, to the litre", () => {
  const expected: [string, bigint | null][] = [
    ["36500", 36_500_000n],
    ["1,200.5", 1_200_500n],
    ["1.2万", 12_000_000n],
    ["３２００方", 3_200_000n],
    ["0", 0n],
    ["", null],
    ["约3289", null],
    ["-5", null],
  ];
  for (const [text, litres] of expected) assert.equal(readLitres(text), litres, text);
});

test("halves go to the even litre", () => {
  assert.equal(roundedShare(1n, 1n, 2n), 0n);
  assert.equal(roundedShare(3n, 1n, 2n), 2n);
});

test("the same figures as the server's rules", () => {
  const expected: [bigint, string, bigint][] = [
    [36_500_000n, "2023-12-31", 0n],
    [36_500_000n, "2023-01-01", 36_400_000n],
    [83_045_000n, "2023-10-10", 18_656_685n],
    [36_600_000n, "2024-06-30", 18_400_000n],
    [600_000n, "2023-07-02", 299_178n],
  ];
  for (const [full, day, saved] of expected) assert.equal(savedThisYear(full, day), saved, day);
});

test("a reopened well keeps what it saved up to the day before", () => {
  assert.equal(keptThisYear(36_500_000n, "2023-10-10", "2023-10-10"), 0n);
  assert.equal(keptThisYear(36_500_000n, "2023-10-10", "2023-10-11"), 0n);
  assert.equal(keptThisYear(36_500_000n, "2023-10-10", "2023-10-21"), 1_000_000n);
  assert.equal(keptThisYear(36_500_000n, "2023-10-10", "2024-03-01"), savedThisYear(36_500_000n, "2023-10-10"));
  assert.equal(keptThisYear(36_500_000n, "2023-10-10", "2023-10-09"), null);
  assert.equal(keptThisYear(36_500_000n, "2023-10-10", ""), null);
});

test("litres are written as cubic metres", () => {
  assert.equal(m3Text(18_656_685n), "18,656.685");
  assert.equal(m3Text(36_500_000n), "36,500");
  assert.equal(m3Text(500n), "0.5");
});
