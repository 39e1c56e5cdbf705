// Making room: originals go only after the receipt that proves the server has re-hashed them, and only by hand.
import { here } from "../store/current";
import { under, writeAll, type OperationRow } from "../store/db";
import { hashesInDrafts } from "../store/drafts";

const DAY_MS = 24 * 3600_000;

export interface Droppable {
  readonly hashes: readonly string[];
  readonly size: number;
}

function hashesOf(rows: readonly OperationRow[]): Set<string> {
  return new Set(rows.flatMap((row) => row.files.map((file) => file.hash)));
}

/**
 * Return originals of which every operation that names them has had a verified receipt for so many days. What a draft
 * names is never among them: it may be filed yet.
 */
export async function droppable(days: number, now = Date.now()): Promise<Droppable> {
  const { db } = here();
  const rows = await db.getAll("operations");
  const isOld = ({ receiptAt }: OperationRow): boolean => receiptAt !== null && now - Date.parse(receiptAt) >= days * DAY_MS;
  const [received, held] = [hashesOf(rows.filter(isOld)), hashesOf(rows.filter((row) => !isOld(row)))];
  for (const hash of await hashesInDrafts()) held.add(hash);
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
