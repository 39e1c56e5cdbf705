// Where something is, for who has no account: taken from the device when asked, and put into the form's own inputs.
import { currentFix, warmUp } from "./position";
import { wordsOf } from "./words";

const DIGITS = 6; // a decimetre, more than any telephone knows

/** Mount every button with data-place-here: it fills the inputs lon and lat of its form. */
export function mountPlaces(): void {
  document.querySelectorAll<HTMLButtonElement>("[data-place-here]").forEach(mount);
}

function mount(button: HTMLButtonElement): void {
  const form = button.closest("form");
  if (!form || !window.isSecureContext || !("geolocation" in navigator)) return;
  const words = wordsOf(button.dataset["words"]);
  const label = button.querySelector("span") ?? button;
  const idle = label.textContent;
  button.hidden = false;
  button.addEventListener("pointerdown", warmUp);
  button.addEventListener("click", async () => {
    button.disabled = true;
    label.textContent = words("locating");
    const fix = await currentFix();
    button.disabled = false;
    label.textContent = fix ? idle : words("failed");
    if (!fix) return;
    put(form, "lon", fix.lon);
    put(form, "lat", fix.lat);
    const details = button.parentElement?.querySelector("details");
    if (details) details.open = true;
  });
}

/** Put degrees into an input of a form, as a person would have typed them. */
export function put(form: HTMLFormElement, name: string, degrees: number): void {
  const input = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (!input) return;
  input.value = degrees.toFixed(DIGITS);
  input.dispatchEvent(new Event("change", { bubbles: true })); // the map beside it follows
}
