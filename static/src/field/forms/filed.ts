// Filing a record: into the outbox, and a copy of what was written stays beside it. A record that comes back from the
// reviewer, or is refused, is written anew from that copy, with nothing to type twice.
import { here } from "../store/current";
import { under, writeAll } from "../store/db";
import { openDraft } from "../store/drafts";
import { boxOf, readEntry } from "../store/entries";
import type { KeptFile, OperationKind } from "../store/types";
import { operationRows, queue } from "../sync/outbox";
import type { Handle } from "./record";

/** What was written, as it was when it was filed. */
export interface FiledCopy {
  readonly kind: string;
  readonly well: string | null;
  readonly title: string;
  readonly data: object;
}

const KEPT_DAYS = 60;

function nameOf(record: string): string {
  return `filed/${record}`;
}

/** Return the copy of a filed record; null where this tablet has none. */
export async function readCopy(record: string): Promise<FiledCopy | null> {
  const { db, key } = here();
  return readEntry<FiledCopy>(db, key, nameOf(record));
}

/** Put a finished record into the outbox. Its copy is kept first: a copy too many does no harm, one too few would. */
export async function fileRecord(handle: Handle<object>, kind: OperationKind, record: string, payload: object, files: readonly KeptFile[]): Promise<void> {
  await handle.flush();
  await fileDraft(handle.id, kind, record, payload, files);
}

/** Put a finished draft that is not open into the outbox. */
export async function fileDraft(draftId: string, kind: OperationKind, record: string, payload: object, files: readonly KeptFile[]): Promise<void> {
  const draft = await openDraft<object>(draftId);
  if (!draft) throw new Error("the record was filed or deleted already");
  const { db, key } = here();
  const copy: FiledCopy = { kind: draft.kind, well: draft.well, title: draft.title, data: draft.data };
  const box = await boxOf(key, nameOf(record), copy);
  await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, nameOf(record))));
  await queue(kind, record, payload, files, draftId);
  await forgetOld(Date.now());
}

/** Return the records whose copies nobody will ask for any more: in the books for two months. Pure. */
export function outlived(rows: readonly { readonly record: string; readonly state: string; readonly receiptAt: string | null }[], now: number): string[] {
  const isOld = (receiptAt: string | null): boolean => receiptAt !== null && now - Date.parse(receiptAt) > KEPT_DAYS * 86_400_000;
  return rows.filter((row) => row.state === "applied" && isOld(row.receiptAt)).map((row) => row.record);
}

async function forgetOld(now: number): Promise<void> {
  const { db } = here();
  const kept = new Set(await db.getAllKeys("entries", under("filed/")));
  const names = outlived(operationRows.value, now).map(nameOf).filter((name) => kept.has(name));
  if (!names.length) return;
  await writeAll(db, ["entries"], async (tx) => {
    await Promise.all(names.map((name) => tx.objectStore("entries").delete(name)));
  });
}
