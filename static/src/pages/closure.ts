// The report of a closed well shows its reduction while it is typed; a reopening, what would be kept.
import { keptThisYear, m3Text, readLitres, savedThisYear } from "../components/reduction_rule";

function value(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "";
}

function show(form: HTMLFormElement, mark: string, litres: bigint | null): void {
  const output = form.querySelector<HTMLOutputElement>(`output[${mark}]`);
  if (output) output.value = litres === null ? "—" : m3Text(litres);
}

function showReduction(form: HTMLFormElement): void {
  const baseline = readLitres(value(form, "baseline_m3"));
  const residual = readLitres(value(form, "residual_m3"));
  const full = baseline === null || residual === null || residual > baseline ? null : baseline - residual;
  show(form, "data-reduction-full", full);
  show(form, "data-reduction-this", full === null ? null : savedThisYear(full, value(form, "closed_on")));
}

function showKept(form: HTMLFormElement): void {
  const { fullLitres = "0", closedOn = "" } = form.dataset;
  show(form, "data-kept-this", keptThisYear(BigInt(fullLitres), closedOn, value(form, "reopened_on")));
}

for (const [selector, act] of [["form[data-reduction]", showReduction], ["form[data-kept]", showKept]] as const) {
  for (const form of document.querySelectorAll<HTMLFormElement>(selector)) {
    form.addEventListener("input", () => act(form));
    form.addEventListener("change", () => act(form));
    act(form);
  }
}
