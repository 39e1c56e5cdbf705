// One whole record of an act, invented, and what its parts are made of.
import { newAct } from "../../static/src/field/acts/new";
import { actText } from "../../static/src/field/acts/facts";
import type { ActData, OfficerHere, SecondData, Subject } from "../../static/src/field/acts/model";
import { newCard, type Card } from "../../static/src/field/evidence/card";
import { newPaper, type PaperData, type SignatureData } from "../../static/src/field/papers/paper";
import type { ChecklistItem, FiledFix, InspectionKind, KeptFile, PackedChecklist } from "../../static/src/field/store/types";

export function uuid(n: number): string {
  return `01930000-0000-7000-8000-${String(n).padStart(12, "0")}`;
}

export function hash(n: number): string {
  return `sha256:${String(n).padStart(64, "0")}`;
}

export const FAR_LIMIT_M = 200;
export const STARTED = "2026-11-22T06:00:00.000Z";
export const ARRIVED = "2026-11-22T06:02:00.000Z";
export const ENDED = "2026-11-22T06:40:00.000Z";

export const SUBJECT: Subject = {
  id: uuid(1),
  code: "371525-0001",
  township: "柳林镇",
  village: "示范村",
  lon: 115.44,
  lat: 36.48,
  user: "示范农机合作社",
  status: "in_use",
  zones: ["restricted"],
  zoneNames: ["限采区"],
};

export const LEAD: OfficerHere = { id: uuid(10), name: "林一", agency: "示范县水利局", certificateNo: "15-0001", validFrom: "2024-01-01", validTo: "2027-12-31" };
export const OTHER: OfficerHere = { id: uuid(11), name: "周二", agency: "示范县水利局", certificateNo: "15-0002", validFrom: null, validTo: "2027-12-31" };
export const SECOND: SecondData = { officer: OTHER, declaredAt: STARTED, device: null, signedAt: null, signature: "" };

const PLAIN: Omit<ChecklistItem, "code" | "question" | "kind"> = {
  bad: {},
  limit: null,
  unit: "",
  hint: "",
  basis: "",
  is_required: true,
  choices: [],
  photographs: 0,
  kinds: [],
};

export function item(code: string, kind: ChecklistItem["kind"], facts: Partial<ChecklistItem> = {}): ChecklistItem {
  return { ...PLAIN, code, kind, question: `问题 ${code}`, ...facts };
}

export const ITEMS: readonly ChecklistItem[] = [
  item("C01", "yes_no", { question: "标识牌完整", bad: { no: ["P20"] }, photographs: 1 }),
  item("C02", "distance", { bad: { above: ["P19"] }, limit: 20, unit: "m" }),
  item("C05", "number", { question: "井深", bad: { above: ["P07"] }, limit: 180, unit: "m", is_required: false }),
  item("C06", "choice", { question: "用途", choices: ["灌溉", "工业"], bad: { 工业: ["P05"] }, is_required: false }),
  item("C11", "date", { question: "检定有效期", is_required: false }),
  item("C29", "yes_no", { kinds: ["recheck", "follow_up"], bad: { no: ["P29"] } }),
];

export const CHECKLIST: PackedChecklist = { id: uuid(20), code: "standard", version: 2, title: "取水口检查", kinds: ["inspection", "survey"], items: ITEMS };

export const FIX: FiledFix = { at: ARRIVED, fix_at: "2026-11-22T06:01:58.000Z", lon: 115.4401, lat: 36.4801, accuracy_m: 8 };

export function file(n: number, type = "image/jpeg"): KeptFile {
  return { hash: hash(n), size: 1000 + n, type, name: `${n}.jpg`, hashedAt: ARRIVED };
}

export function card(n: number, facts: Partial<Card> = {}): Card {
  return newCard(uuid(100 + n), { ...file(n), origin: "camera", method: "photograph", capturedAt: ARRIVED, fix: FIX }, { proves: "标识牌现状", ...facts });
}

export function signature(role: SignatureData["role"], name: string, facts: Partial<SignatureData> = {}): SignatureData {
  return { role, name, how: "screen", at: ENDED, image: file(50 + ["lead", "second", "party", "witness"].indexOf(role), "image/png"), ...facts };
}

/** Return a record that lacks only its paper. */
export function visited(kind: InspectionKind = "inspection", facts: Partial<ActData> = {}): ActData {
  const blank = newAct({ record: uuid(2), kind, now: STARTED, subject: SUBJECT, lead: LEAD, checklist: CHECKLIST, earlier: [], measure: null });
  return {
    ...blank,
    arrivalAt: ARRIVED,
    presence: { ...blank.presence, fixes: [FIX], clockAheadS: -1.5, clockComparedAt: STARTED },
    second: SECOND,
    told: { ...blank.told, personOnSite: "刘三，取水人", idShownAt: ARRIVED, recusalAsked: true },
    answers: { C01: "no", C05: "190" },
    notes: { C01: "牌子脱落" },
    findings: [{ id: uuid(30), code: "P20", title: "标识牌缺失", description: "井口未见标识牌" }],
    situation: "井房完好，水泵正在运行。",
    evidence: [card(1, { itemCode: "C01" })],
    ...facts,
  };
}

export function signed(paper: PaperData): PaperData {
  const signatures = [signature("lead", "林一"), signature("second", "周二"), signature("party", "刘三")];
  return { ...paper, isReadBack: true, signatures };
}

/** Return a record that lacks nothing. */
export function whole(kind: InspectionKind = "inspection", facts: Partial<ActData> = {}): ActData {
  const data = visited(kind, facts);
  const form = kind === "survey" ? "survey_record" : "site_record";
  return { ...data, paper: signed(newPaper(uuid(40), form, actText(data, ENDED), ENDED)) };
}
