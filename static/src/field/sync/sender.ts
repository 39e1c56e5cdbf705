// Sends what waits, each operation by itself: what is refused or stuck never holds up another.
//
// One tab sends at a time (a Web Lock). An operation goes first, then the files that the server says it lacks, then the
// answer is asked for again; only a verified receipt ends it. Nothing here deletes anything.
import { signal } from "@preact/signals";
import { fromBase64url, textOf } from "../store/crypto";
import { dataKeyNow, here, store } from "../store/current";
import type { OperationRow } from "../store/db";
import { serverNow } from "../store/device";
import { readEntry } from "../store/entries";
import type { Answer } from "../store/types";
import { dropKeyIfIdle, holdKeyWhile, isKeyChanged, whoseSession } from "./session";
import { bodyName, changeRow, loadOutbox, operationRows, type KeptBody } from "./outbox";
import { isReceiptFor } from "./receipts";
import { LONGEST_MS, LONGEST_OF_CHEAP_MS, pauseAfter } from "./retry";
import { uploadFile } from "./upload";
import { getOperation, putOperation, type Outcome } from "./wire";

/** What is being sent at this moment: bytes of the operation's files. */
export const sending = signal<{ readonly operation: string; readonly sent: number; readonly total: number } | null>(null);

/** Why nothing goes on for now; null while it does. */
export const halt = signal<"network" | "sign_in" | "key_changed" | "other_tab" | null>(null);

const NETWORK_TRIES = 2;
const CHECK_AGAIN_MS = 5000;
const LOCK = "casebook-field-sender";

/** Say whether an operation is due; `isAsked` when a person or the network asks, which waits for no pause. */
export function isDue(row: OperationRow, now: number, isAsked: boolean): boolean {
  if (row.receiptAt !== null || row.trouble === "rejected" || row.trouble === "damaged") return false;
  return isAsked || row.nextTryAt <= now || row.nextTryAt > now + LONGEST_MS; // the clock was set back
}

let running: Promise<void> | null = null;
let isAskedAgain = false;
holdKeyWhile(() => running !== null);

/** Send what is due. A run that is under way is not doubled; one more round follows it for what came meanwhile. */
export function send(isAsked: boolean): Promise<void> {
  isAskedAgain = running !== null;
  running ??= rounds(isAsked).finally(() => {
    running = null;
    sending.value = null;
    dropKeyIfIdle();
  });
  return running;
}

async function rounds(isAsked: boolean): Promise<void> {
  await inOneTab(isAsked);
  while (isAskedAgain && halt.value === null) {
    isAskedAgain = false;
    await inOneTab(false);
  }
}

async function inOneTab(isAsked: boolean): Promise<void> {
  if (!store.value || !dataKeyNow.value) return;
  if (isKeyChanged.value) return haltFor("key_changed");
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return sendAll(isAsked); // Safari before 15.4: sending twice does no harm, it only costs
  await locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) return sendAll(isAsked);
    await loadOutbox();
    halt.value = "other_tab";
  });
}

async function sendAll(isAsked: boolean): Promise<void> {
  await loadOutbox(); // another tab may have sent or made some
  halt.value = null;
  let cuts = 0;
  const now = Date.now();
  const due = operationRows.value.filter((row) => isDue(row, now, isAsked));
  if (due[0] && (await whoseSession()) === "other") return waitForOwnSession(due[0]);
  if (isKeyChanged.value) return haltFor("key_changed");
  for (const { id } of due) {
    const row = operationRows.value.find((other) => other.id === id);
    if (!row) continue;
    const outcome = await sendOne(row);
    cuts = outcome.kind === "network" ? cuts + 1 : 0;
    if (outcome.kind === "sign_in") halt.value = "sign_in";
    if (cuts >= NETWORK_TRIES || (cuts > 0 && navigator.onLine === false)) halt.value = "network";
    if (halt.value) return;
  }
  if (cuts > 0) halt.value = "network";
}

function haltFor(why: NonNullable<typeof halt.value>): void {
  halt.value = why;
}

/** Somebody else is signed in here: to them the server denies these operations, which says nothing of the operations. */
async function waitForOwnSession(row: OperationRow): Promise<void> {
  await note(row, { kind: "sign_in" });
  haltFor("sign_in");
}

async function sendOne(row: OperationRow): Promise<Outcome> {
  sending.value = { operation: row.id, sent: 0, total: row.size };
  const kept = await bodyOf(row);
  if (!kept) return damaged(row);
  const first = await putOperation(row.id, kept);
  if (first.kind !== "answer") return note(row, first);
  const failed = await uploadMissing(row, first.answer, kept);
  if (failed) return note(row, failed);
  return note(row, first.answer.missing.length > 0 ? await getOperation(row.id) : first);
}

async function bodyOf(row: OperationRow): Promise<KeptBody | null> {
  const { db, key } = here();
  try {
    return await readEntry<KeptBody>(db, key, bodyName(row.id));
  } catch (error) {
    if (error instanceof DOMException && error.name === "OperationError") return null; // the entry was changed
    throw error;
  }
}

async function damaged(row: OperationRow): Promise<Outcome> {
  const reason = { code: "entry_damaged", message: "", remedy: "", field: null };
  await changeRow(row.id, { trouble: "damaged" }, null);
  return { kind: "rejected", reason };
}

/** Upload what the server lacks; names and types stand in the body, which is what was signed. */
async function uploadMissing(row: OperationRow, answer: Answer, kept: KeptBody): Promise<Outcome | null> {
  const named = new Map(namedIn(kept).map((file) => [file.hash, file]));
  let before = 0;
  for (const hash of answer.missing) {
    const file = named.get(hash);
    if (!file) continue; // not one of ours: the receipt will not match, and that is said
    const failed = await uploadFile({ operation: row.id, ...file }, (sent) => {
      sending.value = { operation: row.id, sent: before + sent, total: row.size };
    });
    if (failed) return failed;
    before += file.size;
  }
  return null;
}

interface NamedFile {
  readonly hash: string;
  readonly size: number;
  readonly name: string;
  readonly type: string;
}

function namedIn(kept: KeptBody): readonly NamedFile[] {
  return (JSON.parse(textOf(fromBase64url(kept.body))) as { files: NamedFile[] }).files;
}

/** Write down what became of a try, and when the next one is due. */
async function note(row: OperationRow, found: Outcome): Promise<Outcome> {
  const isDenied = found.kind === "rejected" || found.kind === "forbidden";
  const outcome: Outcome = isDenied && (await whoseSession()) === "other" ? { kind: "sign_in" } : found;
  if (outcome.kind === "answer") return (await takeAnswer(row, outcome.answer), outcome);
  const tries = row.tries + 1;
  const waitS = outcome.kind === "server" ? outcome.waitS : null;
  const isCheap = outcome.kind === "network" || outcome.kind === "sign_in";
  const nextTryAt = Date.now() + pauseAfter(tries, Math.random(), waitS, isCheap ? LONGEST_OF_CHEAP_MS : LONGEST_MS);
  const reason = "reason" in outcome ? outcome.reason : null;
  await changeRow(row.id, { trouble: outcome.kind, tries, nextTryAt }, reason);
  return outcome;
}

/**
 * Take what the server says of an operation, and said at an instant of its clock; what is older than what is known changes
 * nothing. Its receipt counts only once it is verified.
 */
export async function takeAnswer(row: OperationRow, answer: Answer, saidAt = serverNow()): Promise<void> {
  if (saidAt < row.answeredAt) return;
  if (answer.conflict) return otherBytes(row, answer.conflict.stored);
  const { device } = here();
  const isReceived = answer.receipt !== null && (await isReceiptFor(row, device, answer.receipt));
  const receipt = row.receiptAt ? row.receipt : isReceived ? answer.receipt : null;
  const isForged = answer.receipt !== null && !isReceived && row.receiptAt === null;
  await changeRow(
    row.id,
    {
      state: answer.state,
      answeredAt: saidAt,
      flags: answer.flags,
      receipt,
      receiptAt: row.receiptAt ?? (isReceived ? new Date().toISOString() : null),
      trouble: isForged ? "bad_receipt" : null,
      tries: isForged ? row.tries + 1 : 0,
      nextTryAt: Date.now() + (isForged ? pauseAfter(row.tries + 1, Math.random()) : CHECK_AGAIN_MS),
    },
    answer.reason,
  );
}

/** The server has other bytes under this id, and keeps both: nothing is sent again, a person has to look. */
async function otherBytes(row: OperationRow, stored: string): Promise<void> {
  if (stored === row.bodyHash) return; // these came first; the others are what was kept beside them
  const reason = { code: "other_bytes", message: "", remedy: "", field: null };
  await changeRow(row.id, { state: "conflict", trouble: "rejected" }, reason);
}

/** Let a refused operation be tried once more, because somebody put right what stood against it. */
export async function tryAgain(id: string): Promise<void> {
  await changeRow(id, { trouble: null, nextTryAt: 0 });
  await send(true);
}
