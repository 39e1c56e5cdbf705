// The PIN and the data key: everything at rest is under a random key, which the PIN opens and the server can open.
import { dataKey, decrypt, encrypt, seal, utf8, type Bytes } from "./crypto";
import { keyRow, under, writeAll, type OfficerDb, type VaultRow } from "./db";

export const PIN_PATTERN = /^\d{6}$/;
export const TRIES_BEFORE_WIPE = 10;
const ROUNDS = 310_000;
const KEY_BYTES = 32;
const WRAPPED_NAME = "vault";
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What of the package lies in `entries`: a wipe takes exactly these. */
export const PACKAGE_PREFIXES = ["package", "parts/", "basemap/", "inbox"]; // also what is being fetched: package-next/

export type Unlocking =
  | { readonly outcome: "open"; readonly key: CryptoKey }
  | { readonly outcome: "wrong"; readonly left: number; readonly waitMs: number }
  | { readonly outcome: "wiped"; readonly waitMs: number }
  | { readonly outcome: "wait"; readonly waitMs: number };

/** Return how long to wait after so many wrong tries, in milliseconds. */
export function delayAfter(wrong: number): number {
  const steps = [0, 0, 0, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
  return steps[wrong] ?? 30 * MINUTE;
}

async function pinKey(pin: string, salt: Bytes, rounds: number): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

async function wrap(pin: string, raw: Bytes): Promise<Pick<VaultRow, "salt" | "rounds" | "wrapped">> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, rounds: ROUNDS, wrapped: await encrypt(await pinKey(pin, salt, ROUNDS), WRAPPED_NAME, raw) };
}

async function unwrap(pin: string, vault: VaultRow): Promise<Bytes | null> {
  const key = await pinKey(pin, vault.salt, vault.rounds);
  try {
    return await decrypt(key, WRAPPED_NAME, vault.wrapped);
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null; // another PIN
    throw error;
  }
}

/** Make a data key for this store: wrapped by the PIN, sealed to the server. Returns the open key. */
export async function makeVault(db: OfficerDb, pin: string, agreementKey: string): Promise<CryptoKey> {
  const raw = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const row: VaultRow = { ...(await wrap(pin, raw)), escrow: await seal(agreementKey, raw), wrong: 0, notBefore: 0 };
  const key = await dataKey(raw);
  await writeAll(db, ["keys"], async (tx) => void (await tx.objectStore("keys").put(row, "vault")));
  raw.fill(0);
  return key;
}

async function vaultOf(db: OfficerDb): Promise<VaultRow> {
  const vault = await keyRow(db, "vault");
  if (!vault) throw new Error("this store has no vault");
  return vault;
}

async function putVault(db: OfficerDb, row: VaultRow): Promise<void> {
  await writeAll(db, ["keys"], async (tx) => void (await tx.objectStore("keys").put(row, "vault")));
}

/** Take the work package off the tablet; outbox, drafts and their files stay. */
export async function wipePackageEntries(db: OfficerDb): Promise<void> {
  await writeAll(db, ["entries"], async (tx) => {
    for (const prefix of PACKAGE_PREFIXES) await tx.objectStore("entries").delete(under(prefix));
  });
}

interface Tried {
  readonly raw: Bytes | null;
  readonly vault: VaultRow;
  readonly refused: Unlocking | null;
}

/** Try a PIN. The try is counted before it is made, so that killing the browser does not undo the count. */
async function attempt(db: OfficerDb, pin: string, now: number): Promise<Tried> {
  const vault = await vaultOf(db);
  const waitMs = Math.min(vault.notBefore - now, delayAfter(vault.wrong)); // a clock set back does not lock for ever
  if (waitMs > 0) return { raw: null, vault, refused: { outcome: "wait", waitMs } };
  const wrong = vault.wrong + 1;
  await putVault(db, { ...vault, wrong, notBefore: now + delayAfter(wrong) });
  const raw = await unwrap(pin, vault);
  if (raw) return { raw, vault, refused: null };
  if (wrong < TRIES_BEFORE_WIPE) {
    const refused: Unlocking = { outcome: "wrong", left: TRIES_BEFORE_WIPE - wrong, waitMs: delayAfter(wrong) };
    return { raw: null, vault, refused };
  }
  await wipePackageEntries(db);
  return { raw: null, vault, refused: { outcome: "wiped", waitMs: delayAfter(wrong) } };
}

/** Open the store with its PIN; `now` in milliseconds. The tenth wrong try wipes the package, never unsent work. */
export async function unlockVault(db: OfficerDb, pin: string, now: number): Promise<Unlocking> {
  const { raw, vault, refused } = await attempt(db, pin, now);
  if (!raw) return refused as Unlocking;
  await putVault(db, { ...vault, wrong: 0, notBefore: 0 });
  const key = await dataKey(raw);
  raw.fill(0);
  return { outcome: "open", key };
}

/** Wrap the same data key under another PIN; nothing is encrypted anew. */
export async function changePin(db: OfficerDb, old: string, pin: string, now: number): Promise<Unlocking> {
  const { raw, vault, refused } = await attempt(db, old, now);
  if (!raw) return refused as Unlocking;
  await putVault(db, { ...vault, ...(await wrap(pin, raw)), wrong: 0, notBefore: 0 });
  const key = await dataKey(raw);
  raw.fill(0);
  return { outcome: "open", key };
}
