// An open record: every change is on the disk a moment later, encrypted, and what is shown as saved is saved.
import { signal, type ReadonlySignal } from "@preact/signals";
import { saveDraft } from "../store/drafts";

const WAIT_MS = 250;
const AGAIN_MS = 5_000;

/** What a form needs of the record that it writes. */
export interface Handle<T> {
  readonly id: string;
  readonly value: ReadonlySignal<T>;
  /** Change the record; it is saved a quarter of a second later, or at once when the field or the page is left. */
  edit(change: Partial<T> | ((now: T) => T)): void;
  /** Save now; resolves when all that was changed is on the disk. Throws what the store throws. */
  flush(): Promise<void>;
}

type Save<T> = (id: string, data: T) => Promise<void>;

/** Keeps one record. A save that fails is told by the shell, and tried again until it succeeds. */
export class OpenRecord<T extends object> implements Handle<T> {
  readonly id: string;
  readonly value: ReadonlySignal<T>;
  private readonly data;
  private saved: T;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly save: Save<T>;

  constructor(id: string, data: T, save: Save<T> = saveDraft) {
    this.id = id;
    this.data = signal(data);
    this.value = this.data;
    this.saved = data;
    this.save = save;
  }

  edit(change: Partial<T> | ((now: T) => T)): void {
    const now = this.data.peek();
    this.data.value = typeof change === "function" ? change(now) : { ...now, ...change };
    this.saveIn(WAIT_MS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const data = this.data.peek();
    if (data === this.saved) return;
    try {
      await this.save(this.id, data);
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

  /** Leave the record; what is not saved yet is saved. Rejects only where that failed, and then keeps trying. */
  close(): Promise<void> {
    return this.flush();
  }

  private saveIn(delay: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flushSoon(), delay);
  }
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
