// Signing out of the office takes the work package off this browser's tablet app, too; what is unsent stays there.
import { askForWipe } from "../field/sync/wipe_asked";

export function mountFieldWipe(): void {
  const actor = document.body.dataset["actor"];
  if (!actor) return;
  document.querySelector("[data-sign-out] form")?.addEventListener("submit", () => askForWipe(actor));
}
