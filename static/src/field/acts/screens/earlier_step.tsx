// One earlier finding: put right, still there, or not to be seen.
import { BigChoices } from "../../forms/choices";
import { AreaField } from "../../forms/fields";
import type { EarlierResult } from "../../store/types";
import { _ } from "../../words";
import type { ActData, EarlierData } from "../model";
import type { StepProps } from "./step_props";

export function EarlierStep({ record, code: finding }: StepProps & { readonly code: string }) {
  const data = record.value.value;
  const one = data.earlier.find((each) => each.finding === finding);
  if (!one) return null;
  const change = (part: Partial<EarlierData>): void =>
    record.edit((now: ActData) => ({ ...now, earlier: now.earlier.map((each) => (each.finding === finding ? { ...each, ...part } : each)) }));
  const results: [EarlierResult, string][] = [
    ["fixed", _("已整改")],
    ["persists", _("仍存在")],
    ["not_seen", _("未见")],
  ];
  return (
    <>
      <p class="quoted">
        <span class="code">{one.code}</span> {one.description}
      </p>
      <p class="muted">{_("%(day)s 记录", { day: one.on })}</p>
      <BigChoices label={_("现在怎样")} value={one.result} options={results} onChoose={(result) => change({ result })} />
      <AreaField label={_("说明")} isOptional rows={3} most={400} value={one.note} onText={(note) => change({ note })} />
    </>
  );
}
