// Each step of the works, looked at and answered.
import { BigChoices } from "../forms/choices";
import { TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { _ } from "../words";
import { worksOf, type AcceptanceData, type WorkAnswer } from "./model";

export function WorksStep({ record }: { readonly record: Handle<AcceptanceData> }) {
  const data = record.value.value;
  const options: [WorkAnswer, string][] = [
    ["yes", _("是")],
    ["no", _("否")],
    ["na", _("不适用")],
  ];
  return (
    <>
      {worksOf(data.closureKind).map(({ code, text }) => (
        <section key={code} class="panel">
          <BigChoices label={text} value={data.works[code] ?? null} options={options} onChoose={(answer) => record.edit((now: AcceptanceData) => ({ ...now, works: { ...now.works, [code]: answer } }))} />
          <TextField label={_("说明")} isOptional most={200} value={data.worksNotes[code] ?? ""} onText={(note) => record.edit((now: AcceptanceData) => ({ ...now, worksNotes: { ...now.worksNotes, [code]: note } }))} />
        </section>
      ))}
    </>
  );
}
