// 询问笔录 from the person to the outbox.
import { arriving } from "../capture/keep";
import { OfficersStep } from "../acts/screens/officers_step";
import { unsigned } from "../acts/screens/paper_step";
import { ToldStep } from "../acts/screens/told_step";
import { filesOf } from "../acts/payload";
import { RecordingButton } from "../capture/recording_button";
import { PhotoButton } from "../capture/photo_button";
import type { CardFacts } from "../evidence/card";
import { CardList } from "../evidence/card_list";
import { cardsOf } from "../evidence/keep_cards";
import { useBusy } from "../forms/busy";
import { fileRecord } from "../forms/filed";
import { Note, Tick } from "../forms/choices";
import type { Handle } from "../forms/record";
import { MissingList, Walk, type WalkStep } from "../forms/walk";
import { isFixed, paperFiles } from "../papers/paper";
import { PaperBlock } from "../papers/paper_block";
import { go } from "../routes";
import { _ } from "../words";
import { interviewGaps, interviewGapsBeforePaper } from "./missing";
import { interviewPayload, interviewTextOf, type InterviewData } from "./model";
import { PersonStep } from "./person_step";
import { QuestionsStep } from "./questions_step";
import { interviewGapText, interviewStepTitle } from "./words";

const STEPS = ["person", "officers", "told", "questions", "evidence", "paper", "finish"] as const;

interface InterviewProps {
  readonly record: Handle<InterviewData>;
  readonly step: string;
  readonly onGo: (step: string) => void;
}

export function InterviewScreen({ record, step, onGo }: InterviewProps) {
  const data = record.value.value;
  const at = STEPS.find((one) => one === (step || data.step)) ?? "person";
  const gaps = interviewGaps(data);
  const steps: WalkStep[] = STEPS.map((id) => ({ id, group: _("询问笔录"), title: interviewStepTitle(id), state: gaps.some((gap) => gap.step === id) ? "missing" : "done" }));
  const done = steps.filter((one) => one.state === "done" && one.id !== "finish").length;
  const isLocked = isFixed(data.paper) && at !== "paper" && at !== "finish";
  return (
    <Walk title={_("询问笔录")} about={data.subject.code} steps={steps} at={at} done={done} of={STEPS.length - 1} onGo={onGo} banner={isLocked && <Locked record={record} />}>
      <fieldset class="walk__fields" disabled={isLocked}>
        <StepScreen record={record} at={at} onGo={onGo} />
      </fieldset>
    </Walk>
  );
}

function Locked({ record }: Pick<InterviewProps, "record">) {
  const n = record.value.value.paper?.signatures.length ?? 0;
  const unlock = (): void => record.edit((now: InterviewData) => ({ ...now, paper: null, second: unsigned(now) }));
  return (
    <Note tone="warn">
      <p>{_("笔录已经签过，内容已固定。修改会作废 %(n)s 个签名，须重新宣读、重签。", { n })}</p>
      <button type="button" class="button button--danger" onClick={unlock}>
        {_("作废签名，修改内容")}
      </button>
    </Note>
  );
}

function StepScreen({ record, at, onGo }: Pick<InterviewProps, "record" | "onGo"> & { readonly at: (typeof STEPS)[number] }) {
  const data = record.value.value;
  switch (at) {
    case "person":
      return <PersonStep record={record} />;
    case "officers":
      return <OfficersStep lead={data.lead} second={data.second} startedAt={data.startedAt} onSecond={(second) => record.edit({ second })} />;
    case "told":
      return <Told record={record} />;
    case "questions":
      return <QuestionsStep record={record} />;
    case "evidence":
      return <Evidence record={record} />;
    case "paper":
      return <Paper record={record} />;
    default:
      return <Finish record={record} onGo={onGo} />;
  }
}

function Told({ record }: Pick<InterviewProps, "record">) {
  const data = record.value.value;
  return (
    <>
      <ToldStep told={data.told} isPersonKnown change={(part) => record.edit((now: InterviewData) => ({ ...now, told: { ...now.told, ...part } }))} />
      <Tick isOn={data.isToldRights} onTick={(isToldRights) => record.edit({ isToldRights })}>
        {_("已告知：如实回答的义务；与本案无关的可以不答；有权陈述、申辩；可以核对、更正笔录")}
      </Tick>
    </>
  );
}

function Evidence({ record }: Pick<InterviewProps, "record">) {
  const asking: CardFacts = { proves: _("询问过程"), kind: "party_statement" };
  return (
    <>
      <RecordingButton kind="audio" {...cardsOf(record, asking)} />
      <RecordingButton kind="video" {...cardsOf(record, asking)} />
      <PhotoButton label={_("拍身份证件和材料")} method="copy" {...cardsOf(record, { proves: _("与原件核对无误") })} />
      <CardList record={record} />
    </>
  );
}

function Paper({ record }: Pick<InterviewProps, "record">) {
  const data = record.value.value;
  const of = {
    record: data.record,
    form: "interview_record" as const,
    well: data.subject.code,
    lead: data.lead,
    second: data.second,
    paper: data.paper,
    party: data.person.name,
    absence: null,
    number: "",
    canSignOwn: false,
    textAt: (instant: string): string => interviewTextOf(data, instant),
  };
  return <PaperBlock of={of} before={interviewGapsBeforePaper(data).map(interviewGapText)} onPaper={(change) => record.edit((now: InterviewData) => ({ ...now, paper: change(now.paper) }))} onSecond={(second) => record.edit({ second })} />;
}

function Finish({ record, onGo }: Pick<InterviewProps, "record" | "onGo">) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  const lines = interviewGaps(data).map((gap) => ({ step: gap.step, text: interviewGapText(gap) }));
  const file = (): Promise<void> =>
    run(async () => {
      await fileRecord(record, "interview.file", data.record, interviewPayload(data), filesOf(data.evidence, paperFiles(data.paper)));
      go("#/outbox");
    });
  return (
    <>
      {lines.length ? <MissingList lines={lines} onGo={onGo} /> : <Note tone="good">{_("内容齐全。")}</Note>}
      <button type="button" class="button button--primary button--wide" disabled={lines.length > 0 || isBusy || arriving.value > 0} onClick={() => void file()}>
        {_("提交询问笔录")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </>
  );
}
