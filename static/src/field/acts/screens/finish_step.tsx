// The end of an act: what is still missing, the orders that go with it, and putting all into the outbox.
import { arriving } from "../../capture/keep";
import { useEffect, useState } from "preact/hooks";
import { MissingList } from "../../forms/walk";
import { Note } from "../../forms/choices";
import { useBusy } from "../../forms/busy";
import { fileRecord } from "../../forms/filed";
import { beginOrder } from "../../orders/begin";
import { orderGaps, type OrderData } from "../../orders/model";
import { orderPaperGaps } from "../../orders/missing";
import { sendOrder } from "../../orders/send";
import { relatedDrafts, type RelatedDraft } from "../../orders/related";
import { dayOf } from "../../papers/days";
import { go } from "../../routes";
import { me, settings, work } from "../../store/work";
import { _ } from "../../words";
import { begin } from "../begin";
import { asked, countByItem, shortOfPhotographs } from "../answers";
import { gapText } from "../gap_words";
import { gaps } from "../missing";
import type { ActData } from "../model";
import { inspectionFiles, inspectionPayload } from "../payload";
import type { StepProps } from "./step_props";

interface FinishProps extends StepProps {
  readonly onGo: (step: string) => void;
}

export function FinishStep({ record, onGo }: FinishProps) {
  const data = record.value.value;
  const { isBusy, fault, run } = useBusy();
  const orders = useOrders(data);
  const missing = gaps(data, settings.value.far_from_well_m).map((gap) => ({ step: gap.step, text: gapText(gap) }));
  const short = shortOfPhotographs(asked(data.checklist.items, data.kind), data.answers, countByItem(data.evidence));
  const ready = orders.filter((one) => isWhole(one.data));
  const file = (): Promise<void> =>
    run(async () => {
      await fileRecord(record, "inspection.file", data.record, inspectionPayload(data), inspectionFiles(data));
      for (const order of ready) await sendOrder(order.head.id, order.data);
      go("#/outbox");
    });
  return (
    <>
      {missing.length > 0 ? (
        <>
          <p>{_("还缺 %(n)s 项，点一下去补：", { n: missing.length })}</p>
          <MissingList lines={missing} onGo={onGo} />
        </>
      ) : (
        <Note tone="good">{_("内容齐全。提交后放进“待传”，有网络自动送出；送达前原件和记录都留在平板上。")}</Note>
      )}
      {short.length > 0 && <Note tone="warn">{_("检查表 %(items)s 的照片少于规定张数：可以提交，审核时会看到。", { items: short.join(_("、")) })}</Note>}
      <Orders data={data} orders={orders} />
      <Interview data={data} />
      <button type="button" class="button button--primary button--wide" disabled={missing.length > 0 || isBusy || arriving.value > 0} onClick={() => void file()}>
        {ready.length ? _("提交记录和 %(n)s 份责令文书", { n: ready.length }) : _("提交记录")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </>
  );
}

function isWhole(order: OrderData): boolean {
  return orderGaps(order, dayOf(new Date().toISOString())).length === 0 && orderPaperGaps(order).length === 0;
}

function useOrders(data: ActData): RelatedDraft<OrderData>[] {
  const [orders, setOrders] = useState<RelatedDraft<OrderData>[]>([]);
  useEffect(() => {
    let isGone = false;
    void relatedDrafts<OrderData>("order", data.subject.id, data.record).then((found) => {
      if (!isGone) setOrders(found);
    });
    return () => {
      isGone = true;
    };
  }, [data.record]);
  return orders;
}

function Orders({ data, orders }: { readonly data: ActData; readonly orders: readonly RelatedDraft<OrderData>[] }) {
  const { isBusy, fault, run } = useBusy();
  const mayOrder = me.value?.may.includes("measure:order") ?? false;
  if ((!data.findings.length || !mayOrder) && !orders.length) return null;
  return (
    <section class="panel">
      <h2>{_("当场责令")}</h2>
      {orders.map(({ head, data: order }) => (
        <button key={head.id} type="button" class="button button--secondary button--wide" onClick={() => go(`#/draft/${head.id}`)}>
          {order.form === "order_stop" ? _("责令停止违法行为") : _("责令限期改正")}　{order.number}　{isWhole(order) ? _("齐全") : _("未写完")}
        </button>
      ))}
      {data.findings.length > 0 && mayOrder && (
        <div class="capture__buttons">
          <button type="button" class="button button--secondary" disabled={isBusy} onClick={() => void run(() => beginOrder(data, "order_rectify"))}>
            {_("责令限期改正")}
          </button>
          <button type="button" class="button button--secondary" disabled={isBusy} onClick={() => void run(() => beginOrder(data, "order_stop"))}>
            {_("责令停止违法行为")}
          </button>
        </div>
      )}
      {fault && <Note tone="bad">{fault}</Note>}
    </section>
  );
}

function Interview({ data }: { readonly data: ActData }) {
  const { isBusy, fault, run } = useBusy();
  const isPacked = work.value?.wellById.has(data.subject.id) ?? false;
  if (!isPacked) return null;
  const ask = (): Promise<void> => run(() => begin("interview", data.subject.id, { inspection: data.record, second: data.second, codes: data.findings.map((one) => one.code) }));
  return (
    <section class="panel">
      <h2>{_("询问")}</h2>
      <button type="button" class="button button--secondary" disabled={isBusy} onClick={() => void ask()}>
        {_("做询问笔录")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </section>
  );
}
