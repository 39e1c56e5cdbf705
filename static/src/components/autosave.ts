// Forms with data-autosave save themselves: soon after typing, at once after a choice, again when the network is back.
// The server answers with what the page now shows as seen, and with the parts of the page that changed.
import { draftKey } from "./draft_store";
import { outcomeOf, type Outcome, type Saved } from "./save_outcome";
import { wordsOf } from "./words";

const TYPING_MS = 1200;
const CHOICE_MS = 100;
const AGAIN_MS = 15_000;

class SaveState {
  private readonly line: HTMLElement;
  readonly words: (key: string) => string;

  constructor(bar: HTMLElement) {
    this.line = bar.querySelector<HTMLElement>("[data-save-state]") ?? bar;
    this.words = wordsOf(bar.dataset["words"]);
  }

  show(tone: string, text: string, button?: HTMLButtonElement): void {
    this.line.dataset["tone"] = tone;
    this.line.replaceChildren(text, ...(button ? [button] : []));
  }
}

class Block {
  private timer = 0;
  private isSending = false;
  private isTouched = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly state: SaveState,
  ) {
    form.classList.add("is-autosaved");
    form.addEventListener("input", () => this.saveIn(TYPING_MS));
    form.addEventListener("change", () => this.saveIn(CHOICE_MS));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.saveIn(0, true);
    });
    window.addEventListener("online", () => this.isTouched && this.saveIn(0));
  }

  get isUnsaved(): boolean {
    return this.isTouched || this.isSending;
  }

  private saveIn(pause: number, evenUntouched = false): void {
    this.isTouched = true;
    clearTimeout(this.timer);
    if (evenUntouched) this.state.show("", this.state.words("saving"));
    this.timer = window.setTimeout(() => void this.save(), pause);
  }

  private async save(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    this.isTouched = false;
    this.state.show("", this.state.words("saving"));
    let outcome = await this.send([]);
    this.take(outcome);
    if (outcome.kind === "refused" && Object.keys(outcome.errors).length) {
      // One field that cannot be taken does not keep the others from being saved.
      const rest = await this.send(Object.keys(outcome.errors));
      if (rest.kind === "saved") this.keep(rest.saved);
      else outcome = rest;
    }
    this.isSending = false;
    if (this.isTouched && outcome.kind === "saved") this.saveIn(CHOICE_MS);
  }

  private async send(without: readonly string[]): Promise<Outcome> {
    const body = new FormData(this.form);
    for (const name of [...without, ...halves(body)]) body.delete(name);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { accept: "application/json" },
        redirect: "manual",
      });
      return await outcomeOf(answer);
    } catch {
      return { kind: "waiting" };
    }
  }

  private take(outcome: Outcome): void {
    const { words } = this.state;
    showErrors(this.form, outcome.kind === "refused" ? outcome.errors : {});
    if (outcome.kind === "saved") {
      this.keep(outcome.saved);
      dropDraft(this.form);
      const isHalf = halves(new FormData(this.form)).length > 0;
      if (isHalf) this.state.show("waiting", words("half"));
      else this.state.show("saved", words("saved").replace("{time}", outcome.saved.saved));
      return;
    }
    this.isTouched = true;
    if (outcome.kind === "clash") this.state.show("refused", words("clash"), this.decideButton());
    else if (outcome.kind === "refused") this.state.show("refused", outcome.message || words("refused"));
    else this.state.show("waiting", words(outcome.kind));
    if (outcome.kind === "waiting" || outcome.kind === "failed") this.timer = window.setTimeout(() => void this.save(), AGAIN_MS);
  }

  private keep(saved: Saved): void {
    const seen = this.form.querySelector<HTMLInputElement>("input[name$='seen']");
    if (seen) seen.value = saved.seen;
    replaceParts(saved.parts);
    for (const part of document.querySelectorAll<HTMLElement>("[data-far]")) part.hidden &&= !saved.is_far;
  }

  /** A clash is decided on a page of its own: the form goes there as it stands. */
  private decideButton(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small button--primary";
    button.textContent = this.state.words("decide");
    button.addEventListener("click", () => {
      this.isTouched = false;
      this.form.submit();
    });
    return button;
  }
}

/** Half a position is still being typed: it waits for its other half. */
function halves(body: FormData): string[] {
  const names = ["arrival_lon", "arrival_lat"];
  const given = names.filter((name) => String(body.get(name) ?? "").trim() !== "");
  return given.length === 1 ? names : [];
}

function replaceParts(parts: Readonly<Record<string, string>>): void {
  for (const [id, html] of Object.entries(parts)) {
    const present = document.getElementById(id);
    const next = new DOMParser().parseFromString(html, "text/html").getElementById(id);
    if (present && next) present.replaceWith(document.adoptNode(next));
  }
}

function showErrors(form: HTMLFormElement, errors: Readonly<Record<string, readonly string[]>>): void {
  for (const old of form.querySelectorAll("[data-live-error]")) old.remove();
  for (const [id, texts] of Object.entries(errors)) {
    const control = document.getElementById(id) ?? form.querySelector(`[name="${CSS.escape(id)}"]`);
    const error = document.createElement("p");
    error.className = "field__error";
    error.dataset["liveError"] = "";
    error.textContent = texts.join("；");
    (control?.closest(".field, .checklist-item") ?? form).append(error);
  }
}

function dropDraft(form: HTMLFormElement): void {
  const actor = document.body.dataset["actor"];
  if (actor) localStorage.removeItem(draftKey(actor, location.pathname, form.dataset["draft"] ?? ""));
}

export function mountAutosave(bar: HTMLElement): void {
  const state = new SaveState(bar);
  const forms = document.querySelectorAll<HTMLFormElement>("form[data-autosave]");
  const blocks = [...forms].map((form) => new Block(form, state));
  window.addEventListener("beforeunload", (event) => {
    if (blocks.some((block) => block.isUnsaved)) event.preventDefault();
  });
}
