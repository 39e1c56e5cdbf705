import { useSignal } from "@preact/signals";
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
    due: { kind: "due", days: days.value },
    wells: codes.length > 0 ? { kind: "wells", wells: codes } : null,
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
        <label class="field">
          <span class="field__label">{_("乡镇")}</span>
          <select class="select" value={township.value} onChange={(event) => (township.value = event.currentTarget.value)}>
            <option value="">{_("请选择")}</option>
            {townships.value.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {kind.value === "due" && (
        <label class="field">
          <span class="field__label">{_("几天之内到期")}</span>
          <select class="select" value={days.value} onChange={(event) => (days.value = Number(event.currentTarget.value))}>
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {_("%(n)s 天", { n: count })}
              </option>
            ))}
          </select>
        </label>
      )}
      {kind.value === "wells" && (
        <label class="field">
          <span class="field__label">{_("取水井编号，按走的次序，一行一个")}</span>
          <textarea class="textarea code" value={wells.value} onInput={(event) => (wells.value = event.currentTarget.value)} />
        </label>
      )}
      <button type="submit" class="button button--primary" disabled={isBusy || !scopes[kind.value]}>
        {work.value ? _("换成新的工作包") : _("取工作包")}
      </button>
    </form>
  );
}
