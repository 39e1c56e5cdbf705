// 待传: every draft and every operation with what is true of it.
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isClockWrong } from "../store/device";
import { draftHeads } from "../store/drafts";
import { store } from "../store/current";
import type { QueuedOperation } from "../store/types";
import { ExportButton } from "../shell/export_button";
import { run } from "../shell/faults";
import { ageText, now, sizeText, timeText } from "../shell/now";
import { isOnline } from "../shell/online";
import { kindText } from "../sync/kinds";
import { isFiledAgain, queued } from "../sync/outbox";
import { halt, sending, tryAgain } from "../sync/sender";
import { stateOf, type Around, type Said } from "../sync/states";
import { lookNow } from "../sync/triggers";
import { _ } from "../words";
import { CarriedDrafts } from "./carried_drafts";
import { OlderStores } from "./older_stores";
import { Originals } from "./originals";

function aroundOf(id: string): Around {
  const now = sending.value;
  const isThis = now?.operation === id;
  return {
    isOnline: isOnline.value,
    isLocked: false,
    halt: halt.value,
    isRevoked: (store.value?.device.revokedAt ?? null) !== null,
    isClockWrong: isClockWrong.value,
    percent: isThis && now ? Math.min(99, Math.floor((now.sent / Math.max(1, now.total)) * 100)) : null,
  };
}

function Progress({ operation }: { readonly operation: QueuedOperation }) {
  const percent = aroundOf(operation.id).percent;
  return percent === null ? null : <progress class="progress" max={100} value={percent} aria-label={_("发送进度")} />;
}

function factsOf({ kind, title, madeAt, size, files }: QueuedOperation): readonly string[] {
  const facts = title ? [kindText(kind)] : [];
  facts.push(ageText(madeAt, now.value), sizeText(size));
  return files.length > 0 ? [...facts, _("%(n)s 个文件", { n: files.length })] : facts;
}

/** What is written in a form, and can be written anew from its copy. */
const WRITTEN = new Set(["inspection.file", "interview.file", "order.serve", "closure.accept", "well.edit"]);

function Operation({ operation }: { readonly operation: QueuedOperation }) {
  const said: Said = stateOf(operation, aroundOf(operation.id));
  return (
    <li class={`entry entry--${said.tone}`}>
      <div class="entry__head">
        <p class="entry__title">{operation.title || kindText(operation.kind)}</p>
        <p class="entry__facts">{factsOf(operation).join(" · ")}</p>
      </div>
      <p class="entry__state">{said.text}</p>
      {said.remedy && <p class="entry__remedy">{said.remedy}</p>}
      {operation.flags.includes("gap") && <p class="entry__remedy">{_("前面有编号还没到服务器，不影响这一项。")}</p>}
      <Progress operation={operation} />
      {said.tone === "bad" && (
        <div class="entry__acts">
          {operation.receiptAt === null && (
            <button type="button" class="button button--secondary" onClick={() => run(tryAgain(operation.id))}>
              {_("再送一次")}
            </button>
          )}
          {operation.state === "refused" && WRITTEN.has(operation.kind) && !isFiledAgain(operation) && (
            <a class="button button--secondary" href={`#/new/again/${operation.record}`}>
              {_("改正重报")}
            </a>
          )}
          <ExportButton operation={operation.id} />
        </div>
      )}
    </li>
  );
}

function Drafts() {
  if (draftHeads.value.length === 0) return null;
  return (
    <section class="section">
      <h2>{_("草稿 %(n)s", { n: draftHeads.value.length })}</h2>
      <ul class="entries">
        {draftHeads.value.map((draft) => (
          <li key={draft.id} class="entry">
            <a class="entry__link" href={`#/draft/${draft.id}`}>
              <span class="entry__title">{draft.title}</span>
              <span class="entry__facts">
                {_("存于 %(time)s", { time: timeText(draft.savedAt) })} · {_("还没有提交")}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Acts({ waiting }: { readonly waiting: number }) {
  return (
    <div class="acts">
      <button type="button" class="button button--primary" disabled={sending.value !== null} onClick={lookNow}>
        {sending.value ? _("正在发送……") : _("现在发送")}
      </button>
      {(waiting > 0 || draftHeads.value.length > 0) && <ExportButton />}
    </div>
  );
}

const SHOWN_AT_ONCE = 30;

/** What has arrived, newest first; a long day's list is shown in pieces. */
function Delivered({ operations }: { readonly operations: readonly QueuedOperation[] }) {
  const most = useSignal(SHOWN_AT_ONCE);
  if (operations.length === 0) return null;
  return (
    <section class="section">
      <h2>{_("已送达 %(n)s", { n: operations.length })}</h2>
      <ul class="entries">
        {operations.slice(0, most.value).map((operation) => (
          <Operation key={operation.id} operation={operation} />
        ))}
      </ul>
      {operations.length > most.value && (
        <button type="button" class="button button--quiet" onClick={() => (most.value += SHOWN_AT_ONCE)}>
          {_("再看 %(n)s 项", { n: Math.min(SHOWN_AT_ONCE, operations.length - most.value) })}
        </button>
      )}
    </section>
  );
}

const RED = new Set(["refused", "quarantined"]);

export function Screen() {
  const parts = useComputed(() => ({
    open: queued.value.filter((one) => one.receiptAt === null || RED.has(one.state)),
    done: queued.value.filter((one) => one.receiptAt !== null && !RED.has(one.state)).reverse(),
  }));
  useEffect(() => document.getElementById("main")?.focus(), []);
  const { open, done } = parts.value;
  const waiting = open.filter((one) => one.receiptAt === null);
  return (
    <>
      <h1>{_("待传")}</h1>
      <p class="lead">
        {waiting[0]
          ? _("%(n)s 项还没有送达，最早一项：%(age)s。", { n: waiting.length, age: ageText(waiting[0].madeAt, now.value) })
          : done.length > 0
            ? _("全部已送达。服务器对每个文件重新计算过指纹，并发回签名的回执。")
            : _("还没有要送的记录。提交后的记录列在这里，送达并核验回执前一直留着。")}
      </p>
      <Acts waiting={waiting.length} />
      {open.length > 0 && (
        <section class="section">
          <h2>{_("未完成 %(n)s", { n: open.length })}</h2>
          <ul class="entries">
            {open.map((operation) => (
              <Operation key={operation.id} operation={operation} />
            ))}
          </ul>
        </section>
      )}
      <Drafts />
      <CarriedDrafts />
      <OlderStores />
      <Delivered operations={done} />
      {done.length > 0 && <Originals key={done.length} />}
    </>
  );
}
