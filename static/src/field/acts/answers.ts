// Reading an answer, and what it points to: the same as casebook/inspections/rules/answers.py. Pure.
import type { ChecklistItem, InspectionKind } from "../store/types";

export const LONGEST = 400;
const LARGEST = 1_000_000_000;
const NUMBER = /^\d+(\.\d+)?$/;

/** Kinds that casebook answers by itself. */
const AUTOMATIC = new Set<string>(["distance", "zones", "permit_share"]);
const NUMBERS = new Set<string>(["number", "distance", "permit_share"]);

export type AnswerFault = "not_a_number" | "out_of_range" | "too_long" | "not_a_day" | "unknown";

export function isAutomatic(item: Pick<ChecklistItem, "kind">): boolean {
  return AUTOMATIC.has(item.kind);
}

/** Return the items that apply to an act. */
export function applying(items: readonly ChecklistItem[], kind: InspectionKind): ChecklistItem[] {
  return items.filter((item) => !item.kinds.length || item.kinds.includes(kind));
}

/** Return the items that people answer on an act of this kind. */
export function asked(items: readonly ChecklistItem[], kind: InspectionKind): ChecklistItem[] {
  return applying(items, kind).filter((item) => !isAutomatic(item));
}

/** Return what is wrong with a written answer, or null; a blank one is only unanswered. */
export function answerFault(item: ChecklistItem, written: string): AnswerFault | null {
  const text = written.trim();
  if (!text) return null;
  if (item.kind === "number") return numberFault(text);
  if (item.kind === "date") return isDay(text) ? null : "not_a_day";
  const choices = item.kind === "yes_no" ? ["yes", "no", "na"] : item.choices;
  if (item.kind === "yes_no" || item.kind === "choice") return choices.includes(text) ? null : "unknown";
  return text.length > LONGEST ? "too_long" : null;
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function numberFault(text: string): AnswerFault | null {
  if (!NUMBER.test(text)) return "not_a_number";
  return Number(text) > LARGEST ? "out_of_range" : null;
}

function pointedTo(item: ChecklistItem, value: string): readonly string[] {
  if (!value) return [];
  if (NUMBERS.has(item.kind)) return item.limit !== null && Number(value) > item.limit ? (item.bad["above"] ?? []) : [];
  const answers = item.kind === "zones" ? value.split(",") : [value];
  return answers.flatMap((answer) => item.bad[answer] ?? []);
}

/** Say whether an answer points to a problem. */
export function isBad(item: ChecklistItem, value: string): boolean {
  return pointedTo(item, value.trim()).length > 0;
}

/** Return the problem codes that the answers point to, sorted, each with the items it came from. */
export function suggestedCodes(items: readonly ChecklistItem[], answers: Readonly<Record<string, string>>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const item of items) {
    for (const code of pointedTo(item, (answers[item.code] ?? "").trim())) {
      found.set(code, [...(found.get(code) ?? []), item.code]);
    }
  }
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}

/** Return the codes of required questions without an answer, and of all with one that cannot be. */
export function unanswered(items: readonly ChecklistItem[], answers: Readonly<Record<string, string>>): string[] {
  const isOpen = (item: ChecklistItem): boolean => {
    const written = answers[item.code] ?? "";
    return (item.is_required && !written.trim()) || answerFault(item, written) !== null;
  };
  return items.filter(isOpen).map((item) => item.code);
}

/** Return the codes of items that were seen and have fewer photographs than asked for: a word to the reviewer, no refusal. */
export function shortOfPhotographs(items: readonly ChecklistItem[], answers: Readonly<Record<string, string>>, counts: ReadonlyMap<string, number>): string[] {
  const isShown = (item: ChecklistItem): boolean => {
    const value = answers[item.code] ?? "";
    return item.kind === "yes_no" ? isBad(item, value) : value !== "";
  };
  return items.filter((item) => (counts.get(item.code) ?? 0) < item.photographs && isShown(item)).map((item) => item.code);
}

/** Return how many files each item has. */
export function countByItem(cards: readonly { readonly itemCode: string }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { itemCode } of cards) counts.set(itemCode, (counts.get(itemCode) ?? 0) + 1);
  return counts;
}
