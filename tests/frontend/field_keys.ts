// Keys as tablets and server have them: ECDSA P-256, public half SPKI in base64url, signatures P1363 in base64url.
import { webcrypto } from "node:crypto";
import type { SignRequest } from "../../static/src/field/capture/exchange";

const base64url = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("base64url");
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };

export interface TestKey {
  readonly spki: string;
  readonly fingerprint: string;
  readonly sign: (text: string) => Promise<string>;
}

export async function makeKey(): Promise<TestKey> {
  const pair = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const spki = await webcrypto.subtle.exportKey("spki", pair.publicKey);
  const digest = await webcrypto.subtle.digest("SHA-256", spki);
  return {
    spki: base64url(spki),
    fingerprint: `sha256:${Buffer.from(digest).toString("hex")}`,
    sign: async (text) => base64url(await webcrypto.subtle.sign(SIGNING, pair.privateKey, new TextEncoder().encode(text))),
  };
}

export async function verify(spki: string, text: string, signature: string): Promise<boolean> {
  const key = await webcrypto.subtle.importKey("spki", Buffer.from(spki, "base64url"), ALGORITHM, false, ["verify"]);
  return webcrypto.subtle.verify(SIGNING, key, Buffer.from(signature, "base64url"), new TextEncoder().encode(text));
}

export const SIGN_REQUEST: SignRequest = {
  v: 1,
  county: "371525",
  record: "01936f00-0000-7000-8000-000000000001",
  hash: `sha256:${"ab".repeat(32)}`,
  lead: "01936f00-0000-7000-8000-0000000000a1",
  well: "371525104JJ00012",
  at: "2026-11-22T06:05:09.000Z",
};
