// Taking a file in: the bytes as the browser first handed them over are hashed and stored before anything else is done
// with them, together with the time and the position of that moment. Who and on which device stands in the operation.
import { effect, type ReadonlySignal } from "@preact/signals";
import { fix, freshFix, type Fix } from "../presence/fix";
import { isUnlocked } from "../store/current";
import { keepFile } from "../store/files";
import type { CapturedFile, EvidenceMethod, EvidenceOrigin } from "../store/types";

const WAIT_FOR_FIX_MS = 5000; // after the camera was in front, the browser needs a moment to look for the position again

export interface Taking {
  readonly origin: EvidenceOrigin;
  readonly method: EvidenceMethod;
}

/** Keep one file. Throws what the store throws, for instance when the disk is full. */
export async function take(file: File, { origin, method }: Taking, moment: Moment): Promise<CapturedFile> {
  if (!isUnlocked.peek()) await next(isUnlocked); // it locked itself while the camera was in front
  const kept = await keepFile(file, file.name);
  return { ...kept, origin, method, capturedAt: moment.capturedAt, fix: await moment.place };
}

/** When and where something came: the time is now, the position comes when the device has one. */
export interface Moment {
  readonly capturedAt: string;
  readonly place: Promise<Fix | null>;
}

export function thisMoment(): Moment {
  return { capturedAt: new Date().toISOString(), place: placeNow() };
}

/** Return the position now, or the next one within five seconds, or null. */
export async function placeNow(): Promise<Fix | null> {
  return freshFix() ?? next(fix, WAIT_FOR_FIX_MS);
}

/** Wait until a signal has another value that is something; null when it does not come in time. */
export function next<T>(source: ReadonlySignal<T | null>, withinMs = Infinity): Promise<T | null> {
  return new Promise((resolve) => {
    const before = source.peek();
    const finish = (found: T | null): void => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve(found);
    };
    const timer = Number.isFinite(withinMs) ? setTimeout(() => finish(null), withinMs) : undefined;
    const stop = effect(() => {
      if (source.value && source.value !== before) finish(source.value);
    });
  });
}
