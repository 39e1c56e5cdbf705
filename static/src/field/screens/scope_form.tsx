import { useSignal } from "@preact/signals";
import { AreaField, SelectField } from "../forms/fields";
import type { Scope } from "../store/types";
import { townships, work } from "../store/work";
import { _ } from "../words";

interface Props {
  readonly isBusy: boolean;
  readonly onTake: (scope: Scope) => void;
}

type Kind = Scope["kind"];

const DAYS = [1, 3, 7, 14];

/** Choose what to take along. */
export function ScopeForm({ isBusy, onTake }: Props) {
  const [kind, township, days, wells] = [useSignal<Kind>("township"), useSignal(""), useSignal(7), useSignal("")];
  const codes = wells.value.split(/[\s,，、;；]+/).filter(Boolean);
  const scopes: Record<Kind, Scope | null> = {
    township: township.value ? { kind: "township", township: township.value } : null,
    due: days.value ? { kind: "due", days: days.value } : null,
    wells: { kind: "wells", wells: codes },
  };
  const kinds: readonly [Kind, string][] = [
    ["township", _("一个乡镇")],
    ["due", _("快到期的检查")],
    ["wells", _("一条路线")],
  ];
  return (
    <form
      class="form scope"
      onSubmit={(event) => {
        event.preventDefault();
        const scope = scopes[kind.value];
        if (scope) onTake(scope);
      }}
    >
      <div class="segments" role="group" aria-label={_("带什么")}>
        {kinds.map(([name, label]) => (
          <button key={name} type="button" class="segment" aria-pressed={kind.value === name} onClick={() => (kind.value = name)}>
            {label}
          </button>
        ))}
      </div>
      {kind.value === "township" && (
        <SelectField label={_("乡镇")} value={township.value} options={townships.value.map(({ code, name }) => [code, name] as const)} onChoose={(code) => (township.value = code)} />
      )}
      {kind.value === "due" && (
        <SelectField label={_("几天之内到期")} value={String(days.value)} options={DAYS.map((count) => [String(count), _("%(n)s 天", { n: count })] as const)} onChoose={(count) => (days.value = Number(count))} />
      )}
      {kind.value === "wells" && <AreaField label={_("取水井编号，按走的次序，一行一个；不填就是今天安排好的路线")} value={wells.value} onText={(text) => (wells.value = text)} />}
      <button type="submit" class="button button--primary" disabled={isBusy || !scopes[kind.value]}>
        {work.value ? _("换成新的工作包") : _("取工作包")}
      </button>
    </form>
  );
}
