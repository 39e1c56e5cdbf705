// What is missing, in words that say where and how to mend it.
import type { PaperGap } from "../papers/paper";
import { _ } from "../words";
import type { Gap } from "./missing";

export function paperGapText(gap: PaperGap): string {
  const texts: Readonly<Record<PaperGap, string>> = {
    text_changed: _("笔录写成以后内容改过：请重新生成，再读、再签。"),
    not_read_back: _("笔录还没有向当事人宣读或交其阅读。"),
    lead: _("主办人员还没有签名。"),
    second: _("协办人员还没有签名或确认。"),
    party: _("当事人还没有签名；拒签的写明原因和见证人。"),
    refusal_reason: _("请写明拒绝签名的原因。"),
    refusal_witness: _("请写明见证人。"),
    number: _("请先取得编号。"),
    pages: _("纸质件签好后，请逐页拍照。"),
    shelf: _("请写明纸质件存放在哪里。"),
  };
  return texts[gap];
}

/** Return the words of what is missing. */
export function gapText({ code, values }: Gap): string {
  const texts: Readonly<Record<string, () => string>> = {
    officer_uncertified: () => _("%(name)s 在检查当天没有有效的执法证，请换有证人员。", values),
    second_missing: () => _("执法人员不足两人，请选定协办人员。"),
    arrival_missing: () => _("还没有记录到场时间和位置。"),
    position_missing: () => _("没有到场位置：请定位，不能定位的手工填写。"),
    typed_position_wrong: () => _("手填的坐标不在中国境内，请核对经纬度是否填反。"),
    far_reason_missing: () => _("到场位置距登记井位超过 %(most)s m，请写明原因。", values),
    id_not_shown: () => _("还没有记录出示执法证件。"),
    recusal_not_asked: () => _("还没有记录告知申请回避的权利。"),
    absence_note_missing: () => _("现场没有人的，请写明情况和见证人。"),
    earlier_unanswered: () => _("以往的问题 %(code)s 还没有核对。", values),
    unanswered: () => _("检查表 %(item)s 还没有回答，或者填得不对。", values),
    finding_description_missing: () => _("问题 %(code)s 还没有写明情况。", values),
    photographs_missing: () => _("还没有照片，至少拍 %(least)s 张。", values),
    originals_missing: () => _("只有聊天软件转来的照片：它们只能支持线索，请用本机现场拍照。"),
    sketch_missing: () => _("勘验须画现场图。"),
    paper_missing: () => _("还没有生成笔录。"),
  };
  const text = texts[code];
  return text ? text() : paperGapText(code.replace("paper_", "") as PaperGap);
}
