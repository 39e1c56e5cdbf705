"""Words of targets."""

from flask_babel import lazy_gettext as _l

from casebook.oversight.rules import Indicator, Standing

LABELS = {
    Indicator: {
        Indicator.WELLS_CLOSED: _l("封井眼数"),
        Indicator.REDUCTION: _l("压减地下水量"),
    },
    Standing: {
        Standing.UNSET: _l("未下达"),
        Standing.MET: _l("已完成"),
        Standing.ON_TIME: _l("达到时序"),
        Standing.BEHIND: _l("落后时序"),
        Standing.MISSED: _l("未完成"),
    },
}

MESSAGES = {
    "target_too_large": _l("任务数太大了，请核对单位。"),
    "target_not_whole": _l("封井眼数须是整数。"),
    "target_negative": _l("任务数不能小于零。"),
    "target_needs_paper": _l("请写明下达任务的文件。"),
    "target_division_unknown": _l("没有这个区划：%(division)s。"),
    "target_year": _l("年份须在 2000 至 2100 之间。"),
}
