// What went wrong and nobody foresaw: said on the page, with the words that help whoever is called.
import { signal } from "@preact/signals";

export const lastFault = signal<string | null>(null);

/** Tell of an error; the work that is kept is not touched by it. */
export function fault(error: unknown): void {
  console.error(error);
  lastFault.value = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Run something that the page does not wait for; its error is told. */
export function run(work: Promise<unknown>): void {
  work.catch(fault);
}
