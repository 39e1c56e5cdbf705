// Which wells have something of today on this tablet: a draft, or a record that was filed.
import { signal, type ReadonlySignal } from "@preact/signals";
import { dayOf } from "../papers/days";
import { fromBase64url, textOf } from "../store/crypto";
import { here } from "../store/current";
import { draftHeads } from "../store/drafts";
import { readEntry } from "../store/entries";
import type { DraftHead, OperationKind, Work } from "../store/types";
import { bodyName, type KeptBody, operationRows } from "../sync/outbox";

export type MarkKind = "draft" | "filed";

/** One mark on the map. */
export interface TodayMark {
  readonly well: string; // id
  readonly kind: MarkKind;
}

interface Body {
  readonly record: string;
  readonly kind: OperationKind;
  readonly payload: { readonly well?: string | null };
}

const wellOfOperation = signal<ReadonlyMap<string, string | null>>(new Map());

/** The wells of operations by operation id, as far as they were read. */
export const operationWells: ReadonlySignal<ReadonlyMap<string, string | null>> = wellOfOperation;

/** Return the well that a body is about, or null; closures name theirs in the package. */
export function wellOf({ kind, record, payload }: Body, work: Work | null): string | null {
  if (kind === "well.edit") return record;
  if (kind === "closure.accept") return work?.parts.closures.find(({ id }) => id === record)?.well ?? null;
  return payload.well ?? null;
}

/** Return the marks of a day; where a well has both, the draft shows: it still needs somebody. */
export function marksOf(drafts: readonly Pick<DraftHead, "well">[], filedToday: readonly (string | null)[]): TodayMark[] {
  const marks = new Map<string, MarkKind>();
  for (const well of filedToday) if (well !== null) marks.set(well, "filed");
  for (const { well } of drafts) if (well !== null) marks.set(well, "draft");
  return [...marks].map(([well, kind]) => ({ well, kind }));
}

/** Read the wells of today's operations that were not read yet. */
export async function readTodaysWells(work: Work | null, now = new Date()): Promise<void> {
  const { db, key } = here();
  const known = new Map(wellOfOperation.peek());
  const before = known.size;
  for (const { id } of ofToday(now)) {
    if (known.has(id)) continue;
    const kept = await readEntry<KeptBody>(db, key, bodyName(id));
    if (kept) known.set(id, wellOf(JSON.parse(textOf(fromBase64url(kept.body))) as Body, work));
  }
  if (known.size !== before) wellOfOperation.value = known;
}

function ofToday(now: Date): { readonly id: string }[] {
  const today = dayOf(now.toISOString());
  return operationRows.value.filter(({ madeAt }) => dayOf(madeAt) === today);
}

/** Return today's marks as they are known now; reading signals, it renews what shows it. */
export function todaysMarks(now = new Date()): TodayMark[] {
  return marksOf(draftHeads.value, ofToday(now).map(({ id }) => wellOfOperation.value.get(id) ?? null));
}
