// #/draft/<id>/<step>: opens a record where it was left and shows the form of its kind.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { AcceptanceScreen } from "../acceptance/acceptance_screen";
import { ActScreen } from "../acts/act_screen";
import { replaceWith } from "../acts/begin";
import { isAct } from "../acts/kinds";
import { takeLeftRecordings, type HasEvidence } from "../evidence/keep_cards";
import { InterviewScreen } from "../interview/interview_screen";
import { OrderScreen } from "../orders/order_screen";
import { RoundScreen } from "../patrol/round_screen";
import { MeterRoundScreen } from "../readings/round_screen";
import { EditScreen } from "../register/edit_screen";
import { go } from "../routes";
import type { ScreenProps } from "../screens";
import { openDraft } from "../store/drafts";
import { explainStorage } from "../store/explained";
import { _ } from "../words";
import { Note } from "./choices";
import { findOpen, type Handle, OpenRecord, saveOnLeaving } from "./record";
import { holdRecord } from "./sole";

/** The store gives back what the form of the kind itself put there: each form knows the shape of its record. */
interface FormProps {
  readonly record: never;
  readonly step: string;
  readonly onGo: (step: string) => void;
}

interface Stepped {
  readonly step?: string;
}

type Opened = { readonly state: "opening" | "gone" | "elsewhere" } | { readonly state: "failed"; readonly why: string } | { readonly state: "open"; readonly kind: string; readonly record: OpenRecord<Stepped> };

const FORMS: Readonly<Record<string, ComponentType<FormProps>>> = {
  patrol: RoundScreen,
  interview: InterviewScreen,
  order: OrderScreen,
  acceptance: AcceptanceScreen,
  well_edit: EditScreen,
  meter_round: MeterRoundScreen,
};

export function Screen({ rest }: ScreenProps) {
  const [id = "", step = ""] = rest;
  const opened = useRecord(id);
  if (opened.state !== "open") return <NotOpen opened={opened} />;
  const Form = (isAct(opened.kind) ? ActScreen : FORMS[opened.kind]) as ComponentType<FormProps> | undefined;
  if (!Form) return <NotOpen opened={{ state: "gone" }} />;
  const goTo = (next: string): void => {
    opened.record.edit((now) => ({ ...now, step: next }));
    go(`#/draft/${id}/${encodeURIComponent(next)}`);
  };
  return <Form key={id} record={opened.record as never} step={step} onGo={goTo} />;
}

/** Take in left recordings where the form has evidence; what does not succeed keeps nobody from the record. */
async function takeLeft(record: OpenRecord<Stepped>): Promise<void> {
  if (!("evidence" in record.value.peek())) return;
  try {
    await takeLeftRecordings(record as unknown as Handle<HasEvidence>);
  } catch (error) {
    console.warn("left recordings are taken in at the next opening", error);
  }
}

let leaving: Promise<void> = Promise.resolve();

/** Open a record for as long as the screen shows it. */
function useRecord(id: string): Opened {
  const [opened, setOpened] = useState<Opened>({ state: "opening" });
  useEffect(() => {
    let leave = (): void => undefined;
    let isGone = false;
    const open = async (): Promise<void> => {
      await leaving;
      const release = await holdRecord(id);
      const draft = release && !isGone ? await openDraft<Stepped>(id) : null;
      if (isGone || !release || !draft) {
        release?.();
        if (!isGone) setOpened({ state: release ? "gone" : "elsewhere" });
        return;
      }
      const record = findOpen<Stepped>(id) ?? new OpenRecord(id, draft.data);
      const stop = saveOnLeaving(record);
      leave = () => {
        stop();
        leaving = record.close().then(release, release);
      };
      await takeLeft(record);
      if (!isGone) setOpened({ state: "open", kind: draft.kind, record });
    };
    setOpened({ state: "opening" });
    open().catch((error: unknown) => setOpened({ state: "failed", why: explainStorage(error) }));
    return () => {
      isGone = true;
      leave();
    };
  }, [id]);
  return opened;
}

function NotOpen({ opened }: { readonly opened: Exclude<Opened, { state: "open" }> }) {
  if (opened.state === "opening") return <p class="muted">{_("正在打开…")}</p>;
  if (opened.state === "failed") return <Note tone="bad">{opened.why}</Note>;
  if (opened.state === "elsewhere") return <Note tone="warn">{_("这份记录正在另一个页面里填写。请关掉那个页面，再打开。")}</Note>;
  return (
    <div class="empty-state">
      <h1 class="empty-state__title">{_("这份记录已经提交或删除")}</h1>
      <button type="button" class="button button--primary" onClick={() => replaceWith("#/outbox")}>
        {_("去看待传")}
      </button>
    </div>
  );
}
