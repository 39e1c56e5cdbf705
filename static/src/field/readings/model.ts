// A round of reading meters: each once, with its dial or why there is none. Pure.
import { filedEvidence, type Card } from "../evidence/card";
import { dayOf } from "../papers/days";
import { nearest, type Near, type Place } from "../presence/geo";
import type { DialOutcome, FiledFix, FiledReading, KeptFile, PackedMeter, QueuedOperation, Well } from "../store/types";
import { doubtsOf, isTaken, isTooLong, litresOf, type DialRead, type Doubt } from "./doubts";

/** A well as the round keeps it: the package may go, the round stays. */
export interface MeteredWell extends Place {
  readonly id: string;
  readonly code: string;
  readonly flow: number | null;
  readonly meter: PackedMeter;
}

export interface EntryData {
  readonly record: string;
  readonly well: MeteredWell;
  readonly outcome: DialOutcome;
  readonly readOn: string;
  readonly dial: string;
  readonly isRolled: boolean;
  readonly isSure: boolean;
  readonly reason: string;
  readonly photograph: Card | null;
  /** Whether the server refused it before: then it may know what this tablet does not, and the officer may insist. */
  readonly isAgain: boolean;
}

export type RoundOrder = "near" | "code";

export interface MeterRoundData {
  readonly township: string;
  readonly village: string;
  readonly wells: readonly MeteredWell[];
  readonly order: RoundOrder;
  /** What was put into the outbox, the last of each well. */
  readonly done: readonly EntryData[];
  readonly entry: EntryData | null;
}

/** Return the wells whose meters are read by hand. */
export function roundWells(wells: readonly Well[]): MeteredWell[] {
  return wells.flatMap(({ id, code, lon, lat, pump_flow_m3h, meter }) => (meter ? [{ id, code, lon, lat, flow: pump_flow_m3h, meter }] : []));
}

export function newMeterRound(township: string, village: string, wells: readonly MeteredWell[]): MeterRoundData {
  return { township, village, wells, order: "near", done: [], entry: null };
}

export function newEntry(record: string, well: MeteredWell, now: string): EntryData {
  return { record, well, outcome: "dial_read", readOn: dayOf(now), dial: "", isRolled: false, isSure: false, reason: "", photograph: null, isAgain: false };
}

/** Return what the server said of the wells whose dials it refused, by well: they are read again under the same record. */
export function refusedOf(round: MeterRoundData, operations: readonly Pick<QueuedOperation, "record" | "state" | "reason">[]): Map<string, string> {
  const last = new Map(operations.map((one) => [one.record, one]));
  const refused = round.done.filter(({ record }) => last.get(record)?.state === "refused");
  return new Map(refused.map(({ record, well }) => [well.id, last.get(record)?.reason?.message ?? ""]));
}

type Left = Near<MeteredWell> | { readonly item: MeteredWell; readonly metres: null; readonly bearing: null };

/** Return the meters still to be read, those that were refused first, with the way there where a position is known. */
export function remaining(round: MeterRoundData, refused: ReadonlySet<string>, here: Place | null): Left[] {
  const done = new Set(round.done.map(({ well }) => well.id));
  const left = round.wells.filter((well) => refused.has(well.id) || !done.has(well.id));
  const byCode = [...left].sort((a, b) => a.code.localeCompare(b.code));
  const found: Left[] = round.order === "near" && here ? nearest(left, here, left.length) : byCode.map((item) => ({ item, metres: null, bearing: null }));
  return [...found.filter(({ item }) => refused.has(item.id)), ...found.filter(({ item }) => !refused.has(item.id))];
}

function readOf(entry: EntryData): DialRead | null {
  const dialL = litresOf(entry.dial);
  return dialL === null || entry.outcome !== "dial_read" ? null : { on: entry.readOn, dialL, isRolled: entry.isRolled };
}

/** Return what looks wrong about an entry's dial; who is sure may send it all the same. */
export function entryDoubts(entry: EntryData): Doubt[] {
  const { meter, flow } = entry.well;
  const read = readOf(entry);
  return read && /^\d{4}-\d\d-\d\d$/.test(read.on) ? doubtsOf(read, { last: meter.last, digits: meter.digits, flow }) : [];
}

/** Say whether the officer insists on a dial that somebody doubts. */
function isInsisted(entry: EntryData): boolean {
  return entry.outcome === "dial_read" && entry.isSure && (entry.isAgain || entryDoubts(entry).length > 0);
}

export type EntryGap = "day" | "future" | "dial_missing" | "dial" | "dial_too_long" | "taken" | "doubt" | "reason" | "photograph";

/** Return what keeps an entry from being sent; `today` is the Chinese day. */
export function entryGaps(entry: EntryData, today: string): EntryGap[] {
  const { meter } = entry.well;
  const gaps: EntryGap[] = [];
  if (!entry.readOn) gaps.push("day");
  else if (entry.readOn > today) gaps.push("future");
  const isTyped = entry.dial.trim() !== "";
  if (entry.outcome === "dial_read" && !isTyped) gaps.push("dial_missing");
  if (entry.outcome !== "meter_barred" && isTyped && litresOf(entry.dial) === null) gaps.push("dial");
  const read = readOf(entry);
  if (read && isTooLong(read.dialL, meter.digits)) gaps.push("dial_too_long");
  if (read && isTaken(read, meter.last)) gaps.push("taken");
  if (!entry.isSure && entryDoubts(entry).length) gaps.push("doubt");
  if (entry.outcome !== "dial_read" && !entry.reason.trim()) gaps.push("reason");
  if (needsPhotograph(entry) && !entry.photograph) gaps.push("photograph");
  return gaps;
}

/** Say whether the dial must be shown: the meter stopped, its dial turned over, or it looks wrong. */
export function needsPhotograph(entry: EntryData): boolean {
  if (entry.outcome === "meter_stopped") return true;
  return entry.outcome === "dial_read" && (entry.isRolled || isInsisted(entry));
}

/** Return the payload of `reading.record`. */
export function readingPayload(entry: EntryData, at: string, fix: FiledFix | null): FiledReading {
  const dialL = entry.outcome === "meter_barred" ? null : litresOf(entry.dial);
  const isRead = entry.outcome === "dial_read";
  return {
    well: entry.well.id,
    meter_no: entry.well.meter.number,
    read_on: entry.readOn,
    at,
    outcome: entry.outcome,
    dial_m3: dialL === null ? null : String(dialL / 1000),
    is_rolled: isRead && entry.isRolled,
    is_sure: isInsisted(entry),
    reason: isRead ? "" : entry.reason.trim(),
    place: fix && { lon: fix.lon, lat: fix.lat, accuracy_m: fix.accuracy_m },
    photograph: entry.photograph && filedEvidence(entry.photograph),
  };
}

export function entryFiles(entry: EntryData): KeptFile[] {
  return entry.photograph ? [entry.photograph] : [];
}

/** Return the round after an entry was put into the outbox. */
export function afterEntry(round: MeterRoundData, entry: EntryData): MeterRoundData {
  return { ...round, done: [...round.done.filter(({ well }) => well.id !== entry.well.id), entry], entry: null };
}
