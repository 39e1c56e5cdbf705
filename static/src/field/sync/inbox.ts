// What the server has to say: revocation, records sent back, answers that changed.
import { signal } from "@preact/signals";
import { dataKeyNow, here, store } from "../store/current";
import { serverNow } from "../store/device";
import { boxOf, readEntry } from "../store/entries";
import { writeAll } from "../store/db";
import type { Answer, PackedTask } from "../store/types";
import { ask, NoNetwork, readJson, Refusal, refusalOf } from "./api";
import { operationRows } from "./outbox";
import { wipePackage } from "./package";
import { takeAnswer } from "./sender";
import { offerDrafts, type CarriedDraft } from "./carried_drafts";
import { atLocking, atOpening, changeDevice, whoseSession } from "./session";

const NAME = "inbox";

interface Inbox {
  readonly device_revoked: string | null;
  readonly returned: readonly PackedTask[];
  readonly answers: readonly Answer[];
  readonly drafts: readonly CarriedDraft[];
}

interface KeptInbox {
  readonly since: string;
  readonly returned: readonly PackedTask[];
}

/** Records that a reviewer sent back; they are tasks beside those of the package. */
export const returnedTasks = signal<readonly PackedTask[]>([]);

/** Show what the last inbox said. */
export async function loadInbox(): Promise<void> {
  const { db, key } = here();
  returnedTasks.value = (await readEntry<KeptInbox>(db, key, NAME))?.returned ?? [];
}

atOpening(loadInbox);
atLocking(() => {
  returnedTasks.value = [];
});

/** Ask the server; without a network, without a sign-in or with somebody else's nothing changes. */
export async function pollInbox(): Promise<void> {
  if (!store.value || !dataKeyNow.value || (await whoseSession()) !== "own" || !dataKeyNow.value) return;
  const { db, key } = here();
  const since = (await readEntry<KeptInbox>(db, key, NAME))?.since;
  try {
    const answer = await ask(`/field/api/inbox${since ? `?since=${encodeURIComponent(since)}` : ""}`);
    if (!answer.ok) throw await refusalOf(answer);
    await takeInbox(await readJson<Inbox>(answer), answer.headers.get("Casebook-Time"));
  } catch (error) {
    if (!(error instanceof NoNetwork) && !(error instanceof Refusal)) throw error;
  }
}

/** Ask only whether this device was revoked, which needs no key: a locked package must not outlive its tablet. */
export async function pollRevocation(): Promise<void> {
  if (!store.value || (await whoseSession()) !== "own") return;
  try {
    const answer = await ask(`/field/api/inbox?since=${encodeURIComponent(new Date(serverNow()).toISOString())}`);
    if (!answer.ok) throw await refusalOf(answer);
    await takeRevocation((await readJson<Inbox>(answer)).device_revoked);
  } catch (error) {
    if (!(error instanceof NoNetwork) && !(error instanceof Refusal)) throw error;
  }
}

async function takeInbox(inbox: Inbox, serverTime: string | null): Promise<void> {
  await takeRevocation(inbox.device_revoked);
  await takeAnswers(inbox.answers);
  await offerDrafts(inbox.drafts);
  returnedTasks.value = inbox.returned;
  if (!serverTime) return;
  const { db, key } = here();
  const box = await boxOf(key, NAME, { since: serverTime, returned: inbox.returned });
  await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, NAME)));
}

/** A revoked device loses its package at once, and for good; its outbox stays and is quarantined on arrival. */
export async function takeRevocation(revokedAt: string | null): Promise<void> {
  if (revokedAt === null || revokedAt === store.value?.device.revokedAt) return;
  await changeDevice({ revokedAt });
  await wipePackage();
}

/** Bring the outbox up to answers that came some other way than by sending; `saidAt` by the server's clock. */
export async function takeAnswers(answers: readonly Answer[], saidAt?: number): Promise<void> {
  for (const answer of answers) {
    const row = operationRows.value.find((known) => known.id === answer.operation);
    if (row) await takeAnswer(row, answer, saidAt);
  }
}
