// The outbox: operations made once, in a chain, each with its draft taken away in the same transaction.
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { encrypt, hashOf, newId, sign, toBase64url, utf8, type Bytes } from "../store/crypto";
import { here, store } from "../store/current";
import { keyRow, writeAll, type ChainRow, type OfficerDb, type OperationRow } from "../store/db";
import { readEntry } from "../store/entries";
import { clockAhead } from "../store/device";
import { loadDrafts } from "../store/drafts";
import { me, work } from "../store/work";
import type { KeptFile, OperationKind, QueuedOperation, Reason } from "../store/types";
import { _ } from "../words";
import { nudge } from "./nudge";

export const FIRST_PREVIOUS = `sha256:${"0".repeat(64)}`;
const LONGEST_NAME = 300;

const rows = signal<readonly OperationRow[]>([]);
const titles = signal<ReadonlyMap<string, string>>(new Map());
const reasons = signal<ReadonlyMap<string, Reason>>(new Map());

/** Every operation's row in the order of its making; readable while locked. */
export const operationRows: ReadonlySignal<readonly OperationRow[]> = rows;

/** Every operation with its words; title and reason are empty while locked. */
export const queued: ReadonlySignal<readonly QueuedOperation[]> = computed(() =>
  rows.value.map((row) => ({
    ...row,
    title: titles.value.get(row.id) ?? "",
    reason: reasons.value.get(row.id) ?? null,
  })),
);

/** What still waits for a verified receipt. */
export const unsent = computed(() => rows.value.filter((row) => row.receiptAt === null));

/** Say whether the same record was filed once more after an operation: then that one is corrected already. */
export function isFiledAgain({ kind, record, sequence }: Pick<OperationRow, "kind" | "record" | "sequence">): boolean {
  if (kind === "well.edit") return false; // a later edit of the same well is another matter
  return rows.value.some((row) => row.record === record && row.kind === kind && row.sequence > sequence);
}

export function bodyName(id: string): string {
  return `operations/${id}`;
}

function titleName(id: string): string {
  return `titles/${id}`;
}

export function reasonName(id: string): string {
  return `reasons/${id}`;
}

/** What lies encrypted under an operation's name: the exact bytes that are sent. */
export interface KeptBody {
  readonly body: string;
  readonly hash: string;
  readonly signature: string;
}

interface Making {
  readonly kind: OperationKind;
  readonly record: string;
  readonly payload: object;
  readonly files: readonly KeptFile[];
}

/** One file once: the same picture may stand for two items. */
function onceEach(files: readonly KeptFile[]): readonly KeptFile[] {
  return [...new Map(files.map((file) => [file.hash, file])).values()];
}

async function makeBody(id: string, chain: ChainRow, making: Making, madeAt: string): Promise<{ bytes: Bytes; kept: KeptBody }> {
  const { device } = here();
  const body = {
    version: 1,
    id,
    county: device.county,
    device: device.device,
    officer: device.officer,
    sequence: chain.sequence + 1,
    previous: chain.previous,
    kind: making.kind,
    record: making.record,
    made_at: madeAt,
    clock_ahead_s: clockAhead()?.seconds ?? null,
    package: work.value?.id ?? null,
    payload: making.payload,
    files: onceEach(making.files).map(({ hash, size, name, type }) => ({ hash, size, name: name.slice(0, LONGEST_NAME), type })),
  };
  const bytes = utf8(JSON.stringify(body));
  const signature = await sign(device.signing.privateKey, bytes);
  return { bytes, kept: { body: toBase64url(bytes), hash: await hashOf(bytes), signature } };
}

async function filesOf(db: OfficerDb, files: readonly KeptFile[]): Promise<OperationRow["files"]> {
  return Promise.all(
    onceEach(files).map(async ({ hash }) => {
      const row = await db.get("files", hash);
      if (!row) throw new Error(`${hash} is not on this tablet`);
      return { hash, size: row.size, chunks: row.chunks }; // one that was dropped is at the server already
    }),
  );
}

class ChainMoved extends Error {}

async function tryToQueue(making: Making, title: string, draft: string | null): Promise<string> {
  const { db, key } = here();
  const [id, madeAt] = [newId(), new Date().toISOString()];
  const chain = (await keyRow(db, "chain")) ?? { sequence: 0, previous: FIRST_PREVIOUS };
  const files = await filesOf(db, making.files);
  const { bytes, kept } = await makeBody(id, chain, making, madeAt);
  const bodyBox = await encrypt(key, bodyName(id), utf8(JSON.stringify(kept)));
  const titleBox = await encrypt(key, titleName(id), utf8(JSON.stringify(title)));
  const row: OperationRow = {
    id,
    sequence: chain.sequence + 1,
    kind: making.kind,
    record: making.record,
    madeAt,
    bodyHash: kept.hash,
    size: files.reduce((sum, file) => sum + file.size, bytes.length),
    files,
    state: "queued",
    answeredAt: 0,
    flags: [],
    receipt: null,
    receiptAt: null,
    trouble: null,
    tries: 0,
    nextTryAt: 0,
  };
  await writeAll(db, ["keys", "entries", "operations", "drafts"], async (tx) => {
    const present = (await tx.objectStore("keys").get("chain")) as ChainRow | undefined;
    if ((present?.sequence ?? 0) !== chain.sequence) throw new ChainMoved(); // another tab was quicker
    await tx.objectStore("keys").put({ sequence: row.sequence, previous: kept.hash }, "chain");
    await tx.objectStore("entries").put(bodyBox, bodyName(id));
    await tx.objectStore("entries").put(titleBox, titleName(id));
    await tx.objectStore("operations").put(row);
    if (draft === null) return;
    await tx.objectStore("drafts").delete(draft);
    await tx.objectStore("entries").delete(`drafts/${draft}`);
  });
  return id;
}

/** Return what an operation is called in the list: its draft's title, else the well that it speaks of. */
async function titleFor(draft: string | null, payload: object): Promise<string> {
  const { db, key } = here();
  const kept = draft === null ? null : await readEntry<{ title: string }>(db, key, `drafts/${draft}`);
  if (kept) return kept.title;
  const about = (payload as { well?: string | null }).well;
  if (about === null) return _("登记外的井");
  const well = work.value?.wellById.get(about ?? "");
  return well ? [well.code, well.village].filter(Boolean).join(" ") : "";
}

/**
 * Make an operation of a finished act and put it into the outbox; the draft goes in the same transaction.
 * Returns the operation's id once it is on the disk; sending begins by itself.
 */
export async function queue(
  kind: OperationKind,
  record: string,
  payload: object,
  files: readonly KeptFile[],
  draft: string | null = null,
): Promise<string> {
  const title = await titleFor(draft, payload);
  for (;;) {
    try {
      const id = await tryToQueue({ kind, record, payload, files }, title, draft);
      await Promise.all([loadOutbox(), loadDrafts()]);
      nudge();
      return id;
    } catch (error) {
      if (!(error instanceof ChainMoved)) throw error;
    }
  }
}

/** Read the rows anew, and with the key also the words. */
export async function loadOutbox(): Promise<void> {
  const open = store.value;
  if (!open) return;
  const found = await open.db.getAll("operations");
  rows.value = found.sort((a, b) => a.sequence - b.sequence);
  if (me.value) await loadWordsOf(found);
}

async function loadWordsOf(found: readonly OperationRow[]): Promise<void> {
  const { db, key } = here();
  const [names, whys] = [new Map(titles.value), new Map<string, Reason>()];
  for (const { id } of found) {
    if (!names.has(id)) names.set(id, (await readEntry<string>(db, key, titleName(id))) ?? "");
    const why = await readEntry<Reason>(db, key, reasonName(id));
    if (why) whys.set(id, why);
  }
  titles.value = names;
  reasons.value = whys;
}

/** Forget the words at locking; the rows stay countable. */
export function forgetWords(): void {
  titles.value = new Map();
  reasons.value = new Map();
}

/** Change an operation's row; the reason, if given, is kept encrypted beside it. */
export async function changeRow(id: string, change: Partial<OperationRow>, reason?: Reason | null): Promise<void> {
  const { db, key } = here();
  const box = reason ? await encrypt(key, reasonName(id), utf8(JSON.stringify(reason))) : null;
  await writeAll(db, ["operations", "entries"], async (tx) => {
    const row = await tx.objectStore("operations").get(id);
    if (!row) return;
    await tx.objectStore("operations").put({ ...row, ...change });
    if (box) await tx.objectStore("entries").put(box, reasonName(id));
    else if (reason === null) await tx.objectStore("entries").delete(reasonName(id));
  });
  rows.value = rows.value.map((row) => (row.id === id ? { ...row, ...change } : row));
  if (reason) reasons.value = new Map(reasons.value).set(id, reason);
  else if (reason === null) reasons.value = new Map([...reasons.value].filter(([other]) => other !== id));
}
