// Who works on this tablet. Only names and which databases are theirs; what they did is in those, encrypted.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface OfficerRow {
  readonly id: string;
  readonly name: string;
  /** Databases, the one in use last; earlier ones are left from a forgotten PIN. */
  readonly stores: readonly string[];
  readonly usedAt: string;
}

interface OfficersSchema extends DBSchema {
  officers: { key: string; value: OfficerRow };
}

let opening: Promise<IDBPDatabase<OfficersSchema>> | null = null;

async function database(): Promise<IDBPDatabase<OfficersSchema>> {
  opening ??= openDB<OfficersSchema>("casebook-field", 1, {
    upgrade(db) {
      db.createObjectStore("officers", { keyPath: "id" });
    },
  });
  return opening;
}

/** Officers of this tablet, the last one first. */
export async function listOfficers(): Promise<readonly OfficerRow[]> {
  const rows = await (await database()).getAll("officers");
  return rows.sort((a, b) => (a.usedAt < b.usedAt ? 1 : -1));
}

export async function findOfficer(id: string): Promise<OfficerRow | null> {
  return (await (await database()).get("officers", id)) ?? null;
}

export async function putOfficer(row: OfficerRow): Promise<void> {
  const tx = (await database()).transaction("officers", "readwrite", { durability: "strict" });
  await tx.store.put(row);
  await tx.done;
}

/** Return the name of the next database of an officer. */
export function nextStoreName(id: string, stores: readonly string[]): string {
  return `casebook-field-${id}-${stores.length + 1}-${Date.now().toString(36)}`;
}

/** Close the list, so that it can be opened anew. */
export function closeOfficers(): void {
  opening?.then((db) => db.close()).catch(() => undefined); // what did not open need not be closed
  opening = null;
}
