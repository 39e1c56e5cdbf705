// The outbox: a chain that nothing breaks, and writes that happen whole or not at all.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fromBase64url, hashOf, isSigned, textOf } from "../../static/src/field/store/crypto";
import { here } from "../../static/src/field/store/current";
import { keyRow, writeAll } from "../../static/src/field/store/db";
import { clock } from "../../static/src/field/store/device";
import { beginDraft, draftHeads, dropDraft, loadDrafts, openDraft, saveDraft } from "../../static/src/field/store/drafts";
import { readEntry } from "../../static/src/field/store/entries";
import { CHUNK_BYTES, hasFile, keepFile, openFile, readBytes, sweepChunks } from "../../static/src/field/store/files";
import { bodyName, FIRST_PREVIOUS, loadOutbox, queue, queued, type KeptBody } from "../../static/src/field/sync/outbox";
import { A_VISIT, bytesFor, keepPhotograph, tabletAtWork } from "./support/field";
import type { FieldServer } from "./support/field_server";

let server: FieldServer;
beforeEach(async () => {
  server = await tabletAtWork();
});

interface Body {
  readonly sequence: number;
  readonly previous: string;
  readonly device: string;
  readonly made_at: string;
  readonly clock_ahead_s: number | null;
  readonly payload: unknown;
  readonly files: readonly { readonly hash: string; readonly name: string }[];
}

async function bodyOf(id: string): Promise<{ kept: KeptBody; body: Body }> {
  const { db, key } = here();
  const kept = await readEntry<KeptBody>(db, key, bodyName(id));
  assert.ok(kept);
  return { kept, body: JSON.parse(textOf(fromBase64url(kept.body))) as Body };
}

const visit = (): Promise<string> => queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);

test("operations form a chain: each names the one before by its hash", async () => {
  const ids = [await visit(), await visit(), await visit()];
  let previous = FIRST_PREVIOUS;
  for (const [index, id] of ids.entries()) {
    const { kept, body } = await bodyOf(id);
    assert.equal(body.sequence, index + 1);
    assert.equal(body.previous, previous);
    assert.equal(kept.hash, await hashOf(fromBase64url(kept.body)));
    previous = kept.hash;
  }
});

test("the chain holds when many are made at once", async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, visit));
  const bodies = await Promise.all(ids.map(async (id) => (await bodyOf(id)).body));
  assert.deepEqual(bodies.map((body) => body.sequence).sort((a, b) => a - b), Array.from({ length: 12 }, (_, n) => n + 1));
  assert.equal(new Set(bodies.map((body) => body.previous)).size, 12);
});

test("the device signed the exact bytes that are kept", async () => {
  const { kept, body } = await bodyOf(await visit());
  const key = server.devices.get(body.device)?.signing_key ?? "";
  assert.equal(await isSigned(key, fromBase64url(kept.body), kept.signature), true);
  assert.equal(await isSigned(key, fromBase64url(kept.body).slice(1), kept.signature), false);
});

test("the draft goes with the operation that is made of it, and its title stays", async () => {
  const draft = await beginDraft("patrol", null, "柳林镇 7 号井", { note: "" });
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [], draft.id);
  assert.equal(await openDraft(draft.id), null);
  assert.deepEqual(draftHeads.value, []);
  assert.equal(queued.value[0]?.title, "柳林镇 7 号井");
});

test("a transaction that is cut off leaves everything as it was", async () => {
  const draft = await beginDraft("patrol", null, "一", { n: 1 });
  const { db } = here();
  const before = await db.getAllKeys("entries");
  const put = IDBObjectStore.prototype.put;
  for (let writes = 0; writes < 5; writes += 1) {
    let left = writes;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...values: Parameters<typeof put>) {
      if (left === 0) throw new DOMException("killed", "AbortError");
      left -= 1;
      return put.apply(this, values);
    };
    try {
      const killed = queue("patrol.visit", crypto.randomUUID(), A_VISIT, [], draft.id);
      if (writes < 4) await assert.rejects(killed, { name: "AbortError" });
      else await killed;
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    if (writes === 4) break;
    assert.deepEqual(await db.getAllKeys("entries"), before);
    assert.equal(await keyRow(db, "chain"), undefined);
    assert.deepEqual((await openDraft(draft.id))?.data, { n: 1 });
  }
  assert.equal((await db.getAll("operations")).length, 1);
});

test("a full disk refuses the save and keeps what was saved before", async () => {
  const draft = await beginDraft("patrol", null, "一", { n: 1 });
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  try {
    await assert.rejects(saveDraft(draft.id, { n: 2 }), { name: "QuotaExceededError" });
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  assert.deepEqual((await openDraft(draft.id))?.data, { n: 1 });
});

test("one damaged draft keeps nobody from the others", async () => {
  const [bad, good] = [await beginDraft("a", null, "坏", {}), await beginDraft("a", null, "好", {})];
  await here().db.put("entries", new Uint8Array(50), `drafts/${bad.id}`);
  await loadDrafts();
  assert.deepEqual(new Set(draftHeads.value.map((head) => head.id)), new Set([bad.id, good.id]));
});

test("a file that no longer fits leaves no half of it behind", async () => {
  const put = IDBObjectStore.prototype.put;
  let left = 20;
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...values: Parameters<typeof put>) {
    left -= 1;
    if (left < 0) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, values);
  };
  try {
    await assert.rejects(keepPhotograph(9, 30 * CHUNK_BYTES), { name: "QuotaExceededError" });
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  assert.deepEqual((await here().db.getAllKeys("entries")).filter((name) => name.startsWith("files/")), []);
});

test("a file that is not on the tablet cannot be filed", async () => {
  const photo = await keepPhotograph(1, 1000);
  await assert.rejects(queue("patrol.visit", crypto.randomUUID(), A_VISIT, [{ ...photo, hash: `sha256:${"0".repeat(64)}` }]));
  assert.equal(queued.value.length, 0);
});

test("the same picture twice is one file of the operation", async () => {
  const photo = await keepPhotograph(1, 1000);
  const id = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [photo, { ...photo, name: "again.jpg" }]);
  assert.equal((await bodyOf(id)).body.files.length, 1);
});

test("an original comes back to the byte, in whole and in pieces", async () => {
  for (const size of [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 17]) {
    const bytes = bytesFor(size, size);
    const kept = await keepFile(new Blob([bytes], { type: "image/jpeg" }), "a.jpg");
    assert.equal(kept.hash, await hashOf(bytes));
    assert.deepEqual(new Uint8Array(await (await openFile(kept.hash)).arrayBuffer()), bytes);
    const [start, end] = [Math.floor(size / 3), size];
    assert.deepEqual(await readBytes(kept.hash, start, end), bytes.slice(start, end));
  }
});

test("a recording longer than one digest is hashed as a stream", async () => {
  const bytes = bytesFor(7, 17 * 1024 * 1024);
  const kept = await keepFile(new Blob([bytes], { type: "video/mp4" }), "a.mp4");
  assert.equal(kept.hash, await hashOf(bytes));
});

test("an empty file is refused", async () => {
  await assert.rejects(keepFile(new Blob([]), "a.jpg"), /empty/);
});

test("chunks of a keeping that was cut off are swept, kept files stay", async () => {
  const photo = await keepPhotograph(1);
  const { db } = here();
  await writeAll(db, ["entries"], async (tx) => {
    await tx.objectStore("entries").put(new Uint8Array(9), `files/sha256:${"1".repeat(64)}/0`);
  });
  await sweepChunks();
  assert.equal(await hasFile(photo.hash), true);
  assert.equal((await db.getAllKeys("entries")).some((name) => name.includes("1111")), false);
});

test("dropping a draft drops only originals that nothing else names", async () => {
  const [shared, own, filed] = [await keepPhotograph(1, 900), await keepPhotograph(2, 900), await keepPhotograph(3, 900)];
  const draft = await beginDraft("a", null, "一", { photographs: [shared, own, filed] });
  await beginDraft("a", null, "二", { photographs: [shared] });
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [filed]);
  await dropDraft(draft.id);
  assert.deepEqual(await Promise.all([shared, own, filed].map((file) => hasFile(file.hash))), [true, false, true]);
});

test("a dropped or filed draft does not come back by a late save", async () => {
  const draft = await beginDraft("a", null, "一", { n: 1 });
  await dropDraft(draft.id);
  await assert.rejects(saveDraft(draft.id, { n: 2 }), /gone/);
  await loadDrafts();
  assert.deepEqual(draftHeads.value, []);
});

test("what was queued is there after a restart", async () => {
  const photo = await keepPhotograph(1);
  const id = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [photo]);
  await loadOutbox();
  const [row] = queued.value;
  assert.equal(row?.id, id);
  assert.equal(row?.files[0]?.hash, photo.hash);
  assert.ok(row && row.size > photo.size);
});

test("a sweep leaves the chunks of a file that is being stored alone", async () => {
  const storing = keepPhotograph(77, 9_000_000);
  for (let n = 0; n < 40; n += 1) await Promise.all([sweepChunks(), new Promise((resolve) => setTimeout(resolve, 2))]);
  const { hash, size } = await storing;
  assert.equal((await openFile(hash)).size, size);
  assert.equal((await readBytes(hash, size - 10, size)).length, 10);
});

test("each operation says how far the tablet's clock is off", async () => {
  clock.value = null;
  assert.equal((await bodyOf(await visit())).body.clock_ahead_s, null);
  clock.value = { seconds: 172_800, comparedAt: "2023-06-03T02:00:00.000Z" };
  assert.equal((await bodyOf(await visit())).body.clock_ahead_s, 172_800);
  clock.value = null;
});
