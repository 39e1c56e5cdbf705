"""Words of Monday's page, the ranking and bulletins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from casebook.bulletins.rules import BulletinState, Light, SettingKind
from casebook.oversight.rules import Indicator

if TYPE_CHECKING:
    from casebook.bulletins.rules import Week

LABELS = {
    BulletinState: {
        BulletinState.DRAFT: _p("bulletin", "草稿"),
        BulletinState.ISSUED: _p("bulletin", "已印发"),
        BulletinState.DROPPED: _p("bulletin", "不予印发"),
    },
    Light: {
        Light.RED: _l("红灯"),
        Light.AMBER: _l("黄灯"),
        Light.GREEN: _l("绿灯"),
        Light.NONE: _l("未下达"),
    },
    SettingKind: {
        SettingKind.LIGHTS: _l("红黄灯界线"),
        SettingKind.WEIGHTS: _l("排名权重"),
        SettingKind.PEOPLE: _l("乡镇责任人"),
    },
}

COLUMNS = {
    Indicator.WELLS_CLOSED: _l("封井"),
    Indicator.REDUCTION: _l("压减量"),
    Indicator.DEEP_WELLS: _l("深井余留"),
    Indicator.RECLAIMED: _l("再生水量"),
    Indicator.RECLAIMED_RATE: _l("再生水率"),
    Indicator.STRUCK_OFF_RATE: _l("销号率"),
    Indicator.ACCEPTED_RATE: _l("受理率"),
    Indicator.ANSWERED_RATE: _l("答复率"),
    Indicator.RESOLVED_RATE: _l("化解率"),
    Indicator.SATISFIED_RATE: _l("满意率"),
}
"""Of narrow columns."""

MESSAGES = {
    "bulletin_changed": _l("这份通报刚刚被别人改过，请看过最新内容再办。"),
    "bulletin_month": _l("通报的月份写成 2026-11，不能晚于本月。"),
    "bulletin_needs_officer": _l("通报由在册人员以所在机关的名义印发，请登录后操作。"),
    "bulletin_needs_reason": _l("请写明不予印发的理由，不超过 %(most)s 个字。"),
    "bulletin_needs_words": _l("请填写内容，不超过 %(most)s 个字。"),
    "bulletin_nothing_ranked": _l("%(month)s 还没有一个乡镇有任务可排名，请先下达乡镇任务。"),
    "bulletin_out_of_order": _l(
        "现在是“%(state)s”，不能改为“%(to)s”。已印发的通报不再改动，需要更正时另发一期。"
    ),
    "bulletin_reply_too_soon": _l("完成期限须在今天（%(on)s）以后。"),
    "light_order": _l("红灯的界线不能低于黄灯的界线。"),
    "light_out_of_range": _l("请填写 0 到 %(most)s 之间的整数。"),
    "person_too_long": _l("姓名和职务各不超过 %(most)s 个字。"),
    "ranking_never_by_money": _l(
        "“%(name)s”不能用来排名。只能用下达给乡镇的考核指标；罚款数额、罚没收入不得作为指标。"
    ),
    "ranking_weight": _l("权重是 0 到 100 的整数。"),
    "ranking_weights_sum": _l("各项权重之和须为 100，现在是 %(sum)s。"),
    "bulletin_setting_needs_paper": _l("请写明依据的文件（文号或名称）。"),
    "bulletin_setting_changed": _l("别人刚刚改过这项设置，请核对最新的设置后再改。"),
}


def week_words(week: Week) -> str:
    """Return a week as people say it; years and weeks are those of ISO 8601."""
    year, number, _day = week.monday.isocalendar()
    return str(_("%(year)s 年第 %(number)s 周", year=year, number=number))
