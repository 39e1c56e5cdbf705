import assert from "node:assert/strict";
import { test } from "node:test";
import { cookieText } from "../../static/src/components/cookie";
import { cssString, timeText } from "../../static/src/components/printed";
import { wordsOf } from "../../static/src/components/words";

test("the time of printing has four, two and two digits", () => {
  assert.equal(timeText(new Date(2026, 0, 2, 3, 4)), "2026-01-02 03:04");
});

test("no name can leave the string at the foot of the page", () => {
  assert.equal(cssString('甲"; } body { display: none'), '"甲\\"; } body { display: none"');
  assert.equal(cssString("a\\b\nc"), '"a\\\\b c"');
});

test("an appearance is kept for a year, and an empty choice removes it", () => {
  assert.equal(cookieText("theme", "dark"), "theme=dark; path=/; max-age=31536000; samesite=lax");
  assert.equal(cookieText("theme", ""), "theme=; path=/; max-age=0; samesite=lax");
});

test("words come from the page; a missing one shows its key", () => {
  const words = wordsOf('{"photo_remove":"去掉"}');
  assert.equal(words("photo_remove"), "去掉");
  assert.equal(words("unknown"), "unknown");
  assert.equal(wordsOf(undefined)("x"), "x");
});
