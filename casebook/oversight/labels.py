"""Words of targets."""

from flask_babel import lazy_gettext as _l

from casebook.oversight.queries import WellStage
from casebook.oversight.rules import Figure, Indicator, Standing, Unit

LABELS = {
    Indicator: {
        Indicator.WELLS_CLOSED: _l("封井眼数"),
        Indicator.REDUCTION: _l("压减地下水量"),
        Indicator.DEEP_WELLS: _l("深层承压井余留"),
        Indicator.RECLAIMED: _l("再生水利用量"),
        Indicator.RECLAIMED_RATE: _l("再生水利用率"),
        Indicator.STRUCK_OFF_RATE: _l("问题销号率"),
        Indicator.ACCEPTED_RATE: _l("及时受理率"),
        Indicator.ANSWERED_RATE: _l("按期答复率"),
        Indicator.RESOLVED_RATE: _l("一次性化解率"),
        Indicator.SATISFIED_RATE: _l("群众满意率"),
    },
    Unit: {
        Unit.WELLS: _l("眼"),
        Unit.M3: "m³",
        Unit.PERCENT: "%",
    },
    Figure: {
        Figure.SEWAGE_TREATED: _l("污水处理量"),
    },
    WellStage: {
        WellStage.PLANNED: _l("列入计划"),
        WellStage.CLAIMED: _l("已报待入账"),
        WellStage.BOOKED: _l("已入账"),
    },
    Standing: {
        Standing.UNSET: _l("未下达"),
        Standing.MET: _l("已完成"),
        Standing.ON_TIME: _l("达到时序"),
        Standing.BEHIND: _l("落后时序"),
        Standing.MISSED: _l("未完成"),
    },
}

COUNTS = {
    Indicator.WELLS_CLOSED: _l("总账中计入本年的封停眼数，减去冲销。"),
    Indicator.REDUCTION: _l("总账中计入本年的全年压减量，减去冲销；当年压减量另列。"),
    Indicator.DEEP_WELLS: _l("深层承压井中没有封填、封存或改作监测的眼数，不含拟建井；不超过任务数为完成。"),
    Indicator.RECLAIMED: _l("各用水户本年逐月登记的再生水用量之和。"),
    Indicator.RECLAIMED_RATE: _l("再生水利用量 ÷ 污水处理量（填报）。"),
    Indicator.STRUCK_OFF_RATE: _l("已销号 ÷ 本年发现并列入清单的问题。"),
    Indicator.ACCEPTED_RATE: _l("按期受理 ÷ 本年收到、受理期限已到或已受理的线索。"),
    Indicator.ANSWERED_RATE: _l("按期答复 ÷ 本年收到、答复期限已到或已答复的线索。"),
    Indicator.RESOLVED_RATE: _l("答复后没有再次反映 ÷ 本年收到、已答复的线索。"),
    Indicator.SATISFIED_RATE: _l("满意和基本满意 ÷ 本年收到、已回访到本人的线索。"),
}
"""What each indicator counts, with its denominator: the words of the first version of its definition."""

MESSAGES = {
    "figure_negative": _l("%(figure)s不能小于零。"),
    "target_baseline": _l("基准数须与任务数同一口径，不能小于零；封井填整数，比率不超过 100。"),
    "target_month_closed": _l(
        "%(year)s 年已有月份关账（到 %(month)s）。调整任务请写明调整原因；已关账月份的报表仍按原任务。"
    ),
    "target_year_closed": _l("%(year)s 年 12 月已关账，这一年的任务不能再改。"),
    "target_too_large": _l("任务数太大了，请核对单位。"),
    "target_not_whole": _l("眼数须是整数。"),
    "target_negative": _l("任务数不能小于零。"),
    "target_needs_paper": _l("请写明下达任务的文件。"),
    "target_division_unknown": _l("没有这个区划：%(division)s。"),
    "target_year": _l("年份须在 2000 至 2100 之间。"),
}
