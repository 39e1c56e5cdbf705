// Texts are written in Chinese beside their use and are their own identifiers; other languages come as one table.

let table: Readonly<Record<string, string>> = {};

/** Take the table of a language; an empty one leaves the texts as they are written. */
export function useWords(words: Readonly<Record<string, string>>): void {
  table = words;
}

/** Return the text in the chosen language, with `%(name)s` replaced by the value of that name. */
export function _(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return (table[text] || text).replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Fetch the table of the page's language; without one the texts stay Chinese, which everybody here reads. */
export async function loadWords(locale: string): Promise<void> {
  if (locale.startsWith("zh")) return;
  try {
    const answer = await fetch(`/field/words/${locale}.json`);
    if (answer.ok) useWords((await answer.json()) as Record<string, string>);
  } catch (error) {
    console.warn("the words of this language could not be had", error);
  }
}
