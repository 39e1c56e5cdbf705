// The theme and language menus of the top bar.
import { setCookie } from "./cookie";

function chooseTheme(button: HTMLButtonElement): void {
  const theme = button.dataset["theme"] ?? "";
  setCookie("theme", theme);
  if (theme) document.documentElement.dataset["theme"] = theme;
  else delete document.documentElement.dataset["theme"];
  for (const other of document.querySelectorAll<HTMLButtonElement>("button[data-theme]")) {
    if (other === button) other.setAttribute("aria-pressed", "true");
    else other.removeAttribute("aria-pressed");
  }
  button.closest("details")?.removeAttribute("open");
}

export function mountAppearance(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-theme], button[data-language]");
    if (!button) return;
    const language = button.dataset["language"];
    if (language === undefined) chooseTheme(button);
    else {
      setCookie("language", language);
      location.reload();
    }
  });
}
