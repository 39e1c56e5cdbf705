// The paper of a visit.
import type { PaperData } from "../../papers/paper";
import { PaperBlock } from "../../papers/paper_block";
import { settings } from "../../store/work";
import { absenceOf, actText } from "../facts";
import { gapText } from "../gap_words";
import { gapsBeforePaper } from "../missing";
import type { ActData } from "../model";
import { NEEDS } from "../needs";
import type { StepProps } from "./step_props";

export function PaperStep({ record }: StepProps) {
  const data = record.value.value;
  const before = gapsBeforePaper(data, settings.value.far_from_well_m).map(gapText);
  const of = {
    record: data.record,
    form: NEEDS[data.kind].paper,
    well: data.subject.code,
    lead: data.lead,
    second: data.second,
    paper: data.paper,
    party: data.told.personOnSite.split(/[，,、\s]/)[0] ?? "",
    absence: absenceOf(data.told),
    number: "",
    canSignOwn: true,
    textAt: (instant: string): string => actText(data, instant),
  };
  const keep = (change: (now: ActData) => ActData): void => {
    record.edit(change);
    record.flush().catch(() => undefined); // the shell's save state says so, and it is tried again
  };
  return (
    <PaperBlock
      of={of}
      before={before}
      onPaper={(change) => keep((now) => withPaper(now, change(now.paper)))}
      onSecond={(second) => keep((now) => ({ ...now, second }))}
    />
  );
}

function withPaper(now: ActData, paper: PaperData | null): ActData {
  const isSame = paper?.textHash === now.paper?.textHash;
  return { ...now, paper, second: isSame ? now.second : unsigned(now) };
}

/** Another text is not what the second officer signed. */
export function unsigned({ second }: Pick<ActData, "second">): ActData["second"] {
  return second && { ...second, declaredAt: null, device: null, signedAt: null, signature: "" };
}
