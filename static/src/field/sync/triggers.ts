// When the sender and the inbox look again: there is no background sync on most tablets, so the page does it.
import { loadDrafts } from "../store/drafts";
import { pollInbox, pollRevocation } from "./inbox";
import { onNudge } from "./nudge";
import { wipeIfExpired } from "./package";
import { refreshSession, stage } from "./session";
import { unsent } from "./outbox";
import { halt, isDue, send } from "./sender";

const TICK_MS = 3000;
const INBOX_MS = 3 * 60_000;

let inboxAt = -INBOX_MS; // of the clock that nobody sets

async function look(isAsked: boolean): Promise<void> {
  if (stage.value === "locked") return lookWhileLocked();
  if (stage.value !== "open") return;
  const now = Date.now();
  if (isAsked || unsent.value.some((row) => isDue(row, now, false))) await send(isAsked);
  const isSignInAwaited = halt.value === "sign_in"; // whether the device was revoked is told without one
  if ((halt.value !== null && !isSignInAwaited) || (!isAsked && performance.now() - inboxAt < INBOX_MS)) return;
  inboxAt = performance.now();
  await pollInbox();
}

/** Look now, in answer to a person, the network or a new operation. */
export function lookNow(): void {
  if (stage.value !== "open") return;
  report(loadDrafts()); // another tab may have written
  report(refreshSession().then(() => look(true)));
}

async function lookWhileLocked(): Promise<void> {
  if (performance.now() - inboxAt < INBOX_MS) return;
  inboxAt = performance.now();
  await pollRevocation();
}

function report(work: Promise<unknown>): void {
  work.catch((error: unknown) => console.error("looking for work to send failed", error));
}

/** Mount the triggers: network, coming back to the page, the clock, and whoever made an operation. */
export function mountTriggers(): void {
  onNudge(() => report(look(false)));
  addEventListener("online", lookNow);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") lookNow();
  });
  setInterval(() => {
    report(wipeIfExpired());
    report(look(false));
  }, TICK_MS);
}
