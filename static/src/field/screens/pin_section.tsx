import { useSignal } from "@preact/signals";
import { store } from "../store/current";
import { changePin } from "../store/vault";
import { run } from "../shell/faults";
import { NewPin } from "../shell/new_pin";
import { PinField } from "../shell/pin_field";
import { _ } from "../words";

export function PinSection() {
  const [old, told, isBusy] = [useSignal(""), useSignal(""), useSignal(false)];
  const change = async (pin: string): Promise<void> => {
    const open = store.value;
    if (!open) return;
    isBusy.value = true;
    const answer = await changePin(open.db, old.value, pin, Date.now());
    isBusy.value = false;
    old.value = "";
    told.value = answer.outcome === "open" ? _("PIN 已改。") : _("原来的 PIN 不对，没有改。");
  };
  return (
    <details class="disclosure section">
      <summary>{_("改 PIN")}</summary>
      <NewPin action={_("改 PIN")} isBusy={isBusy.value} onChosen={(pin) => run(change(pin))}>
        <PinField label={_("原来的 PIN")} value={old.value} onInput={(value) => (old.value = value)} />
      </NewPin>
      {told.value && (
        <p class="told" role="status">
          {told.value}
        </p>
      )}
    </details>
  );
}
