// This tablet as the server knows it: its id, its own keys, the server's clock beside its own.
import { computed, signal } from "@preact/signals";
import { isSigned, sign, utf8 } from "./crypto";
import { here, store } from "./current";
import type { ClockRow } from "./db";

export { newId } from "./crypto";

/** The id of the registered device; null before somebody's store is open. */
export const deviceId = computed(() => store.value?.device.device ?? null);

/** Sign a text with the device's key: ECDSA P-256, r and s, base64url. */
export async function signText(text: string): Promise<string> {
  return sign(here().device.signing.privateKey, utf8(text));
}

/** Say whether the holder of a key (SubjectPublicKeyInfo, base64url) signed a text. */
export async function verifyText(spki: string, text: string, signature: string): Promise<boolean> {
  return isSigned(spki, utf8(text), signature);
}

export const clock = signal<ClockRow | null>(null);

/** Return device clock minus server clock when they were last compared, or null when they never were. */
export function clockAhead(): ClockRow | null {
  return clock.value;
}

/** Return what the server's clock shows by the last comparison; a device that is days off expires nothing by that. */
export function serverNow(): number {
  return Date.now() - (clock.value?.seconds ?? 0) * 1000;
}

const WRONG_S = 300;

export const isClockWrong = computed(() => Math.abs(clock.value?.seconds ?? 0) > WRONG_S);
