// Where the officers stand: taken from the device when asked, typed by hand where the device gives nothing.
import { currentFix, warmUp } from "./position";
import { wordsOf } from "./words";

const MINUTE = 16; // characters of 2026-11-22T14:05

function field(form: HTMLFormElement, name: string): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
}

/** Return an instant as China's wall time, as a datetime-local input wants it. */
export function chinaMinute(at: number): string {
  const hours8 = 8 * 3600 * 1000;
  return new Date(at + hours8).toISOString().slice(0, MINUTE);
}

function put(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const input = field(form, name);
    if (input) input.value = value;
  }
}

export function mountArrival(bar: HTMLElement): void {
  const button = document.querySelector<HTMLButtonElement>("[data-locate]");
  const form = button?.closest("form");
  if (!button || !form) return;
  const words = wordsOf(bar.dataset["words"]);
  const label = button.querySelector("span") ?? button;
  const idle = label.textContent;
  for (const name of ["arrival_lon", "arrival_lat"]) {
    field(form, name)?.addEventListener("input", () => put(form, { arrival_origin: "typed", arrival_accuracy_m: "" }));
  }
  if (!window.isSecureContext || !("geolocation" in navigator)) return;
  button.hidden = false;
  button.addEventListener("pointerdown", warmUp);
  button.addEventListener("click", async () => {
    button.disabled = true;
    label.textContent = words("locating");
    const fix = await currentFix();
    button.disabled = false;
    label.textContent = fix ? idle : words("no_place");
    if (!fix) return;
    put(form, {
      arrival_lon: fix.lon.toFixed(7),
      arrival_lat: fix.lat.toFixed(7),
      arrival_accuracy_m: fix.accuracyM.toFixed(1),
      arrival_origin: "device",
    });
    if (!field(form, "arrival_at")?.value) put(form, { arrival_at: chinaMinute(fix.at) });
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
