// 验收 from arrival to the outbox.
import { arriving } from "../capture/keep";
import { OfficersStep } from "../acts/screens/officers_step";
import { PresenceStep, useArrivalFixes } from "../acts/screens/presence_step";
import { ToldStep } from "../acts/screens/told_step";
import { isFar } from "../acts/missing";
import { stoodAt } from "../acts/place";
import { useBusy } from "../forms/busy";
import { fileRecord } from "../forms/filed";
import { Note } from "../forms/choices";
import { AreaField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { MissingList, Walk, type WalkStep } from "../forms/walk";
import { dayOf } from "../papers/days";
import { go } from "../routes";
import { settings } from "../store/work";
import { _ } from "../words";
import { acceptanceFiles, acceptanceGaps, acceptancePayload, type AcceptanceData, type AcceptanceGap } from "./model";
import { StagesStep } from "./stages_step";
import { SignaturesStep } from "./signatures_step";
import { acceptanceGapText, acceptanceStepTitle } from "./words";
import { WorksStep } from "./works_step";

const STEPS = ["presence", "officers", "told", "works", "evidence", "signatures", "finish"] as const;

interface AcceptanceProps {
  readonly record: Handle<AcceptanceData>;
  readonly step: string;
  readonly onGo: (step: string) => void;
}

export function AcceptanceScreen({ record, step, onGo }: AcceptanceProps) {
  const data = record.value.value;
  useArrivalFixes(record, false);
  const at = STEPS.find((one) => one === (step || data.step)) ?? "presence";
  const site = { hasPosition: stoodAt(data.presence) !== null, isFar: isFar(data, settings.value.far_from_well_m), today: dayOf(new Date().toISOString()) };
  const gaps = acceptanceGaps(data, site);
  const steps: WalkStep[] = STEPS.map((id) => ({ id, group: _("验收"), title: acceptanceStepTitle(id), state: stateOf(id, gaps) }));
  const done = steps.filter((one) => one.state === "done" && one.id !== "finish").length;
  return (
    <Walk title={_("验收 %(number)s", { number: data.number })} about={data.subject.code} steps={steps} at={at} done={done} of={STEPS.length - 1} onGo={onGo}>
      <StepScreen record={record} at={at} gaps={gaps} onGo={onGo} />
    </Walk>
  );
}

function stateOf(step: string, gaps: readonly AcceptanceGap[]): WalkStep["state"] {
  return gaps.some((gap) => gap.step === step) ? "missing" : "done";
}

interface StepProps extends Omit<AcceptanceProps, "step"> {
  readonly at: (typeof STEPS)[number];
  readonly gaps: readonly AcceptanceGap[];
}

function StepScreen({ record, at, gaps, onGo }: StepProps) {
  const data = record.value.value;
  switch (at) {
    case "presence":
      return <PresenceStep record={record} />;
    case "officers":
      return <OfficersStep lead={data.lead} second={data.second} startedAt={data.arrivalAt ?? new Date().toISOString()} onSecond={(second) => record.edit({ second })} />;
    case "told":
      return <ToldStep told={data.told} change={(part) => record.edit((now: AcceptanceData) => ({ ...now, told: { ...now.told, ...part } }))} />;
    case "works":
      return <WorksStep record={record} />;
    case "evidence":
      return <StagesStep record={record} />;
    case "signatures":
      return <SignaturesStep record={record} />;
    default:
      return <Finish record={record} gaps={gaps} onGo={onGo} />;
  }
}

function Finish({ record, gaps, onGo }: Pick<StepProps, "record" | "gaps" | "onGo">) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  const lines = gaps.map((gap) => ({ step: gap.step, text: acceptanceGapText(gap) }));
  const file = (): Promise<void> =>
    run(async () => {
      await fileRecord(record, "closure.accept", data.closure, acceptancePayload(data, new Date().toISOString()), acceptanceFiles(data));
      go("#/outbox");
    });
  return (
    <>
      <AreaField label={_("验收意见")} isOptional hint={_("主要工程量、用料、机械和结论。")} rows={4} most={2000} value={data.note} onText={(note) => record.edit({ note })} />
      {lines.length > 0 ? <MissingList lines={lines} onGo={onGo} /> : <Note tone="good">{_("内容齐全。提交后，取水井改为已封停，照片固定下来不能再改；还要有关方面确认才入账。")}</Note>}
      <p class="muted">{_("封停记录在你到场以后被别人改过的，两边都保留，由办公室的人定。")}</p>
      <button type="button" class="button button--primary button--wide" disabled={lines.length > 0 || isBusy || arriving.value > 0} onClick={() => void file()}>
        {_("提交验收")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </>
  );
}
