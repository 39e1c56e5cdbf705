// Drafts that an exported outbox carried to the server: their officer can fetch them onto whatever tablet is at hand.
import { signal } from "@preact/signals";
import { fromBase64url, textOf } from "../store/crypto";
import { here } from "../store/current";
import type { FileRow } from "../store/db";
import { restoreDraft, type Kept } from "../store/drafts";
import { boxOf, readEntry } from "../store/entries";
import { CHUNK_BYTES } from "../store/files";
import { filesIn } from "../store/named";
import { atLocking } from "./session";

/** As the inbox has it; `content` is what the first tablet kept. */
export interface CarriedDraft {
  readonly id: string;
  readonly made_at: string;
  readonly content: string;
}

const FETCHED = "fetched-drafts";

/** What can be fetched and has not been yet. */
export const carriedDrafts = signal<readonly { readonly id: string; readonly title: string; readonly savedAt: string }[]>([]);

let offered: readonly Kept[] = [];

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
  offered = drafts.filter(({ id }) => !known.has(id)).map(({ content }) => JSON.parse(textOf(fromBase64url(content))) as Kept);
  carriedDrafts.value = offered.map(({ id, title, savedAt }) => ({ id, title, savedAt }));
}

/** Put a carried draft among one's own. Its files stand as dropped: the server has their bytes already. */
export async function fetchDraft(id: string): Promise<void> {
  const content = offered.find((draft) => draft.id === id);
  if (!content) return;
  const box = await boxOf(here().key, FETCHED, [...(await fetchedIds()), id]);
  await restoreDraft(content, async (tx) => {
    for (const { hash, size, type, hashedAt } of filesIn(content.data)) {
      const chunks = Math.ceil(size / CHUNK_BYTES);
      const row: FileRow = { hash, size, type, chunks, hashedAt, uploadUrl: null, isDropped: true };
      if (!(await tx.objectStore("files").get(hash))) await tx.objectStore("files").put(row);
    }
    await tx.objectStore("entries").put(box, FETCHED);
  });
  offered = offered.filter((draft) => draft.id !== id);
  carriedDrafts.value = carriedDrafts.value.filter((draft) => draft.id !== id);
}
