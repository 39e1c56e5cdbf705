// When to try again: sooner at first, later and later, never in step with other tablets.

const FIRST_MS = 2000;
export const LONGEST_MS = 10 * 60_000;

/** A network that comes and goes, or a sign-in, is asked for sooner than a server in trouble: it costs little. */
export const LONGEST_OF_CHEAP_MS = 30_000;

/** Return the milliseconds before the next try; `tries` have failed, `chance` is in [0, 1). */
export function pauseAfter(tries: number, chance: number, waitS: number | null = null, longest = LONGEST_MS): number {
  const most = Math.min(longest, FIRST_MS * 2 ** Math.min(tries, 20));
  return Math.min(longest, Math.max((waitS ?? 0) * 1000, Math.round(most * (0.5 + chance / 2))));
}
