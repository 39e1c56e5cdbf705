// What a record still lacks: the same as casebook/inspections/rules/completeness.py, so that nothing is refused in the
// office that the tablet let pass. Pure.
import { isOriginalCarrier } from "../evidence/card";
import { dayOf } from "../papers/days";
import { paperGaps, type PaperGap } from "../papers/paper";
import { asked, unanswered } from "./answers";
import { absenceOf, actText } from "./facts";
import type { ActData, OfficerHere } from "./model";
import { NEEDS } from "./needs";
import { distanceFrom, isTypedWrong, stoodAt } from "./place";

export type GapCode =
  | "officer_uncertified"
  | "second_missing"
  | "arrival_missing"
  | "position_missing"
  | "typed_position_wrong"
  | "far_reason_missing"
  | "id_not_shown"
  | "recusal_not_asked"
  | "absence_note_missing"
  | "earlier_unanswered"
  | "unanswered"
  | "finding_description_missing"
  | "photographs_missing"
  | "originals_missing"
  | "sketch_missing"
  | "paper_missing"
  | `paper_${PaperGap}`;

/** Something that is missing, and the step where it is mended. */
export interface Gap {
  readonly code: GapCode;
  readonly step: string;
  readonly values: Readonly<Record<string, string | number>>;
}

function gap(code: GapCode, step: string, values: Gap["values"] = {}): Gap {
  return { code, step, values };
}

/** Say whether an officer's certificate is known to be valid on a day. */
export function isCertified(officer: OfficerHere, day: string): boolean {
  const { certificateNo, validFrom, validTo } = officer;
  return certificateNo.trim() !== "" && (validFrom === null || validFrom <= day) && validTo !== null && day <= validTo;
}

/** Say whether the officers stood so far from the registered place that they must say why. */
export function isFar(data: Pick<ActData, "subject" | "presence">, limitM: number): boolean {
  const metres = distanceFrom(data.subject, data.presence);
  return metres !== null && metres > limitM;
}

function officers(data: ActData): Gap[] {
  const day = dayOf(data.startedAt);
  const here = data.second ? [data.lead, data.second.officer] : [data.lead];
  const uncertified = here.filter((one) => !isCertified(one, day));
  return [
    ...uncertified.map((one) => gap("officer_uncertified", "officers", { name: one.name })),
    ...(data.second ? [] : [gap("second_missing", "officers")]),
  ];
}

function arrival(data: ActData, limitM: number): Gap[] {
  if (data.arrivalAt === null) return [gap("arrival_missing", "presence")];
  if (isTypedWrong(data.presence)) return [gap("typed_position_wrong", "presence")];
  if (!stoodAt(data.presence)) return [gap("position_missing", "presence")];
  const isUnexplained = isFar(data, limitM) && !data.presence.farReason.trim();
  return isUnexplained ? [gap("far_reason_missing", "presence", { most: Math.round(limitM) })] : [];
}

function told({ told }: ActData): Gap[] {
  if (told.isAbsent) {
    return told.absenceNote.trim() && told.absenceWitness.trim() ? [] : [gap("absence_note_missing", "told")];
  }
  return [
    ...(told.idShownAt ? [] : [gap("id_not_shown", "told")]),
    ...(told.recusalAsked ? [] : [gap("recusal_not_asked", "told")]),
  ];
}

function seen(data: ActData): Gap[] {
  const open = data.earlier.filter((one) => !one.result);
  const bare = data.findings.filter((one) => !one.description.trim());
  return [
    ...open.map((one) => gap("earlier_unanswered", `earlier:${one.finding}`, { code: one.code })),
    ...unanswered(asked(data.checklist.items, data.kind), data.answers).map((code) => gap("unanswered", `item:${code}`, { item: code })),
    ...bare.map((one) => gap("finding_description_missing", "findings", { code: one.code })),
  ];
}

function evidence(data: ActData): Gap[] {
  const needs = NEEDS[data.kind];
  const photographs = data.evidence.filter((card) => card.method === "photograph");
  const found: Gap[] = [];
  if (needs.sketch && !data.sketch) found.push(gap("sketch_missing", "sketch"));
  if (photographs.length < needs.photographs) found.push(gap("photographs_missing", "evidence", { least: needs.photographs }));
  else if (photographs.filter(isOriginalCarrier).length < needs.photographs) found.push(gap("originals_missing", "evidence"));
  return found;
}

function paper(data: ActData): Gap[] {
  if (!data.paper) return [gap("paper_missing", "paper")];
  const context = { text: actText(data, data.paper.composedAt), absence: absenceOf(data.told) };
  return paperGaps(data.paper, context).map((code) => gap(`paper_${code}`, "paper"));
}

/** Return what is still missing besides the paper, in the order of the record. */
export function gapsBeforePaper(data: ActData, farLimitM: number): Gap[] {
  return [...arrival(data, farLimitM), ...officers(data), ...told(data), ...seen(data), ...evidence(data)];
}

/** Return all that is still missing, in the order of the record; the step says where to mend it. */
export function gaps(data: ActData, farLimitM: number): Gap[] {
  return [...gapsBeforePaper(data, farLimitM), ...paper(data)];
}
