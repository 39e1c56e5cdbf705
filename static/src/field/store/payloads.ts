// Payloads of operations, field by field as casebook/*/filed.py decodes them; unknown fields are refused there.
// Instants are RFC 3339 in UTC with milliseconds, degrees WGS 84, distances metres, files "sha256:…".

export type InspectionKind = "inspection" | "verification" | "survey" | "recheck" | "follow_up";
export type SignedHow = "own_device" | "signed_in" | "declared" | "screen" | "pen";
export type SignerRole = "lead" | "second" | "party" | "witness";
export type EarlierResult = "fixed" | "persists" | "not_seen";
export type PaperForm = "site_record" | "survey_record" | "interview_record" | "order_stop" | "order_rectify";
export type EvidenceKind =
  | "documentary"
  | "physical"
  | "audiovisual"
  | "electronic"
  | "testimony"
  | "party_statement"
  | "expert_opinion"
  | "site_record";
export type EvidenceMethod = "photograph" | "video" | "audio" | "scan" | "copy" | "extract" | "drawing";
export type EvidenceOrigin = "camera" | "file" | "chat";
export type EvidenceStage = "before" | "during" | "after";

/** One position that the browser gave, with the position's own time. */
export interface FiledFix {
  readonly at: string;
  readonly fix_at: string;
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number;
}

export interface DatumCheck {
  readonly point: string;
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number;
}

export interface FiledPresence {
  readonly fixes?: readonly FiledFix[];
  readonly typed_lon?: number | null;
  readonly typed_lat?: number | null;
  readonly plate_text?: string;
  readonly plate_at?: string | null;
  readonly far_reason?: string;
  readonly datum?: DatumCheck | null;
  readonly clock_ahead_s?: number | null;
  readonly clock_compared_at?: string | null;
}

export interface FiledSecond {
  readonly officer: string;
  readonly how: SignedHow;
  readonly device?: string | null;
  readonly signed_at?: string | null;
  readonly signature?: string;
}

export interface FiledTold {
  readonly id_shown?: boolean;
  readonly id_shown_at?: string | null;
  readonly recusal_asked?: boolean;
  readonly recusal_note?: string;
  readonly person_on_site?: string;
  readonly absence_note?: string;
}

export interface EarlierAnswer {
  readonly finding: string;
  readonly result: EarlierResult;
  readonly note?: string;
}

export interface FiledFinding {
  readonly id: string;
  readonly problem_code: string;
  readonly description: string;
}

export interface PaperSignature {
  readonly role: SignerRole;
  readonly name: string;
  readonly how: SignedHow;
  readonly at: string;
  readonly image?: string;
}

export interface FiledPaper {
  readonly id: string;
  readonly form: PaperForm;
  readonly text: string;
  readonly text_hash: string;
  readonly is_read_back: boolean;
  readonly signatures?: readonly PaperSignature[];
  readonly refusal?: { readonly reason: string; readonly witness: string } | null;
  readonly number?: string;
  readonly pages?: readonly string[];
  readonly shelf?: string;
}

export interface FiledEvidence {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly kind: EvidenceKind;
  readonly method: EvidenceMethod;
  readonly origin: EvidenceOrigin;
  readonly proves?: string;
  readonly stage?: EvidenceStage | null;
  readonly captured_at?: string | null;
  readonly hashed_at?: string | null;
  readonly fix_at?: string | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly accuracy_m?: number | null;
  readonly maker?: string;
  readonly pair_of?: string | null;
  readonly item_code?: string;
}

export interface FiledInspection {
  readonly well: string;
  readonly kind: InspectionKind;
  readonly checklist: string;
  readonly started_at: string;
  readonly arrival_at: string;
  readonly ended_at: string;
  readonly second: FiledSecond | null;
  readonly presence: FiledPresence;
  readonly told: FiledTold;
  readonly answers?: Readonly<Record<string, string>>;
  readonly notes?: Readonly<Record<string, string>>;
  readonly earlier?: readonly EarlierAnswer[];
  readonly findings?: readonly FiledFinding[];
  readonly situation?: string;
  readonly sketch?: string;
  readonly evidence?: readonly FiledEvidence[];
  readonly paper?: FiledPaper | null;
  readonly revises?: string | null;
  readonly measure?: string | null;
}

export interface FiledSignature {
  readonly part: "lead" | "second";
  readonly text_hash: string;
  readonly signed_at: string;
  readonly signature: string;
}

export type PatrolState = "in_use" | "idle" | "closed" | "not_found" | "new_well";

export interface FiledPatrolVisit {
  readonly patrol: string;
  readonly well: string | null;
  readonly state: PatrolState;
  readonly is_closure_intact?: boolean | null;
  readonly dial_m3?: string;
  readonly note?: string;
  readonly at: string;
  readonly fix?: FiledFix | null;
  readonly photograph?: FiledEvidence | null;
}

export interface FiledInterview {
  readonly well: string;
  readonly inspection?: string | null;
  readonly problem_codes?: readonly string[];
  readonly place: string;
  readonly started_at: string;
  readonly ended_at: string;
  readonly second: FiledSecond | null;
  readonly person_name: string;
  readonly person_sex?: string;
  readonly person_born_on?: string | null;
  readonly person_identity?: string;
  readonly person_work?: string;
  readonly person_phone?: string;
  readonly person_address?: string;
  readonly relation?: string;
  readonly told: FiledTold;
  readonly is_told_rights?: boolean;
  readonly exchanges?: readonly { readonly question: string; readonly answer: string }[];
  readonly paper: FiledPaper;
  readonly evidence?: readonly FiledEvidence[];
}

export interface FiledOrder {
  readonly inspection: string;
  readonly problem_codes: readonly string[];
  readonly demand: string;
  readonly due_on?: string | null;
  readonly served_at: string;
  readonly receiver: string;
  readonly paper: FiledPaper;
}

export interface FiledAddition {
  readonly subject_kind: "inspection" | "closure" | "problem";
  readonly evidence: readonly FiledEvidence[];
}

export interface FiledWellEdit {
  readonly base_version: number;
  readonly seen: Readonly<Record<string, string | number | null>>;
  readonly written: Readonly<Record<string, string | number | null>>;
  readonly at: string;
  readonly reason?: string;
}

export interface AcceptanceSignature {
  readonly role: "builder" | "supervisor" | "owner" | "water_authority";
  readonly unit: string;
  readonly name: string;
  readonly signed_on: string;
  readonly image?: string;
}

export interface FiledAcceptance {
  readonly base_version: number;
  readonly accepted_on: string;
  readonly at: string;
  readonly presence: FiledPresence;
  readonly second: FiledSecond | null;
  readonly told?: FiledTold;
  readonly signatures: readonly AcceptanceSignature[];
  readonly evidence?: readonly FiledEvidence[];
  readonly paper?: FiledPaper | null;
  readonly works: readonly { readonly step: string; readonly answer: string; readonly note: string }[];
  readonly tag_no: string;
  readonly fill_m3: string | null;
  readonly note?: string;
}

export type DialOutcome = "dial_read" | "meter_stopped" | "meter_barred";

export interface FiledReading {
  readonly well: string;
  readonly meter_no: string;
  readonly read_on: string;
  readonly at: string;
  readonly outcome: DialOutcome;
  readonly dial_m3: string | null;
  readonly is_rolled: boolean;
  readonly is_sure: boolean;
  readonly reason: string;
  readonly place: { readonly lon: number; readonly lat: number; readonly accuracy_m: number } | null;
  readonly photograph: FiledEvidence | null;
}

/** What an operation of each kind carries. */
export interface Payloads {
  readonly "inspection.file": FiledInspection;
  readonly "signature.add": FiledSignature;
  readonly "patrol.visit": FiledPatrolVisit;
  readonly "interview.file": FiledInterview;
  readonly "order.serve": FiledOrder;
  readonly "evidence.add": FiledAddition;
  readonly "well.edit": FiledWellEdit;
  readonly "closure.accept": FiledAcceptance;
  readonly "reading.record": FiledReading;
}

export type OperationKind = keyof Payloads;
