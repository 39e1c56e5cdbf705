// Reading the meters of a village: what is left, what was refused, what is done.
import { useEffect } from "preact/hooks";
import { BigChoices, Note } from "../forms/choices";
import { EndRound } from "../forms/end_round";
import type { Handle } from "../forms/record";
import { fix, watchPosition } from "../presence/fix";
import { newId } from "../store/device";
import { queued } from "../sync/outbox";
import { wayText } from "../wells/words";
import { _ } from "../words";
import { MeterScreen } from "./meter_screen";
import { newEntry, refusedOf, remaining, type EntryData, type MeteredWell, type MeterRoundData, type RoundOrder } from "./model";
import { lastText, outcomeWord } from "./words";

interface RoundProps {
  readonly record: Handle<MeterRoundData>;
}

export function MeterRoundScreen({ record }: RoundProps) {
  const round = record.value.value;
  useEffect(watchPosition, []);
  if (round.entry) return <MeterScreen key={round.entry.record} record={record} entry={round.entry} />;
  return <Village record={record} round={round} />;
}

function Village({ record, round }: RoundProps & { readonly round: MeterRoundData }) {
  const refused = refusedOf(round, queued.value);
  const left = remaining(round, new Set(refused.keys()), fix.value);
  const [done, of] = [round.wells.length - left.length, round.wells.length];
  const orders: [RoundOrder, string][] = [
    ["near", _("由近到远")],
    ["code", _("按编码")],
  ];
  const start = (well: MeteredWell): void => {
    const before = refused.has(well.id) ? round.done.find((one) => one.well.id === well.id) : undefined;
    record.edit({ entry: before ? { ...before, isAgain: true } : newEntry(newId(), well, new Date().toISOString()) });
  };
  return (
    <div class="walk">
      <header class="walk__head">
        <h1 class="walk__title">{_("抄表 %(village)s", { village: round.village })}</h1>
        <p>{_("已抄 %(done)s 块，共 %(of)s 块", { done, of })}</p>
        <progress class="walk__progress" max={Math.max(1, of)} value={done} aria-label={_("已抄 %(done)s 块，共 %(of)s 块", { done, of })} />
      </header>
      <BigChoices label={_("顺序")} isLabelHidden value={round.order} options={orders} onChoose={(order) => record.edit({ order })} />
      {left.length === 0 && <Note tone="good">{_("这个村的水表都抄过了。")}</Note>}
      <ul class="well-list">
        {left.map((one) => (
          <li key={one.item.id}>
            <button type="button" class="well-line" onClick={() => start(one.item)}>
              <span class="well-line__head">
                <strong class="code">{one.item.code}</strong>
                <span class="code">{one.item.meter.number}</span>
              </span>
              <span class="well-line__facts">
                <span>{lastText(one.item)}</span>
                {one.metres !== null && <span class="well-line__way">{wayText(one)}</span>}
              </span>
              {refused.has(one.item.id) && <span class="field__error">{_("被退回：%(why)s", { why: refused.get(one.item.id) ?? "" })}</span>}
            </button>
          </li>
        ))}
      </ul>
      <Done entries={round.done.filter(({ well }) => !refused.has(well.id))} />
      <EndRound
        record={record}
        isDone={!left.length}
        words={left.length ? _("先到这里（还有 %(n)s 块没抄）", { n: left.length }) : _("抄表结束")}
        hint={_("每块表记完就已放进“待传”。服务器退回的会回到这张清单，结束前可以重抄。")}
      />
    </div>
  );
}

function Done({ entries }: { readonly entries: readonly EntryData[] }) {
  if (!entries.length) return null;
  return (
    <details class="more">
      <summary>{_("已抄的 %(n)s 块", { n: entries.length })}</summary>
      <ul class="done-list">
        {[...entries].reverse().map(({ record, well, outcome, dial }) => (
          <li key={record}>
            <span class="code">{well.code}</span> {outcome === "dial_read" ? `${dial} m³` : outcomeWord(outcome)}
          </li>
        ))}
      </ul>
    </details>
  );
}
