// What waits in the field, by day: pure.
import type { PackedTask } from "../store/types";

export type Band = "returned" | "overdue" | "today" | "week" | "later" | "undated";

export interface AgendaGroup {
  readonly band: Band;
  readonly tasks: readonly PackedTask[];
}

const ORDER: readonly Band[] = ["returned", "overdue", "today", "week", "later", "undated"];
const DAY_MS = 86_400_000;

/** Return the days from one day to another (YYYY-MM-DD), negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** Return in which group a task stands on a day: what came back from the reviewer is the first thing to do. */
export function bandOf(task: Pick<PackedTask, "kind" | "due_on">, today: string): Band {
  if (task.kind === "returned") return "returned";
  if (task.due_on === null) return "undated";
  const left = daysBetween(today, task.due_on);
  if (left < 0) return "overdue";
  if (left === 0) return "today";
  return left <= 7 ? "week" : "later";
}

/** Group the tasks; inside a group the earliest due first, then by well and id. */
export function agenda(tasks: readonly PackedTask[], today: string): AgendaGroup[] {
  const key = ({ due_on, well, id }: PackedTask): string => `${due_on ?? "9999"}|${well}|${id}`;
  const groups = ORDER.map((band) => ({
    band,
    tasks: tasks.filter((task) => bandOf(task, today) === band).sort((a, b) => (key(a) < key(b) ? -1 : 1)),
  }));
  return groups.filter(({ tasks: found }) => found.length > 0);
}
