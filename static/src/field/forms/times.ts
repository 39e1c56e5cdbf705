// Times on the screen: of the Chinese clock, as papers have them.
const AHEAD_MS = 8 * 3600 * 1000;

/** Return "14:05" of an instant; empty for none. */
export function clockText(instant: string | null): string {
  return instant ? new Date(Date.parse(instant) + AHEAD_MS).toISOString().slice(11, 16) : "";
}
