import assert from "node:assert/strict";
import { test } from "node:test";
import { hiddenValues, isFresh, sizeText } from "../../static/src/components/capture";

const AT = Date.UTC(2026, 10, 12, 1, 41, 7);
const NAMES = { takenAt: "taken_at", lon: "lon", lat: "lat", accuracy: "accuracy_m", fixedAt: "fixed_at" };
const FIX = { lon: 115.43621749, lat: 36.4829, accuracyM: 6.04, at: AT - 2000 };

test("each photograph has its time and place, in the order of the files", () => {
  const values = hiddenValues([{ chosenAt: AT, fix: FIX }, { chosenAt: AT + 60_000, fix: null }], NAMES);
  assert.deepEqual(values, [
    ["taken_at", "2026-11-12T01:41:07.000Z"],
    ["lon", "115.4362175"],
    ["lat", "36.4829000"],
    ["accuracy_m", "6.0"],
    ["fixed_at", "2026-11-12T01:41:05.000Z"],
    ["taken_at", "2026-11-12T01:42:07.000Z"],
    ["lon", ""],
    ["lat", ""],
    ["accuracy_m", ""],
    ["fixed_at", ""],
  ]);
});

test("names that the form does not ask for are not written", () => {
  const only = { takenAt: "taken_at", lon: undefined, lat: undefined, accuracy: undefined, fixedAt: undefined };
  assert.deepEqual(hiddenValues([{ chosenAt: AT, fix: FIX }], only), [["taken_at", "2026-11-12T01:41:07.000Z"]]);
});

test("a fix stands for the shutter's moment for half a minute, whichever clock is ahead", () => {
  assert.equal(isFresh(FIX, FIX.at + 30_000), true);
  assert.equal(isFresh(FIX, FIX.at + 30_001), false);
  assert.equal(isFresh(FIX, FIX.at - 30_001), false);
  assert.equal(isFresh(null, AT), false);
});

test("sizes are written for people", () => {
  assert.equal(sizeText(1), "1 KB");
  assert.equal(sizeText(840_200), "841 KB");
  assert.equal(sizeText(3_240_000), "3.2 MB");
});
