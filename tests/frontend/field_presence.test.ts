import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDatum, shifted } from "../../static/src/field/presence/datum";
import { withFix, type Fix } from "../../static/src/field/presence/fix";
import { bearingDeg, distanceM, near, nearest, turned, windOf } from "../../static/src/field/presence/geo";

const SEAT = { lon: 115.438, lat: 36.484 };
const northOf = (metres: number) => ({ lon: SEAT.lon, lat: SEAT.lat + metres / 111_195 });
const eastOf = (metres: number) => ({ lon: SEAT.lon + metres / (111_195 * Math.cos((SEAT.lat * Math.PI) / 180)), lat: SEAT.lat });

test("distances are those of the server's formula", () => {
  assert.equal(distanceM(SEAT, SEAT), 0);
  assert.ok(Math.abs(distanceM(SEAT, northOf(200)) - 200) < 0.1);
  // casebook.kernel.coordinates.distance_m(115.438, 36.484, 115.6, 36.7)
  assert.ok(Math.abs(distanceM(SEAT, { lon: 115.6, lat: 36.7 }) - 28_036.63) < 0.01, String(distanceM(SEAT, { lon: 115.6, lat: 36.7 })));
});

test("bearings run clockwise from north", () => {
  for (const [place, bearing] of [[northOf(500), 0], [eastOf(500), 90], [northOf(-500), 180], [eastOf(-500), 270]] as const) {
    assert.ok(Math.abs(bearingDeg(SEAT, place) - bearing) < 0.01, `${bearingDeg(SEAT, place)} is not ${bearing}`);
  }
});

test("sixteen winds, each around its direction", () => {
  const winds = [0, 11, 12, 45, 90, 168, 169, 180, 270, 348, 349, 360, -90, 720].map(windOf);
  assert.deepEqual(winds, [0, 0, 1, 2, 4, 7, 8, 8, 12, 15, 0, 0, 12, 0]);
});

test("degrees are brought into one turn", () => {
  assert.deepEqual([0, 360, -1, 725, -360].map(turned), [0, 0, 359, 5, 0]);
});

test("the nearest come first, with distance and bearing", () => {
  const wells = [{ id: "far", ...northOf(900) }, { id: "near", ...eastOf(80) }, { id: "middle", ...northOf(-300) }];
  const found = nearest(wells, SEAT, 2);
  assert.deepEqual(found.map(({ item }) => item.id), ["near", "middle"]);
  assert.ok(Math.abs((found[0]?.metres ?? 0) - 80) < 0.5);
  assert.equal(windOf(found[1]?.bearing ?? 0), 8);
  assert.equal(near(wells[0] as (typeof wells)[0], SEAT).item.id, "far");
});

test("five thousand wells are ranked while a finger still lies on the glass", () => {
  const wells = Array.from({ length: 5000 }, (_none, i) => ({ i, lon: 115.2 + (i % 70) / 100, lat: 36.3 + Math.floor(i / 70) / 150 }));
  const begun = performance.now();
  assert.equal(nearest(wells, SEAT, 20).length, 20);
  assert.ok(performance.now() - begun < 200);
});

test("a browser that hands out GCJ-02 is recognised at a known point", () => {
  const result = checkDatum(SEAT, shifted(SEAT), 12);
  assert.equal(result.verdict, "gcj02");
  assert.ok(result.offM > 300 && result.offM < 900, `${result.offM} m`);
  assert.ok(result.leftM < 1);
});

test("the shift is the one that the server computes", () => {
  // casebook.kernel.coordinates.wgs84_to_gcj02(115.438, 36.484)
  const { lon, lat } = shifted(SEAT);
  assert.ok(Math.abs(lon - 115.44410804640911) < 1e-9 && Math.abs(lat - 36.484288992987075) < 1e-9, `${lon}, ${lat}`);
  assert.deepEqual(shifted({ lon: 2.35, lat: 48.86 }), { lon: 2.35, lat: 48.86 });
});

test("a good fix is right, a fix elsewhere is unclear, not shifted", () => {
  assert.equal(checkDatum(SEAT, northOf(20), 15).verdict, "right");
  assert.equal(checkDatum(SEAT, northOf(-5000), 15).verdict, "unclear");
  assert.equal(checkDatum(SEAT, northOf(400), 15).verdict, "unclear");
});

test("a poor fix can tell nothing", () => {
  assert.equal(checkDatum(SEAT, shifted(SEAT), 800).verdict, "unclear");
});

const at = (second: number): Fix => ({
  at: new Date(Date.UTC(2026, 10, 22, 6, 0, second)).toISOString(),
  fix_at: new Date(Date.UTC(2026, 10, 22, 6, 0, second)).toISOString(),
  lon: SEAT.lon,
  lat: SEAT.lat,
  accuracy_m: 5,
});

test("fixes are kept ten seconds apart, and the newest always", () => {
  let kept: Fix[] = [];
  for (let second = 0; second <= 25; second += 1) kept = withFix(kept, at(second));
  assert.deepEqual(kept.map((fix) => new Date(fix.at).getUTCSeconds()), [0, 10, 20, 25]);
});

test("no more than sixty fixes are kept", () => {
  let kept: Fix[] = [];
  for (let second = 0; second < 2000; second += 10) kept = withFix(kept, at(second));
  assert.equal(kept.length, 60);
  assert.equal(kept[59]?.at, at(1990).at);
});
