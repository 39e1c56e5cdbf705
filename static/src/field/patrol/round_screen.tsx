// A round through a village: the list of wells, ten seconds each, what is done and what is left.
import { useEffect } from "preact/hooks";
import { BigChoices, Note } from "../forms/choices";
import { EndRound } from "../forms/end_round";
import type { Handle } from "../forms/record";
import { clockText } from "../forms/times";
import { fix, watchPosition } from "../presence/fix";
import { newId } from "../store/device";
import { wayText } from "../wells/words";
import { StatusTag } from "../wells/status_tag";
import { _ } from "../words";
import { counts, newVisit, remaining, type RoundData, type RoundOrder, type RoundWell } from "./model";
import { patrolStateWord, VisitScreen } from "./visit_screen";

interface RoundProps {
  readonly record: Handle<RoundData>;
}

export function RoundScreen({ record }: RoundProps) {
  const round = record.value.value;
  useEffect(watchPosition, []);
  if (round.entry) return <VisitScreen key={round.entry.visit} record={record} entry={round.entry} />;
  return <Village record={record} round={round} />;
}

function Village({ record, round }: RoundProps & { readonly round: RoundData }) {
  const { done, of, newWells } = counts(round);
  const left = remaining(round, fix.value);
  const orders: [RoundOrder, string][] = [
    ["near", _("由近到远")],
    ["code", _("按编码")],
  ];
  const start = (well: RoundWell | null): void => record.edit({ entry: newVisit(newId(), well) });
  return (
    <div class="walk">
      <header class="walk__head">
        <h1 class="walk__title">{_("巡查 %(village)s", { village: round.village })}</h1>
        <p>{newWells ? _("已看 %(done)s 眼，共 %(of)s 眼；登记外 %(n)s 眼", { done, of, n: newWells }) : _("已看 %(done)s 眼，共 %(of)s 眼", { done, of })}</p>
        <progress class="walk__progress" max={Math.max(1, of)} value={done} aria-label={_("已看 %(done)s 眼，共 %(of)s 眼", { done, of })} />
      </header>
      <BigChoices label={_("顺序")} isLabelHidden value={round.order} options={orders} onChoose={(order) => record.edit({ order })} />
      {left.length === 0 && <Note tone="good">{_("这个村的井都看过了。")}</Note>}
      <ul class="well-list">
        {left.map((one) => (
          <li key={one.item.id}>
            <button type="button" class="well-line" onClick={() => start(one.item)}>
              <span class="well-line__head">
                <strong class="code">{one.item.code}</strong>
                <StatusTag status={one.item.status} />
              </span>
              {one.metres !== null && (
                <span class="well-line__facts">
                  <span class="well-line__way">{wayText(one)}</span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button button--secondary button--wide" onClick={() => start(null)}>
        {_("发现登记外的井")}
      </button>
      <Done round={round} />
      <EndRound
        record={record}
        isDone={done >= of}
        words={done < of ? _("先到这里（还有 %(n)s 眼没看）", { n: of - done }) : _("巡查结束")}
        hint={_("每眼井记完就已放进“待传”；结束只是收起这张清单。")}
      />
    </div>
  );
}

function Done({ round }: { readonly round: RoundData }) {
  const codes = new Map(round.wells.map((well) => [well.id, well.code]));
  if (!round.done.length) return null;
  return (
    <details class="more">
      <summary>{_("已看过的 %(n)s 条", { n: round.done.length })}</summary>
      <ul class="done-list">
        {[...round.done].reverse().map((one) => (
          <li key={one.visit}>
            <span class="code">{one.well ? codes.get(one.well) : _("登记外")}</span> {patrolStateWord(one.state)} {clockText(one.at)}
          </li>
        ))}
      </ul>
    </details>
  );
}
