// Encrypted JSON under a name.
import { decrypt, encrypt, textOf, utf8, type Bytes } from "./crypto";
import type { OfficerDb } from "./db";

export async function boxOf(key: CryptoKey, name: string, value: unknown): Promise<Bytes> {
  return encrypt(key, name, utf8(JSON.stringify(value)));
}

export async function unboxed<T>(key: CryptoKey, name: string, box: Bytes): Promise<T> {
  return JSON.parse(textOf(await decrypt(key, name, box))) as T;
}

/** Return the value kept under a name, or null where there is none. */
export async function readEntry<T>(db: OfficerDb, key: CryptoKey, name: string): Promise<T | null> {
  const box = await db.get("entries", name);
  return box ? unboxed<T>(key, name, box) : null;
}
