// The officers' own words, and the drawing of a survey.
import { SketchPad } from "../../capture/sketch_pad";
import { KeptPicture } from "../../capture/kept_picture";
import { AreaField } from "../../forms/fields";
import { _ } from "../../words";
import type { StepProps } from "./step_props";

export function SituationStep({ record }: StepProps) {
  return <AreaField label={_("现场情况")} hint={_("看到什么写什么，不写推断。")} rows={10} value={record.value.value.situation} onText={(situation) => record.edit({ situation })} />;
}

export function SketchStep({ record }: StepProps) {
  const data = record.value.value;
  return (
    <>
      <p class="muted">{_("画出井口、泵房、管线、水表、电表、参照物和尺寸，注明北向。")}</p>
      <SketchPad
        items={data.sketchItems}
        onChange={(sketchItems) => record.edit({ sketchItems })}
        onDone={(sketch, sketchItems) => {
          record.edit({ sketch, sketchItems });
          return record.flush();
        }}
      />
      {data.sketch && (
        <div class="block">
          <p>{_("已存好的勘验图：")}</p>
          <KeptPicture file={data.sketch} label={_("勘验图")} />
        </div>
      )}
    </>
  );
}
