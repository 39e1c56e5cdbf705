// Choices of appearance live in cookies, so that the server draws the page right the first time.

const YEAR_S = 31_536_000;

/** Return the text that sets (or, for an empty value, removes) a cookie of this site. */
export function cookieText(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}; path=/; max-age=${value ? YEAR_S : 0}; samesite=lax`;
}

export function setCookie(name: string, value: string): void {
  document.cookie = cookieText(name, value);
}
