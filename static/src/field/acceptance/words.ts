// Words of an acceptance.
import { stageWord } from "../evidence/card_list";
import { _ } from "../words";
import type { AcceptanceGap, SignatureRole } from "./model";

export function signatureRoleWord(role: SignatureRole): string {
  return { builder: _("施工单位"), supervisor: _("监理单位或乡镇"), owner: _("产权人"), water_authority: _("水行政主管部门") }[role];
}

export function acceptanceStepTitle(step: string): string {
  const titles: Readonly<Record<string, string>> = {
    presence: _("到场位置"),
    officers: _("验收人员"),
    told: _("出示证件和告知"),
    works: _("封停做法逐项核对"),
    evidence: _("施工前、中、后照片"),
    signatures: _("四方签字"),
    finish: _("核对并提交"),
  };
  return titles[step] ?? step;
}

export function acceptanceGapText(gap: AcceptanceGap): string {
  switch (gap.code) {
    case "works":
      return _("还没有核对：%(text)s。", { text: gap.text });
    case "works_no":
      return _("没有做到，不能验收：%(text)s。请在办公室退回整改。", { text: gap.text });
    case "works_note":
      return _("答“否”的请写明原因：%(text)s。", { text: gap.text });
    case "fill":
      return _("封填用料体积请写数字，如 12.5。");
    case "stage":
      return _("缺少照片（%(stage)s）。", { stage: stageWord(gap.stage) });
    case "signature":
      return _("缺少签字：%(role)s（单位、姓名、日期）。", { role: signatureRoleWord(gap.role) });
    case "second":
      return _("执法人员不足两人，请选定协办人员。");
    case "uncertified":
      return _("%(name)s 在检查当天没有有效的执法证，请换有证人员。", { name: gap.name });
    case "id_shown":
      return _("还没有记录出示执法证件。");
    case "recusal":
      return _("还没有记录告知申请回避的权利。");
    case "absence":
      return _("现场没有人的，请写明情况和见证人。");
    case "arrival":
      return _("还没有记录到场时间和位置。");
    case "position":
      return _("没有到场位置：请定位，不能定位的手工填写。");
    case "far":
      return _("离登记井位太远，请写明原因。");
    case "accepted_missing":
      return _("请填验收日期，不能晚于今天。");
    case "accepted_early":
      return _("验收、签字日期不能早于封停日期。");
    case "signed_late":
      return _("验收日期不能早于签字日期：四方签齐才算验收。");
  }
}
