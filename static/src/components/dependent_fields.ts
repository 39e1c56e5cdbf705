// A field that matters only for some answers hides, and is not sent, for the others.
import { parseRule, shows } from "./dependent_rule";

function apply(part: HTMLElement): void {
  const form = part.closest("form");
  if (!form) return;
  const rule = parseRule(part.dataset["shownWhen"] ?? "");
  part.hidden = !shows(rule, new FormData(form).getAll(rule.name).map(String));
  for (const control of part.querySelectorAll<HTMLInputElement>("input, select, textarea, button")) {
    control.disabled = part.hidden;
  }
}

export function mountDependentFields(): void {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-shown-when]")];
  if (!parts.length) return;
  const applyAll = (): void => parts.forEach(apply);
  document.addEventListener("change", applyAll);
  applyAll();
}
