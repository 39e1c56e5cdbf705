import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, countByStatus, nearest, parseBounds, readWells, shortCount } from "../../static/src/components/map_data";

const RAW = {
  statuses: ["in_use", "plugged", "idle"],
  codes: ["371525104JJ00001", "371525104JJ00002", "371525105JJ00001"],
  lon: [115.4, 115.6, 115.3],
  lat: [36.5, 36.4, 36.7],
  status: [0, 1, 0],
};

test("the columns become wells", () => {
  const wells = readWells(RAW);
  assert.deepEqual([...wells.status], [0, 1, 0]);
  assert.equal(wells.lon[1], 115.6);
});

test("a missing or short column is an error that names it", () => {
  assert.throws(() => readWells({ ...RAW, lat: [36.5] }), /column lat has 1 values, not 3/);
  assert.throws(() => readWells({ ...RAW, status: undefined }), /no column status/);
});

test("every status is counted, in its order", () => {
  assert.deepEqual(countByStatus(readWells(RAW)), [2, 1, 0]);
});

test("the bounds hold all wells; no wells have none", () => {
  assert.deepEqual(boundsOf(readWells(RAW)), [115.3, 36.4, 115.6, 36.7]);
  assert.equal(boundsOf(readWells({ statuses: [], codes: [], lon: [], lat: [], status: [] })), null);
});

test("bounds are four numbers or nothing", () => {
  assert.deepEqual(parseBounds("115.2,36.3,115.9,36.8"), [115.2, 36.3, 115.9, 36.8]);
  for (const text of [undefined, "", "1,2,3", "1,2,3,x", "1,2,3,4,5"]) assert.equal(parseBounds(text), null, String(text));
});

test("the nearest thing within reach is meant", () => {
  const near = { x: 10, y: 10, radius: 5 };
  const far = { x: 30, y: 10, radius: 5 };
  assert.equal(nearest([far, near], 14, 10, 4), near);
  assert.equal(nearest([far, near], 21, 10, 4), far);
  assert.equal(nearest([far, near], 100, 100, 4), null);
  assert.equal(nearest([], 0, 0, 4), null);
});

test("counts in bubbles stay short", () => {
  assert.deepEqual([3, 999, 1000, 9950, 36_471].map(shortCount), ["3", "999", "1.0k", "9.9k", "36k"]);
});
