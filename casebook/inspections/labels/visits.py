"""Words of field checks."""

from flask_babel import lazy_gettext as _l

from casebook.inspections.rules import InspectionKind, InspectionState, OfficerPart, PositionOrigin, YesNo

LABELS = {
    InspectionKind: {
        InspectionKind.INSPECTION: _l("行政检查"),
        InspectionKind.VERIFICATION: _l("核查"),
        InspectionKind.RECHECK: _l("复查"),
        InspectionKind.FOLLOW_UP: _l("回头看"),
        InspectionKind.SURVEY: _l("勘验"),
        InspectionKind.ACCEPTANCE: _l("验收"),
    },
    InspectionState: {
        InspectionState.DRAFT: _l("记录中"),
        InspectionState.SUBMITTED: _l("已提交"),
    },
    OfficerPart: {
        OfficerPart.LEAD: _l("主办"),
        OfficerPart.SECOND: _l("协办"),
    },
    PositionOrigin: {
        PositionOrigin.DEVICE: _l("设备定位"),
        PositionOrigin.TYPED: _l("手工填写"),
    },
    YesNo: {
        YesNo.YES: _l("是"),
        YesNo.NO: _l("否"),
        YesNo.NA: _l("不适用"),
    },
}

MESSAGES = {
    "answer_unknown": _l("请选“是”“否”或“不适用”。"),
    "answer_too_long": _l("最多 %(most)s 个字。"),
    "answer_not_a_number": _l("“%(written)s”不是数字，请只填数值。"),
    "answer_out_of_range": _l("%(written)s 不在 0 到 10 亿之间，请核对读数和单位。"),
    "answer_item_unknown": _l("检查表里没有 %(item)s 这一项，请刷新页面。"),
    "finding_code_unknown": _l("没有问题类型 %(code_written)s，请从清单里选择。"),
    "finding_twice": _l("%(code_written)s 已经记录过，请在原来那一条里补充。"),
    "finding_description_missing": _l("请写下看到的情况：在哪里、是什么、有多少。"),
    "inspection_officer_uncertified": _l("%(name)s 在检查当天没有有效的执法证，请换有证人员。"),
    "inspection_officers_same": _l("两名执法人员不能是同一个人，请另选一名。"),
    "inspection_second_missing": _l("执法人员不足两人，请选定协办人员。"),
    "inspection_needs_officer": _l("检查须由持证的执法人员记录，请用本人账号登录。"),
    "inspection_not_on_record": _l("你不是这次检查的执法人员，只能查看。"),
    "inspection_submitted": _l("这份检查记录已经提交，不能再改；情况有变请另做一次检查。"),
    "inspection_clash": _l("同一项内容在另一台设备上改过了，请核对后选定。"),
    "inspection_arrival_missing": _l("还没有记录到场时间和位置。"),
    "inspection_far_reason_missing": _l("到场位置距登记井位超过 %(most)s m，请写明原因。"),
    "inspection_id_not_shown": _l("还没有记录出示执法证件。"),
    "inspection_recusal_not_asked": _l("还没有记录告知申请回避的权利。"),
    "inspection_unanswered": _l("检查表还有没回答的：%(items)s。"),
    "inspection_photograph_missing": _l("还没有照片，至少拍一张。"),
    "inspection_arrival_in_future": _l("到场时间晚于现在，请核对。"),
    "inspection_arrival_too_early": _l("到场时间早于 %(first)s，请核对年份。"),
    "inspection_position_half": _l("经度和纬度要一起填。"),
    "inspection_position_impossible": _l("%(lon)s, %(lat)s 不是中国境内的位置，请核对经纬度是否填反。"),
    "inspection_position_outside": _l(
        "%(lon)s, %(lat)s 在本县范围以外，距登记井位 %(distance)s m，请核对位置。"
    ),
    "inspection_visited": _l("已经到场的检查由到场的人完成，不能换人。"),
    "inspection_well_elsewhere": _l("没有找到这眼井，请核对编号。"),
}
