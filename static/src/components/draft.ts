// Keeps what is typed in a form with data-draft, and offers it again after a failure, a lost session or a closed browser.
// A draft is dropped only when the page after sending shows a success message; see draft_store.ts for what is kept.
import { draftKey, isKept, isSame, readDraft, removeAllDrafts, writeDraft, type Draft } from "./draft_store";
import { timeText } from "./printed";
import { pageWords } from "./words";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const SENT = "casebook.sent";
const PAUSE_MS = 400;

function keptControls(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>("input:not([readonly]), select, textarea:not([readonly])")].filter((control) =>
    isKept({ name: control.name, type: control.type, isPrivate: control.dataset["private"] !== undefined }),
  );
}

function valuesOf(control: Control): string[] {
  if (control instanceof HTMLSelectElement) return [...control.selectedOptions].map((option) => option.value);
  const isChoice = control.type === "checkbox" || control.type === "radio";
  return isChoice && !(control as HTMLInputElement).checked ? [] : [control.value];
}

function snapshot(form: HTMLFormElement): Draft["values"] {
  return keptControls(form).flatMap((control) => valuesOf(control).map((value) => [control.name, value] as const));
}

function restore(form: HTMLFormElement, draft: Draft): void {
  const left = new Map<string, string[]>();
  for (const [name, value] of draft.values) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of keptControls(form)) {
    const values = left.get(control.name) ?? [];
    if (control instanceof HTMLSelectElement) {
      for (const option of control.options) option.selected = values.includes(option.value);
    } else if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
      control.checked = values.includes(control.value);
    } else {
      control.value = values.shift() ?? "";
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function offer(form: HTMLFormElement, draft: Draft, drop: () => void): void {
  const words = pageWords();
  const bar = document.createElement("div");
  bar.className = "draft-offer";
  bar.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = words("draft_found").replace("{when}", timeText(new Date(draft.savedAt)));
  const button = (label: string, act: () => void): HTMLButtonElement => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "button button--secondary";
    element.textContent = label;
    element.addEventListener("click", () => {
      act();
      bar.remove();
    });
    return element;
  };
  bar.append(
    text,
    button(words("draft_restore"), () => restore(form, draft)),
    button(words("draft_drop"), drop),
  );
  form.prepend(bar);
}

function keep(form: HTMLFormElement, key: string): void {
  const untouched = snapshot(form);
  let timer = 0;
  const save = (): void => {
    const values = snapshot(form);
    if (isSame(values, untouched)) localStorage.removeItem(key);
    else writeDraft(localStorage, key, { savedAt: Date.now(), values });
  };
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE_MS);
  };
  const draft = readDraft(localStorage, key, Date.now());
  if (draft && !isSame(draft.values, untouched)) offer(form, draft, () => localStorage.removeItem(key));
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    writeDraft(localStorage, key, { savedAt: Date.now(), values: snapshot(form) });
    sessionStorage.setItem(SENT, key);
  });
}

function dropWhatWasSaved(): void {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.querySelector("[data-notice='success']")) localStorage.removeItem(sent);
}

export function mountDrafts(): void {
  dropWhatWasSaved();
  document.querySelector("[data-sign-out] form")?.addEventListener("submit", () => removeAllDrafts(localStorage));
  const actor = document.body.dataset["actor"];
  if (!actor) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    keep(form, draftKey(actor, location.pathname, form.dataset["draft"] ?? ""));
  }
}
