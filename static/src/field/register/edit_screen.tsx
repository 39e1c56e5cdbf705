// 登记更正: the register's value beside what is written instead.
import { useBusy } from "../forms/busy";
import { fileRecord } from "../forms/filed";
import { Note } from "../forms/choices";
import { AreaField, SelectField, TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { go } from "../routes";
import { work } from "../store/work";
import { labelOf } from "../wells/words";
import { _ } from "../words";
import { changed, editGaps, editPayload, FIELDS, LISTS, NUMBERS, type EditData, type EditGap, type FieldName } from "./model";

function fieldWord(field: FieldName): string {
  return {
    village: _("村（社区）"),
    use: _("取水用途"),
    aquifer: _("取水层位"),
    depth_m: _("井深"),
    pump_flow_m3h: _("水泵额定流量"),
    meter_kind: _("计量设施"),
    meter_no: _("水表编号"),
    electricity_account: _("电表户号"),
  }[field];
}

const UNITS: Readonly<Partial<Record<FieldName, string>>> = { depth_m: "m", pump_flow_m3h: "m³/h" };

function gapWord(gap: EditGap): string {
  if (gap.code === "choice") return _("请选%(field)s。", { field: fieldWord(gap.field) });
  if (gap.code !== "number") return gap.code === "nothing" ? _("还没有改动任何一项。") : _("请写明依据：怎么看到、怎么量到的。");
  return _("%(field)s 只填 %(least)s 到 %(most)s 之间的数值。", { field: fieldWord(gap.field), least: gap.least, most: gap.most });
}

export function EditScreen({ record }: { readonly record: Handle<EditData> }) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  const gaps = editGaps(data);
  const file = (): Promise<void> =>
    run(async () => {
      await fileRecord(record, "well.edit", data.well, editPayload(data, new Date().toISOString()), []);
      go("#/outbox");
    });
  return (
    <div class="walk">
      <header class="walk__head">
        <h1 class="walk__title">
          {_("登记更正")} <span class="code">{data.code}</span>
        </h1>
      </header>
      <Note>{_("只送出改动的项。别人改过别的项，两边都保留；改过同一项的，两个值都交给办公室的人定，谁也不会被悄悄覆盖。位置不在这里改：多次到场的定位一致时，会作为建议送办公室。")}</Note>
      {FIELDS.map((field) => (
        <EditField key={field} record={record} field={field} />
      ))}
      <AreaField label={_("依据")} hint={_("例如：现场核对水表铭牌。")} rows={2} most={200} value={data.reason} onText={(reason) => record.edit({ reason })} />
      {gaps.length > 0 && <Note tone="warn">{gaps.map(gapWord).join(" ")}</Note>}
      <button type="button" class="button button--primary button--wide" disabled={gaps.length > 0 || isBusy} onClick={() => void file()}>
        {_("提交 %(n)s 项更正", { n: changed(data).length })}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </div>
  );
}

function EditField({ record, field }: { readonly record: Handle<EditData>; readonly field: FieldName }) {
  const data = record.value.value;
  const list = LISTS[field];
  const parts = work.value?.parts;
  const seen = data.seen[field];
  const shown = seen === null || seen === "" ? _("空") : list ? labelOf(parts, list, String(seen)) : `${seen}${UNITS[field] ?? ""}`;
  const value = data.written[field] ?? (seen === null ? "" : String(seen));
  const write = (text: string): void => record.edit((now: EditData) => ({ ...now, written: { ...now.written, [field]: text } }));
  const isChanged = changed(data).includes(field);
  const hint = isChanged ? _("登记为：%(value)s（改了）", { value: shown }) : _("登记为：%(value)s", { value: shown });
  if (list) {
    const options = Object.entries(parts?.codes.labels[list] ?? { [value]: value });
    return <SelectField label={fieldWord(field)} value={value} options={options} hint={hint} onChoose={write} />;
  }
  const unit = UNITS[field];
  return <TextField label={fieldWord(field)} value={value} hint={hint} most={field === "village" ? 60 : 40} kind={NUMBERS[field] ? "decimal" : "text"} onText={write} {...(unit ? { unit } : {})} />;
}
