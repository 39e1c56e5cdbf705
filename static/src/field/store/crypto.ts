// Hashes, sealed boxes and encrypted entries as docs/field-protocol.md has them; nothing here keeps anything.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What only the holder of an ECDH key may read; members are base64url. */
export interface SealedBox {
  readonly ephemeral: string;
  readonly iv: string;
  readonly box: string;
}

const IV_BYTES = 12;
const HASH_STEP = 1 << 20;
const WHOLE_LIMIT = 16 << 20;
const EXCHANGE = { name: "ECDH", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
const SEALED_INFO = new TextEncoder().encode("casebook sealed v1");

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export function textOf(bytes: Bytes): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

export function toBase64url(bytes: Bytes): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Read base64url; throws a DOMException where it is none. */
export function fromBase64url(text: string): Bytes {
  const binary = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** Return the hash as the protocol writes it: sha256:<hex>. */
export async function hashOf(bytes: Bytes): Promise<string> {
  return `sha256:${bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;
}

/** Hash a file as it was handed over; a long recording is read in steps, because `digest` cannot stream. */
export async function hashOfBlob(blob: Blob): Promise<string> {
  if (blob.size <= WHOLE_LIMIT) return hashOf(new Uint8Array(await blob.arrayBuffer()));
  const running = sha256.create();
  for (let at = 0; at < blob.size; at += HASH_STEP) {
    running.update(new Uint8Array(await blob.slice(at, at + HASH_STEP).arrayBuffer()));
  }
  return `sha256:${bytesToHex(running.digest())}`;
}

export async function dataKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Encrypt an entry: twelve random bytes, then AES-256-GCM with the entry's name as additional data. */
export async function encrypt(key: CryptoKey, name: string, plain: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(name) }, key, plain);
  const entry = new Uint8Array(IV_BYTES + secret.byteLength);
  entry.set(iv);
  entry.set(new Uint8Array(secret), IV_BYTES);
  return entry;
}

/** Decrypt an entry; throws an OperationError for another key, another name or changed bytes. */
export async function decrypt(key: CryptoKey, name: string, entry: Bytes): Promise<Bytes> {
  const algorithm = { name: "AES-GCM", iv: entry.slice(0, IV_BYTES), additionalData: utf8(name) };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, entry.slice(IV_BYTES)));
}

export async function makeSigningKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(SIGNING, false, ["sign", "verify"]);
}

export async function makeAgreementKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(EXCHANGE, false, ["deriveBits"]);
}

/** Return a public key as SubjectPublicKeyInfo. */
export async function derOf(key: CryptoKey): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("spki", key));
}

/** Sign with ECDSA P-256 over SHA-256: r and s, 32 bytes each, base64url. */
export async function sign(key: CryptoKey, bytes: Bytes): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.sign(SIGNATURE, key, bytes)));
}

/** Say whether the holder of a key (SubjectPublicKeyInfo, base64url) signed the bytes; what is no key or signature did not. */
export async function isSigned(publicKey: string, bytes: Bytes, signature: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("spki", fromBase64url(publicKey), SIGNING, false, ["verify"]);
    return await crypto.subtle.verify(SIGNATURE, key, fromBase64url(signature), bytes);
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

async function sealingKey(own: CryptoKey, other: CryptoKey, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: SEALED_INFO };
  return crypto.subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, [use]);
}

/** Seal bytes to the holder of an ECDH key (SubjectPublicKeyInfo, base64url). */
export async function seal(publicKey: string, plain: Bytes): Promise<SealedBox> {
  const receiver = await crypto.subtle.importKey("spki", fromBase64url(publicKey), EXCHANGE, false, []);
  const once = await crypto.subtle.generateKey(EXCHANGE, false, ["deriveBits"]);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await sealingKey(once.privateKey, receiver, "encrypt");
  const box = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain));
  return { ephemeral: toBase64url(await derOf(once.publicKey)), iv: toBase64url(iv), box: toBase64url(box) };
}

/** Open a sealed box; throws where it was sealed to somebody else or changed. */
export async function unseal(own: CryptoKey, sealed: SealedBox): Promise<Bytes> {
  const sender = await crypto.subtle.importKey("spki", fromBase64url(sealed.ephemeral), EXCHANGE, false, []);
  const key = await sealingKey(own, sender, "decrypt");
  const algorithm = { name: "AES-GCM", iv: fromBase64url(sealed.iv) };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, fromBase64url(sealed.box)));
}

/** Return a UUIDv7: made anywhere, ordered by the time of its making. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(Date.now() / 0x10000));
  new DataView(bytes.buffer).setUint16(4, Date.now() % 0x10000);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
