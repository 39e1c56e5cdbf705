// The datum check: standing at a known point, whether this browser hands out WGS 84 or the shifted system of web maps.
import { useState } from "preact/hooks";
import type { DatumCheck } from "../store/types";
import { work } from "../store/work";
import { distanceText } from "../wells/words";
import { _ } from "../words";
import { checkDatum, type DatumResult } from "./datum";
import { fix } from "./fix";
import { nearest, type Near } from "./geo";

const IN_REACH_M = 3000; // a shifted position is about 500 m off; farther points cannot be the one that one stands at
const OFFERED = 5;

interface DatumCheckCardProps {
  /** Goes into the record's presence. */
  readonly onChecked: (check: DatumCheck) => void;
}

type Point = { readonly id: string; readonly name: string; readonly lon: number; readonly lat: number };

export function DatumCheckCard({ onChecked }: DatumCheckCardProps) {
  const [result, setResult] = useState<DatumResult | null>(null);
  const here = fix.value;
  const points = here ? nearest(work.value?.parts.points ?? [], here, OFFERED).filter(({ metres }) => metres <= IN_REACH_M) : [];
  if (!here || !points.length) return <p class="muted">{_("附近没有已知点，不能核对坐标系。")}</p>;
  const check = ({ item }: Near<Point>): void => {
    setResult(checkDatum(item, here, here.accuracy_m));
    onChecked({ point: item.id, lon: here.lon, lat: here.lat, accuracy_m: here.accuracy_m });
  };
  return (
    <div class="datum">
      <p>{_("站到已知点上，点它的名字：")}</p>
      <div class="datum__points">
        {points.map((point) => (
          <button key={point.item.id} type="button" class="button button--secondary" onClick={() => check(point)}>
            {point.item.name} <span class="unit">{distanceText(point.metres)}</span>
          </button>
        ))}
      </div>
      {result && <DatumNotice result={result} />}
    </div>
  );
}

export function DatumNotice({ result }: { readonly result: DatumResult }) {
  const { tone, title, body } = datumWords(result);
  return (
    <div class={`notice notice--${tone}`} role="status">
      <div>
        <p class="notice__title">{title}</p>
        <p>{body}</p>
      </div>
    </div>
  );
}

/** Return what an officer should know and do. */
export function datumWords({ verdict, offM }: DatumResult): { tone: "success" | "error" | "warning"; title: string; body: string } {
  const distance = distanceText(offM);
  if (verdict === "right") return { tone: "success", title: _("坐标系正确"), body: _("与已知点相差 %(distance)s。", { distance }) };
  if (verdict === "unclear") {
    return { tone: "warning", title: _("看不出来"), body: _("与已知点相差 %(distance)s，不像坐标系偏移：站准位置，等精度变好再核对。", { distance }) };
  }
  const system = verdict === "gcj02" ? "GCJ-02" : "BD-09";
  return {
    tone: "error",
    title: _("这个浏览器给的是偏移坐标（%(system)s）", { system }),
    body: _(
      "与已知点相差 %(distance)s，正是地图软件的偏移量。在浏览器设置里关掉“使用浏览器定位服务”或“网络定位”，改用系统定位；没有这个开关的，改用系统自带浏览器、Chrome 或 Edge。核对正确之前，位置只作参考，已随记录报告。",
      { distance },
    ),
  };
}
