// Making room: originals go only after the receipt that proves the server has re-hashed them, and only by hand.
import { here } from "../store/current";
import { under, writeAll } from "../store/db";

export interface Droppable {
  readonly hashes: readonly string[];
  readonly size: number;
}

/** Return originals of which every operation that names them has a verified receipt; drafts' files are never among them. */
export async function droppable(): Promise<Droppable> {
  const { db } = here();
  const rows = await db.getAll("operations");
  const held = new Set(rows.filter((row) => row.receiptAt === null).flatMap((row) => row.files.map((file) => file.hash)));
  const received = new Set(rows.filter((row) => row.receiptAt !== null).flatMap((row) => row.files.map((file) => file.hash)));
  const files = (await db.getAll("files")).filter(({ hash, isDropped }) => !isDropped && received.has(hash) && !held.has(hash));
  return { hashes: files.map((file) => file.hash), size: files.reduce((sum, file) => sum + file.size, 0) };
}

/** Drop the bytes of originals; that they were here stays known. */
export async function dropOriginals(hashes: readonly string[]): Promise<void> {
  const { db } = here();
  await writeAll(db, ["files", "entries"], async (tx) => {
    for (const hash of hashes) {
      const row = await tx.objectStore("files").get(hash);
      if (!row) continue;
      await tx.objectStore("files").put({ ...row, isDropped: true });
      await tx.objectStore("entries").delete(under(`files/${hash}/`));
    }
  });
}
