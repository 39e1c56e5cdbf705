// An order on the spot: what is demanded and until when, its number, and the paper that is handed over.
import { useEffect, useState } from "preact/hooks";
import { useBusy } from "../forms/busy";
import { Note } from "../forms/choices";
import { AreaField, DayField, TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { Walk, type WalkStep } from "../forms/walk";
import { dayOf } from "../papers/days";
import { paperGapText } from "../acts/gap_words";
import { isFixed } from "../papers/paper";
import { PaperBlock } from "../papers/paper_block";
import { go } from "../routes";
import { dropDraft } from "../store/drafts";
import { work } from "../store/work";
import { queued } from "../sync/outbox";
import { _ } from "../words";
import { orderPaperGaps } from "./missing";
import { orderGaps, orderTextOf, type OrderData, type OrderGap } from "./model";
import { numbersLeft, releaseNumber, takeNumber, usedNumbers } from "./numbers";
import { sendOrder } from "./send";

interface OrderProps {
  readonly record: Handle<OrderData>;
  readonly step: string;
  readonly onGo: (step: string) => void;
}

function today(): string {
  return dayOf(new Date().toISOString());
}

function gapWord(gap: OrderGap): string {
  return {
    findings: _("没有列出问题：先在检查记录里写明发现的问题。"),
    demand: _("请写明要求做什么。"),
    due_missing: _("请写明改正期限。"),
    due_past: _("期限须在今天以后。"),
    receiver: _("请写明签收人。"),
    number: _("请先取文号。"),
  }[gap];
}

export function OrderScreen({ record, step, onGo }: OrderProps) {
  const data = record.value.value;
  const at = step || data.step;
  const open = orderGaps(data, today());
  const paper = orderPaperGaps(data);
  const steps: WalkStep[] = [
    { id: "content", group: _("责令"), title: _("要求和期限"), state: open.length ? "missing" : "done" },
    { id: "paper", group: _("责令"), title: _("文书与签收"), state: paper.length ? "missing" : "done" },
    { id: "finish", group: _("责令"), title: _("核对并提交"), state: "blank" },
  ];
  const title = data.form === "order_stop" ? _("责令停止违法行为") : _("责令限期改正");
  const done = Number(!open.length) + Number(!paper.length);
  return (
    <Walk title={title} about={data.subject.code} steps={steps} at={at} done={done} of={2} onGo={onGo}>
      {at === "finish" ? <Finish record={record} open={open} /> : at === "paper" ? <Paper record={record} open={open} /> : <Content record={record} open={open} />}
    </Walk>
  );
}

interface PartProps {
  readonly record: Handle<OrderData>;
  readonly open: readonly OrderGap[];
}

function Content({ record, open }: PartProps) {
  const data = record.value.value;
  const isLocked = isFixed(data.paper);
  return (
    <fieldset class="walk__fields" disabled={isLocked}>
      {isLocked && <Note tone="warn">{_("文书已经签过，内容已固定；要改的，在“文书与签收”里作废签名。")}</Note>}
      <ul class="done-list">
        {data.findings.map((one) => (
          <li key={one.code}>
            <span class="code">{one.code}</span> {one.title}：{one.description}
          </li>
        ))}
      </ul>
      <AreaField label={_("要求")} hint={_("写明做什么、做到什么程度。")} rows={4} most={400} value={data.demand} onText={(demand) => record.edit({ demand })} />
      <DayField label={data.form === "order_stop" ? _("补救期限") : _("改正期限")} isOptional={data.form === "order_stop"} least={today()} value={data.dueOn} onDay={(dueOn) => record.edit({ dueOn })} fault={open.includes("due_past") ? gapWord("due_past") : null} />
      <TextField label={_("签收人")} hint={_("姓名和身份。")} most={60} value={data.receiver} onText={(receiver) => record.edit({ receiver })} />
      <NumberBlock record={record} />
    </fieldset>
  );
}

/** Return how many numbers of the order's form this tablet still has; null until it is known. */
function useNumbersLeft({ form, number }: OrderData): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    void usedNumbers().then((used) => setLeft(numbersLeft(work.value?.parts.numbers ?? [], used, form, Number(today().slice(0, 4)))));
  }, [form, number]);
  return left;
}

function NumberBlock({ record }: { readonly record: Handle<OrderData> }) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  const take = (): Promise<void> =>
    run(async () => {
      const year = Number(today().slice(0, 4));
      const number = await takeNumber(data.record, data.form, work.value?.parts.numbers ?? [], year);
      if (!number) throw new Error(_("这台平板的文号用完了：有网络时更新工作包补号，或回办公室出具。"));
      record.edit({ number });
      await record.flush();
    });
  const left = useNumbersLeft(data);
  if (data.number) return <p>{_("文号：%(number)s", { number: data.number })}</p>;
  return (
    <div class="block">
      <button type="button" class="button button--secondary" disabled={isBusy || left === 0} onClick={() => void take()}>
        {left === null ? _("取文号") : _("取文号（还剩 %(n)s 个）", { n: left })}
      </button>
      <p class="muted">{_("文号从这台平板预留的号里取，取了就占用，不会和别人重号。")}</p>
      {fault && <Note tone="bad">{fault}</Note>}
    </div>
  );
}

function Paper({ record, open }: PartProps) {
  const data = record.value.value;
  const of = {
    record: data.record,
    form: data.form,
    well: data.subject.code,
    lead: data.lead,
    second: data.second,
    paper: data.paper,
    party: data.receiver.split(/[，,、\s]/)[0] ?? "",
    absence: null,
    number: data.number,
    canSignOwn: false,
    textAt: (instant: string): string => orderTextOf(data, instant),
  };
  const n = data.paper?.signatures.length ?? 0;
  return (
    <>
      <PaperBlock of={of} before={open.map(gapWord)} onPaper={(change) => record.edit((now: OrderData) => ({ ...now, paper: change(now.paper) }))} onSecond={(second) => record.edit({ second })} />
      {isFixed(data.paper) && (
        <button type="button" class="button button--danger" onClick={() => record.edit({ paper: null })}>
          {_("作废 %(n)s 个签名，修改内容", { n })}
        </button>
      )}
    </>
  );
}

function Finish({ record, open }: PartProps) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  const missing = [...open.map(gapWord), ...orderPaperGaps(data).map(paperGapText)];
  const isFiled = queued.value.some((one) => one.record === data.inspection);
  const send = (): Promise<void> =>
    run(async () => {
      await record.flush();
      await sendOrder(record.id, record.value.peek());
      go("#/outbox");
    });
  return (
    <>
      {missing.length > 0 && (
        <Note tone="warn">
          <ul>
            {missing.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </Note>
      )}
      {!missing.length && !isFiled && <Note tone="good">{_("齐全。它会和检查记录一起提交；也可以现在单独提交，服务器等检查记录到了再入账。")}</Note>}
      <button type="button" class="button button--primary button--wide" disabled={missing.length > 0 || isBusy} onClick={() => void send()}>
        {_("提交责令文书")}
      </button>
      <GiveUp record={record} />
      {fault && <Note tone="bad">{fault}</Note>}
    </>
  );
}

/** An order that nobody saw may be given up with its number; one that was signed may not vanish. */
function GiveUp({ record }: { readonly record: Handle<OrderData> }) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  if (isFixed(data.paper)) return <p class="muted">{_("已签过的文书不能删除。")}</p>;
  const isPrinted = data.paper?.isPrinted ?? false; // then a sheet with the number is in somebody's hands
  const drop = (): Promise<void> =>
    run(async () => {
      await record.flush();
      await dropDraft(record.id);
      if (!isPrinted) await releaseNumber(data.record);
      go("#/tasks");
    });
  return (
    <>
      <button type="button" class="button button--danger" disabled={isBusy} onClick={() => void drop()}>
        {isPrinted ? _("不出这份文书，文号作废") : _("不出这份文书，退回文号")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </>
  );
}
