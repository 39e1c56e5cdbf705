"""Words of the ledger."""

from flask_babel import lazy_gettext as _l

from casebook.ledger.rules import AquiferGroup, PostingKind

LABELS = {
    PostingKind: {
        PostingKind.WELL_CLOSED: _l("封停机井"),
        PostingKind.WELL_REOPENED: _l("封停冲销"),
        PostingKind.REDUCTION: _l("压减水量"),
        PostingKind.REDUCTION_REVERSED: _l("压减冲销"),
        PostingKind.PROBLEM_STRUCK_OFF: _l("问题销号"),
        PostingKind.PLAN_CUT: _l("计划核减"),
        PostingKind.EMERGENCY_USE: _l("应急用水（减去）"),
    },
    AquiferGroup: {
        AquiferGroup.SHALLOW: _l("浅层（含咸水）"),
        AquiferGroup.DEEP: _l("深层承压"),
        AquiferGroup.MIXED: _l("混合开采"),
        AquiferGroup.UNKNOWN: _l("层位不明"),
    },
}

MESSAGES = {
    "head_of_other_chain": _l("这份链头属于 %(chain)s，不是 %(own)s；请换成本县导出的文件。"),
    "head_unreadable": _l("%(file)s 不是导出的链头文件；请用 casebook ledger head --export 导出的原件。"),
    "month_closed_already": _l("%(month)s 已经关账；请下载已归档的月报，更正另记一笔，列入下月。"),
    "month_moved": _l("生成月报期间又有分录记入这个月；请重新关账。"),
    "month_not_over": _l("%(month)s 还没有结束；请在月末以后关账。"),
    "month_out_of_order": _l("月份依次关账，下一个是 %(next)s，不能先关 %(month)s。"),
    "posting_count": _l("%(kind)s每笔的数目应为 %(right)s，不能是 %(count)s。"),
    "posting_in_future": _l("生效日 %(on)s 还没有到；请等到当日再入账。"),
    "posting_method": _l("压减水量须写明核算方法（B1–B6）和对应的等级；写的是 %(method)s、%(grade)s。"),
    "posting_negative": _l("水量不能为负；要减少请冲销原来的一笔。"),
    "posting_only_by_reversal": _l("%(kind)s只能由冲销产生，不能单独入账。"),
    "posting_paper": _l("附件哈希 %(paper)s 没有写明可识别的算法；请重新上传附件。"),
    "posting_this_year": _l(
        "当年水量 %(this_year)s m³ 大于全年水量 %(full_year)s m³；请核对封停日期和基线。"
    ),
    "posting_twice": _l("这件事已经入账（台账第 %(sequence)s 号）；同一事项只入账一次，要更正请先冲销。"),
    "posting_with_method": _l("%(kind)s不带核算方法；请去掉方法和等级。"),
    "posting_with_volume": _l("%(kind)s不带水量；水量请另记一笔压减水量。"),
    "posting_without_well": _l("%(kind)s须写明井号。"),
    "posting_year": _l("入账年度 %(year)s 与生效日 %(on)s 不是同一年；按生效日所在年度入账。"),
    "reversal_day": _l("冲销日 %(on)s 须在原入账生效日 %(first)s 之后，且不晚于今天。"),
    "reversal_kept": _l("保留的当年水量 %(kept)s m³ 须在 0 到 %(this_year)s m³ 之间。"),
    "reversal_of_reversal": _l("台账第 %(sequence)s 号本身是冲销，不能再冲销；请重新入账。"),
    "reversal_reason": _l("请写明冲销原因。"),
    "reversed_already": _l("台账第 %(sequence)s 号已由第 %(by)s 号冲销，不能再冲销。"),
}
