// How a day stands to today, as a word in its colour.
import { dayOf } from "../papers/days";
import { _ } from "../words";
import { daysBetween } from "./agenda";

const SOON_DAYS = 3;

interface DueTextProps {
  readonly due: string | null;
  readonly today?: string;
}

export function DueText({ due, today = dayOf(new Date().toISOString()) }: DueTextProps) {
  if (due === null) return null;
  const left = daysBetween(today, due);
  if (left < 0) return <span class="tag tag--overdue">{_("逾期 %(n)s 天", { n: -left })}</span>;
  if (left === 0) return <span class="tag tag--due_soon">{_("今天到期")}</span>;
  return <span class={left <= SOON_DAYS ? "tag tag--due_soon" : "tag tag--neutral"}>{_("%(day)s 到期", { day: due })}</span>;
}
