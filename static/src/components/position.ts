// The device's position, warmed up while the camera is open so that the shutter has a fresh fix.
import { isFresh, type Fix } from "./capture";

const WARM_MS = 180_000;
const WAIT_MS = 20_000;

let latest: Fix | null = null;
let stopAt = 0;
let watching: number | null = null;

function note(position: GeolocationPosition): void {
  const { longitude, latitude, accuracy } = position.coords;
  latest = { lon: longitude, lat: latitude, accuracyM: accuracy, at: position.timestamp };
  if (Date.now() > stopAt) stop();
}

function stop(): void {
  if (watching !== null) navigator.geolocation.clearWatch(watching);
  watching = null;
}

/** Begin to look for the position; it stops by itself. */
export function warmUp(): void {
  if (!window.isSecureContext || !("geolocation" in navigator)) return;
  stopAt = Date.now() + WARM_MS;
  watching ??= navigator.geolocation.watchPosition(note, stop, { enableHighAccuracy: true });
}

/** Return a fresh fix, or null when the device gives none in time or may not be asked. */
export async function currentFix(): Promise<Fix | null> {
  if (isFresh(latest, Date.now())) return latest;
  if (!window.isSecureContext || !("geolocation" in navigator)) return null;
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      (position) => {
        note(position);
        resolve(latest);
      },
      () => resolve(null), // refused or not found: the photograph counts without a position, and says so
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    );
  });
}
