"""Words of publications, of what is hidden, of 信用修复, and of compliance records."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.publications.rules import (
    CountsFrom,
    CutKind,
    DownCause,
    Ground,
    Origin,
    PublicationState,
    RepairState,
    Unmet,
)

LABELS = {
    PublicationState: {
        PublicationState.OWED: _p("publication", "待拟文本"),
        PublicationState.PROPOSED: _p("publication", "待复核"),
        PublicationState.CONFIRMED: _p("publication", "待公示"),
        PublicationState.PUBLISHED: _p("publication", "已公示"),
        PublicationState.TAKEN_DOWN: _p("publication", "已撤下"),
        PublicationState.EXEMPT: _p("publication", "不予公示"),
    },
    Ground: {
        Ground.CLASSIFIED: _l("涉及国家秘密"),
        Ground.SAFETY: _l("公开可能危及公共安全、经济安全、社会稳定"),
        Ground.MINOR: _l("当事人是未成年人"),
        Ground.LITTLE_WEIGHT: _l("不具有一定社会影响"),
        Ground.GONE: _l("决定已被变更、撤销或者确认违法"),
    },
    DownCause: {
        DownCause.REVOKED: _p("down", "决定被撤销"),
        DownCause.CHANGED: _p("down", "决定被变更"),
        DownCause.UNLAWFUL: _p("down", "决定被确认违法"),
        DownCause.MISTAKE: _l("公示内容有误"),
        DownCause.REPAIRED: _l("已作信用修复"),
        DownCause.EXPIRED: _l("公示期满"),
    },
    RepairState: {
        RepairState.ASKED: _p("repair", "待决定"),
        RepairState.GRANTED: _p("repair", "同意修复"),
        RepairState.REFUSED: _p("repair", "不同意修复"),
        RepairState.WITHDRAWN: _p("repair", "申请已撤回"),
    },
    CutKind: {
        CutKind.PERSONAL_NUMBER: _l("公民身份号码"),
        CutKind.NAME: _p("cut", "个人姓名"),
        CutKind.ADDRESS: _p("cut", "家庭住址"),
        CutKind.PHONE: _p("cut", "联系电话"),
        CutKind.ACCOUNT: _p("cut", "银行账号"),
        CutKind.EMAIL: _p("cut", "电子邮箱"),
        CutKind.MINOR: _p("cut", "未成年人姓名"),
        CutKind.CONFIDENTIAL: _p("cut", "商业秘密"),
        CutKind.OTHER: _p("cut", "其他不宜公开的内容"),
    },
    Origin: {
        Origin.FILE: _p("cut", "案卷中的人员信息"),
        Origin.SHAPE: _p("cut", "按号码格式识别"),
        Origin.ADDED: _p("cut", "人工补充"),
    },
    CountsFrom: {
        CountsFrom.SERVICE: _l("自决定书送达之日起算"),
        CountsFrom.DECISION: _l("自作出决定之日起算"),
    },
    Unmet: {
        Unmet.NOT_PUBLISHED: _l("没有正在公示的内容"),
        Unmet.TOO_EARLY: _l("公示还没有满最短期限"),
        Unmet.UNPAID: _l("罚款或者其他款项没有缴清"),
        Unmet.MEASURES_OPEN: _l("责令的措施没有全部核实完成"),
        Unmet.NO_PLEDGE: _l("没有信用承诺书"),
    },
}

MESSAGES = {
    "down_before_time": _l("公示的最长期限还没有满，不能按期满撤下。"),
    "down_without_repair": _l("没有同意信用修复的决定，请先办理信用修复。"),
    "down_without_result": _l(
        "案卷里没有这样的复议、诉讼结果（处罚法 48）；请先在案件的履行与执行中登记结果。"
    ),
    "publication_day_ahead": _l("日期 %(on)s 晚于今天，请核对。"),
    "publication_day_too_early": _l("日期 %(on)s 早于它的前一步 %(after)s，请核对。"),
    "publication_days_out_of_range": _l("决定期限须在 1 至 %(most)s 个工作日之间。"),
    "publication_gone": _l(
        "决定已被变更、撤销或者确认违法，不能公示（处罚法 48）；请退回修改，再提出不予公示。"
    ),
    "publication_leaks": _l("文本里仍有不能公开的内容：%(kind)s。请把剩下的字句补充到隐去内容里。"),
    "publication_months_out_of_range": _l("最短期限不能长于最长期限，都不超过 %(most)s 个月。"),
    "publication_moved_meanwhile": _l("这一项刚刚被别人办理过，请看过最新状态再办。"),
    "publication_must_hide": _l("%(kind)s不能保留，请取消勾选。"),
    "publication_needs_place": _l("请写明公示的网址或者公示栏，不超过 %(most)s 个字。"),
    "publication_needs_words": _l("请填写内容，不超过 %(most)s 个字。"),
    "publication_not_gone": _l("决定没有被变更、撤销或者确认违法（处罚法 48），请选择其他理由。"),
    "publication_out_of_order": _l("现在是“%(state)s”，不能改为“%(to)s”。"),
    "publication_phrase_unknown": _l("决定书里没有“%(phrase)s”；请照原文填写，每行一处，至少两个字。"),
    "publication_same_person": _l("须由另一名人员复核、决定，提出和登记的人不能办理。"),
    "publication_still_up": _l("%(number)s 还在公示，请先撤下（处罚法 48）。"),
    "publication_text_changed": _l("决定书的内容与提出时不一致，请退回后重新提出。"),
    "repair_not_published": _l("没有正在公示的内容，不用信用修复。"),
    "repair_open_already": _l("已有一份信用修复申请等待决定。"),
    "repair_out_of_order": _l("申请现在是“%(state)s”，不能改为“%(to)s”。"),
    "repair_unmet": _l("不符合信用修复条件：%(what)s。"),
}
