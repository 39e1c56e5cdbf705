// Room on the tablet: how much there is, whether the browser may take it away.
import { signal } from "@preact/signals";

export interface Room {
  /** Bytes; null where the browser does not say. */
  readonly used: number | null;
  readonly quota: number | null;
  /** Whether the browser has promised not to evict; null where it does not say. */
  readonly isPersisted: boolean | null;
}

export const room = signal<Room>({ used: null, quota: null, isPersisted: null });

const LITTLE_SHARE = 0.9;
const LITTLE_BYTES = 300 * 1024 * 1024;

/** Say whether there is little room left, before it is none. */
export function isScarce({ used, quota }: Room): boolean {
  if (used === null || quota === null || quota === 0) return false;
  return used / quota > LITTLE_SHARE || quota - used < Math.min(LITTLE_BYTES, quota / 2);
}

/** Ask the browser for a lasting store and measure it. */
export async function measureRoom(ask: boolean): Promise<Room> {
  const storage = navigator.storage as StorageManager | undefined;
  if (!storage?.estimate) return room.value;
  const { usage = null, quota = null } = await storage.estimate();
  const isPersisted = (await storage.persisted?.()) ?? null;
  const granted = ask && isPersisted === false ? await storage.persist() : isPersisted;
  room.value = { used: usage, quota, isPersisted: granted };
  return room.value;
}
