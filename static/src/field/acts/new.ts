// The blank record of an act, and one that is filled from a record that came back. Pure.
import type { InspectionKind, PackedChecklist } from "../store/types";
import { EMPTY_PRESENCE, EMPTY_TOLD, type ActData, type EarlierData, type OfficerHere, type Subject } from "./model";

export interface ActBeginning {
  readonly record: string;
  readonly kind: InspectionKind;
  readonly now: string;
  readonly subject: Subject;
  readonly lead: OfficerHere;
  readonly checklist: PackedChecklist;
  readonly earlier: readonly EarlierData[];
  readonly measure: string | null;
}

export function newAct(begin: ActBeginning): ActData {
  return {
    record: begin.record,
    kind: begin.kind,
    subject: begin.subject,
    lead: begin.lead,
    checklist: begin.checklist,
    step: "presence",
    startedAt: begin.now,
    arrivalAt: null,
    presence: EMPTY_PRESENCE,
    second: null,
    told: EMPTY_TOLD,
    answers: {},
    notes: {},
    earlier: begin.earlier,
    findings: [],
    situation: "",
    sketch: null,
    sketchItems: [],
    evidence: [],
    paper: null,
    revises: null,
    returnNote: "",
    measure: begin.measure,
  };
}
