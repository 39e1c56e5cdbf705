// Chinese time whatever the tablet is set to. China has kept UTC+8 without summer time since 1992.

const AHEAD_MS = 8 * 3600 * 1000;

/** Return the Chinese day (YYYY-MM-DD) and clock (HH:MM) of an instant. */
export function chineseTime(instant: string): { readonly day: string; readonly time: string } {
  const moved = new Date(Date.parse(instant) + AHEAD_MS).toISOString();
  return { day: moved.slice(0, 10), time: moved.slice(11, 16) };
}
