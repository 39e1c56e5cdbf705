import assert from "node:assert/strict";
import { test } from "node:test";
import { cardsOf, isKnown, placed } from "../../static/src/field/evidence/keep_cards";
import { findOpen, OpenRecord, type RecordStore } from "../../static/src/field/forms/record";
import { freeNumber, numbersLeft } from "../../static/src/field/orders/numbers";
import { card, FIX, hash } from "./field_sample";

interface Note {
  readonly text: string;
  readonly photographs: readonly string[];
}

const BLANK: Note = { text: "", photographs: [] };

/** A store in memory that fails as often as it is told to, and takes its time. */
function storeOf(first: Note): RecordStore & { kept: Note | null; saves: number; failing: number } {
  return {
    kept: first,
    saves: 0,
    failing: 0,
    async open() {
      return this.kept && { data: this.kept };
    },
    async save(_id, data) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (this.failing > 0) {
        this.failing -= 1;
        throw new Error("full");
      }
      this.saves += 1;
      this.kept = data as Note;
    },
    async hold() {
      return () => undefined;
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

test("what is typed is on the disk within 300 ms, many keystrokes as one save", async () => {
  const store = storeOf(BLANK);
  const record = new OpenRecord("a", BLANK, store);
  for (const text of ["井", "井口", "井口完好"]) record.edit({ text });
  assert.equal(store.saves, 0);
  await sleep(300);
  assert.deepEqual([store.saves, store.kept?.text], [1, "井口完好"]);
  await record.close();
});

test("who never pauses while typing is saved all the same", async () => {
  const store = storeOf(BLANK);
  const record = new OpenRecord("typing", BLANK, store);
  for (let letters = 1; letters <= 40; letters += 1) {
    record.edit({ text: "井".repeat(letters) });
    await sleep(20);
    assert.ok((store.kept?.text.length ?? 0) >= letters - 20, `${letters} typed, ${store.kept?.text.length} kept`);
  }
  assert.ok(store.saves >= 3 && store.saves <= 12, `${store.saves} saves`);
  await record.close();
});

test("a save that is asked for now carries what is typed meanwhile", async () => {
  const store = storeOf(BLANK);
  const record = new OpenRecord("b", BLANK, store);
  record.edit({ text: "一" });
  const saving = record.flush();
  record.edit({ text: "一二" });
  await saving;
  assert.equal(store.kept?.text, "一二");
  await record.close();
});

test("a save that fails is told, and nothing typed is lost", async () => {
  const store = { ...storeOf(BLANK), failing: 1 };
  const record = new OpenRecord("c", BLANK, store);
  record.edit({ text: "甲" });
  await assert.rejects(record.flush(), /full/);
  assert.equal(record.value.value.text, "甲");
  await record.flush();
  assert.equal(store.kept?.text, "甲");
  await record.close();
});

test("a record that cannot be saved stays open when it is left", async () => {
  const store = { ...storeOf(BLANK), failing: 1 };
  const record = new OpenRecord("d", BLANK, store);
  record.edit({ text: "乙" });
  await assert.rejects(record.close(), /full/);
  assert.equal(findOpen("d"), record);
  await record.close();
  assert.equal(findOpen("d"), null);
});

test("a photograph that comes after the record was left goes to the record as it is by then", async () => {
  const store = storeOf(BLANK);
  const left = new OpenRecord<Note>("e", BLANK, store);
  await left.close();
  store.kept = { text: "后来写的", photographs: [] };
  left.edit((now) => ({ ...now, photographs: [...now.photographs, "p1"] }));
  await left.flush();
  assert.deepEqual(store.kept, { text: "后来写的", photographs: ["p1"] });
});

test("and where the record is open again, it goes there", async () => {
  const store = storeOf(BLANK);
  const left = new OpenRecord<Note>("f", BLANK, store);
  await left.close();
  const again = new OpenRecord<Note>("f", BLANK, store);
  again.edit({ text: "正在写" });
  left.edit((now) => ({ ...now, photographs: [...now.photographs, "p2"] }));
  await left.flush();
  assert.deepEqual(again.value.value, { text: "正在写", photographs: ["p2"] });
  assert.deepEqual(store.kept, again.value.value);
  await again.close();
});

test("a photograph for a record that was filed meanwhile is not lost without a word", async () => {
  const store = storeOf(BLANK);
  const left = new OpenRecord<Note>("g", BLANK, store);
  await left.close();
  store.kept = null;
  left.edit((now) => ({ ...now, photographs: ["p3"] }));
  await assert.rejects(left.flush(), /filed before/);
});

test("a position that comes late goes to the cards that have none", () => {
  const cards = placed([card(1, { fix: null }), card(2)].map((one, n) => (n === 0 ? { ...one, fix: null } : one)), [hash(1), hash(2)], { ...FIX, lon: 1 });
  assert.deepEqual(cards.map((one) => one.fix?.lon), [1, FIX.lon]);
});

test("the same bytes are evidence of a record once", async () => {
  const store = storeOf(BLANK);
  const record = new OpenRecord("h", { evidence: [card(1)] }, store);
  assert.equal(isKnown(record.value.value.evidence, hash(1)), true);
  const { onTaken } = cardsOf(record);
  assert.throws(() => void onTaken([card(1)]), /1\.jpg/);
  await onTaken([card(2)]);
  assert.deepEqual(record.value.value.evidence.map((one) => one.hash), [hash(1), hash(2)]);
  await record.close();
});

test("a number is taken once, of its form and year", () => {
  const reserved = [
    { text: "改1", form: "order_rectify", year: 2026 },
    { text: "改2", form: "order_rectify", year: 2026 },
    { text: "停1", form: "order_stop", year: 2026 },
    { text: "改9", form: "order_rectify", year: 2025 },
  ] as const;
  assert.equal(freeNumber(reserved, {}, "order_rectify", 2026), "改1");
  assert.equal(freeNumber(reserved, { x: "改1" }, "order_rectify", 2026), "改2");
  assert.equal(freeNumber(reserved, { x: "改1", "returned 改2": "改2" }, "order_rectify", 2026), null);
  assert.equal(freeNumber(reserved, {}, "order_rectify", 2027), null);
  assert.equal(numbersLeft(reserved, { x: "停1" }, "order_stop", 2026), 0);
});
