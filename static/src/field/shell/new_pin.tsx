import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { PIN_PATTERN } from "../store/vault";
import { _ } from "../words";
import { PinField } from "./pin_field";

/** Return what is wrong with a new PIN, or nothing. Six equal digits or a plain row are guessed first. */
export function faultOfPin(pin: string, again: string): string {
  if (!PIN_PATTERN.test(pin)) return _("PIN 是六位数字。");
  const digits = [...pin].map(Number);
  const step = (digits[1] ?? 0) - (digits[0] ?? 0);
  const isRow = Math.abs(step) <= 1 && digits.every((digit, index) => index === 0 || digit - (digits[index - 1] ?? 0) === step);
  if (isRow) return _("这个 PIN 太容易猜，请换一个。");
  return pin === again ? "" : _("两次输入的 PIN 不一样。");
}

interface Props {
  readonly action: string;
  readonly isBusy: boolean;
  readonly onChosen: (pin: string) => void;
  readonly children?: ComponentChildren;
}

/** A form that asks for a new PIN twice. */
export function NewPin({ action, isBusy, onChosen, children }: Props) {
  const [pin, again, error] = [useSignal(""), useSignal(""), useSignal("")];
  const submit = (event: Event): void => {
    event.preventDefault();
    error.value = faultOfPin(pin.value, again.value);
    if (!error.value) onChosen(pin.value);
  };
  return (
    <form class="form" onSubmit={submit}>
      {children}
      <PinField label={_("设一个六位数字的 PIN")} value={pin.value} onInput={(value) => (pin.value = value)} isNew />
      <PinField label={_("再输入一次")} value={again.value} onInput={(value) => (again.value = value)} error={error.value} isNew />
      <button type="submit" class="button button--primary" disabled={isBusy}>
        {isBusy ? _("请稍候……") : action}
      </button>
    </form>
  );
}
