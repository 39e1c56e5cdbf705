import type { ComponentChildren } from "preact";
import { _ } from "../words";

/** A page of its own: lock screen, registration, what is in the way. */
export function Plain({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="plain-page">
      <header class="plain-page__mark">
        <img src="/static/dist/mark.svg" alt="" width="40" height="40" />
        <p>{_("井案外业")}</p>
        {document.body.dataset["demo"] !== undefined && <p class="demo-note">{_("演示数据，不得用于执法")}</p>}
      </header>
      <main class="plain-page__body">
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
