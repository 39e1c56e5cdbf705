// The tasks of the package, and the records that came back since it was made.
import type { PackedTask, Work } from "../store/types";
import { returnedTasks } from "../sync/inbox";

/** Return all tasks; the inbox knows best what came back, the package what it knew when it was packed. */
export function allTasks(present: Work): PackedTask[] {
  const tasks = new Map(present.parts.tasks.map((task) => [task.id, task]));
  for (const task of returnedTasks.value) tasks.set(task.id, task);
  return [...tasks.values()];
}
