// What is wrong or doubtful about a dial, judged at the meter as casebook/volumes/rules/doubts.py judges it when it comes in:
// tests/fixtures/reading_doubts.json holds both to the same answers. Pure.
import type { PackedDial } from "../store/types";

export type Doubt = "below_former" | "above_later" | "dial_ten_times" | "dial_above_capacity";

export interface DialRead {
  readonly on: string;
  readonly dialL: number;
  readonly isRolled: boolean;
}

export interface Known {
  readonly last: PackedDial | null;
  readonly digits: number | null;
  readonly flow: number | null;
}

const LITRES = 1000;
const DAY_MS = 86_400_000;
const SECONDS_OF_DAY = 86_400;
const FEWEST_DIGITS = 3;
const TEN_TIMES_FROM_L = 100 * LITRES;

/** Return the litres of a dial as it is typed, or null for what is no plain number of at most twelve digits. */
export function litresOf(text: string): number | null {
  const found = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text.normalize("NFKC").trim());
  return found ? Number(found[1]) * LITRES + Number((found[2] ?? "").padEnd(3, "0")) : null;
}

/** Return litres as people read them: 12.5. */
export function dialText(litres: number): string {
  return String(litres / LITRES);
}

export function isTooLong(dialL: number, digits: number | null): boolean {
  return digits !== null && dialL >= 10 ** digits * LITRES;
}

/** Say whether another dial stands for that day already: only the office can put another in its place. */
export function isTaken(read: DialRead, last: PackedDial | null): boolean {
  return last !== null && last.on === read.on && last.second < 0 && litresOf(last.dial_m3) !== read.dialL;
}

/** Return what is doubtful about a dial beside the last one that the tablet knows. */
export function doubtsOf(read: DialRead, { last, digits, flow }: Known): Doubt[] {
  const lastL = last && litresOf(last.dial_m3);
  if (!last || lastL === null || (last.on === read.on && last.second < 0)) return [];
  const full = 10 ** (digits ?? Math.max(String(Math.floor(lastL / LITRES)).length, FEWEST_DIGITS)) * LITRES;
  if (last.on >= read.on) {
    const isOpening = last.mark === "new_opening"; // a new meter begins: nothing lies between
    return isOpening || run(read.dialL, lastL, last.mark === "rollover", full) !== null ? [] : ["above_later"];
  }
  const litres = run(lastL, read.dialL, read.isRolled, full);
  if (litres === null) return ["below_former"];
  const isTenTimes = lastL >= TEN_TIMES_FROM_L && read.dialL >= lastL * 10;
  const days = Math.round((Date.parse(read.on) - Date.parse(last.on)) / DAY_MS);
  const isAbove = flow !== null && litres > Math.floor((Math.round(flow * 1000) * days * SECONDS_OF_DAY) / 3600);
  return [...(isTenTimes ? (["dial_ten_times"] as const) : []), ...(isAbove ? (["dial_above_capacity"] as const) : [])];
}

/** Return the litres between two dials: over the highest number where it is marked or the first stood near it; else null. */
function run(before: number, after: number, isMarked: boolean, full: number): number | null {
  if (after >= before) return after - before;
  const turned = full - before + after;
  return turned >= 0 && (isMarked || before * 10 >= full * 9) ? turned : null;
}
