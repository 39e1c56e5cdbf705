// Taking up a record that came back from the reviewer, or that the server refused.
import { again } from "../forms/again";
import { CannotBegin } from "../forms/cannot_begin";
import { readCopy, type FiledCopy } from "../forms/filed";
import { newId } from "../store/device";
import { beginDraft, draftHeads } from "../store/drafts";
import { hasFile } from "../store/files";
import { hashesIn } from "../store/named";
import type { PackedChecklist, PackedTask } from "../store/types";
import { work } from "../store/work";
import { returnedTasks } from "../sync/inbox";
import { queued } from "../sync/outbox";
import { _ } from "../words";
import { replaceWith } from "./begin";
import { isAct } from "./kinds";
import type { ActData } from "./model";
import { checklistFor } from "./subjects";

async function onTablet(copy: FiledCopy): Promise<ReadonlySet<string>> {
  const found = await Promise.all(hashesIn(copy.data).map(async (hash) => ((await hasFile(hash)) ? hash : null)));
  return new Set(found.filter((hash) => hash !== null));
}

function taskOf(record: string): PackedTask | null {
  const tasks = [...returnedTasks.value, ...(work.value?.parts.tasks ?? [])];
  return tasks.find((one) => one.kind === "returned" && (one.of ?? one.id) === record) ?? null;
}

/** Say whether the server refused what was filed last because the record is in the books already. */
function wasThereAlready(record: string): boolean {
  const last = queued.value.filter((one) => one.record === record).pop();
  return last?.reason?.code.endsWith("_already") ?? false;
}

function checklistOf({ kind, data }: FiledCopy): PackedChecklist | null {
  const known = work.value?.parts.checklists ?? [];
  if (!isAct(kind)) return null;
  return known.find((one) => one.id === (data as ActData).checklist.id) ?? checklistFor(known, kind);
}

/** Begin a filed record anew, and go to it. Throws CannotBegin with words for the officer. */
export async function reopen(record: string): Promise<void> {
  const copy = await readCopy(record);
  if (!copy) throw new CannotBegin(_("这台平板没有原来的记录：请在当时用的平板上改，或在办公室改正重报。"));
  const title = _("%(title)s（改正）", { title: copy.title });
  const known = draftHeads.value.find((head) => head.well === copy.well && head.title === title);
  if (known) return replaceWith(`#/draft/${known.id}`);
  const task = taskOf(record);
  const data = again(copy, {
    newId,
    returnNote: task?.note ?? null,
    isInBooks: task !== null || wasThereAlready(record),
    onTablet: await onTablet(copy),
    well: (copy.well && work.value?.wellById.get(copy.well)) || null,
    closure: work.value?.parts.closures.find((one) => one.id === record) ?? null,
    checklist: checklistOf(copy),
  });
  if (!data) throw new CannotBegin(_("这一项不能重写，请另记一次。"));
  const draft = await beginDraft(copy.kind, copy.well, title, data);
  replaceWith(`#/draft/${draft.id}`);
}
