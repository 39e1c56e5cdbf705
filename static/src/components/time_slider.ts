// The slider through a year: says which day it stands on, and shows it when it is let go.

export function mountTimeSliders(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-time-slider]")) {
    const range = form.querySelector<HTMLInputElement>("input[type=range]");
    const shown = form.querySelector("output");
    const first = Date.parse(form.dataset["first"] ?? "");
    if (!range || !shown || Number.isNaN(first)) continue;
    range.addEventListener("input", () => {
      const day = dayOf(first, Number(range.value));
      shown.textContent = day;
      range.setAttribute("aria-valuetext", day);
    });
    range.addEventListener("change", () => form.requestSubmit());
  }
}

/** Return the day at a place in the year, from 1, as 2023-05-04. */
export function dayOf(first: number, position: number): string {
  return new Date(first + (position - 1) * 86_400_000).toISOString().slice(0, 10);
}
