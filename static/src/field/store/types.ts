// What the tablet keeps and speaks of; the wire's own shapes stand in parts.ts and payloads.ts.
import type { Parts, Scope, Signed, Well } from "./parts";
import type { EvidenceMethod, EvidenceOrigin, FiledFix, OperationKind } from "./payloads";

export type * from "./parts";
export type * from "./payloads";

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly agency: string;
  readonly agency_id: string;
  readonly county: string;
  readonly county_name: string;
  readonly jurisdiction: string;
  readonly certificate_no: string | null;
  readonly certificate_valid_to: string | null;
  /** Names of permissions. */
  readonly may: readonly string[];
}

export interface Settings {
  readonly far_from_well_m: number;
  readonly lock_minutes: number;
  readonly package_days: number;
  readonly chunk_bytes: number;
}

export interface ServerKeys {
  readonly signing_key: string;
  readonly fingerprint: string;
  readonly agreement_key: string;
  readonly rotation?: readonly { readonly signing_key: string; readonly signature: string }[];
}

/** The work package that was taken along, verified and open. */
export interface Work {
  readonly id: string;
  readonly scope: Scope;
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly size: number;
  readonly parts: Parts;
  readonly wellById: ReadonlyMap<string, Well>;
  readonly wellByCode: ReadonlyMap<string, Well>;
}

export interface DraftHead {
  readonly id: string;
  /** What the forms call it; the core does not look into it. */
  readonly kind: string;
  readonly well: string | null;
  readonly title: string;
  readonly begunAt: string;
  readonly savedAt: string;
  readonly size: number;
}

export interface Draft<T> extends DraftHead {
  readonly data: T;
}

/** An original in the tablet's store. */
export interface KeptFile {
  readonly hash: string;
  readonly size: number;
  readonly type: string;
  readonly name: string;
  readonly hashedAt: string;
}

export interface CapturedFile extends KeptFile {
  readonly origin: EvidenceOrigin;
  readonly method: EvidenceMethod;
  readonly capturedAt: string;
  readonly fix: FiledFix | null;
}

/** What the server said of an operation (docs/field-protocol.md, Operation). */
export interface Answer {
  readonly operation: string;
  readonly state: AnswerState;
  readonly missing: readonly string[];
  readonly flags: readonly string[];
  readonly reason: Reason | null;
  readonly result: Readonly<Record<string, unknown>>;
  readonly receipt: Signed | null;
  readonly conflict: { readonly stored: string; readonly yours: string; readonly kept: string } | null;
}

export type AnswerState = "waiting_files" | "waiting_record" | "applied" | "refused" | "quarantined" | "conflict";

export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly field: string | null;
}

/** Why a try failed: kept in the operation's row, so that a restart says the same. */
export type Trouble = "network" | "sign_in" | "server" | "full" | "forbidden" | "rejected" | "damaged" | "bad_receipt";

/** Where an operation stands, as far as this tablet knows for certain. */
export type OperationState = "queued" | AnswerState;

export interface QueuedOperation {
  readonly id: string;
  readonly sequence: number;
  readonly kind: OperationKind;
  readonly record: string;
  readonly title: string;
  readonly madeAt: string;
  /** Bytes of the body and its files. */
  readonly size: number;
  readonly files: readonly { readonly hash: string; readonly size: number }[];
  readonly state: OperationState;
  readonly reason: Reason | null;
  readonly flags: readonly string[];
  /** Why the last try failed, if it did. */
  readonly trouble: Trouble | null;
  /** When a receipt was verified; null before. */
  readonly receiptAt: string | null;
}
