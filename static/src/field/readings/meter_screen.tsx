// One meter of a round: its dial, what looks wrong about it, a photograph, next.
import { arriving } from "../capture/keep";
import { PhotoButton } from "../capture/photo_button";
import { newCard, type Card } from "../evidence/card";
import { Cards } from "../evidence/card_list";
import { placed } from "../evidence/keep_cards";
import { useBusy } from "../forms/busy";
import { BigChoices, Note, Tick } from "../forms/choices";
import { AreaField, DayField, TextField } from "../forms/fields";
import type { Handle } from "../forms/record";
import { dayOf } from "../papers/days";
import { fix } from "../presence/fix";
import { WayTo } from "../presence/way_to";
import { newId } from "../store/device";
import type { DialOutcome } from "../store/types";
import { queue, queued } from "../sync/outbox";
import { _ } from "../words";
import { afterEntry, entryDoubts, entryFiles, entryGaps, needsPhotograph, readingPayload, type EntryData, type EntryGap, type MeterRoundData } from "./model";
import { doubtWord, gapWord, lastText, outcomeWord } from "./words";

interface MeterProps {
  readonly record: Handle<MeterRoundData>;
  readonly entry: EntryData;
}

/** What is not filled in yet is no fault to be told of before anything is typed. */
const QUIET: ReadonlySet<EntryGap> = new Set(["dial_missing"]);
const OF_DIAL: readonly EntryGap[] = ["dial", "dial_too_long", "taken"];
const OF_DAY: readonly EntryGap[] = ["day", "future"];

/** Whether this attempt was queued already: the tablet may have died between the two writes. A refused one is made anew. */
function isQueued({ record }: EntryData): boolean {
  const last = queued.value.filter((one) => one.record === record).pop();
  return last !== undefined && last.state !== "refused";
}

export function MeterScreen({ record, entry }: MeterProps) {
  const { isBusy, fault, run } = useBusy();
  const change = (part: Partial<EntryData>): void => record.edit((now: MeterRoundData) => ({ ...now, entry: now.entry && { ...now.entry, ...part } }));
  const gaps = entryGaps(entry, dayOf(new Date().toISOString()));
  const file = (): Promise<void> =>
    run(async () => {
      await record.flush();
      const payload = readingPayload(entry, new Date().toISOString(), fix.peek());
      if (!isQueued(entry)) await queue("reading.record", entry.record, payload, entryFiles(entry));
      record.edit((now: MeterRoundData) => afterEntry(now, entry));
      await record.flush();
    });
  const told = gaps.filter((gap) => !QUIET.has(gap) && !OF_DIAL.includes(gap) && !OF_DAY.includes(gap));
  const outcomes = (["dial_read", "meter_stopped", "meter_barred"] as const).map((one): [DialOutcome, string] => [one, outcomeWord(one)]);
  return (
    <div class="walk visit-form">
      <header class="walk__head">
        <h1 class="walk__title code">{entry.well.code}</h1>
        <button type="button" class="button button--quiet" onClick={() => record.edit({ entry: null })}>
          {_("回到清单")}
        </button>
      </header>
      <MeterFacts entry={entry} />
      <WayTo place={entry.well} />
      <BigChoices label={_("抄到了吗")} value={entry.outcome} options={outcomes} onChoose={(outcome) => change({ outcome })} />
      <Dial entry={entry} change={change} gaps={gaps} />
      {entry.outcome !== "dial_read" && (
        <AreaField label={_("原因")} hint={_("怎样停走、为什么抄不到，见到了谁。")} rows={2} most={200} value={entry.reason} onText={(reason) => change({ reason })} />
      )}
      <Photograph record={record} entry={entry} change={change} />
      {told.length > 0 && <Note tone="warn">{told.map(gapWord).join("")}</Note>}
      <button type="button" class="button button--primary button--wide" disabled={gaps.length > 0 || isBusy || arriving.value > 0} onClick={() => void file()}>
        {_("记下，抄下一块")}
      </button>
      {fault && <Note tone="bad">{fault}</Note>}
    </div>
  );
}

function MeterFacts({ entry: { well } }: { readonly entry: EntryData }) {
  const { number, digits, seal } = well.meter;
  const facts: [string, string][] = [
    [_("水表编号"), number || _("没有登记")],
    [_("上次读数"), lastText(well)],
    [_("表盘位数"), digits === null ? _("没有登记") : _("%(n)s 位整数", { n: digits })],
    [_("铅封编号"), seal || _("没有登记")],
  ];
  return (
    <dl class="facts-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PartProps {
  readonly entry: EntryData;
  readonly change: (part: Partial<EntryData>) => void;
}

function Dial({ entry, change, gaps }: PartProps & { readonly gaps: readonly EntryGap[] }) {
  const faultOf = (those: readonly EntryGap[]): string | null => gaps.filter((gap) => those.includes(gap)).map(gapWord).join("") || null;
  const doubts = entryDoubts(entry);
  const isRead = entry.outcome === "dial_read";
  return (
    <>
      {entry.outcome !== "meter_barred" && (
        <TextField
          label={_("表底数")}
          isOptional={!isRead}
          kind="decimal"
          unit="m³"
          most={20}
          value={entry.dial}
          fault={faultOf(OF_DIAL)}
          hint={isRead ? _("照表盘写，不写本月用了多少。") : _("停在哪个数；不作为读数，不算水量。")}
          onText={(dial) => change({ dial, isSure: false })}
        />
      )}
      {isRead && (
        <Tick isOn={entry.isRolled} onTick={(isRolled) => change({ isRolled, isSure: false })}>
          {_("翻转：表盘走过最大数，又从零开始")}
        </Tick>
      )}
      {doubts.map((doubt) => (
        <Note key={doubt} tone="warn">
          {doubtWord(doubt, entry.well)}
        </Note>
      ))}
      {isRead && (doubts.length > 0 || entry.isAgain) && (
        <Tick isOn={entry.isSure} onTick={(isSure) => change({ isSure })}>
          {_("照实录入：确实读到这个数")}
        </Tick>
      )}
      <DayField label={_("抄表日期")} value={entry.readOn} fault={faultOf(OF_DAY)} onDay={(readOn) => change({ readOn })} />
    </>
  );
}

function Photograph({ record, entry, change }: PartProps & Pick<MeterProps, "record">) {
  const { township } = record.value.value;
  const withCard = (update: (card: Card) => Card): void =>
    record.edit((now: MeterRoundData) => (now.entry?.photograph ? { ...now, entry: { ...now.entry, photograph: update(now.entry.photograph) } } : now));
  return (
    <div class="block">
      <p class="muted">{needsPhotograph(entry) ? _("要拍下表盘，数和表号都看得清。") : _("最好拍下表盘：以后有疑问时，照片说了算。")}</p>
      <PhotoButton
        multiple={false}
        label={entry.photograph ? _("重拍") : _("拍表盘")}
        onTaken={([file]) => {
          if (file) change({ photograph: newCard(newId(), file, { proves: _("抄表时的表盘") }) });
          return record.flush();
        }}
        onPlaced={(hashes, place) => withCard((card) => placed([card], hashes, place)[0] ?? card)}
      />
      <Cards
        cards={entry.photograph ? [entry.photograph] : []}
        subject={{ code: entry.well.code, township }}
        hasStages={false}
        onChange={(_id, part) => withCard((card) => ({ ...card, ...part }))}
        onRemove={() => change({ photograph: null })}
      />
    </div>
  );
}
