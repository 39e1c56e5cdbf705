// The work package: fetched part by part, kept encrypted, read back from the tablet's own store, and only then complete.
import { signal } from "@preact/signals";
import { decrypt, encrypt, hashOf, isSigned, textOf, utf8, type Bytes } from "../store/crypto";
import { here, store } from "../store/current";
import { serverNow } from "../store/device";
import { under, writeAll } from "../store/db";
import { readEntry } from "../store/entries";
import { wipePackageEntries } from "../store/vault";
import { setWork, work } from "../store/work";
import type { BasemapFile, PackageText, PartName, Parts, Scope, Signed } from "../store/types";
import { ask, askJson, NoNetwork, refusalOf } from "./api";

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
const MAP_STEP = 256 * 1024;

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

function mapName(index: number): string {
  return `basemap/${index}`;
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
    const fetchPart = async (_name: string, url: string): Promise<Bytes> => {
      progress.value = { step: "fetching", done, total: text.size };
      const bytes = await fetchBytes(url);
      done += bytes.length;
      return bytes;
    };
    await keepPackage(signed, text, fetchPart, fetchBytes);
  } finally {
    progress.value = null;
  }
}

async function fetchBytes(url: string): Promise<Bytes> {
  const answer = await ask(url, { patienceMs: 180_000 });
  if (!answer.ok) throw await refusalOf(answer);
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    throw new NoNetwork(String(error)); // cut off in the middle
  }
}

/** Keep a package from wherever its parts come, verify it from the tablet's own store, and put it in the old one's place. */
export async function keepPackage(
  signed: Signed,
  text: PackageText,
  getPart: (name: string, url: string) => Promise<Bytes>,
  getMap: ((url: string) => Promise<Bytes>) | null,
): Promise<void> {
  const { db, key } = here();
  await writeAll(db, ["entries"], async (tx) => tx.objectStore("entries").delete(under(STAGE)));
  for (const part of text.parts) {
    const bytes = await getPart(part.name, part.url);
    if ((await hashOf(bytes)) !== part.hash) throw new BadPackage(`part ${part.name} is damaged`);
    const box = await encrypt(key, partName(part.name), bytes);
    await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, STAGE + part.name)));
  }
  await readBack(text, STAGE);
  await putInPlace(signed, text);
  const parts = await loadPackage();
  if (parts?.basemap && getMap) await keepMap(parts.basemap, getMap);
}

/** Read every part back from the store and compare it with its hash. */
async function readBack(text: PackageText, place: string): Promise<void> {
  const { db, key } = here();
  for (const [index, part] of text.parts.entries()) {
    progress.value = { step: "verifying", done: index + 1, total: text.parts.length };
    const box = await db.get("entries", place + part.name);
    const bytes = box ? await decrypt(key, partName(part.name), box) : null;
    if (!bytes || bytes.length !== part.size || (await hashOf(bytes)) !== part.hash) {
      throw new BadPackage(`part ${part.name} did not keep`);
    }
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

/** Fetch the base map unless the same one lies here already. */
async function keepMap(map: BasemapFile, getMap: (url: string) => Promise<Bytes>): Promise<void> {
  const { db, key } = here();
  if ((await readEntry<BasemapFile>(db, key, "basemap/about"))?.hash === map.hash) return;
  progress.value = { step: "map", done: 0, total: map.size };
  const bytes = await getMap(map.url);
  if ((await hashOf(bytes)) !== map.hash) throw new BadPackage("the base map is damaged");
  await writeAll(db, ["entries"], async (tx) => tx.objectStore("entries").delete(under("basemap/")));
  for (let index = 0; index * MAP_STEP < bytes.length; index += 1) {
    const box = await encrypt(key, mapName(index), bytes.slice(index * MAP_STEP, (index + 1) * MAP_STEP));
    await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, mapName(index))));
  }
  const about = await encrypt(key, "basemap/about", utf8(JSON.stringify(map)));
  await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(about, "basemap/about")));
}

/** Return bytes of the base map that was taken along, or null without one. */
export async function readBasemap(offset: number, length: number): Promise<Bytes | null> {
  const { db, key } = here();
  const map = await readEntry<BasemapFile>(db, key, "basemap/about");
  if (!map) return null;
  const end = Math.min(offset + length, map.size);
  const wanted = new Uint8Array(Math.max(0, end - offset));
  for (let index = Math.floor(offset / MAP_STEP); index * MAP_STEP < end; index += 1) {
    const box = await db.get("entries", mapName(index));
    if (!box) return null;
    const bytes = await decrypt(key, mapName(index), box);
    const base = index * MAP_STEP;
    wanted.set(bytes.subarray(Math.max(0, offset - base), end - base), Math.max(0, base - offset));
  }
  return wanted;
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
