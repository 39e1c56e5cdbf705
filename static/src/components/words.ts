// Words that scripts show come from the page, where they were translated.

/** Return a table of words from a data-words attribute; the key itself stands where one is missing. */
export function wordsOf(text: string | undefined): (key: string) => string {
  const table = JSON.parse(text || "{}") as Record<string, string>;
  return (key) => table[key] ?? key;
}

export function pageWords(): (key: string) => string {
  return wordsOf(document.body.dataset["words"]);
}
