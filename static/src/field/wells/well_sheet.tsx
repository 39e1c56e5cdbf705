// What a tap on a well shows at the bottom of the map: which it is, how it stands, how far it is, and what can be begun.
import { fix } from "../presence/fix";
import { near } from "../presence/geo";
import { go } from "../routes";
import { me, work } from "../store/work";
import type { Well } from "../store/types";
import { _ } from "../words";
import { mayDo, routeOf } from "./acts";
import { StatusTag } from "./status_tag";
import { placeText, wayText } from "./words";

interface WellSheetProps {
  readonly well: Well;
  readonly onClose: () => void;
}

export function WellSheet({ well, onClose }: WellSheetProps) {
  const may = me.value?.may ?? [];
  const place = fix.value;
  return (
    <section class="well-sheet" aria-label={well.code}>
      <header class="well-sheet__head">
        <h2 class="code">{well.code}</h2>
        <StatusTag status={well.status} />
        <button type="button" class="button button--quiet" onClick={onClose}>
          {_("关闭")}
        </button>
      </header>
      <p>{placeText(work.value?.parts, well)}</p>
      <p class="muted">{place ? wayText(near(well, place)) : _("还没有定位，算不出距离。")}</p>
      <div class="well-sheet__acts">
        {mayDo("inspection", may) && (
          <button type="button" class="button button--primary" onClick={() => go(routeOf({ kind: "inspection", of: null }, well.id))}>
            {_("检查")}
          </button>
        )}
        {mayDo("patrol", may) && (
          <button type="button" class="button button--secondary" onClick={() => go(routeOf({ kind: "patrol", of: null }, well.id))}>
            {_("巡查")}
          </button>
        )}
        <button type="button" class="button button--secondary" onClick={() => go(`#/well/${well.id}`)}>
          {_("详情")}
        </button>
      </div>
    </section>
  );
}
