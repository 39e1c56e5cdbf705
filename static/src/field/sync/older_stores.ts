// Stores left from a forgotten PIN: nobody here can open them, but the server can, so they are sent or exported as they are.
import { signal } from "@preact/signals";
import { deleteDB } from "idb";
import { keyRow, openOfficerDb, writeAll, type OfficerDb } from "../store/db";
import { findOfficer, putOfficer } from "../store/officers";
import type { Answer } from "../store/types";
import { askJson } from "./api";
import { exportStore, type Exported } from "./export";
import { isReceiptFor } from "./receipts";
import { atTablet } from "./session";

export interface OlderStore {
  readonly name: string;
  readonly unsent: number;
  readonly drafts: number;
  readonly oldest: string | null;
}

/** The older stores of the officer at the tablet. */
export const olderStores = signal<readonly OlderStore[]>([]);

async function within<T>(name: string, act: (db: OfficerDb) => Promise<T>): Promise<T> {
  const db = await openOfficerDb(name);
  try {
    return await act(db);
  } finally {
    db.close();
  }
}

async function count(name: string): Promise<OlderStore> {
  return within(name, async (db) => {
    const unsent = (await db.getAll("operations")).filter((row) => row.receiptAt === null);
    const oldest = unsent.map((row) => row.madeAt).sort()[0] ?? null;
    return { name, unsent: unsent.length, drafts: await db.count("drafts"), oldest };
  });
}

/** Count what the older stores hold; an empty one is removed. */
export async function loadOlderStores(): Promise<void> {
  const officer = atTablet.value && (await findOfficer(atTablet.value.id));
  const counted = await Promise.all((officer?.stores ?? []).slice(0, -1).map(count));
  for (const { name } of counted.filter((store) => store.unsent + store.drafts === 0)) await removeStore(name);
  olderStores.value = counted.filter((store) => store.unsent + store.drafts > 0);
}

export async function exportOlder(name: string): Promise<Exported> {
  return within(name, (db) => exportStore(db, { withDrafts: true }));
}

/** Send a store sealed; each receipt is verified like any other. Returns how many operations still have none. */
export async function sendSealed(name: string): Promise<number> {
  const { blob } = await exportOlder(name);
  const headers = { "Content-Type": "application/zip" };
  const path = "/field/api/outboxes";
  const { answers } = await askJson<{ answers: readonly Answer[] }>(path, { method: "POST", body: blob, headers, patienceMs: 600_000 });
  const left = await within(name, (db) => takeReceipts(db, answers));
  await loadOlderStores();
  return left;
}

async function takeReceipts(db: OfficerDb, answers: readonly Answer[]): Promise<number> {
  const device = await keyRow(db, "device");
  if (!device) throw new Error("this store has no device");
  for (const { operation, receipt, state } of answers) {
    const row = await db.get("operations", operation);
    if (!row || !receipt || !(await isReceiptFor(row, device, receipt))) continue;
    const received = { ...row, state, receipt, receiptAt: new Date().toISOString() };
    await writeAll(db, ["operations"], async (tx) => void (await tx.objectStore("operations").put(received)));
  }
  return (await db.getAll("operations")).filter((row) => row.receiptAt === null).length;
}

/** Delete an older store: after its last receipt, or by hand after an export. */
export async function removeStore(name: string): Promise<void> {
  const officer = atTablet.value && (await findOfficer(atTablet.value.id));
  if (!officer) return;
  await putOfficer({ ...officer, stores: officer.stores.filter((other) => other !== name) });
  await deleteDB(name);
  olderStores.value = olderStores.value.filter((store) => store.name !== name);
}
