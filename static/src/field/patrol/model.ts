// A round through a village: every well of it once, ten seconds each. Pure.
import { nearest, type Near, type Place } from "../presence/geo";
import { filedEvidence, type Card } from "../evidence/card";
import type { FiledFix, FiledPatrolVisit, KeptFile, PatrolState, Well } from "../store/types";

/** A well as the round keeps it: the package may go, the round stays. */
export interface RoundWell extends Place {
  readonly id: string;
  readonly code: string;
  readonly status: string;
  readonly lastDial: string;
}

export interface VisitData {
  readonly visit: string;
  /** Null for a well that the register does not have. */
  readonly well: RoundWell | null;
  readonly state: PatrolState | null;
  readonly isClosureIntact: boolean | null;
  readonly dial: string;
  readonly note: string;
  readonly photograph: Card | null;
}

export interface DoneVisit {
  readonly visit: string;
  readonly well: string | null;
  readonly state: PatrolState;
  readonly at: string;
}

export type RoundOrder = "near" | "code";

export interface RoundData {
  readonly patrol: string;
  readonly township: string;
  readonly village: string;
  readonly wells: readonly RoundWell[];
  readonly order: RoundOrder;
  readonly done: readonly DoneVisit[];
  readonly entry: VisitData | null;
}

const CLOSED = new Set(["plugged", "mothballed", "monitoring"]);

export function isClosed(well: Pick<RoundWell, "status">): boolean {
  return CLOSED.has(well.status);
}

export function roundWell(well: Well): RoundWell {
  const { id, code, lon, lat, status } = well;
  return { id, code, lon, lat, status, lastDial: well.last_dial ?? "" };
}

export function newRound(patrol: string, township: string, village: string, wells: readonly Well[]): RoundData {
  return { patrol, township, village, wells: wells.map(roundWell), order: "near", done: [], entry: null };
}

export function newVisit(visit: string, well: RoundWell | null): VisitData {
  const state = well ? null : "new_well";
  return { visit, well, state, isClosureIntact: null, dial: "", note: "", photograph: null };
}

/** Return the wells still to go to, with the way there where a position is known. */
export function remaining(round: RoundData, here: Place | null): (Near<RoundWell> | { item: RoundWell; metres: null; bearing: null })[] {
  const done = new Set(round.done.map((one) => one.well));
  const left = round.wells.filter((well) => !done.has(well.id));
  if (round.order === "near" && here) return nearest(left, here, left.length);
  const byCode = [...left].sort((a, b) => a.code.localeCompare(b.code));
  return byCode.map((item) => ({ item, metres: null, bearing: null }));
}

export type VisitGap = "state" | "closure" | "dial" | "photograph" | "note" | "position";

/** Return what a visit still lacks: a state; of a closed well whether it is intact; of what is off, a photograph; of a new one, where it is. */
export function visitGaps(entry: VisitData, hasPosition: boolean): VisitGap[] {
  const gaps: VisitGap[] = [];
  if (!entry.state) gaps.push("state");
  if (entry.state === "closed" && entry.isClosureIntact === null) gaps.push("closure");
  if (entry.dial.trim() && !/^\d+(\.\d+)?$/.test(entry.dial.trim())) gaps.push("dial");
  if (isOff(entry) && !entry.photograph && entry.state !== "not_found") gaps.push("photograph");
  if (entry.state === "new_well" && !entry.note.trim()) gaps.push("note");
  if (entry.state === "new_well" && !hasPosition) gaps.push("position");
  return gaps;
}

/** Say whether a visit shows something that makes a lead. */
export function isOff({ state, well, isClosureIntact }: VisitData): boolean {
  if (state === "new_well" || state === "not_found" || isClosureIntact === false) return true;
  return well !== null && isClosed(well) && (state === "in_use" || state === "idle");
}

/** Return the payload of `patrol.visit`. */
export function visitPayload(round: RoundData, entry: VisitData, at: string, fix: FiledFix | null): FiledPatrolVisit {
  if (!entry.state) throw new Error("a visit without a state");
  return {
    patrol: round.patrol,
    well: entry.well?.id ?? null,
    state: entry.state,
    is_closure_intact: entry.state === "closed" ? entry.isClosureIntact : null,
    dial_m3: entry.dial.trim(),
    note: entry.note.trim(),
    at,
    fix,
    photograph: entry.photograph && filedEvidence(entry.photograph),
  };
}

/** Return the round after a visit was put into the outbox. */
export function afterVisit(round: RoundData, entry: VisitData, at: string): RoundData {
  if (!entry.state) throw new Error("a visit without a state");
  const one: DoneVisit = { visit: entry.visit, well: entry.well?.id ?? null, state: entry.state, at };
  return { ...round, done: [...round.done, one], entry: null };
}

/** Return how many wells are done, of how many, and how many visits found something off the register. */
export function counts(round: RoundData): { readonly done: number; readonly of: number; readonly newWells: number } {
  const known = new Set(round.done.flatMap((one) => (one.well ? [one.well] : [])));
  return { done: known.size, of: round.wells.length, newWells: round.done.length - round.done.filter((one) => one.well).length };
}

export function visitFiles(entry: VisitData): KeptFile[] {
  return entry.photograph ? [entry.photograph] : [];
}
