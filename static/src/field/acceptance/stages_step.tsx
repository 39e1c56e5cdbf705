// Photographs of before, during and after, from one standpoint where an earlier one is at hand.
import { Pairs } from "../acts/screens/evidence_step";
import { PhotoButton } from "../capture/photo_button";
import { RecordingButton } from "../capture/recording_button";
import { CardList, stageWord } from "../evidence/card_list";
import { cardsOf } from "../evidence/keep_cards";
import type { Handle } from "../forms/record";
import { _ } from "../words";
import { STAGES, type AcceptanceData } from "./model";

export function StagesStep({ record }: { readonly record: Handle<AcceptanceData> }) {
  const data = record.value.value;
  return (
    <>
      <p class="muted">{_("每个阶段至少一张，最好两张以上；前、后从同一位置、同一方向拍。施工方拍的，从文件选择，并写明制作人。")}</p>
      {STAGES.map((stage) => {
        const n = data.evidence.filter((card) => card.stage === stage).length;
        return (
          <div key={stage} class="block">
            <h2>{_("%(stage)s（已有 %(n)s 张）", { stage: stageWord(stage), n })}</h2>
            <PhotoButton label={_("拍%(stage)s", { stage: stageWord(stage) })} {...cardsOf(record, { stage, proves: _("封停%(stage)s的现状", { stage: stageWord(stage) }) })} />
          </div>
        );
      })}
      <Pairs record={record} />
      <div class="block">
        <h2>{_("封填过程录像")}</h2>
        <RecordingButton kind="video" {...cardsOf(record, { stage: "during", proves: _("封填过程") })} />
      </div>
      <CardList record={record} hasStages />
    </>
  );
}
