// Drafts that an exported outbox carried to the server: their officer can fetch them onto whatever tablet is at hand.
import { signal } from "@preact/signals";
import { fromBase64url, textOf } from "../store/crypto";
import { here } from "../store/current";
import { writeAll, type FileRow } from "../store/db";
import { restoreDraft } from "../store/drafts";
import { boxOf, readEntry } from "../store/entries";
import { CHUNK_BYTES } from "../store/files";
import type { Draft, KeptFile } from "../store/types";
import { atLocking } from "./session";

/** As the inbox has it; `content` is what the first tablet kept. */
export interface CarriedDraft {
  readonly id: string;
  readonly made_at: string;
  readonly content: string;
}

type Content = Omit<Draft<unknown>, "size">;

const FETCHED = "fetched-drafts";

/** What can be fetched and has not been yet. */
export const carriedDrafts = signal<readonly { readonly id: string; readonly title: string; readonly savedAt: string }[]>([]);

let offered: readonly Content[] = [];

atLocking(() => {
  offered = [];
  carriedDrafts.value = [];
});

async function fetchedIds(): Promise<readonly string[]> {
  const { db, key } = here();
  return (await readEntry<readonly string[]>(db, key, FETCHED)) ?? [];
}

/** Take the inbox's drafts; one that is or was here already is not offered. */
export async function offerDrafts(drafts: readonly CarriedDraft[]): Promise<void> {
  const known = new Set([...(await fetchedIds()), ...(await here().db.getAllKeys("drafts"))]);
  offered = drafts.filter(({ id }) => !known.has(id)).map(({ content }) => JSON.parse(textOf(fromBase64url(content))) as Content);
  carriedDrafts.value = offered.map(({ id, title, savedAt }) => ({ id, title, savedAt }));
}

/** Files that a draft names, wherever in it. */
export function filesNamed(value: unknown): readonly KeptFile[] {
  if (Array.isArray(value)) return value.flatMap(filesNamed);
  if (typeof value !== "object" || value === null) return [];
  const { hash, size } = value as Partial<KeptFile>;
  const own = typeof hash === "string" && hash.startsWith("sha256:") && typeof size === "number" ? [value as KeptFile] : [];
  return [...own, ...Object.values(value).flatMap(filesNamed)];
}

/** Put a carried draft among one's own. Its files stand as dropped: the server has their bytes already. */
export async function fetchDraft(id: string): Promise<void> {
  const content = offered.find((draft) => draft.id === id);
  if (!content) return;
  const { db, key } = here();
  const box = await boxOf(key, FETCHED, [...(await fetchedIds()), id]);
  await restoreDraft(content);
  await writeAll(db, ["files", "entries"], async (tx) => {
    for (const { hash, size, type, hashedAt } of filesNamed(content.data)) {
      const chunks = Math.ceil(size / CHUNK_BYTES);
      const row: FileRow = { hash, size, type, chunks, hashedAt, uploadUrl: null, isDropped: true };
      if (!(await tx.objectStore("files").get(hash))) await tx.objectStore("files").put(row);
    }
    await tx.objectStore("entries").put(box, FETCHED);
  });
  offered = offered.filter((draft) => draft.id !== id);
  carriedDrafts.value = carriedDrafts.value.filter((draft) => draft.id !== id);
}
