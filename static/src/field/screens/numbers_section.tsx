// Document numbers that this tablet holds and does not need: given back, they are void.
import { useSignal } from "@preact/signals";
import { markReturned, usedNumbers } from "../orders/numbers";
import { work } from "../store/work";
import { askJson } from "../sync/api";
import { toldOf } from "../sync/told";
import { run } from "../shell/faults";
import { _ } from "../words";

async function freeNumbers(): Promise<readonly string[]> {
  const used = new Set(Object.values(await usedNumbers()));
  return (work.value?.parts.numbers ?? []).map((number) => number.text).filter((text) => !used.has(text));
}

async function giveBack(reason: string): Promise<string> {
  const numbers = await freeNumbers();
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ numbers, reason });
  const { voided } = await askJson<{ voided: readonly string[] }>("/field/api/numbers/return", { method: "POST", headers, body });
  await markReturned(numbers);
  return _("已退回 %(n)s 个编号，服务器已作废。要再用，请重新取工作包。", { n: voided.length });
}

export function NumbersSection() {
  const [reason, told, isDone] = [useSignal(""), useSignal(""), useSignal(false)];
  const held = work.value?.parts.numbers.length ?? 0;
  if (held === 0) return null;
  const submit = async (): Promise<void> => {
    try {
      told.value = await giveBack(reason.value.trim());
      isDone.value = true;
    } catch (error) {
      told.value = toldOf(error);
    }
  };
  return (
    <details class="disclosure section">
      <summary>{_("文书编号：这台平板领了 %(n)s 个", { n: held })}</summary>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.value.trim()) run(submit());
        }}
      >
        <label class="field">
          <span class="field__label">{_("为什么退回没用过的编号")}</span>
          <span class="field__hint">{_("退回的编号作废，不再给别人；用过的不受影响。")}</span>
          <input class="input" maxLength={200} value={reason.value} onInput={(event) => (reason.value = event.currentTarget.value)} />
        </label>
        <button type="submit" class="button button--secondary" disabled={isDone.value || !reason.value.trim()}>
          {_("退回没用过的编号")}
        </button>
      </form>
      {told.value && (
        <p class="told" role="status">
          {told.value}
        </p>
      )}
    </details>
  );
}
