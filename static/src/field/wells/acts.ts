// Which acts fit a well and may be done by this officer. Pure.
import type { DraftKind } from "../acts/kinds";
import type { PackedClosure, PackedMeasure, PackedProblem, PackedTask, TaskKind } from "../store/types";

/** Everything that can be begun at a well; orders follow from an inspection. */
export type ActKind = Exclude<DraftKind, "order">;

/** What is known of the one well. */
export interface WellAffairs {
  readonly problems: readonly Pick<PackedProblem, "id" | "status">[];
  readonly measures: readonly Pick<PackedMeasure, "id" | "status">[];
  readonly closures: readonly Pick<PackedClosure, "id" | "status">[];
  readonly tasks: readonly Pick<PackedTask, "kind" | "of">[];
  /** Whether it has a meter that is read by hand. */
  readonly hasMeter: boolean;
}

/** An act that can be begun; `of` is what it is about, where it is about something. */
export interface OfferedAct {
  readonly kind: ActKind;
  readonly of: string | null;
  readonly isDue: boolean;
}

const PERMISSION_OF: Readonly<Record<ActKind, string>> = {
  patrol: "patrol:record",
  inspection: "inspection:record",
  verification: "inspection:record",
  survey: "inspection:record",
  recheck: "inspection:record",
  follow_up: "inspection:record",
  interview: "inspection:record",
  acceptance: "closure:accept",
  meter_round: "reading:record",
  well_edit: "inspection:record", // corrections from the field come from inspectors; the register's keepers sit at a desk
};

/** The act that a task asks for; a returned record is written anew as the act it was. */
export const ACT_OF_TASK: Readonly<Partial<Record<TaskKind, ActKind>>> = {
  recheck: "recheck",
  follow_up: "follow_up",
  verification: "verification",
  acceptance: "acceptance",
};

/** Say whether an officer with these permissions may do an act. */
export function mayDo(kind: ActKind, may: readonly string[]): boolean {
  return may.includes(PERMISSION_OF[kind]);
}

/** Return the acts on offer at a well: what is due first, then what is always possible. */
export function offeredActs({ problems, measures, closures, tasks, hasMeter }: WellAffairs, may: readonly string[]): OfferedAct[] {
  const due = tasks.flatMap(({ kind, of }): OfferedAct[] => {
    const act = ACT_OF_TASK[kind];
    return act ? [{ kind: act, of, isDue: true }] : [];
  });
  const open: OfferedAct[] = [
    ...measures.filter(({ status }) => status === "ordered").map(({ id }): OfferedAct => ({ kind: "recheck", of: id, isDue: false })),
    ...problems.filter(({ status }) => status === "struck_off").map(({ id }): OfferedAct => ({ kind: "follow_up", of: id, isDue: false })),
    ...closures.filter(({ status }) => status === "reported").map(({ id }): OfferedAct => ({ kind: "acceptance", of: id, isDue: false })),
  ];
  const meters = hasMeter ? (["meter_round"] as const) : [];
  const always = (["inspection", "patrol", ...meters, "verification", "survey", "interview", "well_edit"] as const).map((kind): OfferedAct => ({ kind, of: null, isDue: false }));
  const offered: OfferedAct[] = [];
  for (const act of [...due, ...open, ...always]) {
    const isThere = offered.some(({ kind, of }) => kind === act.kind && (act.of === null || of === act.of));
    if (!isThere && mayDo(act.kind, may)) offered.push(act);
  }
  return offered;
}

/** Return the route that begins an act; the forms read it. */
export function routeOf({ kind, of }: Pick<OfferedAct, "kind" | "of">, well: string): string {
  return ["#/new", kind, encodeURIComponent(well), ...(of === null ? [] : [encodeURIComponent(of)])].join("/");
}
