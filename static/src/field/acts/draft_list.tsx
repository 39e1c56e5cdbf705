// What is being written on this tablet.
import { useState } from "preact/hooks";
import { useBusy } from "../forms/busy";
import { Note } from "../forms/choices";
import { clockText } from "../forms/times";
import { dayOf } from "../papers/days";
import { draftHeads, dropDraft } from "../store/drafts";
import type { DraftHead } from "../store/types";
import { _ } from "../words";

export function DraftList() {
  const heads = draftHeads.value;
  if (!heads.length) return null;
  return (
    <section class="section">
      <h2>{_("没写完的")}</h2>
      <ul class="entries">
        {heads.map((head) => (
          <DraftLine key={head.id} head={head} />
        ))}
      </ul>
    </section>
  );
}

function DraftLine({ head }: { readonly head: DraftHead }) {
  const [isAsking, setAsking] = useState(false);
  const { isBusy, fault, run } = useBusy();
  const when = `${dayOf(head.savedAt)} ${clockText(head.savedAt)}`;
  return (
    <li class="entry entry--wait">
      <a class="entry__link" href={`#/draft/${head.id}`}>
        <span class="entry__title">{head.title}</span>
        <span class="entry__facts">{_("%(when)s 存好", { when })}</span>
      </a>
      {head.kind !== "order" && (
        <button type="button" class="button button--quiet" aria-expanded={isAsking} onClick={() => setAsking(!isAsking)}>
          {_("不要了")}
        </button>
      )}
      {isAsking && (
        <div class="ask">
          <p>{_("删除后，这份没提交的内容和只属于它的照片、录音都不能恢复。")}</p>
          <button type="button" class="button button--danger" disabled={isBusy} onClick={() => void run(() => dropDraft(head.id))}>
            {_("删除这份草稿")}
          </button>
          {fault && <Note tone="bad">{fault}</Note>}
        </div>
      )}
    </li>
  );
}
