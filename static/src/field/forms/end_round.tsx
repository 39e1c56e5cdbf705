// The foot of a list of wells that are done one by one: a round of a patrol, or of reading meters.
import { go } from "../routes";
import { dropDraft } from "../store/drafts";
import { useBusy } from "./busy";
import { Note } from "./choices";
import type { Handle } from "./record";

interface EndRoundProps<T> {
  readonly record: Handle<T>;
  /** Whether all is done; else ending is not what the page is for. */
  readonly isDone: boolean;
  readonly words: string;
  readonly hint: string;
}

/** Every entry is in the outbox already: to end the round only takes its list off the tablet. */
export function EndRound<T>({ record, isDone, words, hint }: EndRoundProps<T>) {
  const { isBusy, fault, run } = useBusy();
  const end = (): Promise<void> =>
    run(async () => {
      await record.flush();
      await dropDraft(record.id);
      go("#/outbox");
    });
  return (
    <div class="block">
      <button type="button" class={`button ${isDone ? "button--primary" : "button--secondary"} button--wide`} disabled={isBusy} onClick={() => void end()}>
        {words}
      </button>
      <p class="muted">{hint}</p>
      {fault && <Note tone="bad">{fault}</Note>}
    </div>
  );
}
