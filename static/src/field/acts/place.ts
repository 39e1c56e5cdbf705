// Where the officers stood, as far as the record knows. Pure.
import { distanceM, type Place } from "../presence/geo";
import type { FiledFix } from "../store/types";
import type { PresenceData, Subject } from "./model";

/** China, roughly: whatever lies outside was typed the wrong way round. */
const [WEST, EAST, SOUTH, NORTH] = [73, 136, 3, 54];

export interface Stood extends Place {
  readonly accuracyM: number | null;
  readonly isTyped: boolean;
}

function typed(presence: PresenceData): Stood | null {
  const [lon, lat] = [presence.typedLon, presence.typedLat].map((text) => (text.trim() ? Number(text) : Number.NaN));
  if (lon === undefined || lat === undefined) return null;
  const isInChina = lon >= WEST && lon <= EAST && lat >= SOUTH && lat <= NORTH;
  return isInChina ? { lon, lat, accuracyM: null, isTyped: true } : null;
}

/** Return the most accurate fix; the earlier of equal ones. */
export function bestFix(fixes: readonly FiledFix[]): FiledFix | null {
  return fixes.reduce<FiledFix | null>((best, one) => (best && best.accuracy_m <= one.accuracy_m ? best : one), null);
}

/** Return where the officers stood: the best fix, else what was typed, else null. */
export function stoodAt(presence: PresenceData): Stood | null {
  const best = bestFix(presence.fixes);
  return best ? { lon: best.lon, lat: best.lat, accuracyM: best.accuracy_m, isTyped: false } : typed(presence);
}

/** Say whether something was typed as a position that cannot be one. */
export function isTypedWrong(presence: PresenceData): boolean {
  return (presence.typedLon.trim() !== "" || presence.typedLat.trim() !== "") && typed(presence) === null;
}

/** Return the metres from where the officers stood to the registered place. */
export function distanceFrom(subject: Subject, presence: PresenceData): number | null {
  const stood = stoodAt(presence);
  return stood && distanceM(stood, subject);
}
