// Originals: hashed before anything else, then kept in encrypted chunks of 256 KiB. Never changed, never re-encoded.
import { decrypt, encrypt, hashOfBlob, type Bytes } from "./crypto";
import { here } from "./current";
import { under, writeAll, type FileRow } from "./db";
import type { KeptFile } from "./types";

export const CHUNK_BYTES = 256 * 1024;
const CHUNKS_AT_ONCE = 16;
const LOCK = "casebook-field-files";

export function chunkName(hash: string, index: number): string {
  return `files/${hash}/${index}`;
}

/** Let one tab store at a time; browsers without locks (Safari before 15.4) store at once. */
async function inTurn(act: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  await (locks ? locks.request(LOCK, act) : act());
}

/** Keep a file as it was handed over. It counts as kept only with its row, which is written after the last chunk. */
export async function keepFile(blob: Blob, name: string): Promise<KeptFile> {
  if (blob.size === 0) throw new Error("the file is empty");
  const hash = await hashOfBlob(blob);
  const hashedAt = new Date().toISOString();
  await inTurn(async () => {
    const known = await here().db.get("files", hash);
    if (!known || known.isDropped) await keepChunks(blob, hash, hashedAt);
  });
  return { hash, size: blob.size, type: blob.type, name, hashedAt };
}

/** Keep the chunks or none: what a full disk refused in the middle leaves no half behind. */
async function keepChunks(blob: Blob, hash: string, hashedAt: string): Promise<void> {
  try {
    await writeChunks(blob, hash, hashedAt);
  } catch (error) {
    await removeChunks(hash);
    throw error;
  }
}

async function removeChunks(hash: string): Promise<void> {
  const { db } = here();
  await writeAll(db, ["entries"], async (tx) => tx.objectStore("entries").delete(under(`files/${hash}/`)));
}

async function writeChunks(blob: Blob, hash: string, hashedAt: string): Promise<void> {
  const { db, key } = here();
  const chunks = Math.ceil(blob.size / CHUNK_BYTES);
  for (let first = 0; first < chunks; first += CHUNKS_AT_ONCE) {
    const boxes: [string, Bytes][] = [];
    for (let index = first; index < Math.min(first + CHUNKS_AT_ONCE, chunks); index += 1) {
      const bytes = new Uint8Array(await blob.slice(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES).arrayBuffer());
      boxes.push([chunkName(hash, index), await encrypt(key, chunkName(hash, index), bytes)]);
    }
    await writeAll(db, ["entries"], async (tx) => {
      for (const [name, box] of boxes) await tx.objectStore("entries").put(box, name);
    });
  }
  const row: FileRow = { hash, size: blob.size, type: blob.type, chunks, hashedAt, uploadUrl: null, isDropped: false };
  await writeAll(db, ["files", "entries"], async (tx) => {
    const kept = await tx.objectStore("entries").count(under(`files/${hash}/`));
    if (kept !== chunks) throw new Error(`of ${hash} only ${kept} of ${chunks} chunks were kept`);
    await tx.objectStore("files").put(row);
  });
}

async function readChunk(hash: string, index: number): Promise<Bytes> {
  const { db, key } = here();
  const box = await db.get("entries", chunkName(hash, index));
  if (!box) throw new Error(`chunk ${index} of ${hash} is missing`);
  return decrypt(key, chunkName(hash, index), box);
}

/** Return bytes of a kept file, from `start` up to but not including `end`. */
export async function readBytes(hash: string, start: number, end: number): Promise<Bytes> {
  const wanted = new Uint8Array(end - start);
  for (let index = Math.floor(start / CHUNK_BYTES); index * CHUNK_BYTES < end; index += 1) {
    const chunk = await readChunk(hash, index);
    const base = index * CHUNK_BYTES;
    const part = chunk.subarray(Math.max(0, start - base), Math.min(chunk.length, end - base));
    wanted.set(part, Math.max(0, base - start));
  }
  return wanted;
}

/** Return a kept original; throws where it was dropped after its receipt or never kept. */
export async function openFile(hash: string): Promise<Blob> {
  const row = await here().db.get("files", hash);
  if (!row || row.isDropped) throw new Error(`${hash} is not on this tablet`);
  const parts: Bytes[] = [];
  for (let index = 0; index < row.chunks; index += 1) parts.push(await readChunk(hash, index));
  return new Blob(parts, { type: row.type });
}

/** Say whether an original is on this tablet. */
export async function hasFile(hash: string): Promise<boolean> {
  const row = await here().db.get("files", hash);
  return row !== undefined && !row.isDropped;
}

/** Take files off the tablet that nothing names any more. */
export async function removeFiles(hashes: readonly string[]): Promise<void> {
  const { db } = here();
  await writeAll(db, ["files", "entries"], async (tx) => {
    for (const hash of hashes) {
      await tx.objectStore("files").delete(hash);
      await tx.objectStore("entries").delete(under(`files/${hash}/`));
    }
  });
}

/**
 * Remove the chunks of files whose keeping was cut off: without a row nobody was ever told that they are kept. Not while any
 * tab is storing, whose chunks have no row yet either; and not where no lock tells that none is.
 */
export async function sweepChunks(): Promise<void> {
  const locks = navigator.locks as LockManager | undefined;
  await locks?.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await sweep();
  });
}

async function sweep(): Promise<void> {
  const { db } = here();
  const whole = new Set(await db.getAllKeys("files"));
  const names = (await db.getAllKeys("entries", under("files/"))).map((name) => name.split("/")[1] ?? "");
  await removeFiles([...new Set(names)].filter((hash) => !whole.has(hash)));
}
