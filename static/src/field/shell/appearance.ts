// Theme and language are the office's cookies; the kept shell is the same for everybody, so the script reads them.
import { signal } from "@preact/signals";
import { setCookie } from "../../components/cookie";

export const THEMES = ["", "light", "dark", "sunlight"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>("");
export const language = signal<"zh" | "en">("zh");

export function cookieOf(cookies: string, name: string): string {
  const found = cookies.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function show(): void {
  if (theme.value) document.documentElement.dataset["theme"] = theme.value;
  else delete document.documentElement.dataset["theme"];
}

/** Show the chosen theme and return the locale of the texts. */
export function mountAppearance(): string {
  theme.value = THEMES.find((known) => known === cookieOf(document.cookie, "theme")) ?? "";
  language.value = cookieOf(document.cookie, "language") === "en" ? "en" : "zh";
  document.documentElement.lang = language.value === "en" ? "en" : "zh-CN";
  show();
  return language.value;
}

export function chooseTheme(chosen: Theme): void {
  setCookie("theme", chosen);
  theme.value = chosen;
  show();
}

/** Another language begins with a reload, which also locks. */
export function chooseLanguage(chosen: "zh" | "en"): void {
  setCookie("language", chosen);
  location.reload();
}
