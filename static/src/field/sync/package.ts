// The work package: fetched part by part, kept encrypted, read back from the tablet's own store, and only then complete.
import { signal } from "@preact/signals";
import { decrypt, encrypt, hashOf, isSigned, textOf, utf8, type Bytes } from "../store/crypto";
import { here, store } from "../store/current";
import { serverNow } from "../store/device";
import { under, writeAll } from "../store/db";
import { readEntry } from "../store/entries";
import { wipePackageEntries } from "../store/vault";
import { setWork, work } from "../store/work";
import type { PackageText, PartName, Parts, Scope, Signed } from "../store/types";
import { ask, askJson, readBytes, refusalOf } from "./api";
import { keepMap, type GetRange } from "./basemap_file";

export const PART_NAMES: readonly PartName[] = [
  "wells",
  "problems",
  "measures",
  "closures",
  "tasks",
  "earlier",
  "pictures",
  "zones",
  "townships",
  "officers",
  "checklists",
  "codes",
  "plates",
  "points",
  "numbers",
  "basemap",
];

const HEAD = "package";
const STAGE = "package-next/";
const PARTIAL = 206;

type PackedPart = PackageText["parts"][number];

/** A package that is not what its signature says; nothing of it is shown. */
export class BadPackage extends Error {}

export interface Progress {
  readonly step: "packing" | "fetching" | "map" | "verifying";
  readonly done: number;
  readonly total: number;
}

/** How taking along stands; null while nothing is taken. */
export const progress = signal<Progress | null>(null);

/** Why the package that lies here cannot be opened; it has to be taken anew. */
export const packageFault = signal<string | null>(null);

/** When the package that lies here ran out; null while it has not. */
export const expiredAt = signal<string | null>(null);

function partName(name: string): string {
  return `parts/${name}`;
}

/** Read and check a package's text: signed by a pinned key, for this county, officer and device. */
export async function readPackageText(signed: Signed): Promise<PackageText> {
  const { device } = here();
  const isOurs = await Promise.all(device.pinned.map((pin) => isSigned(pin.signing_key, utf8(signed.text), signed.signature)));
  if (!isOurs.includes(true)) throw new BadPackage("the signature is not the server's");
  const text = JSON.parse(signed.text) as PackageText;
  const isFor = text.county === device.county && text.device === device.device && text.officer === device.officer;
  if (text.version !== 1 || !isFor) throw new BadPackage("the package is for somebody else");
  return text;
}

/** Take a package along; the one before stays until this one is whole. */
export async function takeAlong(scope: Scope): Promise<void> {
  progress.value = { step: "packing", done: 0, total: 1 };
  try {
    const headers = { "Content-Type": "application/json" };
    const signed = await askJson<Signed>("/field/api/packages", { method: "POST", headers, body: JSON.stringify({ scope }) });
    const text = await readPackageText(signed);
    let done = 0;
    const fetchPart = async ({ url, size }: PackedPart): Promise<Bytes> => {
      progress.value = { step: "fetching", done, total: text.size };
      const { bytes } = await fetchBytes(url);
      done += size;
      return bytes;
    };
    await keepPackage(signed, text, fetchPart, fetchRange);
  } finally {
    progress.value = null;
  }
}

async function fetchRange(url: string, start: number, end: number): ReturnType<GetRange> {
  const { bytes, isRange } = await fetchBytes(url, { Range: `bytes=${start}-${end - 1}` });
  return { bytes, start: isRange ? start : 0 };
}

async function fetchBytes(url: string, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly bytes: Bytes; readonly isRange: boolean }> {
  const answer = await ask(url, { patienceMs: 180_000, headers });
  if (!answer.ok) throw await refusalOf(answer);
  return { bytes: await readBytes(answer), isRange: answer.status === PARTIAL };
}

/**
 * Keep a package from wherever its parts come, verify it from the tablet's own store, and put it in the old one's place. Parts
 * that are here to the byte, from the package before or from a try that was cut off, are not asked for again.
 */
export async function keepPackage(
  signed: Signed,
  text: PackageText,
  getPart: (part: PackedPart) => Promise<Bytes>,
  getMap: GetRange | null,
): Promise<void> {
  const { db, key } = here();
  for (const part of text.parts) {
    if (await isStaged(part)) continue;
    const bytes = (await heldAs(partName(part.name), part)) ?? (await getPart(part));
    if ((await hashOf(bytes)) !== part.hash) throw new BadPackage(`part ${part.name} is damaged`);
    const box = await encrypt(key, partName(part.name), bytes);
    await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, STAGE + part.name)));
  }
  await readBack(text);
  await putInPlace(signed, text);
  const parts = await loadPackage();
  if (!parts?.basemap || !getMap) return;
  const total = parts.basemap.size;
  await keepMap(parts.basemap, getMap, (done) => {
    progress.value = { step: "map", done, total };
  });
}

async function isStaged(part: PackedPart): Promise<boolean> {
  return (await heldAs(STAGE + part.name, part)) !== null;
}

/** Return a part as it lies under an entry, or null where it is another, damaged or not there. */
async function heldAs(entry: string, part: PackedPart): Promise<Bytes | null> {
  const { db, key } = here();
  const box = await db.get("entries", entry);
  if (!box) return null;
  try {
    const bytes = await decrypt(key, partName(part.name), box);
    return bytes.length === part.size && (await hashOf(bytes)) === part.hash ? bytes : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null; // the entry was changed
    throw error;
  }
}

/** Read every part back from the store and compare it with its hash. */
async function readBack(text: PackageText): Promise<void> {
  for (const [index, part] of text.parts.entries()) {
    progress.value = { step: "verifying", done: index + 1, total: text.parts.length };
    if (!(await isStaged(part))) throw new BadPackage(`part ${part.name} did not keep`);
  }
}

async function putInPlace(signed: Signed, text: PackageText): Promise<void> {
  const { db, key } = here();
  const head = await encrypt(key, HEAD, utf8(JSON.stringify(signed)));
  await writeAll(db, ["entries"], async (tx) => {
    const entries = tx.objectStore("entries");
    await entries.delete(under("parts/"));
    for (const { name } of text.parts) {
      const box = await entries.get(STAGE + name);
      if (box) await entries.put(box, partName(name));
    }
    await entries.delete(under(STAGE));
    await entries.put(head, HEAD);
  });
}

/** Open the package that lies here; one that ran out is wiped, and that is said. Returns its parts or null. */
export async function loadPackage(now = serverNow()): Promise<Parts | null> {
  const { db, key } = here();
  const signed = await readEntry<Signed>(db, key, HEAD);
  if (!signed) return null;
  const text = JSON.parse(signed.text) as PackageText;
  if (Date.parse(text.expires_at) <= now) {
    await wipePackage();
    expiredAt.value = text.expires_at;
    return null;
  }
  const found: Partial<Record<PartName, unknown>> = {};
  for (const { name } of text.parts) {
    const box = await db.get("entries", partName(name));
    if (!box) throw new BadPackage(`part ${name} is missing`);
    found[name] = JSON.parse(textOf(await decrypt(key, partName(name), box)));
  }
  const lacking = PART_NAMES.filter((name) => !(name in found));
  if (lacking.length > 0) throw new BadPackage(`parts are missing: ${lacking.join(", ")}`);
  expiredAt.value = null;
  setWork(text, found as unknown as Parts);
  return found as unknown as Parts;
}

/** Open the package if it can be opened; whatever is wrong with it keeps nobody from drafts and outbox. */
export async function tryPackage(): Promise<void> {
  packageFault.value = null;
  try {
    await loadPackage();
  } catch (error) {
    if (!(error instanceof BadPackage) && !(error instanceof DOMException)) throw error;
    packageFault.value = error.message;
  }
}

/** Take the package off the tablet: at sign-out, revocation and expiry. Outbox and drafts stay. */
export async function wipePackage(): Promise<void> {
  const open = store.value;
  if (open) await wipePackageEntries(open.db);
  setWork(null, null);
}

/** Wipe when the hour has come while the app is open. */
export async function wipeIfExpired(): Promise<void> {
  const open = work.value;
  if (!open || Date.parse(open.expiresAt) > serverNow()) return;
  await wipePackage();
  expiredAt.value = open.expiresAt;
}
