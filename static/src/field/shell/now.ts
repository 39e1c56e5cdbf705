// The minute that it is, for ages on the page.
import { signal } from "@preact/signals";
import { chineseTime } from "../chinese_time";
import { _ } from "../words";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600_000;

export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), MINUTE_MS / 2);

/** Whole days since an instant. */
export function daysSince(instant: string, at: number): number {
  return Math.max(0, Math.floor((at - Date.parse(instant)) / DAY_MS));
}

/** Return an age for people. */
export function ageText(instant: string, at: number): string {
  const minutes = Math.floor((at - Date.parse(instant)) / MINUTE_MS);
  if (minutes < 1) return _("刚刚");
  if (minutes < 60) return _("%(n)s 分钟前", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? _("%(n)s 小时前", { n: hours }) : _("%(n)s 天前", { n: Math.floor(hours / 24) });
}

/** Days after which work that has not arrived is pointed out. */
export const OLD_DAYS = 3;

/** Return an instant as 11-22 14:05 in China's time, whatever zone the device is set to. */
export function timeText(instant: string): string {
  const { day, time } = chineseTime(instant);
  return `${day.slice(5)} ${time}`;
}

/** Return a size for people: 840 KB, 3.2 MB. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} KB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
