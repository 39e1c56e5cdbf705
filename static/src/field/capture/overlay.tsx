// Something that takes the whole glass for a moment and answers: a scanner, a live picture, a code for the other tablet.
import { effect } from "@preact/signals";
import { render, type VNode } from "preact";
import { isUnlocked } from "../store/current";
import { _ } from "../words";

/** Show what `make` gives until it calls `done`; the back button, Escape and the lock answer null. */
export function openOverlay<T>(title: string, make: (done: (value: T | null) => void) => VNode): Promise<T | null> {
  return new Promise((resolve) => {
    const place = document.createElement("div");
    const others = [...document.body.children].filter((element): element is HTMLElement => element instanceof HTMLElement && !element.inert);
    const before = document.activeElement;
    const leave = (): void => done(null);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") leave();
    };
    const done = (value: T | null): void => {
      queueMicrotask(() => unwatch()); // it may be the lock itself that calls
      removeEventListener("hashchange", leave);
      removeEventListener("keydown", onKey);
      render(null, place);
      place.remove();
      for (const element of others) element.inert = false;
      if (before instanceof HTMLElement) before.focus();
      resolve(value);
    };
    place.className = "overlay";
    place.tabIndex = -1;
    place.setAttribute("role", "dialog");
    place.setAttribute("aria-modal", "true");
    place.setAttribute("aria-label", title);
    for (const element of others) element.inert = true;
    addEventListener("hashchange", leave);
    addEventListener("keydown", onKey);
    document.body.append(place);
    render(
      <>
        <header class="overlay__head">
          <h2>{title}</h2>
          <button type="button" class="button button--quiet" onClick={leave}>
            {_("关闭")}
          </button>
        </header>
        <div class="overlay__body">{make(done)}</div>
      </>,
      place,
    );
    place.focus();
    const wasUnlocked = isUnlocked.peek();
    const unwatch = effect(() => {
      if (wasUnlocked && !isUnlocked.value) leave();
    });
  });
}
