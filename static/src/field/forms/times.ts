// Times on the screen: of the Chinese clock, as papers have them.
import { chineseTime } from "../chinese_time";

/** Return "14:05" of an instant; empty for none. */
export function clockText(instant: string | null): string {
  return instant ? chineseTime(instant).time : "";
}
