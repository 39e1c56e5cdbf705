// The exported outbox: one ZIP of the very bytes that lie in the store, readable only by the server; made while locked, too.
import { downloadZip } from "client-zip";
import { chunkName } from "../store/files";
import { keyRow, type FileRow, type OfficerDb, type OperationRow } from "../store/db";
import { sign, utf8 } from "../store/crypto";
import { bodyName } from "./outbox";

interface Entry {
  readonly name: string;
  readonly lastModified: Date;
  readonly input: Uint8Array<ArrayBuffer> | string;
}

export interface Exported {
  readonly blob: Blob;
  readonly name: string;
  readonly operations: number;
  readonly drafts: number;
}

/** What of a store is exported. */
export interface Choice {
  /** Operations by id; without it all that have no verified receipt. */
  readonly operations?: readonly string[];
  readonly withDrafts: boolean;
}

async function chosen(db: OfficerDb, choice: Choice): Promise<readonly OperationRow[]> {
  const rows = await db.getAll("operations");
  const wanted = rows.filter((row) => choice.operations?.includes(row.id) ?? row.receiptAt === null);
  return wanted.sort((a, b) => a.sequence - b.sequence);
}

/** What one export holds. */
interface Held {
  readonly rows: readonly OperationRow[];
  readonly drafts: readonly string[];
  /** Files that no operation names: drafts do, and while locked nobody can say which. */
  readonly loose: readonly FileRow[];
}

async function heldBy(db: OfficerDb, choice: Choice): Promise<Held> {
  const rows = await chosen(db, choice);
  if (!choice.withDrafts) return { rows, drafts: [], loose: [] };
  const named = new Set((await db.getAll("operations")).flatMap((row) => row.files.map((file) => file.hash)));
  const loose = (await db.getAll("files")).filter((file) => !file.isDropped && !named.has(file.hash));
  return { rows, drafts: await db.getAllKeys("drafts"), loose };
}

/** A manifest as it is written, and the device's signature over its bytes: drafts have none of their own. */
interface Manifest {
  readonly text: string;
  readonly signature: string;
}

async function manifestOf(db: OfficerDb, { rows, drafts, loose }: Held, madeAt: Date): Promise<Manifest> {
  const [device, vault] = [await keyRow(db, "device"), await keyRow(db, "vault")];
  if (!device || !vault) throw new Error("this store has no keys");
  const text = JSON.stringify({
    version: 1,
    county: device.county,
    device: device.device,
    officer: device.officer,
    made_at: madeAt.toISOString(),
    key: vault.escrow,
    operations: rows.map(({ id, sequence, files }) => ({ id, sequence, files })),
    drafts,
    loose: loose.map(({ hash, size, chunks }) => ({ hash, size, chunks })),
  });
  return { text, signature: await sign(device.signing.privateKey, utf8(text)) };
}

async function* entriesOf(db: OfficerDb, manifest: Manifest, { rows, drafts, loose }: Held, at: Date): AsyncGenerator<Entry> {
  yield { name: "manifest.json", lastModified: at, input: manifest.text };
  yield { name: "manifest.sig", lastModified: at, input: manifest.signature };
  const files = new Map([...rows.flatMap((row) => row.files), ...loose].map((file) => [file.hash, file.chunks] as const));
  const chunks = [...files].flatMap(([hash, count]) => Array.from({ length: count }, (_, index) => chunkName(hash, index)));
  for (const name of [...rows.map((row) => bodyName(row.id)), ...drafts.map((id) => `drafts/${id}`), ...chunks]) {
    const box = await db.get("entries", name);
    if (box) yield { name, lastModified: at, input: box };
  }
}

function fileName(at: Date): string {
  const digits = at.toISOString().replace(/\D/g, "").slice(0, 14);
  return `casebook-outbox-${digits}.zip`;
}

/** Write a store's unsent work, or chosen operations, into one ZIP. Nothing is taken away from the store. */
export async function exportStore(db: OfficerDb, choice: Choice): Promise<Exported> {
  const at = new Date();
  const held = await heldBy(db, choice);
  const manifest = await manifestOf(db, held, at);
  const blob = await downloadZip(entriesOf(db, manifest, held, at)).blob();
  return { blob, name: fileName(at), operations: held.rows.length, drafts: held.drafts.length };
}

/** Hand a file to the person at the tablet. */
export function offerFile({ blob, name }: Pick<Exported, "blob" | "name">): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
