// Taking up a record that came back: from the operation that filed it, if this tablet still has it.
import { CannotBegin } from "../forms/cannot_begin";
import { fromBase64url, textOf } from "../store/crypto";
import { here } from "../store/current";
import { newId } from "../store/device";
import { beginDraft, draftHeads } from "../store/drafts";
import { readEntry } from "../store/entries";
import { hasFile } from "../store/files";
import type { PackedTask, Work } from "../store/types";
import { me, work } from "../store/work";
import { bodyName, operationRows, type KeptBody } from "../sync/outbox";
import { returnedTasks } from "../sync/inbox";
import { _ } from "../words";
import { replaceWith } from "./begin";
import { actName } from "./kinds";
import { reopened, type FiledBody } from "./reopen";
import { checklistFor, earlierFindings, leadOf, subjectOf } from "./subjects";

async function filedBody(record: string): Promise<FiledBody | null> {
  const row = [...operationRows.value].reverse().find((one) => one.kind === "inspection.file" && one.record === record);
  if (!row) return null;
  const { db, key } = here();
  const kept = await readEntry<KeptBody>(db, key, bodyName(row.id));
  return kept && (JSON.parse(textOf(fromBase64url(kept.body))) as FiledBody);
}

async function onTablet({ files }: FiledBody): Promise<ReadonlySet<string>> {
  const found = await Promise.all(files.map(async ({ hash }) => ((await hasFile(hash)) ? hash : null)));
  return new Set(found.filter((hash) => hash !== null));
}

function taskOf(record: string, open: Work | null): PackedTask | null {
  return [...returnedTasks.value, ...(open?.parts.tasks ?? [])].find((one) => one.kind === "returned" && (one.of ?? one.id) === record) ?? null;
}

/** Begin the record anew, and go to it. Throws CannotBegin with words for the officer. */
export async function reopen(well: string, record: string): Promise<void> {
  const [open, officer] = [work.value, me.value];
  const packed = open?.wellById.get(well);
  if (!open || !officer || !packed) throw new CannotBegin(_("工作包里没有这眼井，请先带上它所在的乡镇。"));
  const body = await filedBody(record);
  if (!body) throw new CannotBegin(_("这台平板没有原来的记录：请在当时用的平板上改，或在办公室改正重报。"));
  const { parts } = open;
  const checklist = parts.checklists.find((one) => one.id === body.payload.checklist) ?? checklistFor(parts.checklists, body.payload.kind);
  if (!checklist) throw new CannotBegin(_("工作包里没有这份记录用的检查表，请更新工作包。"));
  const isAgain = body.payload.kind === "recheck" || body.payload.kind === "follow_up";
  const data = reopened(body, {
    newId,
    note: taskOf(record, open)?.note ?? "",
    subject: subjectOf(packed, parts),
    lead: leadOf(officer, parts.officers),
    checklist,
    officers: parts.officers,
    problems: parts.codes.problems,
    earlier: isAgain ? earlierFindings(parts.earlier[well] ?? []) : [],
    onTablet: await onTablet(body),
  });
  const title = _("%(act)s %(code)s（改正）", { act: actName(data.kind), code: packed.code });
  const known = draftHeads.value.find((head) => head.well === well && head.title === title);
  const draft = known ?? (await beginDraft(data.kind, well, title, data));
  replaceWith(`#/draft/${draft.id}`);
}

