// An address that is shared names only what is filtered: empty controls are not sent.

type Control = HTMLInputElement | HTMLSelectElement;

export function mountFilterBars(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filter]")) {
    const controls = [...form.querySelectorAll<Control>("input[name], select[name]")];
    form.addEventListener("submit", () => {
      for (const control of controls) control.disabled = control.disabled || control.value === "";
    });
    // Back from the list, the page may come out of the browser's memory as it was left.
    window.addEventListener("pageshow", () => {
      for (const control of controls) control.disabled = false;
    });
  }
}
