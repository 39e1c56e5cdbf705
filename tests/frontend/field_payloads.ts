// One payload of each kind, as the builders make it of invented records; tests/fixtures/field holds the same as JSON.
import assert from "node:assert/strict";
import { newAcceptance, acceptancePayload, type AcceptanceData } from "../../static/src/field/acceptance/model";
import { inspectionPayload } from "../../static/src/field/acts/payload";
import { newCard } from "../../static/src/field/evidence/card";
import { interviewPayload, interviewTextOf, newInterview, type InterviewData } from "../../static/src/field/interview/model";
import { newOrder, orderPayload, orderTextOf } from "../../static/src/field/orders/model";
import { newPaper } from "../../static/src/field/papers/paper";
import { newRound, newVisit, visitPayload } from "../../static/src/field/patrol/model";
import { newEntry, readingPayload, roundWells } from "../../static/src/field/readings/model";
import { editPayload, newEdit } from "../../static/src/field/register/model";
import type { Well } from "../../static/src/field/store/types";
import { ARRIVED, card, ENDED, file, FIX, hash, LEAD, SECOND, signature, signed, STARTED, SUBJECT, uuid, visited, whole } from "./field_sample";

export const WELL: Well = {
  id: uuid(1), code: "371525-0001", township: "371525101", village: "示范村", lon: 115.44, lat: 36.48, status: "plugged", use: "irrigation",
  aquifer: "shallow", user: null, permit: null, exemption: null, plate: null, depth_m: 60, pump_flow_m3h: 32, meter_kind: "none", meter_no: null,
  electricity_account: null, closed_on: "2026-06-01", version: 4, zones: [], last_visit_on: null, last_dial: null,
};

export const ROUND = newRound(uuid(5), "371525101", "示范村", [WELL]);

const OWN = { ...SECOND, declaredAt: null, device: uuid(70), signedAt: ENDED, signature: "A".repeat(86) };

function inspection() {
  const earlier = [{ finding: uuid(60), code: "P10", description: "未装水表", on: "2026-10-01", result: "persists" as const, note: "仍未装" }];
  const facts = { earlier, answers: { C01: "no", C05: "190", C29: "no" }, second: OWN, measure: uuid(61), revises: uuid(62) };
  return inspectionPayload(whole("recheck", facts));
}

function survey() {
  const presence = { ...visited().presence, fixes: [], typedLon: "115.44", typedLat: "36.48", plateText: "CB1:371525", plateAt: ARRIVED, datum: { point: uuid(63), lon: 115.4, lat: 36.4, accuracy_m: 9 } };
  const told = { ...visited().told, isAbsent: true, absenceNote: "井房上锁", absenceWitness: "王四" };
  const data = whole("survey", { presence, told, sketch: file(9, "image/png") });
  const pen = [signature("lead", "林一", { how: "pen", image: null }), signature("second", "周二", { how: "pen", image: null })];
  const paper = data.paper && { ...data.paper, way: "pen" as const, isReadBack: false, signatures: pen, number: "XC-0001", pages: [file(8)], shelf: "二号柜" };
  return inspectionPayload({ ...data, paper });
}

function interview() {
  const begun = newInterview({ record: uuid(3), now: STARTED, subject: SUBJECT, lead: LEAD, inspection: uuid(2), second: SECOND, codes: ["P10"] });
  const person = { name: "刘三", sex: "男", bornOn: "1980-05-01", identity: "", work: "", phone: "10000000001", address: "示范村", relation: "实际使用人" };
  const data: InterviewData = { ...begun, person, told: visited().told, isToldRights: true, exchanges: [{ id: "a", question: "何时打井？", answer: "2019 年" }] };
  return interviewPayload({ ...data, paper: signed(newPaper(uuid(41), "interview_record", interviewTextOf(data, ENDED), ENDED)) });
}

function order() {
  const problems = [{ code: "P20", title: "标识牌缺失", severity: "low", articles: ["748号49"], questions: [] }];
  const data = { ...newOrder(uuid(4), visited(), "order_rectify", problems), demand: "补设标识牌", dueOn: "2026-12-01", number: "示水责改字〔2026〕第001号" };
  const paper = newPaper(uuid(42), "order_rectify", orderTextOf(data, ENDED), ENDED, data.number);
  const refused = { ...signed(paper), signatures: signed(paper).signatures.slice(0, 2), refusal: { reason: "不认可", witness: "王四" } };
  return orderPayload({ ...data, paper: refused });
}

function visit() {
  const photograph = newCard(uuid(102), { ...file(2), origin: "camera", method: "photograph", capturedAt: ARRIVED, fix: null });
  const entry = { ...newVisit(uuid(6), ROUND.wells[0] ?? null), state: "closed" as const, isClosureIntact: false, dial: "12.5", photograph };
  return visitPayload(ROUND, entry, ARRIVED, FIX);
}

/** A meter of four digits that was read a month ago. */
export const METER = { number: "SB-77", digits: 4, seal: "QF-12", last: { on: "2026-10-25", second: -1, dial_m3: "8995.000", mark: "none" } } as const;
export const METERED = roundWells([{ ...WELL, meter: METER }]);

function reading() {
  const photograph = newCard(uuid(102), { ...file(2), origin: "camera", method: "photograph", capturedAt: ARRIVED, fix: null });
  const [well] = METERED;
  assert.ok(well);
  return readingPayload({ ...newEntry(uuid(8), well, ARRIVED), dial: "１２.5", isRolled: true, isSure: true, photograph }, ARRIVED, FIX);
}

export function accepted(): AcceptanceData {
  const closure = { id: uuid(7), number: "FT-2026-0001", well: uuid(1), kind: "plugged", closed_on: "2026-11-01", status: "reported", version: 3 };
  const blank = newAcceptance(closure, SUBJECT, LEAD);
  const signatures = blank.signatures.map((one, n) => ({ ...one, unit: `单位${n}`, name: `签字人${n}`, signedOn: "2026-11-22", image: n ? null : file(58, "image/png") }));
  const evidence = (["before", "during", "after"] as const).map((stage, n) => card(10 + n, { stage, pairOf: n ? uuid(110) : null }));
  const works = { power: "yes", pump: "yes", fill: "yes", quantity: "no", cap: "yes", mark: "na" } as const;
  return { ...blank, arrivalAt: ARRIVED, presence: visited().presence, second: SECOND, told: visited().told, acceptedOn: "2026-11-22", works, worksNotes: { quantity: "少两成" }, tagNo: "冠封-0007 ", fillM3: "2.8", evidence, signatures };
}

export const PAYLOADS: Readonly<Record<string, object>> = {
  "inspection.file": inspection(),
  "inspection.file.survey": survey(),
  "signature.add": { part: "second", text_hash: hash(1), signed_at: ENDED, signature: "A".repeat(86) },
  "patrol.visit": visit(),
  "interview.file": interview(),
  "order.serve": order(),
  "evidence.add": { subject_kind: "inspection", evidence: [inspection().evidence?.[0]] },
  "well.edit": editPayload({ ...newEdit(WELL), written: { meter_no: "M-77", depth_m: "62.5", pump_flow_m3h: "" }, reason: "现场核对铭牌" }, ARRIVED),
  "closure.accept": acceptancePayload(accepted(), ENDED),
  "reading.record": reading(),
};
