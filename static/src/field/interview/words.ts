// Words of interviews.
import { paperGapText } from "../acts/gap_words";
import type { PaperGap } from "../papers/paper";
import { _ } from "../words";
import type { InterviewGap } from "./missing";

export function interviewStepTitle(step: string): string {
  const titles: Readonly<Record<string, string>> = {
    person: _("被询问人"),
    officers: _("询问人"),
    told: _("告知"),
    questions: _("问与答"),
    evidence: _("录音和材料"),
    paper: _("笔录与签名"),
    finish: _("核对并提交"),
  };
  return titles[step] ?? step;
}

export function interviewGapText({ code, name }: InterviewGap): string {
  const texts: Readonly<Record<string, string>> = {
    name: _("请写被询问人的姓名。"),
    relation: _("请写与本案的关系。"),
    place: _("请写询问地点。"),
    born: _("出生日期晚于今天，请核对。"),
    second: _("询问须两名执法人员，请选定协办人员。"),
    uncertified: _("%(name)s 在当天没有有效的执法证，请换有证人员。", { name }),
    id_not_shown: _("还没有记录出示执法证件。"),
    recusal_not_asked: _("还没有记录告知申请回避的权利。"),
    rights_not_told: _("还没有记录告知权利和义务。"),
    no_questions: _("还没有问题。"),
    unanswered: _("有的问题还没有写完问或答。"),
    paper: _("还没有生成笔录。"),
  };
  return texts[code] ?? paperGapText(code.replace("paper_", "") as PaperGap);
}
