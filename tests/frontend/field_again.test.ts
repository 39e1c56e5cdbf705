import assert from "node:assert/strict";
import { test } from "node:test";
import type { ActData } from "../../static/src/field/acts/model";
import { checklistFor, earlierFindings, leadOf } from "../../static/src/field/acts/subjects";
import { again, type AgainContext } from "../../static/src/field/forms/again";
import { outlived } from "../../static/src/field/forms/filed";
import { newEdit, type EditData } from "../../static/src/field/register/model";
import { accepted, WELL } from "./field_payloads";
import { card, CHECKLIST, file, hash, uuid, whole } from "./field_sample";

let made = 900;

function context(facts: Partial<AgainContext> = {}): AgainContext {
  const newId = (): string => uuid((made += 1));
  return { newId, returnNote: null, isInBooks: facts.returnNote !== undefined, onTablet: new Set([hash(1), hash(9)]), well: null, closure: null, checklist: CHECKLIST, ...facts };
}

test("a returned record is prefilled, names the one it takes the place of, and is unsigned", () => {
  const filed = whole("survey", { sketch: file(9), evidence: [card(1), card(2)], second: { ...whole().second!, signature: "x", device: uuid(70), signedAt: "x" } });
  const data = again({ kind: "survey", well: null, title: "", data: filed }, context({ returnNote: "照片看不清" })) as ActData;
  assert.notEqual(data.record, filed.record);
  assert.deepEqual([data.revises, data.returnNote, data.paper, data.second?.signature], [filed.record, "照片看不清", null, ""]);
  assert.deepEqual([data.answers, data.situation, data.sketch?.hash], [filed.answers, filed.situation, hash(9)]);
  assert.deepEqual(data.evidence.map((one) => one.hash), [hash(1)], "what is no longer on the tablet cannot be sent again");
  assert.notEqual(data.evidence[0]?.id, filed.evidence[0]?.id);
  assert.notEqual(data.findings[0]?.id, filed.findings[0]?.id);
  assert.equal(data.step, "finish");
});

test("a refused record keeps its id, so that orders and signatures that wait for it find it", () => {
  const filed = whole();
  const data = again({ kind: "inspection", well: null, title: "", data: filed }, context()) as ActData;
  assert.equal(data.record, filed.record);
  const there = again({ kind: "inspection", well: null, title: "", data: filed }, context({ isInBooks: true })) as ActData;
  assert.notEqual(there.record, filed.record, "what the books have already is never written over");
});

test("a refused record takes nobody's place, and goes on with a checklist that exists", () => {
  const newer = { ...CHECKLIST, id: uuid(21), version: 3 };
  const data = again({ kind: "inspection", well: null, title: "", data: whole() }, context({ checklist: newer })) as ActData;
  assert.deepEqual([data.revises, data.returnNote, data.checklist.version], [null, "", 3]);
});

test("a correction is written anew on the register as it is now, an acceptance on the closure's present version", () => {
  const filed: EditData = { ...newEdit(WELL), written: { meter_no: "M-7" }, reason: "看过" };
  const edit = again({ kind: "well_edit", well: WELL.id, title: "", data: filed }, context({ well: { ...WELL, version: 9, meter_no: "M-5" } })) as EditData;
  assert.deepEqual([edit.baseVersion, edit.seen.meter_no, edit.written, edit.reason], [9, "M-5", { meter_no: "M-7" }, "看过"]);
  const closure = { id: uuid(7), number: "", well: uuid(1), kind: "plugged", closed_on: null, status: "reported", version: 5 };
  const acceptance = again({ kind: "acceptance", well: null, title: "", data: accepted() }, context({ closure })) as ReturnType<typeof accepted>;
  assert.deepEqual([acceptance.baseVersion, acceptance.evidence.length, acceptance.signatures[0]?.image], [5, 0, null]);
  assert.equal(again({ kind: "patrol", well: null, title: "", data: {} }, context()), null);
});

test("copies go when their records have been in the books for two months", () => {
  const now = Date.parse("2026-11-22T00:00:00.000Z");
  const row = (record: string, state: string, receiptAt: string | null) => ({ record, state, receiptAt });
  const rows = [row("old", "applied", "2026-09-01T00:00:00.000Z"), row("new", "applied", "2026-11-01T00:00:00.000Z"), row("refused", "refused", "2026-09-01T00:00:00.000Z"), row("unsent", "queued", null)];
  assert.deepEqual(outlived(rows, now), ["old"]);
});

test("a record begins with the newest checklist of its act", () => {
  const old = { ...CHECKLIST, id: uuid(19), version: 1 };
  assert.equal(checklistFor([CHECKLIST, old], "inspection")?.version, 2);
  assert.equal(checklistFor([CHECKLIST, old], "recheck"), null);
});

test("of earlier findings the newest of each problem is asked for", () => {
  const record = (on: string, id: number, code: string) => ({ inspection: uuid(id), kind: "inspection", on, photographs: [], findings: [{ id: uuid(id + 100), problem_code: code, description: on }] });
  const asked = earlierFindings([record("2026-10-01", 1, "P10"), record("2026-05-01", 2, "P10"), record("2026-04-01", 3, "P20")]);
  assert.deepEqual(asked.map((one) => [one.code, one.on, one.result]), [["P20", "2026-04-01", null], ["P10", "2026-10-01", null]]);
});

test("the officer at the tablet has the certificate of the session, its beginning from the package", () => {
  const me = { id: uuid(10), name: "林一", login: "l", agency: "局", agency_id: uuid(12), county: "371525", county_name: "示范县", jurisdiction: "371525", certificate_no: "15-0001", certificate_valid_to: "2027-12-31", may: [] };
  const officer = { id: uuid(10), name: "林一", agency: "局", agency_id: uuid(12), certificate_no: "15-0001", certificate_valid_from: "2024-01-01", certificate_valid_to: "2027-12-31", keys: [] };
  assert.deepEqual([leadOf(me, [officer]).validFrom, leadOf(me, []).validFrom], ["2024-01-01", null]);
  assert.equal(leadOf({ ...me, certificate_no: null }, []).certificateNo, "");
});
