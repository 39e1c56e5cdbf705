// Beginning what was chosen: at once, unless the same act at the same well is being written already.
import { useEffect } from "preact/hooks";
import { useBusy } from "../forms/busy";
import { Note } from "../forms/choices";
import { draftHeads } from "../store/drafts";
import type { DraftHead } from "../store/types";
import { work } from "../store/work";
import { _ } from "../words";
import { begin, beginMeterRound, beginRound, replaceWith } from "./begin";
import { actName, isAct, type DraftKind } from "./kinds";
import { reopen } from "./reopening";

interface BeginProps {
  /** A kind of record; `returned` or `again` for one that is written anew. */
  readonly act: string;
  /** The well; for `again` the record. */
  readonly well: string;
  readonly of: string | null;
}

type Beginnable = Parameters<typeof begin>[0];
const OTHERS = ["interview", "acceptance", "well_edit"];

function isBeginnable(act: string): act is Beginnable {
  return isAct(act) || OTHERS.includes(act);
}

async function start({ act, well, of }: BeginProps): Promise<void> {
  if (act === "returned" && of) return reopen(of);
  if (act === "again") return reopen(well);
  if (act === "patrol") {
    const packed = work.value?.wellById.get(well);
    return beginRound(packed?.township ?? "", packed?.village ?? "");
  }
  if (act === "meter_round") {
    const packed = work.value?.wellById.get(well) ?? null;
    return beginMeterRound(packed?.township ?? "", packed?.village ?? "", packed);
  }
  if (isBeginnable(act)) return begin(act, well, { of });
  replaceWith("#/new");
}

export function BeginScreen(props: BeginProps) {
  const { isBusy, fault, run } = useBusy();
  const open = draftHeads.value.filter((head) => head.kind === props.act && head.well === props.well);
  useEffect(() => {
    if (!open.length) void run(() => start(props));
  }, []);
  if (fault) return <Note tone="bad">{fault}</Note>;
  if (!open.length || isBusy) return <p class="muted">{_("正在打开…")}</p>;
  return <Already open={open} onAnother={() => void run(() => start(props))} />;
}

function Already({ open, onAnother }: { readonly open: readonly DraftHead[]; readonly onAnother: () => void }) {
  return (
    <section class="section">
      <h2>{_("这眼井已有没写完的%(act)s", { act: actName(open[0]?.kind as DraftKind) })}</h2>
      {open.map((head) => (
        <button key={head.id} type="button" class="button button--primary button--wide" onClick={() => replaceWith(`#/draft/${head.id}`)}>
          {_("接着写（%(time)s 开始）", { time: head.begunAt.slice(0, 10) })}
        </button>
      ))}
      <button type="button" class="button button--secondary button--wide" onClick={onAnother}>
        {_("另写一份")}
      </button>
    </section>
  );
}
