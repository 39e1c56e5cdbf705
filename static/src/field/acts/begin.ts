// Beginning whatever is written in the field: from the list of acts, a well's page, a task or a scanned plate.
import { newAcceptance } from "../acceptance/model";
import { CannotBegin } from "../forms/cannot_begin";
import { newInterview } from "../interview/model";
import { forgetFixes } from "../presence/fix";
import { newRound } from "../patrol/model";
import { newEntry, newMeterRound, roundWells } from "../readings/model";
import { newEdit } from "../register/model";
import { plateScannedAt } from "../scan/scanned";
import { newId } from "../store/device";
import { beginDraft, draftHeads } from "../store/drafts";
import { me, work } from "../store/work";
import type { InspectionKind, Me, Well, Work } from "../store/types";
import { _ } from "../words";
import { EMPTY_PRESENCE, type ActData, type PresenceData, type SecondData } from "./model";
import { newAct } from "./new";
import { actName, isAct, type DraftKind } from "./kinds";
import { checklistFor, earlierFindings, leadOf, subjectOf } from "./subjects";

/** What is known besides the well. */
export interface BeginFrom {
  /** What it is about: the measure of a re-check, the closure of an acceptance. */
  readonly of?: string | null;
  /** The inspection that an interview belongs to, its second officer and its problem codes. */
  readonly inspection?: string | null;
  readonly second?: SecondData | null;
  readonly codes?: readonly string[];
}


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
    measure: measureOf(kind, well, at, from),
  });
}

/** Return the measure that a re-check is about: the one that was named, else the only open one of the well. */
function measureOf(kind: InspectionKind, well: Well, at: Here, from: BeginFrom): string | null {
  if (kind !== "recheck") return null;
  if (from.of) return from.of;
  const open = at.work.parts.measures.filter((one) => one.well === well.id && one.status === "ordered");
  return open.length === 1 ? (open[0]?.id ?? null) : null;
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
  const closure = parts.closures.find((one) => (from.of ? one.id === from.of : one.well === well.id));
  if (!closure) throw new CannotBegin(_("工作包里没有这眼井待验收的封停。"));
  return newAcceptance(closure, subjectOf(well, parts), leadOf(at.me, parts.officers));
}

/** Return the presence that a record begins with: fixes of its own, and the plate that was scanned to get here. */
function presenceAt(well: Well): PresenceData {
  forgetFixes();
  const plate = plateScannedAt(well.id);
  return plate ? { ...EMPTY_PRESENCE, plateText: plate.text, plateAt: plate.at } : EMPTY_PRESENCE;
}

type OfOneWell = Exclude<DraftKind, "order" | "patrol" | "meter_round">;

function dataOf(kind: OfOneWell, well: Well, at: Here, from: BeginFrom): object {
  if (isAct(kind)) return { ...actData(kind, well, at, from), presence: presenceAt(well) };
  if (kind === "interview") return interviewData(well, at, from);
  if (kind === "acceptance") return { ...acceptanceData(well, at, from), presence: presenceAt(well) };
  return newEdit(well);
}

/** Go somewhere in place of the present route: going back from a record must not begin another one. */
export function replaceWith(target: string): void {
  location.replace(target);
}

/** Begin something at a well and go to it. Throws CannotBegin with words for the officer. */
export async function begin(kind: OfOneWell, well: string, from: BeginFrom = {}): Promise<void> {
  const at = here();
  const present = wellOf(well, at);
  const draft = await beginDraft(kind, present.id, `${actName(kind)} ${present.code}`, dataOf(kind, present, at, from));
  replaceWith(`#/draft/${draft.id}`);
}

/** Begin a round through a village, or go on with the one that is open. */
export async function beginRound(township: string, village: string): Promise<void> {
  const at = here();
  const title = `${actName("patrol")} ${village || township}`;
  const open = draftHeads.value.find((head) => head.kind === "patrol" && head.title === title);
  if (open) return replaceWith(`#/draft/${open.id}`);
  const wells = at.work.parts.wells.filter((one) => one.township === township && (one.village ?? "") === village);
  const draft = await beginDraft("patrol", null, title, newRound(newId(), township, village, wells));
  replaceWith(`#/draft/${draft.id}`);
}

/** Begin reading the meters of a village, or go on with the round that is open; `first` is the well to begin with. */
export async function beginMeterRound(township: string, village: string, first: Well | null = null): Promise<void> {
  const at = here();
  const title = `${actName("meter_round")} ${village || township}`;
  const open = draftHeads.value.find((head) => head.kind === "meter_round" && head.title === title);
  if (open) return replaceWith(`#/draft/${open.id}`);
  const wells = roundWells(at.work.parts.wells.filter((one) => one.township === township && (one.village ?? "") === village));
  if (!wells.length) throw new CannotBegin(_("这个村在工作包里没有要抄的水表。"));
  const begun = wells.find((one) => one.id === first?.id);
  const round = newMeterRound(township, village, wells);
  const draft = await beginDraft("meter_round", null, title, begun ? { ...round, entry: newEntry(newId(), begun, at.now) } : round);
  replaceWith(`#/draft/${draft.id}`);
}
