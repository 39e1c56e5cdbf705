// Taking a file in: the bytes as the browser first handed them over are hashed and stored before anything else is done
// with them, together with the time and the position of that moment. Who and on which device stands in the operation.
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { fix, freshFix, type Fix } from "../presence/fix";
import { isUnlocked } from "../store/current";
import { keepFile } from "../store/files";
import type { CapturedFile, EvidenceMethod, EvidenceOrigin } from "../store/types";

const WAIT_FOR_FIX_MS = 5000; // after the camera was in front, the browser needs a moment to look for the position again

export interface Taking {
  readonly origin: EvidenceOrigin;
  readonly method: EvidenceMethod;
}

/** How many files are on their way into the store: a record is not filed while one may still be coming. */
export const arriving = signal(0);

/** Keep one file. Throws what the store throws, for instance when the disk is full. */
export async function take(file: File, { origin, method }: Taking, moment: Moment): Promise<CapturedFile> {
  if (!isUnlocked.peek()) await next(isUnlocked); // it locked itself while the camera was in front
  const kept = await keepFile(file, file.name);
  return { ...kept, origin, method, capturedAt: moment.capturedAt, fix: moment.fix };
}

/** When and where something came: what is known now, and the position that comes within five seconds where none is. */
export interface Moment {
  readonly capturedAt: string;
  readonly fix: Fix | null;
  readonly place: Promise<Fix | null>;
}

export function thisMoment(): Moment {
  const present = freshFix();
  return { capturedAt: new Date().toISOString(), fix: present, place: present ? Promise.resolve(present) : next(fix, WAIT_FOR_FIX_MS) };
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
