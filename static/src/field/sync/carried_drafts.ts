// Drafts that an exported outbox carried to the server: their officer can fetch them onto whatever tablet is at hand.
import { signal } from "@preact/signals";
import { fromBase64url, hashOfBlob, textOf } from "../store/crypto";
import { here } from "../store/current";
import { restoreDraft, type Kept } from "../store/drafts";
import { boxOf, readEntry } from "../store/entries";
import { hasFile, keepFile } from "../store/files";
import { filesIn } from "../store/named";
import type { KeptFile } from "../store/types";
import { ask, NoNetwork, readBytes, Refusal, refusalOf } from "./api";
import { atLocking, whoseSession } from "./session";

/** As the inbox has it; `content` is what the first tablet kept. */
export interface CarriedDraft {
  readonly id: string;
  readonly made_at: string;
  readonly content: string;
}

const FETCHED = "fetched-drafts";
const PATIENCE_MS = 600_000;

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

/** Put a carried draft and its files among one's own. Returns how many files the server has not: they are to be taken again. */
export async function fetchDraft(id: string): Promise<number> {
  const content = offered.find((draft) => draft.id === id);
  if (!content) return 0;
  await needOwnSession();
  const files = [...new Map(filesIn(content.data).map((file) => [file.hash, file])).values()];
  let missing = 0;
  for (const file of files) if (!(await hasFile(file.hash)) && !(await fetchFile(id, file))) missing += 1;
  const box = await boxOf(here().key, FETCHED, [...(await fetchedIds()), id]);
  await restoreDraft(content, async (tx) => void (await tx.objectStore("entries").put(box, FETCHED)));
  forget(id);
  return missing;
}

/** Fetch one file of a carried draft and keep it; false where the server has none. */
async function fetchFile(draft: string, { hash, type, name }: KeptFile): Promise<boolean> {
  const answer = await ask(`/field/api/drafts/${draft}/files/${hash}`, { patienceMs: PATIENCE_MS });
  if (answer.status === 404) return false;
  if (!answer.ok) throw await refusalOf(answer);
  const bytes = new Blob([await readBytes(answer)], { type });
  if ((await hashOfBlob(bytes)) !== hash) throw new NoNetwork("a file of the draft was hurt on the way");
  await keepFile(bytes, name);
  return true;
}

/** Have a carried draft offered no more, here and elsewhere. */
export async function dismissDraft(id: string): Promise<void> {
  await needOwnSession();
  const answer = await ask(`/field/api/drafts/${id}`, { method: "DELETE" });
  if (!answer.ok && answer.status !== 404) throw await refusalOf(answer);
  forget(id);
}

/** To somebody else the server denies the draft with the same 404 that says that a file is lost. */
async function needOwnSession(): Promise<void> {
  if ((await whoseSession()) === "other") throw new Refusal(401, { code: "not_signed_in", message: "", remedy: "", field: null }, null);
}

function forget(id: string): void {
  offered = offered.filter((draft) => draft.id !== id);
  carriedDrafts.value = carriedDrafts.value.filter((draft) => draft.id !== id);
}
