// What a record of an act holds while it is being written. It holds all it needs by itself: the work package may be
// renewed, expire or be wiped while the record is open, and the checklist's version must stay the one that was answered.
import type { SketchItem } from "../capture/sketch";
import type { Card } from "../evidence/card";
import type { PaperData } from "../papers/paper";
import type { DatumCheck, EarlierResult, FiledFix, InspectionKind, KeptFile, PackedChecklist } from "../store/types";

/** The well as the package had it when the act began. */
export interface Subject {
  readonly id: string;
  readonly code: string;
  readonly township: string;
  readonly village: string;
  readonly lon: number;
  readonly lat: number;
  readonly user: string;
  readonly status: string;
  /** Kinds of the control zones that it lies in, and their Chinese words. */
  readonly zones: readonly string[];
  readonly zoneNames: readonly string[];
}

/** An officer of the act, with the term of the certificate as known on this tablet; days are YYYY-MM-DD. */
export interface OfficerHere {
  readonly id: string;
  readonly name: string;
  readonly agency: string;
  readonly certificateNo: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export interface PresenceData {
  readonly fixes: readonly FiledFix[];
  readonly typedLon: string;
  readonly typedLat: string;
  readonly plateText: string;
  readonly plateAt: string | null;
  readonly farReason: string;
  readonly datum: DatumCheck | null;
  readonly clockAheadS: number | null;
  readonly clockComparedAt: string | null;
}

/** The second officer: named with the end of their own certificate number, or signed on a device of their own. */
export interface SecondData {
  readonly officer: OfficerHere;
  readonly declaredAt: string | null;
  readonly device: string | null;
  readonly signedAt: string | null;
  readonly signature: string;
}

export interface ToldData {
  readonly personOnSite: string;
  readonly idShownAt: string | null;
  readonly recusalAsked: boolean;
  readonly recusalNote: string;
  readonly isAbsent: boolean;
  readonly absenceNote: string;
  /** Who saw that nobody was there. */
  readonly absenceWitness: string;
}

export interface EarlierData {
  readonly finding: string;
  readonly code: string;
  readonly description: string;
  readonly on: string;
  readonly result: EarlierResult | null;
  readonly note: string;
}

export interface FindingData {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly description: string;
}

export interface ActData {
  readonly record: string;
  readonly kind: InspectionKind;
  readonly subject: Subject;
  readonly lead: OfficerHere;
  readonly checklist: PackedChecklist;
  /** Where the officer is: reopening goes on here. */
  readonly step: string;
  readonly startedAt: string;
  readonly arrivalAt: string | null;
  readonly presence: PresenceData;
  readonly second: SecondData | null;
  readonly told: ToldData;
  readonly answers: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly earlier: readonly EarlierData[];
  readonly findings: readonly FindingData[];
  readonly situation: string;
  readonly sketch: KeptFile | null;
  /** What was drawn, so that drawing can go on. */
  readonly sketchItems: readonly SketchItem[];
  readonly evidence: readonly Card[];
  readonly paper: PaperData | null;
  /** The returned record that this one takes the place of, and why it came back. */
  readonly revises: string | null;
  readonly returnNote: string;
  readonly measure: string | null;
}

export const EMPTY_PRESENCE: PresenceData = {
  fixes: [],
  typedLon: "",
  typedLat: "",
  plateText: "",
  plateAt: null,
  farReason: "",
  datum: null,
  clockAheadS: null,
  clockComparedAt: null,
};

export const EMPTY_TOLD: ToldData = {
  personOnSite: "",
  idShownAt: null,
  recusalAsked: false,
  recusalNote: "",
  isAbsent: false,
  absenceNote: "",
  absenceWitness: "",
};
