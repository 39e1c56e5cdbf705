// The sender: what every answer of the server does to an operation, and that nothing but a true receipt ends it.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { here, store } from "../../static/src/field/store/current";
import { hasFile } from "../../static/src/field/store/files";
import { clockAhead } from "../../static/src/field/store/device";
import { changeRow, operationRows, queue, queued, unsent } from "../../static/src/field/sync/outbox";
import { pollInbox, returnedTasks } from "../../static/src/field/sync/inbox";
import { dropOriginals, droppable } from "../../static/src/field/sync/originals";
import { pauseAfter } from "../../static/src/field/sync/retry";
import { halt, send, tryAgain } from "../../static/src/field/sync/sender";
import { isKeyChanged, lock, refreshSession, unlock } from "../../static/src/field/sync/session";
import { A_VISIT, bytesFor, keepPhotograph, PIN, tabletAtWork } from "./support/field";
import type { FieldServer } from "./support/field_server";

let server: FieldServer;
beforeEach(async () => {
  server = await tabletAtWork();
  halt.value = null;
});

async function visit(...seeds: number[]): Promise<string> {
  const photographs = [];
  for (const seed of seeds) photographs.push(await keepPhotograph(seed));
  return queue("patrol.visit", crypto.randomUUID(), A_VISIT, photographs);
}

function row(id: string) {
  const found = queued.value.find((one) => one.id === id);
  assert.ok(found);
  return found;
}

test("an operation with its photographs arrives whole and is receipted", async () => {
  const id = await visit(1, 2);
  await send(false);
  assert.equal(row(id).state, "applied");
  assert.ok(row(id).receiptAt);
  assert.equal(server.files.size, 2);
  for (const file of row(id).files) assert.equal(server.files.get(file.hash)?.length, file.size);
  assert.deepEqual(unsent.value, []);
});

test("without a network everything waits, and goes when it is back", async () => {
  const id = await visit(1);
  server.offline = true;
  await send(false);
  assert.equal(halt.value, "network");
  assert.equal(row(id).trouble, "network");
  assert.equal(row(id).receiptAt, null);
  server.offline = false;
  await send(true);
  assert.ok(row(id).receiptAt);
  assert.equal(halt.value, null);
});

test("a cut link resumes where the server stopped: no byte is sent twice but those in flight", async () => {
  const id = await visit(1, 2, 3);
  server.fail(/^PATCH/, { cutAfter: 100_000 }, 5);
  for (let tries = 0; tries < 10 && row(id).receiptAt === null; tries += 1) await send(true);
  assert.ok(row(id).receiptAt);
  assert.equal(server.bytesTaken, 3 * 700_000, "the server took each byte once");
  for (const [hash, bytes] of server.files) assert.equal(bytes.length, 700_000, hash);
});

test("after a restart the upload goes on at the server's offset", async () => {
  const id = await visit(1);
  server.fail(/^PATCH/, { cutAfter: 250_000 }, 1);
  server.fail(/^HEAD/, { cutAfter: 0 }, 50);
  await send(true);
  assert.equal(row(id).receiptAt, null);
  server.faults.length = 0;
  lock();
  await unlock(PIN);
  await send(true);
  assert.ok(row(id).receiptAt);
  assert.equal(server.bytesTaken, 700_000);
  assert.equal(server.uploads.size, 1);
});

test("an expired sign-in keeps everything and says so; after it sending goes on by itself", async () => {
  const id = await visit(1);
  server.signedIn = false;
  await send(false);
  assert.equal(halt.value, "sign_in");
  assert.equal(row(id).trouble, "sign_in");
  const due = operationRows.value.find((one) => one.id === id)?.nextTryAt ?? 0;
  assert.ok(due - Date.now() < 30_000, "it is tried again soon, by itself");
  server.signedIn = true;
  await send(true);
  assert.ok(row(id).receiptAt);
});

test("one refused does not hold up the others, and says why", async () => {
  const ids = [await visit(), await visit(), await visit()];
  const reason = { code: "certificate_expired", message: "执法证已过期", remedy: "请更新执法证", field: "second" };
  server.state = (id) => (id === ids[1] ? { state: "refused", reason } : { state: "applied", reason: null });
  await send(false);
  assert.deepEqual(ids.map((id) => row(id).state), ["applied", "refused", "applied"]);
  assert.deepEqual(row(ids[1] ?? "").reason, reason);
  assert.ok(row(ids[1] ?? "").receiptAt, "the server has it, refused or not");
});

test("what the server will not have stays, red, and can be tried again", async () => {
  const [bad, good] = [await visit(), await visit()];
  server.fail(new RegExp(`PUT .*${bad}`), { status: 422 });
  await send(false);
  assert.equal(row(bad).trouble, "rejected");
  assert.equal(row(bad).reason?.message, "不行 422");
  assert.ok(row(good).receiptAt);
  const asked = server.log.length;
  await send(true);
  assert.equal(server.log.length, asked, "it is not sent again by itself");
  await tryAgain(bad);
  assert.ok(row(bad).receiptAt);
  assert.equal(row(bad).reason, null);
});

test("other bytes under one's own id: both are kept, nothing is sent again", async () => {
  const id = await visit();
  const held = { body: bytesFor(1, 9), hash: `sha256:${"b".repeat(64)}`, files: [], receipt: await server.sign("{}") };
  server.operations.set(id, held);
  await send(false);
  assert.equal(row(id).state, "conflict");
  assert.equal(row(id).receiptAt, null);
  assert.equal(row(id).reason?.code, "other_bytes");
});

for (const [status, trouble] of [
  [500, "server"],
  [503, "server"],
  [429, "server"],
  [507, "full"],
  [403, "forbidden"],
] as const) {
  test(`a server that answers ${status} is asked again later, and the others go on`, async () => {
    const [first, second] = [await visit(), await visit()];
    server.fail(new RegExp(`PUT .*${first}`), { status });
    await send(false);
    assert.equal(row(first).trouble, trouble);
    assert.ok((operationRows.value.find((one) => one.id === first)?.nextTryAt ?? 0) > Date.now());
    assert.ok(row(second).receiptAt);
    await send(true);
    assert.ok(row(first).receiptAt);
    assert.equal(row(first).trouble, null);
  });
}

test("bytes that were hurt on the way are sent once more, by themselves", async () => {
  const id = await visit();
  server.fail(new RegExp(`PUT .*${id}`), { status: 422, code: "operation_hash_wrong" });
  await send(false);
  assert.equal(row(id).trouble, "network");
  await send(true);
  assert.ok(row(id).receiptAt);
});

test("a full server in the middle of a file goes on there later", async () => {
  const id = await visit(1);
  server.fail(/^PATCH/, { status: 507 }, 9);
  await send(false);
  assert.equal(row(id).trouble, "full");
  server.faults.length = 0;
  await send(true);
  assert.ok(row(id).receiptAt);
});

test("a file whose hash the server finds wrong is uploaded anew", async () => {
  const id = await visit(1);
  server.fail(/^PATCH/, { status: 460 }, 1);
  await send(false);
  assert.ok(row(id).receiptAt);
  assert.equal(server.uploads.size, 2);
});

test("forged receipts are not believed and the original stays", async () => {
  const id = await visit(1);
  const forgeries: ((receipt: { text: string; signature: string }) => { text: string; signature: string })[] = [
    (receipt) => ({ ...receipt, text: receipt.text.replace('"version":1', '"version":1 ') }),
    (receipt) => ({ ...receipt, signature: `${receipt.signature.slice(0, -4)}AAAA` }),
    (receipt) => ({ ...receipt, signature: "" }),
    () => ({ text: "{}", signature: "A" }),
    () => ({ text: "kein JSON", signature: "A" }),
  ];
  for (const forge of forgeries) {
    server.forge = forge;
    await send(true);
    assert.equal(row(id).receiptAt, null);
    assert.equal(row(id).trouble, "bad_receipt");
  }
  server.forge = null;
  await send(true);
  assert.ok(row(id).receiptAt);
});

test("a true receipt of something else is not believed", async () => {
  const [first, second] = [await visit(1), await visit(2)];
  await send(false);
  const [strange, own] = [first, second].map((id) => operationRows.value.find((one) => one.id === id)?.receipt?.text ?? "");
  assert.ok(strange && own);
  await changeRow(second, { receiptAt: null, receipt: null });
  for (const change of [{}, { files: [] }, { body_hash: `sha256:${"0".repeat(64)}` }, { device: "x" }, { county: "370000" }]) {
    const text: string = Object.keys(change).length > 0 ? JSON.stringify({ ...(JSON.parse(own) as object), ...change }) : strange;
    const signed = await server.sign(text);
    server.forge = () => signed;
    await send(true);
    assert.equal(row(second).receiptAt, null, text);
  }
});

test("originals may go only after the receipt, and drafts' files stay", async () => {
  const id = await visit(1, 2);
  assert.deepEqual((await droppable(0)).hashes, []);
  await send(false);
  const { hashes, size } = await droppable(0);
  assert.equal(hashes.length, 2);
  assert.equal(size, 1_400_000);
  assert.deepEqual((await droppable(7)).hashes, [], "not before seven days");
  await dropOriginals(hashes);
  assert.equal(await hasFile(row(id).files[0]?.hash ?? ""), false);
  assert.equal((await here().db.getAllKeys("entries")).some((name) => name.startsWith("files/")), false);
});

test("an operation shared out over two runs at once is sent once", async () => {
  const id = await visit(1);
  await Promise.all([send(false), send(true), send(false)]);
  assert.ok(row(id).receiptAt);
  assert.equal(server.bytesTaken, 700_000);
});

test("a lost answer is harmless: the same bytes again get the same receipt", async () => {
  const id = await visit(1);
  server.fail(/^GET .*operations/, { cutAfter: 0 }, 1);
  await send(false);
  assert.equal(row(id).receiptAt, null);
  await send(true);
  assert.ok(row(id).receiptAt);
  assert.equal(server.operations.size, 1);
  assert.equal(server.bytesTaken, 700_000);
});

test("a damaged body is said and kept, the others go on", async () => {
  const [bad, good] = [await visit(), await visit()];
  const { db } = here();
  await db.put("entries", new Uint8Array(60), `operations/${bad}`);
  await send(false);
  assert.equal(row(bad).trouble, "damaged");
  assert.ok(row(good).receiptAt);
});

test("a changed key of the server stops everything, loudly; a vouched-for one is pinned", async () => {
  await server.rotate(true);
  await refreshSession();
  assert.equal(isKeyChanged.value, false);
  assert.equal(store.value?.device.pinned.length, 2);
  const id = await visit();
  await send(false);
  assert.ok(row(id).receiptAt, "the new key's receipts are believed");
  await server.rotate(false);
  await refreshSession();
  assert.equal(isKeyChanged.value, true);
  const [asked, waiting] = [server.log.length, await visit()];
  await send(true);
  assert.equal(halt.value, "key_changed");
  assert.equal(server.log.filter((line) => line.startsWith("PUT")).length, server.log.slice(0, asked).filter((line) => line.startsWith("PUT")).length);
  assert.equal(row(waiting).receiptAt, null);
  isKeyChanged.value = false;
});

test("a lock in the middle of a transfer lets it end, then the key goes", async () => {
  const id = await visit(1, 2);
  const sent = send(false);
  lock();
  await sent;
  await unlock(PIN);
  assert.ok(row(id).receiptAt);
});

test("the clocks are compared with every answer, and the record keeps the device's own time", async () => {
  server.clockAheadMs = 2 * 24 * 3600_000;
  const id = await visit();
  await send(false);
  assert.ok(row(id).receiptAt);
  assert.ok(Math.abs((clockAhead()?.seconds ?? 0) - 2 * 24 * 3600) < 5);
  assert.ok(Date.now() - Date.parse(row(id).madeAt) < 60_000);
});

test("the inbox brings records back, answers and revocation", async () => {
  const id = await visit();
  await send(false);
  const answer = { ...(await server.answer(id)), state: "quarantined" };
  const task = { id: "t", kind: "returned", well: "w", title: "检查", due_on: null, state: "returned", note: "照片不清", of: "r" };
  server.inbox = { device_revoked: "2026-11-22T06:00:00.000Z", returned: [task], answers: [answer], drafts: [] };
  await pollInbox();
  assert.equal(row(id).state, "quarantined");
  assert.ok(row(id).receiptAt, "a receipt once verified stays");
  assert.equal(returnedTasks.value[0]?.note, "照片不清");
  assert.equal(store.value?.device.revokedAt, "2026-11-22T06:00:00.000Z");
});

test("pauses grow, have a limit and differ", () => {
  for (let tries = 1; tries < 12; tries += 1) assert.ok(pauseAfter(tries, 0.5) >= pauseAfter(tries - 1, 0.5));
  assert.ok(pauseAfter(99, 0.999) <= 10 * 60_000);
  assert.notEqual(pauseAfter(3, 0.1), pauseAfter(3, 0.9));
  assert.equal(pauseAfter(0, 0, 120), 120_000, "the server's own wish counts");
});
