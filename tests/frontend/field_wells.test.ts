import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf } from "../../static/src/field/map/columns";
import { marksOf, wellOf } from "../../static/src/field/map/today";
import type { Fix } from "../../static/src/field/presence/fix";
import { headingOf } from "../../static/src/field/presence/heading";
import { isTooFar } from "../../static/src/field/presence/way_to";
import { wordsOf } from "../../static/src/field/presence/words";
import { agenda, bandOf, daysBetween } from "../../static/src/field/tasks/agenda";
import { mayDo, offeredActs, routeOf, type WellAffairs } from "../../static/src/field/wells/acts";
import { distanceText, wayText } from "../../static/src/field/wells/words";
import { watermarkLines } from "../../static/src/field/capture/share_copy";
import { shortHash, signingFault } from "../../static/src/field/capture/sign_for_other";
import { SIGN_REQUEST } from "./field_keys";
import type { PackedTask } from "../../static/src/field/store/types";

const ALL = ["patrol:record", "inspection:record", "closure:accept", "well:edit"];
const NOTHING: WellAffairs = { problems: [], measures: [], closures: [], tasks: [], hasMeter: false };
const kinds = (affairs: Partial<WellAffairs>, may = ALL): string[] => offeredActs({ ...NOTHING, ...affairs }, may).map(({ kind, of }) => (of ? `${kind} ${of}` : kind));

test("at any well an officer may inspect, patrol, verify, survey, interview, correct", () => {
  assert.deepEqual(kinds({}), ["inspection", "patrol", "verification", "survey", "interview", "well_edit"]);
});

test("who only patrols is offered only that", () => {
  assert.deepEqual(kinds({ measures: [{ id: "m1", status: "ordered" }] }, ["patrol:record"]), ["patrol"]);
  assert.equal(mayDo("inspection", ["patrol:record"]), false);
});

test("what is due comes first, once", () => {
  const affairs = { measures: [{ id: "m1", status: "ordered" }], tasks: [{ kind: "recheck", of: "m1" }] } as const;
  assert.deepEqual(kinds(affairs).slice(0, 2), ["recheck m1", "inspection"]);
  assert.equal(offeredActs({ ...NOTHING, ...affairs }, ALL)[0]?.isDue, true);
});

test("a re-check needs an open measure, an acceptance a reported closure, a follow-up a problem struck off", () => {
  assert.deepEqual(kinds({ measures: [{ id: "m1", status: "met" }], closures: [{ id: "c1", status: "confirmed" }], problems: [{ id: "p1", status: "listed" }] })[0], "inspection");
  const open = kinds({ measures: [{ id: "m1", status: "ordered" }], closures: [{ id: "c1", status: "reported" }], problems: [{ id: "p1", status: "struck_off" }] });
  assert.deepEqual(open.slice(0, 3), ["recheck m1", "follow_up p1", "acceptance c1"]);
});

test("the route of an act names kind, well and what it is about", () => {
  assert.equal(routeOf({ kind: "recheck", of: "m1" }, "w1"), "#/new/recheck/w1/m1");
  assert.equal(routeOf({ kind: "patrol", of: null }, "w1"), "#/new/patrol/w1");
});

const task = (id: string, due_on: string | null, kind: PackedTask["kind"] = "recheck"): PackedTask => ({ id, kind, well: "w1", title: id, due_on, state: "", note: "", of: null });

test("tasks stand by their day; what came back comes first", () => {
  const today = "2026-11-22";
  const groups = agenda([task("far", "2026-12-31"), task("back", "2026-11-01", "returned"), task("late", "2026-11-20"), task("today", today), task("soon", "2026-11-29"), task("free", null), task("later", "2026-11-21")], today);
  assert.deepEqual(groups.map(({ band, tasks }) => [band, tasks.map(({ id }) => id)]), [
    ["returned", ["back"]],
    ["overdue", ["late", "later"]],
    ["today", ["today"]],
    ["week", ["soon"]],
    ["later", ["far"]],
    ["undated", ["free"]],
  ]);
});

test("today is not overdue, tomorrow is not today", () => {
  assert.equal(bandOf(task("a", "2026-11-22"), "2026-11-22"), "today");
  assert.equal(bandOf(task("a", "2026-11-23"), "2026-11-22"), "week");
  assert.equal(bandOf(task("a", "2026-11-21"), "2026-11-22"), "overdue");
  assert.equal(daysBetween("2026-12-31", "2027-01-01"), 1);
});

test("the columns number statuses and keep the package's order", () => {
  const columns = columnsOf([
    { code: "a", lon: 115.4, lat: 36.4, status: "plugged" },
    { code: "b", lon: 115.5, lat: 36.5, status: "in_use" },
  ]);
  assert.deepEqual([columns.codes, [...columns.status], columns.statuses], [["a", "b"], [1, 0], ["in_use", "plugged"]]);
});

test("a draft shows before what was filed; records without a well show nowhere", () => {
  const marks = marksOf([{ well: "w1" }, { well: null }], ["w1", "w2", null]);
  assert.deepEqual(marks, [{ well: "w1", kind: "draft" }, { well: "w2", kind: "filed" }]);
});

test("the well of an operation is in its payload, its record, or its closure", () => {
  assert.equal(wellOf({ kind: "inspection.file", record: "r", payload: { well: "w1" } }, null), "w1");
  assert.equal(wellOf({ kind: "well.edit", record: "w2", payload: {} }, null), "w2");
  assert.equal(wellOf({ kind: "signature.add", record: "r", payload: {} }, null), null);
});

test("ways are said with wind, degrees and distance", () => {
  assert.equal(wayText({ metres: 320.4, bearing: 45.3 }), "东北 45°，320 m");
  assert.equal(wayText({ metres: 12_345, bearing: 359.8 }), "北 0°，12 km");
  assert.deepEqual([999.4, 1000, 9949].map(distanceText), ["999 m", "1.0 km", "9.9 km"]);
});

test("the limit itself is not too far", () => {
  assert.deepEqual([199.9, 200, 200.1].map((metres) => isTooFar(metres, 200)), [false, false, true]);
});

test("the compass is believed only where it is one; the screen's turn is added", () => {
  assert.equal(headingOf({ alpha: 90, absolute: true }, 0), 270);
  assert.equal(headingOf({ alpha: 90, absolute: true }, 90), 0);
  assert.equal(headingOf({ alpha: 90, absolute: false }, 0), null);
  assert.equal(headingOf({ alpha: null, absolute: false, webkitCompassHeading: 45 }, 0), 45);
});

test("the lamp says what is true of the position", () => {
  const fix: Fix = { at: "2026-11-22T06:00:00.000Z", fix_at: "2026-11-22T06:00:00.000Z", lon: 115.4, lat: 36.4, accuracy_m: 8 };
  assert.deepEqual([wordsOf(fix, "found").tone, wordsOf(fix, "found").text], ["good", "定位 ±8 m"]);
  assert.equal(wordsOf({ ...fix, accuracy_m: 120 }, "found").tone, "poor");
  for (const state of ["idle", "looking", "refused", "unavailable", "insecure"] as const) assert.equal(wordsOf(null, state).tone, "none", state);
  for (const state of ["refused", "unavailable", "insecure"] as const) assert.notEqual(wordsOf(null, state).remedy, "", state);
});

test("a copy for the group says where and when, and nobody's name", () => {
  assert.deepEqual(watermarkLines("371525104JJ00012", "清水镇", "2026-11-22T16:05:09.000Z"), ["清水镇 371525104JJ00012", "2026-11-23 00:05"]);
});

test("who led cannot be the second; nor anybody of another county, nor nobody", () => {
  assert.equal(signingFault(SIGN_REQUEST, { id: "somebody", county: SIGN_REQUEST.county }), null);
  assert.equal(signingFault(SIGN_REQUEST, { id: SIGN_REQUEST.lead, county: SIGN_REQUEST.county }), "same_officer");
  assert.equal(signingFault(SIGN_REQUEST, { id: "somebody", county: "371526" }), "foreign_county");
  assert.equal(signingFault(SIGN_REQUEST, null), "no_officer");
});

test("a hash is short enough to be read aloud", () => {
  assert.equal(shortHash(`sha256:${"0123456789abcdef".repeat(4)}`), "0123 4567 89ab cdef");
});
