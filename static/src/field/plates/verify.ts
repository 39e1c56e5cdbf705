// Whether a plate was made by this county's server, for a well of the package, and is still good; without a network.
import { readPlate, signedText, type PlateText } from "./text";

export interface PlateKeys {
  readonly keys: readonly { readonly fingerprint: string; readonly signing_key: string }[];
  readonly revoked: readonly string[];
}

/** What a scan says; all but `not_plate` carry what was read. */
export type PlateVerdict<W> =
  | { readonly kind: "not_plate" }
  | { readonly kind: "foreign_county" | "unknown_key" | "forged" | "revoked" | "unknown_well"; readonly plate: PlateText }
  | { readonly kind: "good"; readonly plate: PlateText; readonly well: W };

export interface PlateContext<W> {
  readonly county: string;
  readonly plates: PlateKeys;
  readonly wellByCode: (code: string) => W | undefined;
  readonly verify: (spki: string, text: string, signature: string) => Promise<boolean>;
}

/** Judge a scanned text. The signature is checked before serial and well are believed. */
export async function verifyPlate<W>(text: string, { county, plates, wellByCode, verify }: PlateContext<W>): Promise<PlateVerdict<W>> {
  const plate = readPlate(text);
  if (!plate) return { kind: "not_plate" };
  if (plate.county !== county) return { kind: "foreign_county", plate };
  const keys = plates.keys.filter(({ fingerprint }) => fingerprint.replace(/^sha256:/, "").startsWith(plate.key));
  if (!keys.length) return { kind: "unknown_key", plate };
  const verdicts = await Promise.all(keys.map((key) => verify(key.signing_key, signedText(plate), plate.signature)));
  if (!verdicts.includes(true)) return { kind: "forged", plate };
  if (plates.revoked.includes(plate.serial)) return { kind: "revoked", plate };
  const well = wellByCode(plate.code);
  return well === undefined ? { kind: "unknown_well", plate } : { kind: "good", plate, well };
}
