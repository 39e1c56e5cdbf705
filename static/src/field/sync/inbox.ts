// What the server has to say: revocation, records sent back, answers that changed.
import { signal } from "@preact/signals";
import { sign, utf8 } from "../store/crypto";
import { dataKeyNow, here, store } from "../store/current";
import { serverNow } from "../store/device";
import { boxOf, readEntry } from "../store/entries";
import { writeAll, type DeviceRow } from "../store/db";
import type { Answer, PackedTask } from "../store/types";
import { ask, askJson, NoNetwork, readJson, Refusal, refusalOf } from "./api";
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

/** Ask the server; without one's own sign-in only whether this device was revoked. */
export async function pollInbox(): Promise<void> {
  if (!store.value || !dataKeyNow.value) return;
  if ((await whoseSession()) !== "own") return pollRevocation();
  if (!dataKeyNow.value) return; // it was locked meanwhile
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

/**
 * Ask only whether this device was revoked. It needs neither the PIN nor a sign-in, only the device's signature: a package
 * must not outlive its tablet because nobody signs in there.
 */
export async function pollRevocation(): Promise<void> {
  if (!store.value) return;
  try {
    await takeRevocation(await askState(store.value.device));
  } catch (error) {
    if (!(error instanceof NoNetwork) && !(error instanceof Refusal)) throw error;
  }
}

/** A clock that was set since the last comparison is compared by the refusal itself, so the question is asked once more. */
async function askState(device: DeviceRow): Promise<string | null> {
  try {
    return await askStateOnce(device);
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason.code !== "device_state_stale") throw error;
    return askStateOnce(device);
  }
}

async function askStateOnce({ county, device, signing }: DeviceRow): Promise<string | null> {
  const signedAt = new Date(serverNow()).toISOString();
  const signature = await sign(signing.privateKey, utf8(`casebook-state:${county}:${device}:${signedAt}`));
  const headers = { "Casebook-Signed-At": signedAt, "Casebook-Signature": signature };
  return (await askJson<{ readonly revoked_at: string | null }>(`/field/api/devices/${device}/state`, { headers })).revoked_at;
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
