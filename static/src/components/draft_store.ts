// What was typed and not yet saved, kept on this device.
//
// Only forms that ask for it (data-draft), only for a signed-in officer and under the officer's own key. Never passwords,
// files, hidden fields, or what is marked private (identity numbers and the like). Gone after a week, after a save,
// and at sign-out.

export interface Draft {
  readonly savedAt: number;
  readonly values: readonly (readonly [name: string, value: string])[];
}

export interface ControlFacts {
  readonly name: string;
  readonly type: string;
  readonly isPrivate: boolean;
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const PREFIX = "casebook.draft.";
const KEPT_MS = 7 * 24 * 3600 * 1000;
const NEVER_KEPT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);

export function draftKey(actor: string, page: string, form: string): string {
  return `${PREFIX}${actor}.${page}#${form}`;
}

/** Say whether a control's value may be kept on the device. */
export function isKept(control: ControlFacts): boolean {
  return control.name !== "" && !control.isPrivate && !NEVER_KEPT.has(control.type);
}

export function isSame(a: Draft["values"], b: Draft["values"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Draft | null;
  return typeof draft?.savedAt === "number" && Array.isArray(draft.values);
}

/** Return the kept draft, or null; what is unreadable or too old is removed. */
export function readDraft(store: Store, key: string, now: number): Draft | null {
  const text = store.getItem(key);
  if (text === null) return null;
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    console.warn("a kept draft cannot be read and is removed", error);
  }
  if (isDraft(value) && now - value.savedAt < KEPT_MS) return value;
  store.removeItem(key);
  return null;
}

/** Keep a draft; false when the device has no room for it. */
export function writeDraft(store: Store, key: string, draft: Draft): boolean {
  try {
    store.setItem(key, JSON.stringify(draft));
    return true;
  } catch (error) {
    console.warn("the draft could not be kept on this device", error);
    return false;
  }
}

/** Remove the drafts of everybody on this device. */
export function removeAllDrafts(store: Store): void {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
  for (const key of keys) if (key?.startsWith(PREFIX)) store.removeItem(key);
}
