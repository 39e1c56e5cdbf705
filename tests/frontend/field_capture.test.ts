import assert from "node:assert/strict";
import { test } from "node:test";
import { groupOf, isJustTaken, MOST_PHOTOGRAPH_BYTES, MOST_RECORDING_BYTES, unfit } from "../../static/src/field/capture/limits";
import { soundKind } from "../../static/src/field/capture/sound_kind";
import { headOf, itemOf, onSheet, paint, SHEET, thinned, type Point, type SketchItem } from "../../static/src/field/capture/sketch";

const file = (name: string, type: string, size = 1000) => ({ name, type, size });

test("a file's kind is told by its type, else by its name", () => {
  assert.equal(groupOf("image/heic", "x"), "image");
  assert.equal(groupOf("", "IMG_0001.HEIC"), "image");
  assert.equal(groupOf("", "clip.mov"), "video");
  assert.equal(groupOf("application/octet-stream", "talk.m4a"), "audio");
  assert.equal(groupOf("application/pdf", "a.pdf"), null);
  assert.equal(groupOf("", "noending"), null);
});

test("a recording of sound is called sound, whatever container the browser chose", () => {
  assert.deepEqual(soundKind("audio/webm;codecs=opus"), { type: "audio/webm", ending: "weba" });
  assert.deepEqual(soundKind("video/webm; codecs=opus"), { type: "audio/webm", ending: "weba" });
  assert.deepEqual(soundKind("video/mp4"), { type: "audio/mp4", ending: "m4a" });
  assert.deepEqual(soundKind("audio/ogg"), { type: "audio/ogg", ending: "ogg" });
  assert.deepEqual(soundKind(""), { type: "audio/webm", ending: "weba" });
  assert.equal(groupOf("", `recording.${soundKind("video/webm").ending}`), "audio");
});

test("a file that was written before the camera was opened is not the camera's", () => {
  const now = Date.parse("2026-11-22T06:00:00.000Z");
  const at = (minutes: number) => ({ lastModified: now - minutes * 60_000 });
  assert.deepEqual([0, 9, 11, 60 * 24 * 30, -5].map((minutes) => isJustTaken(at(minutes), now)), [true, true, false, false, true]);
});

test("what cannot be taken is told why", () => {
  assert.equal(unfit(file("a.jpg", "image/jpeg"), "image"), null);
  assert.equal(unfit(file("a.jpg", "image/jpeg", 0), "image"), "empty");
  assert.equal(unfit(file("a.pdf", "application/pdf"), "image"), "wrong_kind");
  assert.equal(unfit(file("a.mp4", "video/mp4"), "audio"), "wrong_kind");
  assert.equal(unfit(file("a.jpg", "image/jpeg", MOST_PHOTOGRAPH_BYTES + 1), "image"), "too_large");
  assert.equal(unfit(file("a.mp4", "video/mp4", MOST_RECORDING_BYTES), "video"), null);
  assert.equal(unfit(file("a.mp4", "video/mp4", MOST_RECORDING_BYTES + 1), "video"), "too_large");
});

test("a finger beside the sheet draws on its edge", () => {
  const box = { left: 100, top: 50, width: 400, height: 300 };
  assert.deepEqual(onSheet(100, 50, box), [0, 0]);
  assert.deepEqual(onSheet(300, 200, box), [SHEET.width / 2, SHEET.height / 2]);
  assert.deepEqual(onSheet(9999, -5, box), [SHEET.width, 0]);
});

test("a drag becomes an item, a tap does not", () => {
  const drag: Point[] = [[10, 10], [60, 10], [110, 10]];
  assert.deepEqual(itemOf("line", drag), { tool: "line", from: [10, 10], to: [110, 10] });
  assert.deepEqual(itemOf("dimension", drag, "3.2 m"), { tool: "dimension", from: [10, 10], to: [110, 10], text: "3.2 m" });
  assert.deepEqual(itemOf("pen", drag), { tool: "pen", points: drag });
  assert.equal(itemOf("arrow", [[10, 10], [12, 11]]), null);
  assert.equal(itemOf("pen", [[10, 10]]), null);
  assert.equal(itemOf("line", []), null);
});

test("points on one another are dropped", () => {
  assert.deepEqual(thinned([[0, 0], [1, 1], [2, 0], [5, 0], [6, 1]]), [[0, 0], [5, 0]]);
});

test("an arrow's head lies behind its tip, to both sides", () => {
  const [left, right] = headOf([0, 0], [100, 0]);
  assert.ok(left[0] < 100 && right[0] < 100);
  assert.ok(left[1] * right[1] < 0 && Math.abs(left[1] + right[1]) < 1e-9);
});

test("the sheet is painted white first, and every word is written", () => {
  const calls: string[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) => target[name] ?? ((...values: unknown[]) => calls.push(`${name} ${values.join(" ")}`)),
    set: (target, name: string, value: unknown) => Reflect.set(target, name, value),
  }) as unknown as CanvasRenderingContext2D;
  const items: SketchItem[] = [
    { tool: "text", at: [10, 20], text: "井口" },
    { tool: "dimension", from: [0, 100], to: [200, 100], text: "3.2 m" },
  ];
  paint(context, items);
  assert.equal(calls[0], `fillRect 0 0 ${SHEET.width} ${SHEET.height}`);
  assert.deepEqual(calls.filter((call) => call.startsWith("fillText")), ["fillText 井口 10 20", "fillText 3.2 m 100 76"]);
});
