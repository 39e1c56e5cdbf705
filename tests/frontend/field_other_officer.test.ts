// Somebody else signs in on the same browser: the work of the officer whose store is open waits, and nothing mixes.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { here, store } from "../../static/src/field/store/current";
import { readEntry } from "../../static/src/field/store/entries";
import { carriedDrafts, offerDrafts } from "../../static/src/field/sync/carried_drafts";
import { pollInbox, pollRevocation, returnedTasks, takeRevocation } from "../../static/src/field/sync/inbox";
import { operationRows, queue } from "../../static/src/field/sync/outbox";
import { halt, send } from "../../static/src/field/sync/sender";
import { lock, session } from "../../static/src/field/sync/session";
import { toBase64url, utf8 } from "../../static/src/field/store/crypto";
import { A_VISIT, tabletAtWork } from "./support/field";
import { OFFICER, type FieldServer } from "./support/field_server";

const OTHER = { ...OFFICER, id: "0189a1b2-0000-7000-8000-000000000002", name: "李卫东", login: "li" };
const TASK = { id: "t", kind: "returned", well: "w", title: "检查", due_on: null, state: "returned", note: "照片不清", of: "r" };
const DRAFT = { id: "d", kind: "routine", well: null, title: "别的平板上写的", begunAt: "", savedAt: "", data: {} };
const CARRIED = { id: "d", made_at: "2026-11-22T06:00:00.000Z", content: toBase64url(utf8(JSON.stringify(DRAFT))) };

let server: FieldServer;
beforeEach(async () => {
  server = await tabletAtWork();
  halt.value = null;
});

async function visit(): Promise<string> {
  return queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
}

function puts(): number {
  return server.log.filter((line) => line.startsWith("PUT")).length;
}

test("nothing is sent under another officer's sign-in; it waits for one's own, and then goes", async () => {
  await visit();
  await visit();
  server.officer = OTHER;
  await send(true);
  assert.equal(halt.value, "sign_in");
  assert.equal(session.value?.officer.name, "李卫东", "the notice says whose sign-in it is");
  assert.equal(puts(), 0);
  server.officer = OFFICER;
  await send(true);
  assert.deepEqual(operationRows.value.map((row) => row.receiptAt !== null), [true, true]);
  assert.equal(halt.value, null);
});

test("who signs in between the question and the sending turns nothing red", async () => {
  await visit();
  server.fail(/^PUT/, { status: 404 });
  const asked = server.fetch;
  globalThis.fetch = (async (input: string, init?: RequestInit) => {
    if (init?.method === "PUT") server.officer = OTHER;
    return asked(input, init);
  }) as typeof fetch;
  await send(true);
  assert.deepEqual(operationRows.value.map((row) => row.trouble), ["sign_in"]);
  assert.equal(halt.value, "sign_in");
});

test("another officer's inbox is not asked for, and one's own place in it stays", async () => {
  server.officer = OTHER;
  server.inbox = { device_revoked: null, returned: [TASK], answers: [], drafts: [CARRIED] };
  await pollInbox();
  assert.equal(server.log.some((line) => line.includes("/inbox")), false);
  assert.deepEqual(returnedTasks.value, []);
  assert.deepEqual(carriedDrafts.value, []);
  const { db, key } = here();
  assert.equal(await readEntry(db, key, "inbox"), null);
});

test("a revocation is final: an inbox that knows nothing of the device takes nothing back", async () => {
  await takeRevocation("2026-11-22T06:00:00.000Z");
  await pollInbox();
  assert.equal(store.value?.device.revokedAt, "2026-11-22T06:00:00.000Z");
});

test("a revocation reaches a tablet whose sign-in has ended, locked or not, however its clock was set", async () => {
  for (const isLocked of [true, false]) {
    server = await tabletAtWork();
    await here().db.put("entries", new Uint8Array(60), "parts/wells");
    server.signedIn = false;
    server.clockAheadMs = 3 * 24 * 3600_000;
    server.revokedAt = "2026-11-22T06:00:00.000Z";
    if (isLocked) lock();
    await (isLocked ? pollRevocation() : pollInbox());
    assert.equal(store.value?.device.revokedAt, server.revokedAt);
    assert.deepEqual(await store.value?.db.getAllKeys("entries", IDBKeyRange.bound("parts/", "parts/z")), []);
  }
});

test("without a network the device's state stays as it is", async () => {
  server.offline = true;
  await pollRevocation();
  assert.equal(store.value?.device.revokedAt, null);
});

test("what the inbox brought is not shown behind the lock screen", async () => {
  await offerDrafts([CARRIED]);
  returnedTasks.value = [TASK as never];
  assert.equal(carriedDrafts.value.length, 1);
  lock();
  assert.deepEqual(carriedDrafts.value, []);
  assert.deepEqual(returnedTasks.value, []);
});
