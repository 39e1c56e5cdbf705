// The vault: what lies in the store is readable with the PIN or by the server, and moved or changed entries are seen.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { decrypt, encrypt, seal, unseal, utf8 } from "../../static/src/field/store/crypto";
import { dataKeyNow, here, store } from "../../static/src/field/store/current";
import { keyRow, writeAll } from "../../static/src/field/store/db";
import { beginDraft, draftHeads, loadDrafts, openDraft, saveDraft } from "../../static/src/field/store/drafts";
import { changePin, delayAfter, unlockVault } from "../../static/src/field/store/vault";
import { listOfficers } from "../../static/src/field/store/officers";
import { beginAnew, lock, refreshSession, register, signOut, stage, start, unlock } from "../../static/src/field/sync/session";
import { askForWipe, isWipeAsked } from "../../static/src/field/sync/wipe_asked";
import { queue, queued } from "../../static/src/field/sync/outbox";
import { A_VISIT, keepPhotograph, PIN, tabletAtWork } from "./support/field";
import { OFFICER, type FieldServer } from "./support/field_server";

let server: FieldServer;
beforeEach(async () => {
  server = await tabletAtWork();
});

const HOUR = 3600_000;

test("a locked store says nothing, the PIN opens it", async () => {
  await beginDraft("patrol", null, "清水镇 03 号井", { note: "水泵在转" });
  lock();
  assert.equal(dataKeyNow.value, null);
  assert.equal(draftHeads.value.length, 0);
  await assert.rejects(loadDrafts(), { name: "Locked" });
  assert.equal((await unlock("000001")).outcome, "wrong");
  assert.equal(stage.value, "locked");
  assert.equal((await unlock(PIN)).outcome, "open");
  assert.equal(draftHeads.value[0]?.title, "清水镇 03 号井");
});

test("nothing that says something lies readable in the database", async () => {
  const photo = await keepPhotograph(1, 5000);
  const draft = await beginDraft("patrol", null, "秘密标题", { note: "秘密内容" });
  await queue("patrol.visit", crypto.randomUUID(), { ...A_VISIT, note: "秘密附言" }, [photo], draft.id);
  await beginDraft("patrol", null, "秘密标题", { note: "秘密内容" });
  const { db } = here();
  for (const name of ["entries", "operations", "drafts", "files"] as const) {
    const shown = JSON.stringify(await db.getAll(name), (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
    );
    for (const secret of ["秘密", Buffer.from("秘密").toString("latin1"), "IMG_1"]) assert.ok(!shown.includes(secret), `${name} shows ${secret}`);
  }
});

test("an entry under another name or with a changed byte does not open", async () => {
  const { key } = here();
  const entry = await encrypt(key, "drafts/a", utf8("内容"));
  await assert.rejects(decrypt(key, "drafts/b", entry), { name: "OperationError" });
  entry[20] = (entry[20] ?? 0) ^ 1;
  await assert.rejects(decrypt(key, "drafts/a", entry), { name: "OperationError" });
});

test("two drafts that changed places in the database are both refused", async () => {
  const [one, two] = [await beginDraft("a", null, "一", { n: 1 }), await beginDraft("a", null, "二", { n: 2 })];
  const { db } = here();
  const [first, second] = [await db.get("entries", `drafts/${one.id}`), await db.get("entries", `drafts/${two.id}`)];
  assert.ok(first && second);
  await writeAll(db, ["entries"], async (tx) => {
    await tx.objectStore("entries").put(second, `drafts/${one.id}`);
    await tx.objectStore("entries").put(first, `drafts/${two.id}`);
  });
  await assert.rejects(openDraft(one.id), { name: "OperationError" });
  await assert.rejects(openDraft(two.id), { name: "OperationError" });
});

test("wrong tries are counted before they are made and wait ever longer", async () => {
  const { db } = here();
  let now = Date.now();
  for (let wrong = 1; wrong <= 3; wrong += 1) {
    const answer = await unlockVault(db, "000001", now);
    assert.deepEqual(answer, { outcome: "wrong", left: 10 - wrong, waitMs: delayAfter(wrong) });
  }
  assert.equal((await unlockVault(db, PIN, now)).outcome, "wait", "even the right one has to wait");
  assert.equal((await keyRow(db, "vault"))?.wrong, 3);
  now += delayAfter(3);
  assert.equal((await unlockVault(db, PIN, now)).outcome, "open");
  assert.equal((await keyRow(db, "vault"))?.wrong, 0);
});

test("delays never grow shorter", () => {
  for (let wrong = 1; wrong < 30; wrong += 1) assert.ok(delayAfter(wrong) >= delayAfter(wrong - 1));
  assert.ok(delayAfter(9) >= 15 * 60_000);
});

test("a clock that is set back locks no longer than the delay", async () => {
  const { db } = here();
  const now = Date.now();
  for (let wrong = 1; wrong <= 3; wrong += 1) await unlockVault(db, "000001", now);
  const answer = await unlockVault(db, PIN, now - 1000 * HOUR);
  assert.deepEqual(answer, { outcome: "wait", waitMs: delayAfter(3) });
});

test("the tenth wrong try wipes the package, never drafts or outbox", async () => {
  const photo = await keepPhotograph(2, 5000);
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, [photo]);
  await beginDraft("a", null, "一", {});
  const { db } = here();
  await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(new Uint8Array(40), "parts/wells")));
  const before = (await db.getAllKeys("entries")).filter((name) => !name.startsWith("parts/"));
  let now = Date.now();
  for (let wrong = 1; wrong <= 10; wrong += 1) {
    now += HOUR;
    assert.equal((await unlockVault(db, "000001", now)).outcome, wrong < 10 ? "wrong" : "wiped");
  }
  assert.deepEqual(await db.getAllKeys("entries"), before);
  assert.equal(await db.count("operations"), 1);
  assert.equal((await unlockVault(db, PIN, now + HOUR)).outcome, "open");
});

test("a new PIN opens the same store, the old one does not", async () => {
  const draft = await beginDraft("a", null, "一", { n: 1 });
  const { db } = here();
  assert.equal((await changePin(db, "000001", "864213", Date.now())).outcome, "wrong");
  assert.equal((await changePin(db, PIN, "864213", Date.now())).outcome, "open");
  lock();
  assert.equal((await unlock(PIN)).outcome, "wrong");
  assert.equal((await unlock("864213")).outcome, "open");
  assert.deepEqual((await openDraft(draft.id))?.data, { n: 1 });
});

test("the server opens the data key that the tablet sealed to it", async () => {
  const draft = await beginDraft("a", null, "一", { n: 1 });
  const { db } = here();
  const [vault, entry] = [await keyRow(db, "vault"), await db.get("entries", `drafts/${draft.id}`)];
  assert.ok(vault && entry);
  const raw = await server.openSealed(vault.escrow);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  assert.match(Buffer.from(await decrypt(key, `drafts/${draft.id}`, entry)).toString(), /"n":1/);
});

test("a sealed box opens for its receiver only", async () => {
  const keys = (await server.keys()) as { agreement_key: string };
  const box = await seal(keys.agreement_key, utf8("给服务器"));
  assert.equal(Buffer.from(await server.openSealed(box)).toString(), "给服务器");
  const other = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
  await assert.rejects(unseal(other.privateKey, box), { name: "OperationError" });
});

test("a forgotten PIN begins a new store with the same device and chain, and the old one stays whole", async () => {
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  const old = here().db.name;
  const device = store.value?.device.device;
  lock();
  await beginAnew("864213");
  assert.notEqual(here().db.name, old);
  assert.equal(store.value?.device.device, device);
  assert.equal(queued.value.length, 0);
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  assert.equal(queued.value[0]?.sequence, 2, "the device's count goes on");
});

test("saves of one draft end with the last one typed", async () => {
  const draft = await beginDraft("a", null, "一", { n: 0 });
  await Promise.all(Array.from({ length: 20 }, (_, n) => saveDraft(draft.id, { n: n + 1 })));
  assert.deepEqual((await openDraft(draft.id))?.data, { n: 20 });
});

test("an office sign-out takes the package off before anybody unlocks, and nothing else", async () => {
  await beginDraft("a", null, "一", { n: 1 });
  const { db } = here();
  await db.put("entries", new Uint8Array(40), "parts/wells");
  askForWipe(OFFICER.id);
  await start();
  assert.equal(stage.value, "locked");
  assert.equal((await unlock(PIN)).outcome, "open");
  assert.equal(await here().db.get("entries", "parts/wells"), undefined);
  assert.equal(draftHeads.value.length, 1);
  assert.equal(isWipeAsked(OFFICER.id), false);
});

test("signing out wipes the package, locks, and keeps what is unsent", async () => {
  await queue("patrol.visit", crypto.randomUUID(), A_VISIT, []);
  server.offline = true;
  await here().db.put("entries", new Uint8Array(40), "parts/wells");
  assert.equal(await signOut(), false, "without a network the server cannot be told");
  assert.equal(stage.value, "locked");
  assert.equal((await unlock(PIN)).outcome, "open");
  assert.equal(await here().db.get("entries", "parts/wells"), undefined);
  assert.equal(queued.value.length, 1);
  server.offline = false;
  assert.equal(await signOut(), true);
  assert.equal(server.signedIn, false);
});

test("another officer on the same tablet has a store of their own", async () => {
  await beginDraft("a", null, "秘密", {});
  const first = here().db.name;
  server.officer = { ...OFFICER, id: "0189a1b2-0000-7000-8000-000000000002", name: "李雪" };
  await refreshSession();
  await register("水政 3 号", "246813");
  assert.notEqual(here().db.name, first);
  assert.equal(draftHeads.value.length, 0);
  lock();
  assert.equal((await unlock(PIN)).outcome, "wrong", "the first one's PIN opens nothing here");
  assert.deepEqual((await listOfficers()).map((one) => one.name).sort(), ["李雪", "王建国"]);
});
