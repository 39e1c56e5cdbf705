import assert from "node:assert/strict";
import { test } from "node:test";
import { draftKey, isKept, isSame, readDraft, removeAllDrafts, writeDraft } from "../../static/src/components/draft_store";

const NOW = Date.UTC(2026, 10, 22, 6, 5);
const DAY = 24 * 3600 * 1000;
const KEY = draftKey("officer-1", "/wells/371525104JJ00037/inspect", "inspection");

class MemoryStore {
  private readonly items = new Map<string, string>();

  get length(): number {
    return this.items.size;
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

test("a draft comes back as it was kept", () => {
  const store = new MemoryStore();
  const draft = { savedAt: NOW, values: [["note", "水泵正在运行"], ["code", "P10"], ["code", "P20"]] as const };
  assert.equal(writeDraft(store, KEY, draft), true);
  assert.deepEqual(readDraft(store, KEY, NOW + DAY), draft);
});

test("one officer never sees another's draft on the same device", () => {
  const store = new MemoryStore();
  writeDraft(store, KEY, { savedAt: NOW, values: [["note", "一"]] });
  assert.equal(readDraft(store, draftKey("officer-2", "/wells/371525104JJ00037/inspect", "inspection"), NOW), null);
});

test("after a week a draft is gone from the device", () => {
  const store = new MemoryStore();
  writeDraft(store, KEY, { savedAt: NOW, values: [["note", "一"]] });
  assert.equal(readDraft(store, KEY, NOW + 7 * DAY), null);
  assert.equal(store.getItem(KEY), null);
});

test("what cannot be read is removed and does not stop the page", (t) => {
  const warned = t.mock.method(console, "warn", () => undefined);
  const store = new MemoryStore();
  for (const broken of ["{", "null", '"text"', '{"savedAt":"x","values":[]}', '{"savedAt":1}']) {
    store.setItem(KEY, broken);
    assert.equal(readDraft(store, KEY, NOW), null);
    assert.equal(store.getItem(KEY), null);
  }
  assert.equal(warned.mock.callCount(), 1); // only the text that is no JSON
});

test("a full device is said, not thrown", (t) => {
  const warned = t.mock.method(console, "warn", () => undefined);
  const store = new MemoryStore();
  store.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  assert.equal(writeDraft(store, KEY, { savedAt: NOW, values: [] }), false);
  assert.equal(warned.mock.callCount(), 1);
});

test("passwords, files, hidden and private fields are never kept", () => {
  const control = (type: string, isPrivate = false, name = "x") => ({ name, type, isPrivate });
  for (const type of ["text", "textarea", "select-one", "select-multiple", "date", "checkbox", "radio", "number"]) {
    assert.equal(isKept(control(type)), true, type);
  }
  for (const type of ["password", "file", "hidden", "submit", "button"]) assert.equal(isKept(control(type)), false, type);
  assert.equal(isKept(control("text", true)), false);
  assert.equal(isKept(control("text", false, "")), false);
});

test("sign-out removes all drafts and nothing else", () => {
  const store = new MemoryStore();
  store.setItem("something.else", "1");
  for (const form of ["a", "b", "c"]) writeDraft(store, draftKey("officer-1", "/", form), { savedAt: NOW, values: [] });
  removeAllDrafts(store);
  assert.equal(store.length, 1);
  assert.equal(store.getItem("something.else"), "1");
});

test("the same values in the same order are the same draft", () => {
  assert.equal(isSame([["a", "1"]], [["a", "1"]]), true);
  assert.equal(isSame([["a", "1"]], [["a", "2"]]), false);
  assert.equal(isSame([["a", "1"], ["b", "2"]], [["b", "2"], ["a", "1"]]), false);
});
