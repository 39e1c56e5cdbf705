// An open record: every change is on the disk a moment later, encrypted, and what is shown as saved is saved.
//
// A photograph may come back from the camera after its record was left. Such a change goes to the record as it is by then,
// open again or on the disk, never to an old copy that would overwrite it.
import { signal, type ReadonlySignal } from "@preact/signals";
import { openDraft, saveDraft } from "../store/drafts";
import { holdRecord } from "./sole";

const APART_MS = 150; // two saves begin no closer, so that fast typing does not wear the storage out
const AGAIN_MS = 5_000;

type Change<T> = Partial<T> | ((now: T) => T);

/** What a form needs of the record that it writes. */
export interface Handle<T> {
  readonly id: string;
  readonly value: ReadonlySignal<T>;
  /** Change the record; it is saved at once, and while one goes on typing every 150 ms. */
  edit(change: Change<T>): void;
  /** Save now; resolves when all that was changed is on the disk. Rejects with what the store throws. */
  flush(): Promise<void>;
}

/** Where records lie; the tests bring their own. */
export interface RecordStore {
  readonly open: (id: string) => Promise<{ readonly data: unknown } | null>;
  readonly save: (id: string, data: object) => Promise<void>;
  readonly hold: (id: string) => Promise<(() => void) | null>;
}

const STORE: RecordStore = { open: openDraft, save: saveDraft, hold: holdRecord };
const live = new Map<string, OpenRecord<object>>();

function changed<T extends object>(now: T, change: Change<T>): T {
  return typeof change === "function" ? change(now) : { ...now, ...change };
}

/** Keeps one record while it is open. A save that fails is told by the shell, and tried again until it succeeds. */
export class OpenRecord<T extends object> implements Handle<T> {
  readonly id: string;
  readonly value: ReadonlySignal<T>;
  private readonly data;
  private readonly store: RecordStore;
  private saved: T;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueAt = Infinity;
  private begunAt = -Infinity;
  private isClosed = false;
  private late: Promise<void> = Promise.resolve();

  constructor(id: string, data: T, store: RecordStore = STORE) {
    this.id = id;
    this.data = signal(data);
    this.value = this.data;
    this.saved = data;
    this.store = store;
    live.set(id, this as unknown as OpenRecord<object>);
  }

  edit(change: Change<T>): void {
    if (this.isClosed) {
      this.late = this.late.then(() => this.amend(change));
      return;
    }
    this.data.value = changed(this.data.peek(), change);
    this.saveIn(Math.max(0, this.begunAt + APART_MS - performance.now()));
  }

  async flush(): Promise<void> {
    if (this.isClosed) return this.late;
    this.cancel();
    const data = this.data.peek();
    if (data === this.saved) return;
    this.begunAt = performance.now();
    try {
      await this.store.save(this.id, data);
    } catch (error) {
      this.saveIn(AGAIN_MS);
      throw error;
    }
    this.saved = data;
    if (this.data.peek() !== data) await this.flush();
  }

  /** Save now without waiting; whoever sees the shell sees how it went. */
  flushSoon(): void {
    this.flush().catch((error: unknown) => console.warn("the record is not saved yet", error));
  }

  /** Leave the record when all that was changed is saved. Where that fails it stays open, and is tried again. */
  async close(): Promise<void> {
    await this.flush();
    this.isClosed = true;
    if (live.get(this.id) === (this as unknown as OpenRecord<object>)) live.delete(this.id);
  }

  /** Bring a change that came late to the record as it is now. */
  private async amend(change: Change<T>): Promise<void> {
    const open = live.get(this.id) as unknown as OpenRecord<T> | undefined;
    if (open) {
      open.edit(change);
      return open.flush();
    }
    const release = await this.store.hold(this.id);
    try {
      const kept = await this.store.open(this.id);
      if (!kept) throw new Error("the record was filed before this came; add it as further evidence");
      await this.store.save(this.id, changed(kept.data as T, change));
    } finally {
      release?.();
    }
  }

  /** Save in so many milliseconds, unless it is to happen sooner: who never stops typing must not put it off for ever. */
  private saveIn(delay: number): void {
    const dueAt = performance.now() + delay;
    if (dueAt >= this.dueAt) return;
    this.cancel();
    this.dueAt = dueAt;
    this.timer = setTimeout(() => this.flushSoon(), delay);
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.dueAt = Infinity;
  }
}

/** Return the record if it is open in this tab. */
export function findOpen<T extends object>(id: string): OpenRecord<T> | null {
  return (live.get(id) as unknown as OpenRecord<T> | undefined) ?? null;
}

/** Save a record whenever the page is hidden or left, or a field is; returns how to stop. */
export function saveOnLeaving(record: { flushSoon(): void }): () => void {
  const save = (): void => record.flushSoon();
  const saveHidden = (): void => {
    if (document.visibilityState === "hidden") save();
  };
  document.addEventListener("visibilitychange", saveHidden);
  document.addEventListener("focusout", save);
  addEventListener("pagehide", save);
  return () => {
    document.removeEventListener("visibilitychange", saveHidden);
    document.removeEventListener("focusout", save);
    removeEventListener("pagehide", save);
  };
}
