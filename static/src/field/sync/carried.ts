// The carried package: what the server sends back on a stick, for tablets that never reach it.
import { decrypt, dataKey, isSigned, textOf, unseal, type Bytes, type SealedBox } from "../store/crypto";
import { here } from "../store/current";
import type { Answer, Signed } from "../store/types";
import { work } from "../store/work";
import { takeAnswers, takeRevocation } from "./inbox";
import { changeRow, operationRows } from "./outbox";
import { BadPackage, keepPackage, readPackageText } from "./package";
import { isReceiptFor } from "./receipts";
import { unzip } from "./unzip";

interface Bundle {
  readonly version: number;
  readonly county: string;
  readonly officer: string;
  readonly made_at: string;
  readonly package: Readonly<Record<string, Signed>>;
  readonly keys: Readonly<Record<string, SealedBox>>;
  readonly receipts: readonly Signed[];
  readonly answers: readonly Answer[];
  readonly revoked: readonly string[];
}

export interface Carried {
  /** An older one than the one on the tablet is not taken. */
  readonly package: "taken" | "older" | "none";
  readonly receipts: number;
  readonly isRevoked: boolean;
}

/** Take in a carried file: receipts and answers, revocations, and the package if there is one for this device. */
export async function takeCarried(file: Blob): Promise<Carried> {
  const entries = unzip(new Uint8Array(await file.arrayBuffer()));
  const bundle = await readBundle(entries);
  const { device } = here();
  await takeAnswers(bundle.answers, Date.parse(bundle.made_at));
  const receipts = await takeReceipts(bundle.receipts);
  const isRevoked = bundle.revoked.includes(device.device);
  if (isRevoked) await takeRevocation(bundle.made_at);
  const signed = isRevoked ? undefined : bundle.package[device.device];
  return { package: signed ? await takePackage(signed, bundle, entries) : "none", receipts, isRevoked };
}

async function readBundle(entries: ReadonlyMap<string, Bytes>): Promise<Bundle> {
  const [bytes, signature] = [entries.get("bundle.json"), entries.get("bundle.sig")];
  if (!bytes || !signature) throw new BadPackage("the file is no carried package");
  const { device } = here();
  const signed = await Promise.all(device.pinned.map((pin) => isSigned(pin.signing_key, bytes, textOf(signature).trim())));
  if (!signed.includes(true)) throw new BadPackage("the signature is not the server's");
  const bundle = JSON.parse(textOf(bytes)) as Bundle;
  if (bundle.version !== 1 || bundle.county !== device.county || bundle.officer !== device.officer) {
    throw new BadPackage("the file is for somebody else");
  }
  return bundle;
}

async function takeReceipts(receipts: readonly Signed[]): Promise<number> {
  const { device } = here();
  let taken = 0;
  for (const row of operationRows.value.filter(({ receiptAt }) => receiptAt === null)) {
    for (const receipt of receipts) {
      if (!(await isReceiptFor(row, device, receipt))) continue;
      await changeRow(row.id, { receipt, receiptAt: new Date().toISOString(), trouble: null });
      taken += 1;
      break;
    }
  }
  return taken;
}

async function takePackage(signed: Signed, bundle: Bundle, entries: ReadonlyMap<string, Bytes>): Promise<"taken" | "older"> {
  const { device } = here();
  const text = await readPackageText(signed);
  if (work.value && Date.parse(text.made_at) < Date.parse(work.value.madeAt)) return "older";
  const box = bundle.keys[device.device];
  if (!box) throw new BadPackage("the file has no key for this tablet");
  const key = await dataKey(await unseal(device.agreement.privateKey, box));
  const getPart = async ({ name }: { readonly name: string }): Promise<Bytes> => {
    const part = entries.get(`parts/${name}`);
    if (!part) throw new BadPackage(`part ${name} is missing`);
    return decrypt(key, `parts/${name}`, part);
  };
  await keepPackage(signed, text, getPart, null);
  return "taken";
}
