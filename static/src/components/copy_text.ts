// Copy buttons show only where the browser can copy.

const SHOWN_MS = 2000;

async function copy(button: HTMLButtonElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
  const words = document.createElement("span");
  words.textContent = button.dataset["copied"] ?? "";
  words.setAttribute("role", "status");
  button.append(words);
  setTimeout(() => words.remove(), SHOWN_MS);
}

export function mountCopyText(): void {
  if (!window.isSecureContext) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}
