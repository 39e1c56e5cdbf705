// 验收 of a closed well on site (rules.md 10.3, 10.4): steps of the works, photographs of each stage, four signatures. Pure.
import { isCertified } from "../acts/missing";
import { EMPTY_PRESENCE, EMPTY_TOLD, type OfficerHere, type PresenceData, type SecondData, type Subject, type ToldData } from "../acts/model";
import { filedPresence, filedSecond, filedTold, filesOf } from "../acts/payload";
import { filedEvidence, type Card } from "../evidence/card";
import { dayOf } from "../papers/days";
import type { AcceptanceSignature, EvidenceStage, FiledAcceptance, KeptFile, PackedClosure } from "../store/types";

export type SignatureRole = AcceptanceSignature["role"];
export const ROLES: readonly SignatureRole[] = ["builder", "supervisor", "owner", "water_authority"];
export const STAGES: readonly EvidenceStage[] = ["before", "during", "after"];

export interface SignatureOf {
  readonly role: SignatureRole;
  readonly unit: string;
  readonly name: string;
  readonly signedOn: string;
  readonly image: KeptFile | null;
}

export type WorkAnswer = "yes" | "no" | "na";

/** A step of the works, in the words of the acceptance record (Chinese whatever the screen shows). */
export interface WorkStep {
  readonly code: string;
  readonly text: string;
}

export interface AcceptanceData {
  readonly closure: string;
  readonly number: string;
  readonly closureKind: string;
  readonly closedOn: string;
  readonly baseVersion: number;
  readonly subject: Subject;
  readonly lead: OfficerHere;
  readonly second: SecondData | null;
  readonly told: ToldData;
  readonly step: string;
  readonly arrivalAt: string | null;
  readonly presence: PresenceData;
  readonly acceptedOn: string;
  readonly works: Readonly<Record<string, WorkAnswer>>;
  readonly worksNotes: Readonly<Record<string, string>>;
  /** On the plate, seal or lock. */
  readonly tagNo?: string;
  /** What went into the hole, m³ as typed. */
  readonly fillM3?: string;
  readonly evidence: readonly Card[];
  readonly signatures: readonly SignatureOf[];
  readonly note: string;
}

const PREPARED: readonly WorkStep[] = [
  { code: "power", text: "已断电，电源线和配电设备已拆除" },
  { code: "pump", text: "水泵和泵管已提出" },
];

const WORKS: Readonly<Record<string, readonly WorkStep[]>> = {
  plugged: [
    ...PREPARED,
    { code: "fill", text: "自井底向上分层封填，隔水层处用黏土球或水泥封隔" },
    { code: "quantity", text: "封填用料不少于井孔理论体积的九成" },
    { code: "cap", text: "井口已浇筑混凝土封盖，地面已恢复" },
    { code: "mark", text: "封填标识牌已设置，编号与台账一致" },
  ],
  mothballed: [
    { code: "power_off", text: "已断电，启用须另行批准" },
    { code: "pump_locked", text: "水泵已拆除或者锁定" },
    { code: "flange", text: "井口法兰已焊封或者上锁，铅封完好" },
    { code: "seal_mark", text: "封存标识牌已设置，编号与台账一致" },
  ],
  monitoring: [
    ...PREPARED,
    { code: "layer", text: "监测层位符合要求，其他层位已封隔" },
    { code: "device", text: "监测设备已安装，数据可以读取" },
    { code: "cover", text: "井口保护装置和标识牌已设置" },
  ],
};

/** Return the steps of the works for a kind of closure. */
export function worksOf(closureKind: string): readonly WorkStep[] {
  return WORKS[closureKind] ?? PREPARED;
}

export function blankSignatures(): SignatureOf[] {
  return ROLES.map((role) => ({ role, unit: "", name: "", signedOn: "", image: null }));
}

export function newAcceptance(closure: PackedClosure, subject: Subject, lead: OfficerHere): AcceptanceData {
  return {
    closure: closure.id,
    number: closure.number,
    closureKind: closure.kind,
    closedOn: closure.closed_on ?? "",
    baseVersion: closure.version,
    subject,
    lead,
    second: null,
    told: EMPTY_TOLD,
    step: "presence",
    arrivalAt: null,
    presence: EMPTY_PRESENCE,
    acceptedOn: "",
    works: {},
    worksNotes: {},
    evidence: [],
    signatures: blankSignatures(),
    note: "",
  };
}

export type AcceptanceGap =
  | { readonly code: "arrival" | "position" | "far" | "accepted_early" | "accepted_missing" | "signed_late"; readonly step: string }
  | { readonly code: "second"; readonly step: "officers" }
  | { readonly code: "uncertified"; readonly step: "officers"; readonly name: string }
  | { readonly code: "id_shown" | "recusal" | "absence"; readonly step: "told" }
  | { readonly code: "works" | "works_no" | "works_note"; readonly step: "works"; readonly text: string }
  | { readonly code: "fill"; readonly step: "works" }
  | { readonly code: "stage"; readonly step: "evidence"; readonly stage: EvidenceStage }
  | { readonly code: "signature"; readonly step: "signatures"; readonly role: SignatureRole };

function people({ lead, second, arrivalAt }: AcceptanceData, today: string): AcceptanceGap[] {
  const on = arrivalAt === null ? today : dayOf(arrivalAt);
  const uncertified = [lead, ...(second ? [second.officer] : [])].filter((one) => !isCertified(one, on));
  return [
    ...uncertified.map((one) => ({ code: "uncertified" as const, step: "officers" as const, name: one.name })),
    ...(second ? [] : [{ code: "second" as const, step: "officers" as const }]),
  ];
}

function untold({ told }: AcceptanceData): AcceptanceGap[] {
  const gap = (code: "id_shown" | "recusal" | "absence"): AcceptanceGap => ({ code, step: "told" });
  if (told.isAbsent) return told.absenceNote.trim() && told.absenceWitness.trim() ? [] : [gap("absence")];
  return [...(told.idShownAt ? [] : [gap("id_shown")]), ...(told.recusalAsked ? [] : [gap("recusal")])];
}

function days(data: AcceptanceData, today: string): AcceptanceGap[] {
  const on = data.acceptedOn;
  if (!on || on > today) return [{ code: "accepted_missing", step: "signatures" }];
  const signed = data.signatures.map((one) => one.signedOn).filter(Boolean);
  const isEarly = [on, ...signed].some((day) => day < data.closedOn);
  const isLate = signed.some((day) => day > on);
  return [
    ...(isEarly ? [{ code: "accepted_early" as const, step: "signatures" }] : []),
    ...(isLate ? [{ code: "signed_late" as const, step: "signatures" }] : []),
  ];
}

/** The one step that may be answered no, with a note: less material than the hole asks for. */
const MAY_FAIL = "quantity";

function worksGaps(data: AcceptanceData): AcceptanceGap[] {
  const gap = (code: "works" | "works_no" | "works_note", text: string): AcceptanceGap => ({ code, step: "works", text });
  const found = worksOf(data.closureKind).flatMap(({ code, text }) => {
    const answer = data.works[code];
    if (!answer) return [gap("works", text)];
    if (answer !== "no") return [];
    if (code !== MAY_FAIL) return [gap("works_no", text)];
    return (data.worksNotes[code] ?? "").trim() ? [] : [gap("works_note", text)];
  });
  return isVolume(data.fillM3 ?? "") ? found : [...found, { code: "fill", step: "works" }];
}

function isVolume(text: string): boolean {
  return /^(\d{1,4}(\.\d{1,3})?)?$/.test(text.trim());
}

/** What is known of where and when besides the record. */
export interface AcceptanceSite {
  readonly hasPosition: boolean;
  readonly isFar: boolean;
  readonly today: string;
}

/** Return what an acceptance still lacks, in the order of its screens; `today` is the Chinese day. */
export function acceptanceGaps(data: AcceptanceData, { hasPosition, isFar, today }: AcceptanceSite): AcceptanceGap[] {
  const stages = new Set(data.evidence.map((card) => card.stage));
  const unsigned = data.signatures.filter((one) => !one.unit.trim() || !one.name.trim() || !one.signedOn);
  return [
    ...(data.arrivalAt ? [] : [{ code: "arrival" as const, step: "presence" }]),
    ...(data.arrivalAt && !hasPosition ? [{ code: "position" as const, step: "presence" }] : []),
    ...(isFar && !data.presence.farReason.trim() ? [{ code: "far" as const, step: "presence" }] : []),
    ...people(data, today),
    ...untold(data),
    ...worksGaps(data),
    ...STAGES.filter((stage) => !stages.has(stage)).map((stage) => ({ code: "stage" as const, step: "evidence" as const, stage })),
    ...unsigned.map((one) => ({ code: "signature" as const, step: "signatures" as const, role: one.role })),
    ...days(data, today),
  ];
}

const ANSWERS: Readonly<Record<WorkAnswer, string>> = { yes: "是", no: "否", na: "不适用" };

/** Return the note of the acceptance: each step of the works with its answer, then what was written. */
export function acceptanceNote(data: AcceptanceData): string {
  const lines = worksOf(data.closureKind).map(({ code, text }) => {
    const answer = data.works[code];
    const note = (data.worksNotes[code] ?? "").trim();
    return `${text}：${answer ? ANSWERS[answer] : "/"}${note ? `（${note}）` : ""}`;
  });
  return [...lines, data.note.trim()].filter(Boolean).join("\n");
}

/** Return the payload of `closure.accept`; the acceptance must have no gaps. */
export function acceptancePayload(data: AcceptanceData, at: string): FiledAcceptance {
  return {
    base_version: data.baseVersion,
    accepted_on: data.acceptedOn,
    at,
    presence: filedPresence(data.presence),
    second: filedSecond(data.second),
    told: filedTold(data.told),
    signatures: data.signatures.map((one) => ({
      role: one.role,
      unit: one.unit.trim(),
      name: one.name.trim(),
      signed_on: one.signedOn,
      image: one.image?.hash ?? "",
    })),
    evidence: data.evidence.map(filedEvidence),
    paper: null,
    works: worksOf(data.closureKind).map(({ code }) => ({ step: code, answer: data.works[code] ?? "na", note: (data.worksNotes[code] ?? "").trim() })),
    tag_no: (data.tagNo ?? "").trim(),
    fill_m3: (data.fillM3 ?? "").trim() || null,
    note: acceptanceNote(data),
  };
}

export function acceptanceFiles(data: AcceptanceData): KeptFile[] {
  return filesOf(data.evidence, data.signatures.flatMap((one) => (one.image ? [one.image] : [])));
}
