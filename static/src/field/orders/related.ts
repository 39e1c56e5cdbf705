// The orders and interviews that were begun from an inspection, whether they are being written or already in the outbox.
import { openDraft, draftHeads } from "../store/drafts";
import type { DraftHead } from "../store/types";

export interface RelatedDraft<T> {
  readonly head: DraftHead;
  readonly data: T;
}

/** Return the open drafts of a kind that belong to an inspection. */
export async function relatedDrafts<T extends { readonly inspection: string | null }>(kind: string, well: string, inspection: string): Promise<RelatedDraft<T>[]> {
  const heads = draftHeads.value.filter((head) => head.kind === kind && head.well === well);
  const opened = await Promise.all(heads.map(async (head) => ({ head, draft: await openDraft<T>(head.id) })));
  return opened.flatMap(({ head, draft }) => (draft && draft.data.inspection === inspection ? [{ head, data: draft.data }] : []));
}
