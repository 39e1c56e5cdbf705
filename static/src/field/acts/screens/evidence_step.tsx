// Photographs, recordings and other evidence of the visit; earlier photographs are repeated from the same standpoint.
import { earlierPicture } from "../../capture/kept_picture";
import { PhotoButton } from "../../capture/photo_button";
import { RecordingButton } from "../../capture/recording_button";
import type { CardFacts } from "../../evidence/card";
import { CardList } from "../../evidence/card_list";
import { cardsOf } from "../../evidence/keep_cards";
import type { Handle } from "../../forms/record";
import { work } from "../../store/work";
import type { EarlierPhotograph } from "../../store/types";
import { _ } from "../../words";
import type { ActData } from "../model";
import type { StepProps } from "./step_props";

export function EvidenceStep({ record }: StepProps) {
  return (
    <>
      <p class="muted">{_("井口、周围、表盘、铭牌、电箱、标识牌、许可证都要拍清。原件的字节不改，当场计算摘要。")}</p>
      <div class="block">
        <PhotoButton {...cardsOf(record)} />
      </div>
      <Pairs record={record} />
      <div class="block">
        <h2>{_("录像")}</h2>
        <RecordingButton kind="video" {...cardsOf(record)} />
      </div>
      <div class="block">
        <h2>{_("录音")}</h2>
        <RecordingButton kind="audio" {...cardsOf(record)} />
      </div>
      <div class="block">
        <h2>{_("书面材料（许可证、台账、票据）")}</h2>
        <PhotoButton label={_("拍书面材料")} method="copy" {...cardsOf(record, { proves: _("与原件核对无误") })} />
      </div>
      <CardList record={record} />
    </>
  );
}

interface PairsProps<T> {
  readonly record: Handle<T>;
}

/** The earlier photographs of the well that this tablet has, those already repeated marked. */
export function Pairs<T extends Pick<ActData, "subject" | "evidence">>({ record }: PairsProps<T>) {
  const data = record.value.value;
  const present = work.value;
  const earlier = (present?.parts.earlier[data.subject.id] ?? []).flatMap((one) => one.photographs);
  const shown = earlier.flatMap((one) => {
    const src = earlierPicture(present?.parts, one.picture);
    return src === null ? [] : [{ ...one, src }];
  });
  if (!shown.length) return null;
  return (
    <div class="block">
      <h2>{_("同一位置重拍")}</h2>
      {shown.map((one) => (
        <Pair key={one.evidence} one={one} isDone={data.evidence.some((card) => card.pairOf === one.evidence)} record={record} />
      ))}
    </div>
  );
}

interface PairProps<T> extends PairsProps<T> {
  readonly one: EarlierPhotograph & { readonly src: string };
  readonly isDone: boolean;
}

function Pair<T extends Pick<ActData, "evidence">>({ one, isDone, record }: PairProps<T>) {
  const facts: CardFacts = { pairOf: one.evidence, proves: one.describes, stage: one.stage === "before" ? "after" : null };
  return (
    <div class="pair" data-done={isDone}>
      {isDone && <p>{_("已重拍")}</p>}
      <PhotoButton multiple={false} label={_("重拍")} earlier={{ src: one.src, describes: one.describes }} {...cardsOf(record, facts)} />
    </div>
  );
}
