// Photographs, recordings and other evidence of the visit; earlier photographs are repeated from the same standpoint.
import { earlierPicture } from "../../capture/kept_picture";
import { PhotoButton } from "../../capture/photo_button";
import { RecordingButton } from "../../capture/recording_button";
import { newCard, type CardFacts } from "../../evidence/card";
import { CardList } from "../../evidence/card_list";
import { newId } from "../../store/device";
import { work } from "../../store/work";
import type { CapturedFile, EarlierPhotograph } from "../../store/types";
import { _ } from "../../words";
import type { ActData } from "../model";
import type { StepProps } from "./step_props";

export function EvidenceStep({ record }: StepProps) {
  const data = record.value.value;
  const add = (files: readonly CapturedFile[], facts: CardFacts = {}): Promise<void> => {
    const added = files.map((file) => newCard(newId(), file, facts));
    record.edit((now: ActData) => ({ ...now, evidence: [...now.evidence, ...added] }));
    return record.flush();
  };
  return (
    <>
      <p class="muted">{_("井口、周围、表盘、铭牌、电箱、标识牌、许可证都要拍清。原件的字节不改，当场计算摘要。")}</p>
      <div class="block">
        <PhotoButton onTaken={(files) => add(files)} />
      </div>
      <Pairs data={data} onTaken={add} />
      <div class="block">
        <h2>{_("录像")}</h2>
        <RecordingButton kind="video" onTaken={(files) => add(files)} />
      </div>
      <div class="block">
        <h2>{_("录音")}</h2>
        <RecordingButton kind="audio" onTaken={(files) => add(files)} />
      </div>
      <div class="block">
        <h2>{_("书面材料（许可证、台账、票据）")}</h2>
        <PhotoButton label={_("拍书面材料")} method="copy" onTaken={(files) => add(files, { proves: _("与原件核对无误") })} />
      </div>
      <CardList cards={data.evidence} subject={data.subject} onChange={(evidence) => record.edit({ evidence })} />
    </>
  );
}

interface PairsProps {
  readonly data: Pick<ActData, "subject" | "evidence">;
  readonly onTaken: (files: readonly CapturedFile[], facts: CardFacts) => Promise<void>;
}

/** The earlier photographs of the well that this tablet has, those already repeated marked. */
export function Pairs({ data, onTaken }: PairsProps) {
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
        <Pair key={one.evidence} one={one} isDone={data.evidence.some((card) => card.pairOf === one.evidence)} onTaken={onTaken} />
      ))}
    </div>
  );
}

function Pair({ one, isDone, onTaken }: { readonly one: EarlierPhotograph & { readonly src: string }; readonly isDone: boolean } & Pick<PairsProps, "onTaken">) {
  const facts: CardFacts = { pairOf: one.evidence, proves: one.describes, stage: one.stage === "before" ? "after" : null };
  return (
    <div class="pair" data-done={isDone}>
      {isDone && <p>{_("已重拍")}</p>}
      <PhotoButton multiple={false} label={_("重拍")} earlier={{ src: one.src, describes: one.describes }} onTaken={(files) => onTaken(files, facts)} />
    </div>
  );
}
