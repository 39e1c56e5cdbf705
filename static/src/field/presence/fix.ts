// The device's position, watched as long as the app is open: each fix with its accuracy and its own timestamp.
import { signal, type ReadonlySignal } from "@preact/signals";
import type { FiledFix } from "../store/types";

/** One position as the wire has it: instants in UTC, `at` by the device's clock, `fix_at` the position's own time. */
export type Fix = FiledFix;

/** Why there is no position: not asked yet, looking, refused by person or browser, not found, no secure context. */
export type FixState = "idle" | "looking" | "found" | "refused" | "unavailable" | "insecure";

const KEPT = 60;
const APART_MS = 10_000; // fixes come every second: one in ten says as much about having been there
const FRESH_MS = 30_000;
const STALE_MS = 120_000; // then the lamp must not go on claiming a position
const AGAIN_MS = 15_000;

const latest = signal<Fix | null>(null);
const state = signal<FixState>("idle");
let kept: Fix[] = [];
let receivedTick = -Infinity; // of the monotonic clock: the device's own may be days off, and satellites know better
let watching: number | null = null;
let staleTimer: ReturnType<typeof setTimeout> | undefined;

/** The position as it is now; null when there is none, or none younger than two minutes. */
export const fix: ReadonlySignal<Fix | null> = latest;
export const fixState: ReadonlySignal<FixState> = state;

/** Return the fixes of the last while, oldest first, at least ten seconds apart; the newest is always there. */
export function recentFixes(): Fix[] {
  return [...kept];
}

/** Forget the fixes: the next record begins with its own. */
export function forgetFixes(): void {
  kept = latest.peek() ? [latest.peek() as Fix] : [];
}

/** Return the present fix if it came within the last 30 s: then it stands for the shutter's moment. */
export function freshFix(): Fix | null {
  return performance.now() - receivedTick <= FRESH_MS ? latest.peek() : null;
}

/** Begin to watch; calling it again is harmless. */
export function watchPosition(): void {
  if (watching !== null) return;
  if (!window.isSecureContext || !("geolocation" in navigator)) {
    state.value = "insecure";
    return;
  }
  if (!latest.peek()) state.value = "looking";
  watching = navigator.geolocation.watchPosition(note, fail, { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 });
}

function note({ coords, timestamp }: GeolocationPosition): void {
  const found: Fix = {
    at: new Date().toISOString(),
    fix_at: new Date(timestamp).toISOString(),
    lon: coords.longitude,
    lat: coords.latitude,
    accuracy_m: coords.accuracy,
  };
  receivedTick = performance.now();
  kept = withFix(kept, found);
  latest.value = found;
  state.value = "found";
  clearTimeout(staleTimer);
  staleTimer = setTimeout(goStale, STALE_MS);
}

function goStale(): void {
  latest.value = null;
  state.value = "looking";
}

function fail(error: GeolocationPositionError): void {
  if (error.code === error.PERMISSION_DENIED) {
    state.value = "refused";
    stop();
  } else if (!latest.peek()) {
    state.value = "unavailable";
    stop();
    setTimeout(watchPosition, AGAIN_MS);
  }
}

function stop(): void {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = null;
}

/** Add a fix to those kept: the newest always, an earlier one only where it is ten seconds from the one before. */
export function withFix(before: readonly Fix[], found: Fix): Fix[] {
  const older = before.slice(0, -1);
  const last = before[before.length - 1];
  const previous = older[older.length - 1];
  const isApart = last && (!previous || Math.abs(Date.parse(last.at) - Date.parse(previous.at)) >= APART_MS);
  return [...older, ...(isApart ? [last] : []), found].slice(-KEPT);
}
