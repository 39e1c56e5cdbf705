// Sound: what was recorded until a browser is killed is in the store, and comes into its record.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { running, SoundRecorder, type Listener } from "../../static/src/field/capture/sound_recorder";
import type { Card } from "../../static/src/field/evidence/card";
import { takeLeftRecordings } from "../../static/src/field/evidence/keep_cards";
import { OpenRecord } from "../../static/src/field/forms/record";
import { here } from "../../static/src/field/store/current";
import { beginDraft, dropDraft, openDraft } from "../../static/src/field/store/drafts";
import { openFile } from "../../static/src/field/store/files";
import { keepSlice, leftPieces } from "../../static/src/field/store/recordings";
import { tabletAtWork } from "./support/field";

class FakeRecorder extends EventTarget {
  static made: FakeRecorder[] = [];
  static isTypeSupported = (kind: string): boolean => kind.startsWith("audio/webm");
  state = "inactive";
  mimeType = "";

  constructor(_stream: unknown, options: { mimeType?: string }) {
    super();
    this.mimeType = options.mimeType ?? "";
    FakeRecorder.made.push(this);
  }

  start(slice: number): void {
    assert.ok(slice <= 10_000, "a slice is a few seconds");
    this.state = "recording";
  }

  hear(text: string): void {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob([text]) }));
  }

  stop(): void {
    this.state = "inactive";
    this.dispatchEvent(new Event("stop"));
  }
}

Object.assign(globalThis, { MediaRecorder: FakeRecorder, addEventListener: () => undefined, removeEventListener: () => undefined });
Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: async () => ({ getTracks: () => [] }) }, configurable: true });

beforeEach(async () => {
  await tabletAtWork();
  FakeRecorder.made = [];
});

function listener(files: File[]): Listener {
  return {
    onPiece: async (file) => void files.push(file),
    onSecond: () => undefined,
    onFault: (error) => assert.fail(String(error)),
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 200 && !(await isSo()); n += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(await isSo());
}

test("slices are in the store while it records, and go when the piece is kept", async () => {
  const files: File[] = [];
  const recorder = await SoundRecorder.start("draft", listener(files));
  assert.equal(running.value, 1, "the screen does not lock itself");
  for (const text of ["一", "二"]) FakeRecorder.made[0]?.hear(text);
  await until(async () => (await leftPieces("draft"))[0]?.bytes.size === 6);
  recorder.stop();
  await until(async () => (await leftPieces("draft")).length === 0);
  assert.equal(running.value, 0);
  assert.deepEqual([await files[0]?.text(), files[0]?.type, files[0]?.name.split(".").pop()], ["一二", "audio/webm", "weba"]);
});

test("what a killed browser had recorded comes into the record when it is opened again, once", async () => {
  const draft = await beginDraft<{ evidence: readonly Card[] }>("inspection", null, "一", { evidence: [] });
  const piece = { home: draft.id, name: "recording-1-1.weba", type: "audio/webm" };
  for (const [index, text] of ["一", "二", "三"].entries()) await keepSlice(piece, index, new Blob([text]));
  const record = new OpenRecord(draft.id, draft.data);
  await takeLeftRecordings(record);
  await takeLeftRecordings(record);
  await record.close();
  const evidence = (await openDraft<{ evidence: readonly Card[] }>(draft.id))?.data.evidence ?? [];
  assert.deepEqual(evidence.map((card) => [card.method, card.origin, card.name, card.type]), [["audio", "camera", piece.name, "audio/webm"]]);
  assert.equal(await (await openFile(evidence[0]?.hash ?? "")).text(), "一二三");
  assert.deepEqual(await leftPieces(draft.id), []);
});

test("a piece that is being recorded is nothing left over", async () => {
  const draft = await beginDraft<{ evidence: readonly Card[] }>("inspection", null, "一", { evidence: [] });
  const recorder = await SoundRecorder.start(draft.id, listener([]));
  FakeRecorder.made[0]?.hear("一");
  await until(async () => (await leftPieces(draft.id)).length === 1);
  const record = new OpenRecord(draft.id, draft.data);
  await takeLeftRecordings(record);
  assert.deepEqual(record.value.value.evidence, []);
  recorder.stop();
  await record.close();
});

test("what was recorded goes with the draft, and says nothing while it lies there", async () => {
  const draft = await beginDraft("inspection", null, "一", { evidence: [] });
  await keepSlice({ home: draft.id, name: "recording-1-1.weba", type: "audio/webm" }, 0, new Blob(["秘密"]));
  const boxes = await here().db.getAll("entries");
  assert.ok(!boxes.some((box) => Buffer.from(box).includes(Buffer.from("秘密"))));
  await dropDraft(draft.id);
  assert.equal((await here().db.getAllKeys("entries")).some((name) => name.startsWith("recordings/")), false);
});
