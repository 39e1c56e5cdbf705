// What the screens of an act are called.
import { _ } from "../words";
import { itemOf } from "./subjects";
import type { ActData } from "./model";
import type { Step, StepGroup } from "./steps";

export function groupTitle(group: StepGroup): string {
  const titles: Readonly<Record<StepGroup, string>> = {
    arrival: _("到场"),
    earlier: _("以往问题"),
    checklist: _("检查表"),
    result: _("情况和证据"),
    paper: _("笔录"),
  };
  return titles[group];
}

export function stepTitle(data: ActData, { id, code }: Step): string {
  if (id.startsWith("item:")) return `${code} ${itemOf(data.checklist, code)?.question ?? ""}`.trim();
  if (id.startsWith("earlier:")) return _("以往问题 %(code)s", { code });
  const titles: Readonly<Record<string, string>> = {
    presence: _("到场位置"),
    officers: _("执法人员"),
    told: _("出示证件与告知"),
    findings: _("发现的问题"),
    situation: _("现场情况"),
    sketch: _("勘验图"),
    evidence: _("照片、录像、录音"),
    paper: _("笔录与签名"),
    finish: _("核对并提交"),
  };
  return titles[id] ?? id;
}
