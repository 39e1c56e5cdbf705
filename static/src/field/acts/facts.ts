// From a record to the facts that its paper states. The words are those of the paper, Chinese whatever the screen shows.
import type { AnswerNamed, EarlierNamed, OfficerNamed, PlaceNamed, ToldNamed, VisitFacts } from "../papers/facts";
import type { RefusalData } from "../papers/paper";
import { visitText } from "../papers/text";
import type { EarlierResult, EvidenceMethod, InspectionKind } from "../store/types";
import { asked } from "./answers";
import type { ActData, OfficerHere, PresenceData, Subject, ToldData } from "./model";
import { distanceFrom, stoodAt } from "./place";

const ACTS: Readonly<Record<InspectionKind, string>> = {
  inspection: "行政检查",
  verification: "核查",
  survey: "勘验",
  recheck: "复查",
  follow_up: "回头看",
};

const RESULTS: Readonly<Record<EarlierResult, string>> = { fixed: "已整改", persists: "仍存在", not_seen: "未见" };

const METHODS: Readonly<Record<EvidenceMethod, string>> = {
  photograph: "照片",
  video: "录像",
  audio: "录音",
  scan: "纸质材料拍照",
  copy: "复制件",
  extract: "提取的数据",
  drawing: "绘图",
};

const YES_NO: Readonly<Record<string, string>> = { yes: "是", no: "否", na: "不适用" };

export function namedOfficers(officers: readonly (OfficerHere | null | undefined)[]): OfficerNamed[] {
  return officers.flatMap((one) => (one ? [{ name: one.name, certificateNo: one.certificateNo }] : []));
}

export function namedTold(told: ToldData): ToldNamed {
  const absenceNote = told.isAbsent ? `${told.absenceNote}；见证人：${told.absenceWitness.trim() || "/"}` : "";
  return { ...told, absenceNote };
}

export function namedPlace(subject: Subject, presence: PresenceData): PlaceNamed {
  const stood = stoodAt(presence);
  return {
    wellCode: subject.code,
    township: subject.township,
    village: subject.village,
    lon: stood?.lon ?? null,
    lat: stood?.lat ?? null,
    accuracyM: stood?.accuracyM ?? null,
    isTyped: stood?.isTyped ?? false,
    distanceM: distanceFrom(subject, presence),
    farReason: presence.farReason,
  };
}

/** Return who saw that nobody was there to sign, where the record says that nobody was; null otherwise. */
export function absenceOf(told: ToldData): RefusalData | null {
  return told.isAbsent ? { reason: told.absenceNote, witness: told.absenceWitness } : null;
}

function answers(data: ActData): AnswerNamed[] {
  return asked(data.checklist.items, data.kind).map((item) => {
    const written = (data.answers[item.code] ?? "").trim();
    return {
      code: item.code,
      question: item.question,
      answer: item.kind === "yes_no" ? (YES_NO[written] ?? "") : written,
      unit: item.unit,
      note: data.notes[item.code] ?? "",
    };
  });
}

function earlier(data: ActData): EarlierNamed[] {
  return data.earlier.map((one) => ({ ...one, result: one.result ? RESULTS[one.result] : "" }));
}

/** Return the facts of the paper of a visit that ended at an instant. */
export function visitFacts(data: ActData, endedAt: string): VisitFacts {
  return {
    title: data.kind === "survey" ? "勘验笔录" : "现场检查笔录",
    agency: data.lead.agency,
    recordId: data.record,
    act: ACTS[data.kind],
    startedAt: data.startedAt,
    endedAt,
    place: namedPlace(data.subject, data.presence),
    zones: data.subject.zoneNames,
    party: data.subject.user,
    officers: namedOfficers([data.lead, data.second?.officer]),
    told: namedTold(data.told),
    answers: answers(data),
    earlier: earlier(data),
    findings: data.findings,
    situation: data.situation,
    hasSketch: data.sketch !== null,
    evidence: data.evidence.map((card) => ({ method: METHODS[card.method], proves: card.proves, hash: card.hash })),
  };
}

/** Return the text of the record as it stands, for an act that ended at an instant. */
export function actText(data: ActData, endedAt: string): string {
  return visitText(visitFacts(data, endedAt));
}
