// Making this browser a device of the officer: keys that it cannot give away, the server's key pinned.
import { derOf, hashOf, isSigned, fromBase64url, makeAgreementKeys, makeSigningKeys, sign, toBase64url, utf8 } from "./crypto";
import type { DeviceRow } from "./db";
import type { Me, ServerKeys } from "./types";

/** The server showed a key that no pinned one vouches for. */
export class KeyChanged extends Error {}

export interface Application {
  readonly name: string;
  readonly signing_key: string;
  readonly agreement_key: string;
  readonly proof: string;
}

export interface Candidate {
  readonly signing: CryptoKeyPair;
  readonly agreement: CryptoKeyPair;
  readonly application: Application;
}

/** Make a device's keys and its application; `name` is what people call the tablet. */
export async function apply(officer: Me, name: string): Promise<Candidate> {
  const [signing, agreement] = [await makeSigningKeys(), await makeAgreementKeys()];
  const der = await derOf(signing.publicKey);
  const claim = `casebook-device:${officer.county}:${officer.id}:${await hashOf(der)}`;
  const application = {
    name,
    signing_key: toBase64url(der),
    agreement_key: toBase64url(await derOf(agreement.publicKey)),
    proof: await sign(signing.privateKey, utf8(claim)),
  };
  return { signing, agreement, application };
}

async function pinOf(signingKey: string): Promise<DeviceRow["pinned"][number]> {
  return { signing_key: signingKey, fingerprint: await hashOf(fromBase64url(signingKey)) };
}

/** Return the row of a registered device, the server's key pinned by its own hash. */
export async function deviceRow(
  officer: Me,
  name: string,
  { signing, agreement }: Candidate,
  answer: { readonly device: string; readonly server: ServerKeys },
  now: string,
): Promise<DeviceRow> {
  return {
    device: answer.device,
    officer: officer.id,
    county: officer.county,
    name,
    signing,
    agreement,
    pinned: [await pinOf(answer.server.signing_key)],
    agreementKey: answer.server.agreement_key,
    registeredAt: now,
    revokedAt: null,
  };
}

/**
 * Return the pins after an answer of the server. A key that is not pinned is believed only when a chain of signatures
 * leads to it from a pinned one, each over the DER of the next; else KeyChanged.
 */
export async function pinsAfter(pinned: DeviceRow["pinned"], server: ServerKeys): Promise<DeviceRow["pinned"]> {
  const present = await pinOf(server.signing_key);
  if (pinned.some((pin) => pin.fingerprint === present.fingerprint)) return pinned;
  const chain = [...(server.rotation ?? [])];
  const pins = [...pinned];
  for (const [index, { signing_key, signature }] of chain.entries()) {
    const voucher = await pinOf(signing_key);
    const next = await pinOf(chain[index + 1]?.signing_key ?? server.signing_key);
    if (!pins.some((pin) => pin.fingerprint === voucher.fingerprint)) continue;
    if (pins.some((pin) => pin.fingerprint === next.fingerprint)) continue;
    if (await isSigned(voucher.signing_key, fromBase64url(next.signing_key), signature)) pins.push(next);
  }
  if (!pins.some((pin) => pin.fingerprint === present.fingerprint)) throw new KeyChanged("the server's key changed");
  return pins;
}
