// The document numbers that this tablet holds. A number is marked as used, on the disk, before anybody sees it: two orders
// can never bear the same one. What was taken for an order that is given up is free again only if it was never printed or
// signed; otherwise it is used for good, and the server voids it when it is given back. Which are used stands readable
// beside the chain of operations: both belong to the device and outlive a forgotten PIN.
import { here } from "../store/current";
import { keyRow, writeAll, type UsedNumbers } from "../store/db";
import type { ReservedNumber } from "../store/types";
import type { OrderForm } from "./model";

/** Return the first number of a form that no order has taken, or null. Pure. */
export function freeNumber(reserved: readonly ReservedNumber[], used: UsedNumbers, form: OrderForm, year: number): string | null {
  return freeOnes(reserved, used, form, year)[0]?.text ?? null;
}

/** Return how many numbers of a form are left. Pure. */
export function numbersLeft(reserved: readonly ReservedNumber[], used: UsedNumbers, form: OrderForm, year: number): number {
  return freeOnes(reserved, used, form, year).length;
}

function freeOnes(reserved: readonly ReservedNumber[], used: UsedNumbers, form: OrderForm, year: number): readonly ReservedNumber[] {
  const taken = new Set(Object.values(used));
  return reserved.filter((one) => one.form === form && one.year === year && !taken.has(one.text));
}

export async function usedNumbers(): Promise<UsedNumbers> {
  return (await keyRow(here().db, "numbers")) ?? {};
}

/** Change the list in one transaction, so that no other tab takes the same number meanwhile. */
async function changed<T>(act: (used: UsedNumbers) => readonly [UsedNumbers, T]): Promise<T> {
  return writeAll(here().db, ["keys"], async (tx) => {
    const keys = tx.objectStore("keys");
    const [used, outcome] = act(((await keys.get("numbers")) as UsedNumbers | undefined) ?? {});
    await keys.put(used, "numbers");
    return outcome;
  });
}

/** Take a number for an order: the one that it took before, else the next free one; null when the block is used up. */
export function takeNumber(order: string, form: OrderForm, reserved: readonly ReservedNumber[], year: number): Promise<string | null> {
  return changed((used) => {
    const number = used[order] ?? freeNumber(reserved, used, form, year);
    return [number ? { ...used, [order]: number } : used, number];
  });
}

/** Note that numbers were given back: the server has voided them, no order may take them any more. */
export function markReturned(numbers: readonly string[]): Promise<void> {
  return changed((used) => [{ ...used, ...Object.fromEntries(numbers.map((text) => [`returned ${text}`, text])) }, undefined]);
}

/** Let go of the number of an order that was given up before anybody printed or signed it. */
export function releaseNumber(order: string): Promise<void> {
  return changed(({ [order]: _released, ...others }) => [others, undefined]);
}
