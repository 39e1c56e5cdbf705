// One act from arrival to the outbox: the screens, where the officer is, and the lock of a signed text.
import { Note } from "../forms/choices";
import { Walk, type WalkStep } from "../forms/walk";
import { settings } from "../store/work";
import { isFixed } from "../papers/paper";
import { _ } from "../words";
import { actName } from "./kinds";
import { gaps } from "./missing";
import type { ActData } from "./model";
import { EarlierStep } from "./screens/earlier_step";
import { EvidenceStep } from "./screens/evidence_step";
import { FindingsStep } from "./screens/findings_step";
import { FinishStep } from "./screens/finish_step";
import { ItemStep } from "./screens/item_step";
import { OfficersStep } from "./screens/officers_step";
import { PaperStep, unsigned } from "./screens/paper_step";
import { PresenceStep, useArrivalFixes } from "./screens/presence_step";
import { SituationStep, SketchStep } from "./screens/result_steps";
import type { StepProps } from "./screens/step_props";
import { ToldStep } from "./screens/told_step";
import { progress, stateOf, stepAt, stepsOf, type Step } from "./steps";
import { groupTitle, stepTitle } from "./step_words";

interface ActScreenProps extends StepProps {
  /** The step that the route names; the record's own where it names none. */
  readonly step: string;
  readonly onGo: (step: string) => void;
}

export function ActScreen({ record, step, onGo }: ActScreenProps) {
  const data = record.value.value;
  useArrivalFixes(record, data.paper !== null);
  const steps = stepsOf(data);
  const at = steps[stepAt(steps, step || data.step)] ?? steps[0];
  const missing = gaps(data, settings.value.far_from_well_m);
  const shown: WalkStep[] = steps.map((one) => ({ id: one.id, group: groupTitle(one.group), title: stepTitle(data, one), state: stateOf(data, one, missing) }));
  if (!at) return null;
  const after = steps[steps.indexOf(at) + 1];
  const isLocked = isFixed(data.paper) && at.group !== "paper";
  return (
    <Walk title={actName(data.kind)} about={data.subject.code} steps={shown} at={at.id} {...progress(data, missing)} onGo={onGo} banner={<Banners record={record} isLocked={isLocked} />}>
      <fieldset class="walk__fields" disabled={isLocked}>
        <StepScreen record={record} at={at} onGo={onGo} onNext={() => after && onGo(after.id)} />
      </fieldset>
    </Walk>
  );
}

function Banners({ record, isLocked }: StepProps & { readonly isLocked: boolean }) {
  const data = record.value.value;
  const unlock = (): void => record.edit((now: ActData) => ({ ...now, paper: null, second: unsigned(now) }));
  return (
    <>
      {data.returnNote && <Note tone="warn">{_("退回意见：%(note)s", { note: data.returnNote })}</Note>}
      {isLocked && (
        <Note tone="warn">
          <p>{_("笔录已经签过，内容已固定。修改会作废 %(n)s 个签名，须重新宣读、重签。", { n: data.paper?.signatures.length ?? 0 })}</p>
          <button type="button" class="button button--danger" onClick={unlock}>
            {_("作废签名，修改内容")}
          </button>
        </Note>
      )}
    </>
  );
}

interface StepScreenProps extends StepProps {
  readonly at: Step;
  readonly onGo: (step: string) => void;
  readonly onNext: () => void;
}

function StepScreen({ record, at, onGo, onNext }: StepScreenProps) {
  const data = record.value.value;
  if (at.id.startsWith("item:")) return <ItemStep key={at.id} record={record} code={at.code} onDone={onNext} />;
  if (at.id.startsWith("earlier:")) return <EarlierStep key={at.id} record={record} code={at.id.slice("earlier:".length)} />;
  switch (at.id) {
    case "presence":
      return <PresenceStep record={record} />;
    case "officers":
      return <OfficersStep lead={data.lead} second={data.second} startedAt={data.startedAt} onSecond={(second) => record.edit({ second })} />;
    case "told":
      return <ToldStep told={data.told} change={(part) => record.edit((now: ActData) => ({ ...now, told: { ...now.told, ...part } }))} />;
    case "findings":
      return <FindingsStep record={record} />;
    case "situation":
      return <SituationStep record={record} />;
    case "sketch":
      return <SketchStep record={record} />;
    case "evidence":
      return <EvidenceStep record={record} />;
    case "paper":
      return <PaperStep record={record} />;
    default:
      return <FinishStep record={record} onGo={onGo} />;
  }
}
