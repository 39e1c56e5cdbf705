// The document numbers that this tablet holds. A number is marked as used, on the disk, before anybody sees it: two orders
// can never bear the same one. What was taken for an order that is given up is free again only if it was never printed or
// signed; otherwise it is used for good, and the server voids it when it is given back.
import { here } from "../store/current";
import { writeAll } from "../store/db";
import { boxOf, readEntry } from "../store/entries";
import type { ReservedNumber } from "../store/types";
import type { OrderForm } from "./model";

const NAME = "numbers/used";

/** Numbers by the record of the order that took them; given-up ones stay under their own name. */
export type UsedNumbers = Readonly<Record<string, string>>;

/** Return the first number of a form that no order has taken, or null. Pure. */
export function freeNumber(reserved: readonly ReservedNumber[], used: UsedNumbers, form: OrderForm, year: number): string | null {
  const taken = new Set(Object.values(used));
  return reserved.find((one) => one.form === form && one.year === year && !taken.has(one.text))?.text ?? null;
}

/** Return how many numbers of a form are left. Pure. */
export function numbersLeft(reserved: readonly ReservedNumber[], used: UsedNumbers, form: OrderForm, year: number): number {
  const taken = new Set(Object.values(used));
  return reserved.filter((one) => one.form === form && one.year === year && !taken.has(one.text)).length;
}

export async function usedNumbers(): Promise<UsedNumbers> {
  const { db, key } = here();
  return (await readEntry<UsedNumbers>(db, key, NAME)) ?? {};
}

async function keep(used: UsedNumbers): Promise<void> {
  const { db, key } = here();
  const box = await boxOf(key, NAME, used);
  await writeAll(db, ["entries"], async (tx) => void (await tx.objectStore("entries").put(box, NAME)));
}

let turn: Promise<unknown> = Promise.resolve();

/** Let one change of the list follow the other: it is read, changed and written. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const next = turn.then(act, act);
  turn = next.catch(() => undefined);
  return next;
}

/** Take a number for an order: the one that it took before, else the next free one; null when the block is used up. */
export function takeNumber(order: string, form: OrderForm, reserved: readonly ReservedNumber[], year: number): Promise<string | null> {
  return inTurn(async () => {
    const used = await usedNumbers();
    const own = used[order];
    if (own) return own;
    const number = freeNumber(reserved, used, form, year);
    if (number) await keep({ ...used, [order]: number });
    return number;
  });
}

/** Note that numbers were given back: the server has voided them, no order may take them any more. */
export function markReturned(numbers: readonly string[]): Promise<void> {
  return inTurn(async () => {
    const used = await usedNumbers();
    await keep({ ...used, ...Object.fromEntries(numbers.map((text) => [`returned ${text}`, text])) });
  });
}

/** Let go of the number of an order that was given up before anybody printed or signed it. */
export function releaseNumber(order: string): Promise<void> {
  return inTurn(async () => {
    const { [order]: _released, ...others } = await usedNumbers();
    await keep(others);
  });
}
