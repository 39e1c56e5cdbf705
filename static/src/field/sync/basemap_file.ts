// The base map in the tablet's store: fetched by ranges, so that a cut link goes on where it stopped; checked as a whole from
// what lies in the store; shown only then. The one before stays until then.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { decrypt, encrypt, type Bytes } from "../store/crypto";
import { here } from "../store/current";
import { under, writeAll } from "../store/db";
import { boxOf, readEntry } from "../store/entries";
import type { BasemapFile } from "../store/types";

const ABOUT = "basemap/about";
const STEP = 256 * 1024;
const ASKED = 4 * STEP;

/** The stored map is not what its hash says. */
export class BadMap extends Error {}

/** Return bytes of a map from `start` on, at least one and at most up to `end`; or from 0 where the way knows no ranges. */
export type GetRange = (url: string, start: number, end: number) => Promise<{ readonly start: number; readonly bytes: Bytes }>;

function chunkName(hash: string, index: number): string {
  return `basemap/${hash}/${index}`;
}

/** Fetch the map unless the same one lies here already. */
export async function keepMap(map: BasemapFile, getRange: GetRange, onBytes: (done: number) => void): Promise<void> {
  const { db, key } = here();
  if ((await readEntry<BasemapFile>(db, key, ABOUT))?.hash === map.hash) return;
  let at = STEP * (await db.count("entries", under(`basemap/${map.hash}/`))); // chunks are kept one after the other
  while (at < map.size) {
    onBytes(at);
    const { start, bytes } = await getRange(map.url, at, Math.min(at + ASKED, map.size));
    if (bytes.length === 0) throw new BadMap("the base map is shorter than it should be");
    await keepBytes(map, start, bytes);
    at = start + bytes.length;
  }
  await check(map);
  const about = await boxOf(key, ABOUT, map);
  const others = (await db.getAllKeys("entries", under("basemap/"))).filter((name) => !name.startsWith(`basemap/${map.hash}/`));
  await writeAll(db, ["entries"], async (tx) => {
    for (const name of others) await tx.objectStore("entries").delete(name);
    await tx.objectStore("entries").put(about, ABOUT);
  });
}

/** Keep whole chunks; a range begins where a chunk does. */
async function keepBytes(map: BasemapFile, start: number, bytes: Bytes): Promise<void> {
  const { db, key } = here();
  for (let at = 0; at < bytes.length; at += STEP) {
    const name = chunkName(map.hash, (start + at) / STEP);
    const box = await encrypt(key, name, bytes.slice(at, at + STEP));
    await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, name)));
  }
}

/** Hash the map as it lies in the store; a wrong one goes, so that it is fetched anew. */
async function check(map: BasemapFile): Promise<void> {
  const { db } = here();
  const running = sha256.create();
  for (let index = 0; index * STEP < map.size; index += 1) running.update((await readChunk(map.hash, index)) ?? new Uint8Array());
  if (`sha256:${bytesToHex(running.digest())}` === map.hash) return;
  await writeAll(db, ["entries"], async (tx) => tx.objectStore("entries").delete(under(`basemap/${map.hash}/`)));
  throw new BadMap("the base map is damaged");
}

async function readChunk(hash: string, index: number): Promise<Bytes | null> {
  const { db, key } = here();
  const box = await db.get("entries", chunkName(hash, index));
  return box ? decrypt(key, chunkName(hash, index), box) : null;
}

/** Return bytes of the base map that was taken along, or null without one. */
export async function readBasemap(offset: number, length: number): Promise<Bytes | null> {
  const { db, key } = here();
  const map = await readEntry<BasemapFile>(db, key, ABOUT);
  if (!map) return null;
  const end = Math.min(offset + length, map.size);
  const wanted = new Uint8Array(Math.max(0, end - offset));
  for (let index = Math.floor(offset / STEP); index * STEP < end; index += 1) {
    const bytes = await readChunk(map.hash, index);
    if (!bytes) return null;
    const base = index * STEP;
    wanted.set(bytes.subarray(Math.max(0, offset - base), end - base), Math.max(0, base - offset));
  }
  return wanted;
}
