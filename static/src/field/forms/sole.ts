// One record is written in one tab: two would overwrite each other's fields without a word.

/** Hold a record for this tab; null when another one has it. Where the browser has no locks, this tab always may. */
export function holdRecord(id: string): Promise<(() => void) | null> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    locks
      .request(`casebook-draft-${id}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}
