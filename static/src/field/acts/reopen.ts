// A record that a reviewer sent back is written anew: prefilled with what was filed, new ids for what is new in the books,
// no signature, and `revises` names the record whose place it takes. The old one stays as it was. Pure.
import { newCard, type Card } from "../evidence/card";
import type { FiledEvidence, FiledFix, FiledInspection, KeptFile, PackedChecklist, PackedOfficer, ProblemCode } from "../store/types";
import { EMPTY_TOLD, type ActData, type EarlierData, type OfficerHere, type PresenceData, type SecondData, type Subject, type ToldData } from "./model";
import { newAct } from "./new";
import { officerOf } from "./subjects";

/** The body of the operation that filed the record, as far as it is needed. */
export interface FiledBody {
  readonly record: string;
  readonly payload: FiledInspection;
  readonly files: readonly { readonly hash: string; readonly size: number; readonly name: string; readonly type: string }[];
}

export interface ReopenContext {
  readonly newId: () => string;
  readonly note: string;
  readonly subject: Subject;
  readonly lead: OfficerHere;
  readonly checklist: PackedChecklist;
  readonly officers: readonly PackedOfficer[];
  readonly problems: readonly ProblemCode[];
  readonly earlier: readonly EarlierData[];
  /** Hashes of the originals that are still on this tablet: only these can be sent again. */
  readonly onTablet: ReadonlySet<string>;
}

function fixOf(one: FiledEvidence): FiledFix | null {
  const { captured_at: at, fix_at, lon, lat, accuracy_m } = one;
  if (!at || !fix_at || lon == null || lat == null || accuracy_m == null) return null;
  return { at, fix_at, lon, lat, accuracy_m };
}

function cards({ payload, files }: FiledBody, context: ReopenContext): Card[] {
  return (payload.evidence ?? []).flatMap((one) => {
    const file = files.find((each) => each.hash === one.file);
    if (!file || !context.onTablet.has(one.file) || !one.captured_at || !one.hashed_at) return [];
    const captured = { ...file, name: one.name, hashedAt: one.hashed_at, origin: one.origin, method: one.method, capturedAt: one.captured_at, fix: fixOf(one) };
    const facts = { kind: one.kind, proves: one.proves ?? "", stage: one.stage ?? null, maker: one.maker ?? "", pairOf: one.pair_of ?? null, itemCode: one.item_code ?? "" };
    return [newCard(context.newId(), captured, facts)];
  });
}

function presence(filed: FiledInspection["presence"]): PresenceData {
  return {
    fixes: filed.fixes ?? [],
    typedLon: filed.typed_lon == null ? "" : String(filed.typed_lon),
    typedLat: filed.typed_lat == null ? "" : String(filed.typed_lat),
    plateText: filed.plate_text ?? "",
    plateAt: filed.plate_at ?? null,
    farReason: filed.far_reason ?? "",
    datum: filed.datum ?? null,
    clockAheadS: filed.clock_ahead_s ?? null,
    clockComparedAt: filed.clock_compared_at ?? null,
  };
}

const WITNESS = "；见证人：";

function told(filed: FiledInspection["told"]): ToldData {
  const absence = filed.absence_note ?? "";
  const [absenceNote = "", absenceWitness = ""] = absence.split(WITNESS);
  return {
    ...EMPTY_TOLD,
    personOnSite: filed.person_on_site ?? "",
    idShownAt: filed.id_shown_at ?? null,
    recusalAsked: filed.recusal_asked ?? false,
    recusalNote: filed.recusal_note ?? "",
    isAbsent: absence !== "",
    absenceNote,
    absenceWitness,
  };
}

function second(filed: FiledInspection["second"], officers: readonly PackedOfficer[]): SecondData | null {
  const officer = officers.find((one) => one.id === filed?.officer);
  return officer ? { officer: officerOf(officer), declaredAt: null, device: null, signedAt: null, signature: "" } : null;
}

function sketch({ payload, files }: FiledBody, onTablet: ReadonlySet<string>): KeptFile | null {
  const file = files.find((one) => one.hash === payload.sketch);
  return file && onTablet.has(file.hash) ? { ...file, hashedAt: payload.ended_at } : null;
}

/** Return a record like the one that was sent back. */
export function reopened(body: FiledBody, context: ReopenContext): ActData {
  const { payload } = body;
  const answered = new Map((payload.earlier ?? []).map((one) => [one.finding, one]));
  const blank = newAct({
    record: context.newId(),
    kind: payload.kind,
    now: payload.started_at,
    subject: context.subject,
    lead: context.lead,
    checklist: context.checklist,
    earlier: context.earlier.map((one) => ({ ...one, result: answered.get(one.finding)?.result ?? null, note: answered.get(one.finding)?.note ?? "" })),
    measure: payload.measure ?? null,
  });
  return {
    ...blank,
    arrivalAt: payload.arrival_at,
    presence: presence(payload.presence),
    second: second(payload.second, context.officers),
    told: told(payload.told),
    answers: payload.answers ?? {},
    notes: payload.notes ?? {},
    findings: (payload.findings ?? []).map(({ problem_code: code, description }) => ({ id: context.newId(), code, title: context.problems.find((one) => one.code === code)?.title ?? code, description })),
    situation: payload.situation ?? "",
    sketch: sketch(body, context.onTablet),
    evidence: cards(body, context),
    step: "finish",
    revises: body.record,
    returnNote: context.note,
  };
}
