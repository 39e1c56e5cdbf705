// Paper says where, by whom and when it was printed: the text goes into the foot of each page (css/print.css).

const pad = (value: number): string => String(value).padStart(2, "0");

/** Return a local time as 2026-11-22 14:05. */
export function timeText(now: Date): string {
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())} ${pad(now.getHours())}:${pad(now.getMinutes())}`;
}

/** Return a CSS string that stands for the text. */
export function cssString(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, " ")}"`;
}

export function mountPrinted(): void {
  const note = (): void => {
    const text = `${document.body.dataset["printed"] ?? ""} ${timeText(new Date())}`;
    document.documentElement.style.setProperty("--printed", cssString(text));
  };
  note();
  window.addEventListener("beforeprint", note);
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll<HTMLDetailsElement>("details:not([data-menu]):not([open])")) {
      part.open = true; // what was folded away on the screen belongs on the paper
      window.addEventListener("afterprint", () => (part.open = false), { once: true });
    }
  });
}
