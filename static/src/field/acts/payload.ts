// From a finished record to what is sent: exactly the fields of inspections.filed.FiledInspection. Pure.
import { filedEvidence } from "../evidence/card";
import { filedPaper, paperFiles } from "../papers/paper";
import type { FiledInspection, FiledPresence, FiledSecond, FiledTold, KeptFile } from "../store/types";
import { asked } from "./answers";
import { absenceOf } from "./facts";
import type { ActData, PresenceData, SecondData, ToldData } from "./model";

function degrees(text: string): number | null {
  return text.trim() ? Number(text) : null;
}

export function filedPresence(presence: PresenceData): FiledPresence {
  return {
    fixes: presence.fixes,
    typed_lon: degrees(presence.typedLon),
    typed_lat: degrees(presence.typedLat),
    plate_text: presence.plateText,
    plate_at: presence.plateAt,
    far_reason: presence.farReason.trim(),
    datum: presence.datum,
    clock_ahead_s: presence.clockAheadS,
    clock_compared_at: presence.clockComparedAt,
  };
}

/** Return the second officer: with a signature of their own, or declared only. */
export function filedSecond(second: SecondData | null): FiledSecond | null {
  if (!second) return null;
  return {
    officer: second.officer.id,
    how: second.signature ? "own_device" : "declared",
    device: second.device,
    signed_at: second.signedAt,
    signature: second.signature,
  };
}

export function filedTold(told: ToldData): FiledTold {
  return {
    id_shown: !told.isAbsent && told.idShownAt !== null,
    id_shown_at: told.isAbsent ? null : told.idShownAt,
    recusal_asked: !told.isAbsent && told.recusalAsked,
    recusal_note: told.isAbsent ? "" : told.recusalNote.trim(),
    person_on_site: told.isAbsent ? "" : told.personOnSite.trim(),
    absence_note: told.isAbsent ? `${told.absenceNote.trim()}；见证人：${told.absenceWitness.trim()}` : "",
  };
}

function written(values: Readonly<Record<string, string>>, codes: ReadonlySet<string>): Record<string, string> {
  const kept = Object.entries(values).filter(([code, text]) => codes.has(code) && text.trim());
  return Object.fromEntries(kept.map(([code, text]) => [code, text.trim()]));
}

/** Return the payload of `inspection.file`; the record must have no gaps. */
export function inspectionPayload(data: ActData): FiledInspection {
  const codes = new Set(asked(data.checklist.items, data.kind).map((item) => item.code));
  if (data.paper === null || data.arrivalAt === null) throw new Error("the record is not whole");
  return {
    well: data.subject.id,
    kind: data.kind,
    checklist: data.checklist.id,
    started_at: data.startedAt,
    arrival_at: data.arrivalAt,
    ended_at: data.paper.composedAt,
    second: filedSecond(data.second),
    presence: filedPresence(data.presence),
    told: filedTold(data.told),
    answers: written(data.answers, codes),
    notes: written(data.notes, codes),
    earlier: data.earlier.flatMap(({ finding, result, note }) => (result ? [{ finding, result, note: note.trim() }] : [])),
    findings: data.findings.map((one) => ({ id: one.id, problem_code: one.code, description: one.description.trim() })),
    situation: data.situation.trim(),
    sketch: data.sketch?.hash ?? "",
    evidence: data.evidence.map(filedEvidence),
    paper: filedPaper(data.paper, absenceOf(data.told)),
    revises: data.revises,
    measure: data.measure,
  };
}

/** Return every file once, in the order in which the payload names them. */
export function filesOf(...groups: readonly (readonly KeptFile[])[]): KeptFile[] {
  const bare = ({ hash, size, type, name, hashedAt }: KeptFile): KeptFile => ({ hash, size, type, name, hashedAt });
  return [...new Map(groups.flat().map((file) => [file.hash, bare(file)])).values()];
}

/** Return the files of a record. */
export function inspectionFiles(data: ActData): KeptFile[] {
  return filesOf(data.sketch ? [data.sketch] : [], data.evidence, paperFiles(data.paper));
}
