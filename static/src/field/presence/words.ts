// What is true about the position, in words: for the lamp and for every place that needs a position.
import { _ } from "../words";
import { fix, fixState, type Fix, type FixState } from "./fix";

export type PositionTone = "good" | "poor" | "none";

export interface PositionWords {
  readonly tone: PositionTone;
  readonly text: string;
  /** What the officer can do about it; empty when nothing is wrong. */
  readonly remedy: string;
}

export const POOR_M = 50;

/** Return the words of the present state; reading signals, it renews what shows it. */
export function positionWords(): PositionWords {
  return wordsOf(fix.value, fixState.value);
}

/** Return the words of a position, or of why there is none. */
export function wordsOf(present: Fix | null, state: FixState): PositionWords {
  if (present) {
    const n = Math.round(present.accuracy_m);
    if (present.accuracy_m <= POOR_M) return { tone: "good", text: _("定位 ±%(n)s m", { n }), remedy: "" };
    return { tone: "poor", text: _("定位较差 ±%(n)s m", { n }), remedy: _("到空旷处等一会儿，精度会变好。") };
  }
  const none = (text: string, remedy: string): PositionWords => ({ tone: "none", text, remedy });
  if (state === "refused") return none(_("没有定位权限"), _("在浏览器的网站设置里允许“位置信息”，再回到这里。"));
  if (state === "insecure") return none(_("不能定位"), _("这个网址不是安全连接（HTTPS），浏览器不给位置；可以手填坐标。"));
  if (state === "unavailable") return none(_("暂时定不了位"), _("打开平板的“定位服务”，到空旷处再试；可以手填坐标。"));
  return none(_("正在定位…"), "");
}
