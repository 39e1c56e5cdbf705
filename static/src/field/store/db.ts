// The tablet's databases: one that lists who works here, and one for each officer.
//
// An officer's `entries` are encrypted under their names. What stands in the other stores is readable without the PIN,
// because the outbox must be countable and exportable while locked: ids, sizes, times, hashes and states, never content.
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";
import type { Bytes, SealedBox } from "./crypto";
import type { OperationKind, OperationState, Signed, Trouble } from "./types";

export interface DeviceRow {
  readonly device: string;
  readonly officer: string;
  readonly county: string;
  readonly name: string;
  readonly signing: CryptoKeyPair;
  readonly agreement: CryptoKeyPair;
  /** The server's keys that are believed, newest last. */
  readonly pinned: readonly { readonly signing_key: string; readonly fingerprint: string }[];
  readonly agreementKey: string;
  readonly registeredAt: string;
  readonly revokedAt: string | null;
}

export interface VaultRow {
  readonly salt: Bytes;
  readonly rounds: number;
  /** The data key, encrypted under the PIN. */
  readonly wrapped: Bytes;
  /** The data key for the server, so that work can be exported without the PIN. */
  readonly escrow: SealedBox;
  readonly wrong: number;
  /** Milliseconds before which no further try is heard. */
  readonly notBefore: number;
}

export interface ChainRow {
  readonly sequence: number;
  readonly previous: string;
}

export interface ClockRow {
  readonly seconds: number;
  readonly comparedAt: string;
}

export interface OperationRow {
  readonly id: string;
  readonly sequence: number;
  readonly kind: OperationKind;
  readonly record: string;
  readonly madeAt: string;
  readonly bodyHash: string;
  readonly size: number;
  readonly files: readonly { readonly hash: string; readonly size: number; readonly chunks: number }[];
  readonly state: OperationState;
  /** When the server said so, in milliseconds of its clock; 0 before it said anything. */
  readonly answeredAt: number;
  readonly flags: readonly string[];
  readonly receipt: Signed | null;
  readonly receiptAt: string | null;
  readonly trouble: Trouble | null;
  readonly tries: number;
  /** Milliseconds before which it is not tried again by itself. */
  readonly nextTryAt: number;
}

export interface DraftRow {
  readonly id: string;
  readonly begunAt: string;
  readonly savedAt: string;
  readonly size: number;
}

export interface FileRow {
  readonly hash: string;
  readonly size: number;
  readonly type: string;
  readonly chunks: number;
  readonly hashedAt: string;
  /** Where its upload goes on, once begun. */
  readonly uploadUrl: string | null;
  /** The bytes were dropped after a verified receipt. */
  readonly isDropped: boolean;
}

/** Document numbers by the record of the order that took them; given-back ones stay under a name of their own. */
export type UsedNumbers = Readonly<Record<string, string>>;

export interface KeyRows {
  device: DeviceRow;
  vault: VaultRow;
  chain: ChainRow;
  clock: ClockRow;
  numbers: UsedNumbers;
}

interface OfficerSchema extends DBSchema {
  keys: { key: string; value: KeyRows[keyof KeyRows] };
  entries: { key: string; value: Bytes };
  operations: { key: string; value: OperationRow };
  drafts: { key: string; value: DraftRow };
  files: { key: string; value: FileRow };
}

export type OfficerDb = IDBPDatabase<OfficerSchema>;
export type StoreName = StoreNames<OfficerSchema>;
export type Writing = IDBPTransaction<OfficerSchema, StoreName[], "readwrite">;

export async function openOfficerDb(name: string): Promise<OfficerDb> {
  return openDB<OfficerSchema>(name, 1, {
    upgrade(db) {
      db.createObjectStore("keys");
      db.createObjectStore("entries");
      db.createObjectStore("operations", { keyPath: "id" });
      db.createObjectStore("drafts", { keyPath: "id" });
      db.createObjectStore("files", { keyPath: "hash" });
    },
  });
}

export async function keyRow<K extends keyof KeyRows>(db: OfficerDb, name: K): Promise<KeyRows[K] | undefined> {
  return (await db.get("keys", name)) as KeyRows[K] | undefined;
}

/** Write in one transaction that is on the disk when this resolves; whatever `write` throws undoes all of it. */
export async function writeAll<T>(db: OfficerDb, stores: StoreName[], write: (tx: Writing) => Promise<T>): Promise<T> {
  const tx = db.transaction(stores, "readwrite", { durability: "strict" });
  let outcome: T;
  try {
    outcome = await write(tx);
  } catch (error) {
    const ended = tx.done.catch(() => undefined); // its own reason is the one below
    try {
      tx.abort();
    } catch (late) {
      if (!(late instanceof DOMException)) throw late; // it was over already
    }
    await ended;
    throw tx.error ?? error; // what made the browser give up (a full disk) says more than that it did
  }
  await tx.done;
  return outcome;
}

/** All keys that begin with a prefix. */
export function under(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}
