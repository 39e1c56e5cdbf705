// The screens of an act, one question block each, and how far the officer has come. Pure.
import { applying, asked } from "./answers";
import type { Gap } from "./missing";
import type { ActData } from "./model";
import { NEEDS } from "./needs";

/** Under which heading a screen stands in the overview. */
export type StepGroup = "arrival" | "earlier" | "checklist" | "result" | "paper";

export interface Step {
  /** `item:C01`, `earlier:<finding id>` or a name: what the route and the record keep. */
  readonly id: string;
  readonly group: StepGroup;
  /** Code of the question or of the earlier problem; empty for the other screens. */
  readonly code: string;
}

function step(id: string, group: StepGroup, code = ""): Step {
  return { id, group, code };
}

/** Return the screens of a record in their order. */
export function stepsOf(data: ActData): Step[] {
  return [
    step("presence", "arrival"),
    step("officers", "arrival"),
    step("told", "arrival"),
    ...data.earlier.map((one) => step(`earlier:${one.finding}`, "earlier", one.code)),
    ...asked(data.checklist.items, data.kind).map((item) => step(`item:${item.code}`, "checklist", item.code)),
    step("findings", "result"),
    step("situation", "result"),
    ...(NEEDS[data.kind].sketch ? [step("sketch", "result")] : []),
    step("evidence", "result"),
    step("paper", "paper"),
    step("finish", "paper"),
  ];
}

/** Return where a record is to go on: at the step that was kept, else at the first. */
export function stepAt(steps: readonly Step[], id: string): number {
  return Math.max(0, steps.findIndex((one) => one.id === id));
}

function isFilled(data: ActData, { id, code }: Step): boolean {
  if (id.startsWith("item:")) return Boolean(data.answers[code]?.trim());
  if (id === "findings") return data.findings.length > 0;
  if (id === "situation") return data.situation.trim() !== "";
  return true;
}

/** How a screen stands: something is missing, it is filled, or it is blank and may stay so. */
export type StepState = "missing" | "done" | "blank";

export function stateOf(data: ActData, one: Step, gaps: readonly Gap[]): StepState {
  if (gaps.some((gap) => gap.step === one.id)) return "missing";
  return isFilled(data, one) ? "done" : "blank";
}

/** Return how many screens lack nothing any more, of how many; the last, which only sends, does not count. */
export function progress(data: ActData, gaps: readonly Gap[]): { readonly done: number; readonly of: number } {
  const steps = stepsOf(data).filter((one) => one.id !== "finish");
  return { done: steps.filter((one) => stateOf(data, one, gaps) === "done").length, of: steps.length };
}

/** Return the answers that casebook gives by itself, as far as the tablet can: metres and kinds of zones. */
export function automaticAnswers(data: ActData, distanceM: number | null): Record<string, string> {
  const given: Record<string, string> = { zones: data.subject.zones.join(","), distance: distanceM === null ? "" : String(Math.round(distanceM)) };
  const items = applying(data.checklist.items, data.kind);
  return Object.fromEntries(items.flatMap((item) => (given[item.kind] ? [[item.code, given[item.kind] as string]] : [])));
}
