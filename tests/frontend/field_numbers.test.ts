// Document numbers: one order, one number, whatever happens to the PIN or in another tab.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { markReturned, numbersLeft, releaseNumber, takeNumber, usedNumbers } from "../../static/src/field/orders/numbers";
import { beginAnew, refreshSession } from "../../static/src/field/sync/session";
import type { ReservedNumber } from "../../static/src/field/store/types";
import { tabletAtWork } from "./support/field";

const BLOCK: readonly ReservedNumber[] = [1, 2, 3].map((n) => ({ text: `冠水责停〔2026〕${n}号`, form: "order_stop", year: 2026 }));

beforeEach(async () => {
  await tabletAtWork();
});

async function take(order: string): Promise<string | null> {
  return takeNumber(order, "order_stop", BLOCK, 2026);
}

test("orders that ask at the same moment get different numbers, and each keeps its own", async () => {
  const taken = await Promise.all(["a", "b", "c", "d"].map(take));
  assert.deepEqual([...taken].sort(), [...BLOCK.map((one) => one.text), null].sort());
  assert.equal(await take("a"), taken[0]);
});

test("a number that was taken before the PIN was forgotten is not free afterwards", async () => {
  const first = await take("a");
  await refreshSession();
  await beginAnew("246802");
  assert.notEqual(await take("b"), first);
  assert.equal(numbersLeft(BLOCK, await usedNumbers(), "order_stop", 2026), 1);
});

test("a released number is free again, a returned one never", async () => {
  const first = await take("a");
  await releaseNumber("a");
  assert.equal(await take("b"), first);
  await markReturned([BLOCK[1]?.text ?? ""]);
  assert.equal(await take("c"), BLOCK[2]?.text);
});
