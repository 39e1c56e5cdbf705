// What the signs on the map mean, opened when wanted.
import { useEffect, useRef } from "preact/hooks";
import { kindsOf, zoneSwatch } from "../../components/map_zones";
import type { Work } from "../store/types";
import { Glyph } from "../wells/status_tag";
import { labelOf } from "../wells/words";
import { _ } from "../words";

export function Legend({ present }: { readonly present: Work }) {
  const { wells, zones } = present.parts;
  const statuses = [...new Set(wells.map(({ status }) => status))].sort();
  return (
    <details class="legend">
      <summary class="button button--secondary">{_("图例")}</summary>
      <ul class="legend__list">
        {statuses.map((status) => (
          <li key={status}>
            <Glyph status={status} />
            {labelOf(present.parts, "WellStatus", status)}
          </li>
        ))}
        <li>
          <span class="today-mark today-mark--draft">{_("在写")}</span>
          {_("有未完成的记录")}
        </li>
        <li>
          <span class="today-mark today-mark--filed">{_("已报")}</span>
          {_("今天已报")}
        </li>
        {kindsOf(zones).map((kind) => (
          <li key={kind}>
            <ZoneSwatch kind={kind} />
            {labelOf(present.parts, "ZoneKind", kind)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function ZoneSwatch({ kind }: { readonly kind: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => place.current?.replaceChildren(zoneSwatch(kind)), [kind]);
  return <span ref={place} />;
}
