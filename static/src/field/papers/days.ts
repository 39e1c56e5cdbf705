// Days and times as papers write them: Chinese time whatever the tablet is set to, so that the same facts always give
// the same text.
import { chineseTime } from "../chinese_time";

/** Return the Chinese day (YYYY-MM-DD) of an instant. */
export function dayOf(instant: string): string {
  return chineseTime(instant).day;
}

/** Return a day as "2026年11月22日"; "/" for none. */
export function writtenDay(day: string | null): string {
  const [year, month, date] = (day ?? "").split("-");
  return year && month && date ? `${year}年${Number(month)}月${Number(date)}日` : "/";
}

/** Return an instant as "2026年11月22日14时05分"; "/" for none. */
export function writtenTime(instant: string | null): string {
  if (!instant) return "/";
  const { day, time } = chineseTime(instant);
  return `${writtenDay(day)}${time.slice(0, 2)}时${time.slice(3)}分`;
}

/** Return an instant's hours and minutes as "14时05分"; "/" for none. */
export function writtenClock(instant: string | null): string {
  if (!instant) return "/";
  const { time } = chineseTime(instant);
  return `${time.slice(0, 2)}时${time.slice(3)}分`;
}

/** Return the whole years between a day of birth and another day; null when either is missing. */
export function ageOn(born: string | null, day: string): number | null {
  if (!born) return null;
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}
