// What a closed well saves, to the litre: the server's rules (casebook/closures/rules.py) for showing while one types.
// Volumes are whole litres as BigInt, days are "2023-10-10". The server computes again and alone decides.

const DAY_MS = 86_400_000;
const MYRIADS: Readonly<Record<string, bigint>> = { "": 1n, 万: 10_000n, 亿: 100_000_000n };

/** Read cubic metres as a person types them ("1,200", "1.2万", "３２００"); null when it is none. */
export function readLitres(text: string): bigint | null {
  const found = /^(\d+)(?:\.(\d{0,9}))?([万亿]?)(?:m3|m³|方|立方米|吨)?$/u.exec(text.normalize("NFKC").replace(/[,\s]/g, ""));
  if (!found) return null;
  const [, whole = "", fraction = "", myriad = ""] = found;
  const scale = 10n ** BigInt(fraction.length);
  return roundedShare((BigInt(whole) * scale + BigInt(fraction || "0")) * (MYRIADS[myriad] ?? 1n) * 1000n, 1n, scale);
}

/** The part of a volume that falls on `days` of `ofDays`, half-even. */
export function roundedShare(volume: bigint, days: bigint, ofDays: bigint): bigint {
  const exact = volume * days;
  const down = exact / ofDays;
  const rest = 2n * (exact % ofDays);
  return rest > ofDays || (rest === ofDays && down % 2n === 1n) ? down + 1n : down;
}

/** Days from one day to another; null when either is none. */
function daysBetween(from: string, to: string): number | null {
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
  return Number.isFinite(days) ? days : null;
}

function daysOfYear(day: string): bigint {
  const year = Number(day.slice(0, 4));
  return BigInt(daysBetween(`${year}-01-01`, `${year + 1}-01-01`) ?? 365);
}

/** What is saved in the year of closing: after the closing day, to its end. */
export function savedThisYear(fullYear: bigint, closedOn: string): bigint | null {
  const left = daysBetween(closedOn, `${closedOn.slice(0, 4)}-12-31`);
  return left === null ? null : roundedShare(fullYear, BigInt(left), daysOfYear(closedOn));
}

/** What a reopened well keeps of its year: after closing, up to the day before reopening. */
export function keptThisYear(fullYear: bigint, closedOn: string, reopenedOn: string): bigint | null {
  const all = savedThisYear(fullYear, closedOn);
  if (all === null || reopenedOn.slice(0, 4) > closedOn.slice(0, 4)) return all;
  const days = daysBetween(closedOn, reopenedOn);
  return days === null || days < 0 ? null : roundedShare(fullYear, BigInt(Math.max(days - 1, 0)), daysOfYear(closedOn));
}

/** Litres as the pages write cubic metres: 3,117.5. */
export function m3Text(litres: bigint): string {
  const whole = (litres / 1000n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = (litres % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  return fraction ? `${whole}.${fraction}` : whole;
}
