import type { DialOutcome } from "../store/types";
import { _ } from "../words";
import { dialText, litresOf, type Doubt } from "./doubts";
import type { EntryGap, MeteredWell } from "./model";

export function outcomeWord(outcome: DialOutcome): string {
  return { dial_read: _("抄到读数"), meter_stopped: _("水表停走"), meter_barred: _("没能抄到") }[outcome];
}

export function gapWord(gap: EntryGap): string {
  return {
    day: _("请填抄表日期。"),
    future: _("抄表日期在今天之后。请核对日期。"),
    dial_missing: _("请填表底数。"),
    dial: _("表底数只填数值，最多三位小数。"),
    dial_too_long: _("表盘没有这么多位。请核对表底数；位数登记错的，请办公室改。"),
    taken: _("这一天已有另一个读数。要改请办公室更正。"),
    doubt: _("请核对；确实读到这个数的，勾选“照实录入”。"),
    reason: _("请写明原因。"),
    photograph: _("请拍下表盘。"),
  }[gap];
}

/** Return what the last known dial was: "2026-10-25 的 1234.5 m³". */
export function lastText({ meter }: MeteredWell): string {
  const litres = meter.last && litresOf(meter.last.dial_m3);
  return meter.last && litres !== null ? _("%(day)s 的 %(dial)s m³", { day: meter.last.on, dial: dialText(litres ?? 0) }) : _("没有以前的读数");
}

export function doubtWord(doubt: Doubt, well: MeteredWell): string {
  const last = lastText(well);
  return {
    below_former: _("比 %(last)s 小。翻转的勾选“翻转”；换了表的，请办公室先登记换表。", { last }),
    above_later: _("比之后 %(last)s 大。请核对日期和数。", { last }),
    dial_ten_times: _("比 %(last)s 大了十倍以上，可能多写了一位或看错小数点。", { last }),
    dial_above_capacity: _("自 %(last)s 起的水量，按水泵额定流量全时抽水也抽不出。", { last }),
  }[doubt];
}
