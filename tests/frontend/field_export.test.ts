// What leaves the tablet and comes back on a stick: exported outboxes and carried packages.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { downloadZip } from "client-zip";
import { dataKey, decrypt, isSigned, encrypt, fromBase64url, hashOf, seal, textOf, toBase64url, utf8, derOf, type Bytes, type SealedBox } from "../../static/src/field/store/crypto";
import { here, store } from "../../static/src/field/store/current";
import { beginDraft, openDraft } from "../../static/src/field/store/drafts";
import { CHUNK_BYTES, hasFile, openFile } from "../../static/src/field/store/files";
import { work } from "../../static/src/field/store/work";
import type { PackageText, Signed } from "../../static/src/field/store/types";
import { carriedDrafts, dismissDraft, fetchDraft } from "../../static/src/field/sync/carried_drafts";
import { NoNetwork } from "../../static/src/field/sync/api";
import { pollInbox } from "../../static/src/field/sync/inbox";
import { takeCarried } from "../../static/src/field/sync/carried";
import { exportStore } from "../../static/src/field/sync/export";
import { loadOlderStores, olderStores, sendSealed } from "../../static/src/field/sync/older_stores";
import { queue, queued } from "../../static/src/field/sync/outbox";
import { takeAlong } from "../../static/src/field/sync/package";
import { send } from "../../static/src/field/sync/sender";
import { beginAnew, lock } from "../../static/src/field/sync/session";
import { NotAZip, unzip } from "../../static/src/field/sync/unzip";
import { A_VISIT, bytesFor, keepPhotograph, tabletAtWork } from "./support/field";
import { DAY, packaged, SCOPE, serve } from "./support/packages";
import { OFFICER, type FieldServer } from "./support/field_server";

let server: FieldServer;
beforeEach(async () => {
  server = await tabletAtWork();
});

interface Manifest {
  readonly version: number;
  readonly key: SealedBox;
  readonly operations: readonly { readonly id: string; readonly sequence: number; readonly files: readonly { hash: string; size: number; chunks: number }[] }[];
  readonly drafts: readonly string[];
  readonly loose: readonly { readonly hash: string }[];
}

async function publicKeyOf(): Promise<string> {
  const signing = store.value?.device.signing;
  assert.ok(signing);
  return toBase64url(await derOf(signing.publicKey));
}

async function opened(blob: Blob): Promise<{ manifest: Manifest; isVouched: boolean; read: (name: string) => Promise<Bytes>; names: readonly string[] }> {
  const entries = unzip(new Uint8Array(await blob.arrayBuffer()));
  const manifest = JSON.parse(textOf(entries.get("manifest.json") ?? utf8("{}"))) as Manifest;
  const key = await dataKey(await server.openSealed(manifest.key));
  const read = async (name: string): Promise<Bytes> => {
    const entry = entries.get(name);
    assert.ok(entry, name);
    return decrypt(key, name, entry);
  };
  const [text, signature] = [entries.get("manifest.json") ?? utf8(""), textOf(entries.get("manifest.sig") ?? utf8(""))];
  return { manifest, isVouched: await isSigned(await publicKeyOf(), text, signature), read, names: [...entries.keys()] };
}

test("the server reads an outbox that was exported while locked, to the byte", async () => {
  const [photo, loose] = [await keepPhotograph(1), await keepPhotograph(2, 900)];
  const id = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [photo]);
  const draft = await beginDraft("patrol", null, "一", { photograph: loose });
  const { db } = here();
  lock();
  const made = await exportStore(db, { withDrafts: true });
  assert.deepEqual([made.operations, made.drafts], [1, 1]);
  const { manifest, isVouched, read, names } = await opened(made.blob);
  assert.ok(isVouched, "the drafts are by the device's signature over the manifest");
  assert.deepEqual(manifest.operations, [{ id, sequence: 1, files: [{ hash: photo.hash, size: photo.size, chunks: 3 }] }]);
  assert.deepEqual(manifest.drafts, [draft.id]);
  assert.deepEqual(manifest.loose.map((file) => file.hash), [loose.hash]);
  const kept = JSON.parse(textOf(await read(`operations/${id}`))) as { body: string; hash: string };
  assert.equal(await hashOf(fromBase64url(kept.body)), kept.hash);
  const bytes = new Uint8Array(photo.size);
  for (let n = 0; n < 3; n += 1) bytes.set(await read(`files/${photo.hash}/${n}`), n * CHUNK_BYTES);
  assert.equal(await hashOf(bytes), photo.hash);
  assert.match(textOf(await read(`drafts/${draft.id}`)), /"title":"一"/);
  assert.ok(!names.some((name) => name.startsWith("parts/") || name === "me"), "the package does not leave");
});

test("one operation can be exported by itself, what arrived is left out of the whole", async () => {
  const first = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  await send(false);
  const second = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  const { db } = here();
  const whole = await opened((await exportStore(db, { withDrafts: true })).blob);
  assert.deepEqual(whole.manifest.operations.map((one) => one.id), [second]);
  const one = await opened((await exportStore(db, { operations: [first], withDrafts: false })).blob);
  assert.deepEqual(one.manifest.operations.map((operation) => operation.id), [first]);
});

test("a store under a forgotten PIN goes sealed, and goes away only with its last receipt", async () => {
  const id = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [await keepPhotograph(1)]);
  const body = (await opened((await exportStore(here().db, { withDrafts: true })).blob)).read(`operations/${id}`);
  lock();
  await beginAnew("864213");
  await loadOlderStores();
  assert.equal(olderStores.value[0]?.unsent, 1);
  const name = olderStores.value[0]?.name ?? "";
  const answers = async (list: object[]): Promise<void> => {
    server.packages.set("POST /field/api/outboxes", new Response(JSON.stringify({ answers: list, drafts: [], failed: [] })));
  };
  await answers([]);
  assert.equal(await sendSealed(name), 1);
  const kept = JSON.parse(textOf(await body)) as { body: string; hash: string; signature: string };
  await server.handle("PUT", `/field/api/operations/${id}`, headersOf(kept), fromBase64url(kept.body));
  for (const file of server.operations.get(id)?.files ?? []) server.files.set(file.hash, new Uint8Array());
  await answers([await server.answer(id)]);
  assert.equal(await sendSealed(name), 0);
  assert.equal(olderStores.value.length, 0);
});

function headersOf(kept: { hash: string; signature: string }): Headers {
  return new Headers({ "Casebook-Body-Hash": kept.hash, "Casebook-Signature": kept.signature });
}

test("a draft that a stick carried to the server is fetched once and can be filed with its photograph", async () => {
  const bytes = bytesFor(3, 900_000);
  const photo = { hash: await hashOf(bytes), size: bytes.length, type: "image/jpeg", name: "IMG_3.jpg", hashedAt: "2026-11-20T02:00:00.000Z" };
  const kept = { id: crypto.randomUUID(), kind: "patrol", well: null, title: "三", begunAt: "2026-11-20T01:00:00.000Z", savedAt: "2026-11-20T02:00:00.000Z" };
  const content = toBase64url(utf8(JSON.stringify({ ...kept, data: { steps: [{ photograph: photo }] } })));
  const drafts = [{ id: kept.id, device: crypto.randomUUID(), made_at: kept.savedAt, content }];
  server.inbox = { device_revoked: null, returned: [], answers: [], drafts };
  await pollInbox();
  assert.equal(carriedDrafts.value[0]?.title, "三");
  server.packages.set(`GET /field/api/drafts/${kept.id}/files/${photo.hash}`, new Response(bytes.slice(0, -1)));
  await assert.rejects(fetchDraft(kept.id), NoNetwork);
  assert.equal(await openDraft(kept.id), null, "a draft comes with its files or not at all");
  server.packages.set(`GET /field/api/drafts/${kept.id}/files/${photo.hash}`, new Response(bytes));
  assert.equal(await fetchDraft(kept.id), 0);
  assert.equal((await openFile(photo.hash)).size, bytes.length);
  assert.deepEqual(await openDraft(kept.id).then((draft) => draft?.data), { steps: [{ photograph: photo }] });
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [photo], kept.id);
  await pollInbox();
  assert.deepEqual(carriedDrafts.value, [], "it is not offered again");
  await send(false);
  assert.ok(queued.value[0]?.receiptAt);
});

test("of a carried draft what the server lacks is counted; one that nobody wants is offered no more", async () => {
  const lost = { hash: `sha256:${"c".repeat(64)}`, size: 9, type: "image/jpeg", name: "IMG_4.jpg", hashedAt: "" };
  const drafts = [1, 2].map((n) => {
    const kept = { id: crypto.randomUUID(), kind: "patrol", well: null, title: `${n}`, begunAt: "", savedAt: "" };
    return { id: kept.id, device: "", made_at: "", content: toBase64url(utf8(JSON.stringify({ ...kept, data: { lost, again: lost } }))) };
  });
  server.inbox = { device_revoked: null, returned: [], answers: [], drafts };
  await pollInbox();
  assert.equal(await fetchDraft(drafts[0]?.id ?? ""), 1);
  assert.equal(await hasFile(lost.hash), false);
  server.packages.set(`DELETE /field/api/drafts/${drafts[1]?.id}`, new Response(null, { status: 204 }));
  await dismissDraft(drafts[1]?.id ?? "");
  assert.deepEqual(carriedDrafts.value, []);
});

async function carried(changes: object = {}, isSigned = true, package_: Partial<PackageText> = {}): Promise<Blob> {
  const { signed, parts } = await packaged(server, package_);
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await dataKey(raw);
  const device = store.value?.device;
  assert.ok(device);
  const box = await seal(toBase64url(await derOf(device.agreement.publicKey)), raw);
  const bundle = {
    version: 1,
    county: OFFICER.county,
    officer: OFFICER.id,
    made_at: new Date().toISOString(),
    package: { [device.device]: signed },
    keys: { [device.device]: box },
    receipts: [],
    answers: [],
    revoked: [],
    ...changes,
  };
  const { text, signature } = await server.sign(JSON.stringify(bundle));
  const entries = [{ name: "bundle.json", input: text }, { name: "bundle.sig", input: isSigned ? signature : "AAAA" }] as { name: string; input: string | Bytes }[];
  for (const [name, bytes] of parts) entries.push({ name: `parts/${name}`, input: await encrypt(key, `parts/${name}`, bytes) });
  return downloadZip(entries.map((entry) => ({ ...entry, lastModified: new Date() }))).blob();
}

test("a carried package is taken in", async () => {
  assert.deepEqual(await takeCarried(await carried()), { package: "taken", receipts: 0, isRevoked: false });
  assert.equal(work.value?.id, "p");
});

test("a file from days ago puts nothing older over what is known", async () => {
  await serve(server, await packaged(server, { package: "newer" }));
  await takeAlong(SCOPE);
  const id = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  await send(false);
  const ago = new Date(Date.now() - 2 * DAY).toISOString();
  const old = { ...(await server.answer(id)), state: "waiting_record" };
  const taken = await takeCarried(await carried({ made_at: ago, answers: [old] }, true, { made_at: ago, package: "older" }));
  assert.equal(taken.package, "older");
  assert.equal(work.value?.id, "newer");
  assert.equal(queued.value[0]?.state, "applied");
  await takeCarried(await carried({ answers: [old] }));
  assert.deepEqual([work.value?.id, queued.value[0]?.state], ["p", "waiting_record"], "a newer one does");
});

test("carried receipts end operations that never reached the server by network", async () => {
  const id = await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  const { db } = here();
  const { read } = await opened((await exportStore(db, { withDrafts: false })).blob);
  const kept = JSON.parse(textOf(await read(`operations/${id}`))) as { body: string; hash: string; signature: string };
  await server.handle("PUT", `/field/api/operations/${id}`, headersOf(kept), fromBase64url(kept.body));
  const answer = (await server.answer(id)) as { receipt: Signed };
  const taken = await takeCarried(await carried({ receipts: [answer.receipt] }));
  assert.equal(taken.receipts, 1);
  assert.ok(queued.value[0]?.receiptAt);
});

test("a carried revocation wipes the package and keeps the outbox", async () => {
  await takeCarried(await carried());
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  const taken = await takeCarried(await carried({ revoked: [store.value?.device.device] }));
  assert.equal(taken.isRevoked, true);
  assert.equal(work.value, null);
  assert.ok(store.value?.device.revokedAt);
  assert.equal(queued.value.length, 1);
});

test("forged, foreign, cut and other files are refused and change nothing", async () => {
  const whole = await carried();
  await assert.rejects(takeCarried(await carried({}, false)), /signature/);
  await assert.rejects(takeCarried(await carried({ officer: "somebody" })), /somebody else/);
  await assert.rejects(takeCarried(await carried({ county: "370000" })), /somebody else/);
  await assert.rejects(takeCarried(whole.slice(0, whole.size / 2)), NotAZip);
  await assert.rejects(takeCarried(new Blob(["no zip at all"])), NotAZip);
  await assert.rejects(takeCarried(new Blob([])), NotAZip);
  assert.equal(work.value, null);
});
