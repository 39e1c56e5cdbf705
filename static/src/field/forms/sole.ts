// One record is written in one tab: two would overwrite each other's fields without a word.

const PATIENCE_MS = 2_000; // the tab's own form may still be saving what it leaves

/** Hold a record for this tab; null when another one has it. Where the browser has no locks, this tab always may. */
export function holdRecord(id: string): Promise<(() => void) | null> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return Promise.resolve(() => undefined);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  return new Promise((resolve, reject) => {
    const held = (): Promise<void> => {
      clearTimeout(timer);
      return new Promise((release) => resolve(release));
    };
    locks.request(`casebook-draft-${id}`, { signal: patience.signal }, held).catch((error: unknown) => {
      if (patience.signal.aborted) resolve(null);
      else reject(error);
    });
  });
}
