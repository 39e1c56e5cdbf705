// Each step of the works, looked at, answered and photographed; the plate's number and the fill.
import { PhotoButton } from "../capture/photo_button";
import { CardList } from "../evidence/card_list";
import { cardsOf } from "../evidence/keep_cards";
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
          <PhotoButton label={_("拍这一步")} {...cardsOf(record, { stage: "during", itemCode: code, proves: text })} />
          <CardList record={record} itemCode={code} />
        </section>
      ))}
      <TextField label={_("标识牌（铅封、锁具）编号")} isOptional most={60} value={data.tagNo ?? ""} onText={(tagNo) => record.edit({ tagNo })} />
      {data.closureKind === "plugged" && <TextField label={_("封填用料体积")} isOptional kind="decimal" unit="m³" hint={_("少于井孔体积九成的，办公室会标出。")} value={data.fillM3 ?? ""} onText={(fillM3) => record.edit({ fillM3 })} />}
    </>
  );
}
