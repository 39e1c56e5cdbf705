// Sound while it is being recorded: every few seconds a slice goes into the store, so that a browser that is killed takes no
// more than the last one with it. A piece that was finished is kept as a file, and its slices go.
import { decrypt, encrypt, type Bytes } from "./crypto";
import { here } from "./current";
import { under, writeAll } from "./db";
import { boxOf, readEntry } from "./entries";

/** A piece of a recording, and the draft that it belongs to. */
export interface Piece {
  readonly home: string;
  readonly name: string;
  readonly type: string;
}

interface About {
  readonly type: string;
  readonly savedAt: string;
}

/** What a recorder left that was cut off. */
export interface LeftPiece extends Piece {
  readonly savedAt: string;
  readonly bytes: Blob;
}

function placeOf({ home, name }: Pick<Piece, "home" | "name">): string {
  return `recordings/${home}/${name}/`;
}

function sliceName(piece: Pick<Piece, "home" | "name">, index: number): string {
  return `${placeOf(piece)}${String(index).padStart(6, "0")}`;
}

/** Keep a slice; resolves when it is on the disk. */
export async function keepSlice(piece: Piece, index: number, slice: Blob): Promise<void> {
  const { db, key } = here();
  const [name, about] = [sliceName(piece, index), `${placeOf(piece)}about`];
  const box = await encrypt(key, name, new Uint8Array(await slice.arrayBuffer()));
  const aboutBox = await boxOf(key, about, { type: piece.type, savedAt: new Date().toISOString() } satisfies About);
  await writeAll(db, ["entries"], async (tx) => {
    await tx.objectStore("entries").put(box, name);
    await tx.objectStore("entries").put(aboutBox, about);
  });
}

/** Return the pieces of a draft whose slices still lie here, in the order of their names. */
export async function leftPieces(home: string): Promise<readonly LeftPiece[]> {
  const { db, key } = here();
  const prefix = `recordings/${home}/`;
  const abouts = (await db.getAllKeys("entries", under(prefix))).filter((name) => name.endsWith("/about"));
  const left: LeftPiece[] = [];
  for (const entry of abouts) {
    const name = entry.slice(prefix.length, -"/about".length);
    const about = await readEntry<About>(db, key, entry);
    if (about) left.push({ home, name, ...about, bytes: await bytesOf({ home, name }, about.type) });
  }
  return left;
}

async function bytesOf(piece: Pick<Piece, "home" | "name">, type: string): Promise<Blob> {
  const { db, key } = here();
  const slices: Bytes[] = [];
  for (;;) {
    const name = sliceName(piece, slices.length);
    const box = await db.get("entries", name);
    if (!box) return new Blob(slices, { type });
    slices.push(await decrypt(key, name, box));
  }
}

/** Let the slices of a piece go, or of all pieces of a draft. */
export async function dropSlices(home: string, name?: string): Promise<void> {
  const { db } = here();
  const place = name === undefined ? `recordings/${home}/` : placeOf({ home, name });
  await writeAll(db, ["entries"], async (tx) => tx.objectStore("entries").delete(under(place)));
}
