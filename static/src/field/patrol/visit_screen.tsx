// One well of a round: state, closure, dial, one photograph, next.
import { arriving } from "../capture/keep";
import { PhotoButton } from "../capture/photo_button";
import { newCard, type Card } from "../evidence/card";
import { Cards } from "../evidence/card_list";
import { placed } from "../evidence/keep_cards";
import { useBusy } from "../forms/busy";
import { BigChoices, Note } from "../forms/choices";
import { AreaField, TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { fix, type Fix } from "../presence/fix";
import { WayTo } from "../presence/way_to";
import { newId } from "../store/device";
import { queue, queued } from "../sync/outbox";
import type { PatrolState } from "../store/types";
import { _ } from "../words";
import { afterVisit, isClosed, visitFiles, visitGaps, visitPayload, type RoundData, type VisitData, type VisitGap } from "./model";

export function patrolStateWord(state: PatrolState): string {
  return { in_use: _("在用"), idle: _("闲置"), closed: _("已封停"), not_found: _("找不到井"), new_well: _("登记外的井") }[state];
}

function gapWord(gap: VisitGap): string {
  return {
    state: _("请选井的状态。"),
    closure: _("请选封停是否完好。"),
    dial: _("表底数只填数值。"),
    photograph: _("与登记不符的，拍一张照片。"),
    position: _("还没有定位：登记外的井要有位置，等定位好了再记。"),
    note: _("请写明井在哪里、是谁的、什么用途。"),
  }[gap];
}

interface VisitProps {
  readonly record: Handle<RoundData>;
  readonly entry: VisitData;
}

export function VisitScreen({ record, entry }: VisitProps) {
  const { isBusy, fault, run } = useBusy();
  const change = (part: Partial<VisitData>): void => record.edit((now: RoundData) => ({ ...now, entry: now.entry && { ...now.entry, ...part } }));
  const gaps = visitGaps(entry, fix.value !== null);
  const file = (): Promise<void> =>
    run(async () => {
      await record.flush();
      const at = new Date().toISOString();
      const round = record.value.peek();
      const isQueued = queued.value.some((one) => one.record === entry.visit); // the tablet died between the two writes
      if (!isQueued) await queue("patrol.visit", entry.visit, visitPayload(round, entry, at, fix.peek()), visitFiles(entry));
      record.edit((now: RoundData) => afterVisit(now, entry, at));
      await record.flush();
    });
  return (
    <div class="walk visit-form">
      <header class="walk__head">
        <h1 class="walk__title code">{entry.well?.code ?? _("登记外的井")}</h1>
        <button type="button" class="button button--quiet" onClick={() => record.edit({ entry: null })}>
          {_("回到清单")}
        </button>
      </header>
      {entry.well && <WayTo place={entry.well} />}
      <State entry={entry} change={change} />
      {entry.state === "closed" && <Closure entry={entry} change={change} />}
      {(entry.state === "in_use" || entry.state === "idle") && (
        <TextField label={_("表底数")} isOptional kind="decimal" unit="m³" most={20} value={entry.dial} onText={(dial) => change({ dial })} {...(entry.well?.lastDial ? { hint: _("上次 %(dial)s", { dial: entry.well.lastDial }) } : {})} />
      )}
      <Photograph record={record} entry={entry} change={change} />
      <AreaField label={_("说明")} isOptional={entry.state !== "new_well"} rows={2} most={400} value={entry.note} onText={(note) => change({ note })} />
      {gaps.length > 0 && entry.state !== null && <Note tone="warn">{gaps.map(gapWord).join("")}</Note>}
      <button type="button" class="button button--primary button--wide" disabled={gaps.length > 0 || isBusy || arriving.value > 0} onClick={() => void file()}>
        {_("记下，看下一眼")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </div>
  );
}

interface PartProps {
  readonly entry: VisitData;
  readonly change: (part: Partial<VisitData>) => void;
}

function State({ entry, change }: PartProps) {
  if (!entry.well) return null;
  const states = (["in_use", "idle", "closed", "not_found"] as const).map((state): [PatrolState, string] => [state, patrolStateWord(state)]);
  const isOdd = isClosed(entry.well) && (entry.state === "in_use" || entry.state === "idle");
  return (
    <>
      <BigChoices label={_("现在怎样")} value={entry.state} options={states} onChoose={(state) => change({ state, isClosureIntact: null })} />
      {isOdd && <Note tone="warn">{_("登记为已封停：将作为线索上报。")}</Note>}
    </>
  );
}

function Closure({ entry, change }: PartProps) {
  const value = entry.isClosureIntact === null ? null : entry.isClosureIntact ? "yes" : "no";
  const options: ["yes" | "no", string][] = [
    ["yes", _("完好")],
    ["no", _("被动过")],
  ];
  return <BigChoices label={_("封条、井盖、编号牌")} value={value} options={options} onChoose={(chosen) => change({ isClosureIntact: chosen === "yes" })} />;
}

function withCard(round: RoundData, part: Partial<Card>): RoundData {
  const { entry } = round;
  return entry?.photograph ? { ...round, entry: { ...entry, photograph: { ...entry.photograph, ...part } } } : round;
}

function withPlace(round: RoundData, hashes: readonly string[], place: Fix): RoundData {
  const { entry } = round;
  if (!entry?.photograph) return round;
  return { ...round, entry: { ...entry, photograph: placed([entry.photograph], hashes, place)[0] ?? null } };
}

function Photograph({ record, entry, change }: PartProps & Pick<VisitProps, "record">) {
  const round = record.value.value;
  const subject = { code: entry.well?.code ?? "", township: round.township };
  return (
    <div class="block">
      <PhotoButton
        multiple={false}
        label={entry.photograph ? _("重拍") : _("拍一张")}
        onTaken={([file]) => {
          if (file) change({ photograph: newCard(newId(), file, { proves: _("巡查时井的现状") }) });
          return record.flush();
        }}
        onPlaced={(hashes, place) => record.edit((now: RoundData) => withPlace(now, hashes, place))}
      />
      <Cards cards={entry.photograph ? [entry.photograph] : []} subject={subject} hasStages={false} onChange={(_id, part) => record.edit((now: RoundData) => withCard(now, part))} onRemove={() => change({ photograph: null })} />
    </div>
  );
}
