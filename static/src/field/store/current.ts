// The store that is open now: an officer's database, and the data key while it is unlocked.
import { computed, signal } from "@preact/signals";
import type { DeviceRow, OfficerDb } from "./db";

export interface Store {
  readonly db: OfficerDb;
  readonly device: DeviceRow;
}

/** The officer's store, locked or not; null before somebody has been chosen. */
export const store = signal<Store | null>(null);

/** The data key while unlocked. */
export const dataKeyNow = signal<CryptoKey | null>(null);

export const isUnlocked = computed(() => store.value !== null && dataKeyNow.value !== null);

/** What needs the data key was asked for while it is locked; nothing was written. */
export class Locked extends Error {
  constructor() {
    super("the store is locked");
    this.name = "Locked";
  }
}

/** Return the open store and its key; throws Locked. */
export function here(): Store & { readonly key: CryptoKey } {
  const [open, key] = [store.value, dataKeyNow.value];
  if (!open || !key) throw new Locked();
  return { ...open, key };
}
