// Beginning whatever is written in the field: from the list of acts, a well's page, a task or a scanned plate.
import { newAcceptance } from "../acceptance/model";
import { newInterview } from "../interview/model";
import { newRound } from "../patrol/model";
import { newEdit } from "../register/model";
import { go } from "../routes";
import { newId } from "../store/device";
import { beginDraft, draftHeads } from "../store/drafts";
import { me, work } from "../store/work";
import type { InspectionKind, Me, Well, Work } from "../store/types";
import { _ } from "../words";
import type { ActData, SecondData } from "./model";
import { newAct } from "./new";
import { actName, isAct, type DraftKind } from "./kinds";
import { checklistFor, earlierFindings, leadOf, subjectOf } from "./subjects";

/** What is known besides the well. */
export interface BeginFrom {
  /** The measure that a re-check is about. */
  readonly measure?: string | null;
  /** The closure that is accepted. */
  readonly closure?: string | null;
  /** The inspection that an interview belongs to, its second officer and its problem codes. */
  readonly inspection?: string | null;
  readonly second?: SecondData | null;
  readonly codes?: readonly string[];
}

/** Why something cannot begin; the message says what to do. */
export class CannotBegin extends Error {}

interface Here {
  readonly now: string;
  readonly work: Work;
  readonly me: Me;
}

function here(): Here {
  if (!me.value) throw new CannotBegin(_("请先解锁。"));
  if (!work.value) throw new CannotBegin(_("还没有工作包，或者已过期：有网络时在“任务”里带走工作包。"));
  return { now: new Date().toISOString(), work: work.value, me: me.value };
}

function wellOf(id: string | null, { work: open }: Here): Well {
  const well = id === null ? undefined : open.wellById.get(id);
  if (!well) throw new CannotBegin(_("工作包里没有这眼井。"));
  return well;
}

function actData(kind: InspectionKind, well: Well, at: Here, from: BeginFrom): ActData {
  const { parts } = at.work;
  const checklist = checklistFor(parts.checklists, kind);
  if (!checklist) throw new CannotBegin(_("工作包里没有%(act)s用的检查表，请更新工作包。", { act: actName(kind) }));
  const isAgain = kind === "recheck" || kind === "follow_up";
  return newAct({
    record: newId(),
    kind,
    now: at.now,
    subject: subjectOf(well, parts),
    lead: leadOf(at.me, parts.officers),
    checklist,
    earlier: isAgain ? earlierFindings(parts.earlier[well.id] ?? []) : [],
    measure: from.measure ?? null,
  });
}

function interviewData(well: Well, at: Here, from: BeginFrom) {
  const { parts } = at.work;
  return newInterview({
    record: newId(),
    now: at.now,
    subject: subjectOf(well, parts),
    lead: leadOf(at.me, parts.officers),
    inspection: from.inspection ?? null,
    second: from.second ?? null,
    codes: from.codes ?? parts.problems.filter((one) => one.well === well.id).map((one) => one.code),
  });
}

function acceptanceData(well: Well, at: Here, from: BeginFrom) {
  const { parts } = at.work;
  const closure = parts.closures.find((one) => (from.closure ? one.id === from.closure : one.well === well.id));
  if (!closure) throw new CannotBegin(_("工作包里没有这眼井待验收的封停。"));
  return newAcceptance(closure, subjectOf(well, parts), leadOf(at.me, parts.officers));
}

function dataOf(kind: Exclude<DraftKind, "order" | "patrol">, well: Well, at: Here, from: BeginFrom): object {
  if (isAct(kind)) return actData(kind, well, at, from);
  if (kind === "interview") return interviewData(well, at, from);
  if (kind === "acceptance") return acceptanceData(well, at, from);
  return newEdit(well);
}

/** Begin something at a well and go to it. Throws CannotBegin with words for the officer. */
export async function begin(kind: Exclude<DraftKind, "order" | "patrol">, well: string, from: BeginFrom = {}): Promise<void> {
  const at = here();
  const present = wellOf(well, at);
  const draft = await beginDraft(kind, present.id, `${actName(kind)} ${present.code}`, dataOf(kind, present, at, from));
  go(`#/draft/${draft.id}`);
}

/** Begin a round through a village, or go on with the one that is open. */
export async function beginRound(township: string, village: string): Promise<void> {
  const at = here();
  const title = `${actName("patrol")} ${village || township}`;
  const open = draftHeads.value.find((head) => head.kind === "patrol" && head.title === title);
  if (open) return go(`#/draft/${open.id}`);
  const wells = at.work.parts.wells.filter((one) => one.township === township && (one.village ?? "") === village);
  const draft = await beginDraft("patrol", null, title, newRound(newId(), township, village, wells));
  go(`#/draft/${draft.id}`);
}
