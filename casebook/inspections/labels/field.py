"""Words of presence, signings, re-checks, reviews and checklists as data."""

from flask_babel import lazy_gettext as _l

from casebook.inspections.filed import EarlierResult, SignedHow
from casebook.inspections.rules import AnswerKind, Flag, ReviewState, Verdict
from casebook.inspections.rules.presence import Datum, Doubt, PlateSeen

LABELS = {
    SignedHow: {
        SignedHow.OWN_DEVICE: _l("本人设备签名"),
        SignedHow.SIGNED_IN: _l("本人登录确认"),
        SignedHow.DECLARED: _l("仅为声明"),
        SignedHow.SCREEN: _l("屏幕手写"),
        SignedHow.PEN: _l("纸上签名或捺印"),
    },
    EarlierResult: {
        EarlierResult.FIXED: _l("已整改"),
        EarlierResult.PERSISTS: _l("仍存在"),
        EarlierResult.NOT_SEEN: _l("本次未见"),
    },
    Verdict: {
        Verdict.APPROVED: _l("复核通过"),
        Verdict.RETURNED: _l("退回"),
    },
    ReviewState: {
        ReviewState.TO_REVIEW: _l("待复核"),
        ReviewState.APPROVED: _l("复核通过"),
        ReviewState.RETURNED: _l("已退回"),
        ReviewState.REPLACED: _l("已由修订记录代替"),
    },
    Flag: {
        Flag.SECOND_DECLARED: _l("协办人员未确认"),
        Flag.MISMATCH: _l("照片信息与记录不符"),
        Flag.FAR: _l("离井较远"),
        Flag.CHAT: _l("有聊天转发的图片"),
        Flag.CLOCK: _l("设备时钟不准"),
        Flag.PHOTOGRAPHS: _l("照片少于检查表要求"),
    },
    PlateSeen: {
        PlateSeen.NONE: _l("没有扫标识牌"),
        PlateSeen.MATCH: _l("扫到本井的标识牌"),
        PlateSeen.OTHER: _l("扫到另一眼井的标识牌"),
        PlateSeen.REVOKED: _l("扫到已作废的标识牌"),
        PlateSeen.FORGED: _l("扫到的不是本县发出的标识牌"),
        PlateSeen.UNREADABLE: _l("扫到的不是标识牌"),
    },
    Datum: {
        Datum.UNCHECKED: _l("没有核对坐标系"),
        Datum.WGS84: _l("坐标系正确"),
        Datum.GCJ02: _l("浏览器给出的是 GCJ-02 坐标，已换算"),
        Datum.UNKNOWN: _l("与已知点不符，坐标系不明"),
    },
    Doubt: {
        Doubt.NO_POSITION: _l("没有位置"),
        Doubt.TYPED: _l("位置是手工填写的"),
        Doubt.VAGUE: _l("定位精度只有 %(accuracy_m)s m"),
        Doubt.USELESS: _l("定位精度 %(accuracy_m)s m，不足为凭"),
        Doubt.SINGLE: _l("只有一次定位"),
        Doubt.SCATTERED: _l("几次定位相差 %(spread_m)s m"),
        Doubt.OLD: _l("位置是到场前 %(minutes)s 分钟取的"),
        Doubt.FIX_AHEAD: _l("定位时间比设备时钟晚 %(minutes)s 分钟"),
        Doubt.FAR: _l("距登记井位 %(distance_m)s m"),
        Doubt.PLATE_OTHER: _l("扫到另一眼井的标识牌"),
        Doubt.PLATE_BAD: _l("扫到的标识牌无效"),
        Doubt.PLATE_NONE: _l("没有扫标识牌"),
        Doubt.CLOCK_UNKNOWN: _l("设备时钟没有与服务器比对过"),
        Doubt.CLOCK_ODD: _l("设备时钟相差 %(minutes)s 分钟"),
        Doubt.CLOCK_WRONG: _l("设备时钟相差一天以上（%(minutes)s 分钟）"),
        Doubt.DATUM_SHIFTED: _l("定位是 GCJ-02 坐标，已换算"),
        Doubt.DATUM_UNKNOWN: _l("与已知点核对不符"),
        Doubt.TIMES: _l("开始、到场、结束的时间前后颠倒"),
        Doubt.TRAVEL: _l("与上一份记录相距 %(km)s km，只隔 %(minutes)s 分钟"),
    },
    AnswerKind: {
        AnswerKind.YES_NO: _l("是、否、不适用"),
        AnswerKind.NUMBER: _l("数值"),
        AnswerKind.TEXT: _l("文字"),
        AnswerKind.DATE: _l("日期"),
        AnswerKind.CHOICE: _l("选项"),
        AnswerKind.DISTANCE: _l("自动：距登记井位"),
        AnswerKind.ZONES: _l("自动：管控区"),
        AnswerKind.PERMIT_SHARE: _l("自动：占许可水量"),
    },
}

MESSAGES = {
    "answer_not_a_day": _l("“%(written)s”不是日期，请按“年-月-日”填写。"),
    "review_done": _l("这份记录已经复核过。"),
    "review_own": _l("复核须由没有参加这次检查的人进行。"),
    "review_needs_note": _l("退回须写明要补正什么。"),
    "review_second_declared": _l("协办人员还没有签名或登录确认，不能通过；请先请本人确认。"),
    "review_of_draft": _l("这份记录还没有提交，不能复核。"),
    "signature_invalid": _l("签名与这份记录或这台设备不符，没有采用。"),
    "signature_other_text": _l("签名的不是这份记录的文本，请在本人设备上重新签名。"),
    "signature_device_unknown": _l("签名的设备没有登记在本人名下。"),
    "signature_not_on_record": _l("你不是这次检查的执法人员，不能签名确认。"),
    "inspection_kind_elsewhere": _l("验收在封井页面进行，不能作为检查提交。"),
    "inspection_checklist_gone": _l("检查表的这个版本不存在，请更新工作包后重新提交。"),
    "inspection_checklist_elsewhere": _l("这份检查表不是本县的，请更新工作包后重新提交。"),
    "inspection_second_elsewhere": _l("%(name)s 的辖区不包括这眼井，请换协办人员。"),
    "inspection_sketch_missing": _l("勘验须附现场图。"),
    "inspection_earlier_missing": _l("还有 %(count)s 个以前发现的问题没有逐条核查。"),
    "inspection_earlier_unknown": _l("核查的问题不属于这眼井，请更新工作包后重新提交。"),
    "inspection_only_chat": _l("聊天转发的图片不是原始载体，只能作线索；请补拍现场照片。"),
    "inspection_filed_already": _l("这份检查记录已经提交过。"),
    "inspection_not_returned": _l("只有被退回、尚未修订的记录可以修订。"),
    "inspection_revised_elsewhere": _l("修订的记录须是同一眼井、同一类检查，由原记录的执法人员提交。"),
    "inspection_fixes_too_many": _l("一次检查最多 %(most)s 次定位。"),
    "inspection_findings_too_many": _l("一次检查最多记录 %(most)s 个问题。"),
    "inspection_text_too_long": _l("内容太长，最多 %(most)s 个字。"),
    "measure_other_well": _l("复查的措施不是这眼井的。"),
}
