// Drafts: what an officer is writing. Every save is on the disk, encrypted, when it resolves.
import { signal, type ReadonlySignal } from "@preact/signals";
import { here } from "./current";
import { boxOf, readEntry, unboxed } from "./entries";
import { newId } from "./crypto";
import { writeAll, type DraftRow, type OfficerDb, type Writing } from "./db";
import { removeFiles } from "./files";
import { hashesIn } from "./named";
import { dropSlices } from "./recordings";
import { explainStorage } from "./explained";
import { saveState } from "./save_state";
import { _ } from "../words";
import type { Draft, DraftHead } from "./types";

/** What lies encrypted under a draft's name. */
export type Kept = Omit<Draft<unknown>, "size">;

const heads = signal<readonly DraftHead[]>([]);

/** All drafts of this officer, last saved first; empty while locked. */
export const draftHeads: ReadonlySignal<readonly DraftHead[]> = heads;

const turns = new Map<string, Promise<unknown>>();

/** Let saves of one draft follow each other: encryption takes time, and the last one typed must win. */
async function inTurn<T>(id: string, act: () => Promise<T>): Promise<T> {
  const turn = (turns.get(id) ?? Promise.resolve()).then(act, act);
  turns.set(id, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(id) === turn) turns.delete(id);
  }
}

function entryName(id: string): string {
  return `drafts/${id}`;
}

async function write(kept: Kept, isNew: boolean, also: (tx: Writing) => Promise<void> = async () => undefined): Promise<DraftHead> {
  const { db, key } = here();
  const box = await boxOf(key, entryName(kept.id), kept);
  const { data: _data, ...facts } = kept;
  const head = { ...facts, size: box.length };
  await writeAll(db, ["drafts", "entries", "files"], async (tx) => {
    if (!isNew && !(await tx.objectStore("drafts").get(kept.id))) throw new Error("the draft is gone");
    await tx.objectStore("entries").put(box, entryName(kept.id));
    await tx.objectStore("drafts").put({ id: kept.id, begunAt: kept.begunAt, savedAt: kept.savedAt, size: box.length });
    await also(tx);
  });
  heads.value = [head, ...heads.value.filter((other) => other.id !== head.id)];
  return head;
}

/** Read all heads anew: at unlocking, and after another tab wrote. */
export async function loadDrafts(): Promise<void> {
  const { db, key } = here();
  const found: DraftHead[] = [];
  for (const row of await db.getAll("drafts")) found.push(await headOf(db, key, row));
  heads.value = found.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
}

/** One damaged draft keeps nobody from the others; it stays countable and exportable. */
async function headOf(db: OfficerDb, key: CryptoKey, row: DraftRow): Promise<DraftHead> {
  try {
    const kept = await readEntry<Kept>(db, key, entryName(row.id));
    if (kept) return { id: row.id, kind: kept.kind, well: kept.well, title: kept.title, begunAt: kept.begunAt, savedAt: kept.savedAt, size: row.size };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
  return { ...row, kind: "", well: null, title: _("打不开的草稿（存储损坏），请导出待传交管理员") };
}

export function forgetDrafts(): void {
  heads.value = [];
}

/** Begin a draft; `kind` and `title` are the form's own words. Resolves when it is on the disk. */
export async function beginDraft<T>(kind: string, well: string | null, title: string, data: T): Promise<Draft<T>> {
  const now = new Date().toISOString();
  const kept = { id: newId(), kind, well, title, begunAt: now, savedAt: now, data };
  return { ...(await write(kept, true)), data };
}

/** Put a draft of another tablet among one's own, as it was kept there; `also` is written with it or not at all. */
export async function restoreDraft(kept: Kept, also: (tx: Writing) => Promise<void>): Promise<void> {
  await write(kept, true, also);
}

/** Return a draft, or null where it has been filed or dropped. */
export async function openDraft<T>(id: string): Promise<Draft<T> | null> {
  const { db, key } = here();
  const box = await db.get("entries", entryName(id));
  return box ? { ...(await unboxed<Draft<T>>(key, entryName(id), box)), size: box.length } : null;
}

/** Save what was typed; resolves when it is on the disk, and tells the shell's save state how it went. */
export async function saveDraft<T>(id: string, data: T, title?: string): Promise<void> {
  saveState.value = { state: "saving" };
  try {
    await inTurn(id, async () => {
      const draft = await openDraft<T>(id);
      if (!draft) throw new Error("the draft is gone");
      const { size: _size, ...kept } = draft;
      await write({ ...kept, title: title ?? draft.title, savedAt: new Date().toISOString(), data }, false);
    });
    saveState.value = { state: "saved", at: Date.now() };
  } catch (error) {
    saveState.value = { state: "failed", reason: explainStorage(error) };
    throw error;
  }
}

/** Drop a draft for good, with the originals that nothing else names. */
export async function dropDraft(id: string): Promise<void> {
  const { db, key } = here();
  const kept = await readEntry<Kept>(db, key, entryName(id));
  const named = new Set(hashesIn(kept));
  await writeAll(db, ["drafts", "entries"], async (tx) => {
    await tx.objectStore("entries").delete(entryName(id));
    await tx.objectStore("drafts").delete(id);
  });
  heads.value = heads.value.filter((head) => head.id !== id);
  await dropSlices(id);
  for (const hash of await hashesInUse()) named.delete(hash);
  await removeFiles([...named]);
}

async function hashesInUse(): Promise<Set<string>> {
  const rows = await here().db.getAll("operations");
  return new Set([...rows.flatMap((row) => row.files.map((file) => file.hash)), ...(await hashesInDrafts())]);
}

/** Return the hashes that any draft names; throws where a draft cannot be read, so that nothing is dropped by mistake. */
export async function hashesInDrafts(): Promise<Set<string>> {
  const { db, key } = here();
  const used = new Set<string>();
  for (const id of await db.getAllKeys("drafts")) {
    for (const hash of hashesIn(await readEntry<Kept>(db, key, entryName(id)))) used.add(hash);
  }
  return used;
}
