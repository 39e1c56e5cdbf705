// Room on the tablet: how much there is, whether the browser may take it away, and what to do when it is full.
import { signal } from "@preact/signals";
import { _ } from "../words";
import { Locked } from "./current";

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

/** Return what a person should know about a failed write. */
export function explainStorage(error: unknown): string {
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return _("平板存储已满，这一次没有存上；已存的都还在。请到“待传”导出或发送，再清理已送达的原件。");
  }
  if (error instanceof Locked) return _("已锁定，没有存上。请输入 PIN 解锁后再写一次。");
  return _("没有存上：%(reason)s", { reason: error instanceof Error ? error.message : String(error) });
}
