// What can be written in the field, and its words.
import type { InspectionKind } from "../store/types";
import { _ } from "../words";
import { ACTS } from "./needs";

export type DraftKind = InspectionKind | "patrol" | "interview" | "acceptance" | "well_edit" | "order" | "meter_round";

export function isAct(kind: string): kind is InspectionKind {
  return (ACTS as readonly string[]).includes(kind);
}

/** Return what an act is called on the screen. */
export function actName(kind: DraftKind): string {
  const names: Readonly<Record<DraftKind, string>> = {
    inspection: _("行政检查"),
    verification: _("核查"),
    survey: _("勘验"),
    recheck: _("复查"),
    follow_up: _("回头看"),
    patrol: _("巡查"),
    interview: _("询问笔录"),
    acceptance: _("验收"),
    well_edit: _("登记更正"),
    order: _("当场责令"),
    meter_round: _("抄表"),
  };
  return names[kind];
}
