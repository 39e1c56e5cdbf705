"""Words of reports."""

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "month_needs_recipient": _l("请写明报送给谁。"),
    "month_not_begun": _l("%(month)s 还没有开始，没有月报可做。"),
    "month_unreadable": _l("月份请写成 2023-11 这样。"),
    "month_sending_day": _l("报送日须在关账日 %(closed)s 以后，且不晚于今天。"),
    "month_sent_already": _l(
        "这份月报已于 %(on)s 报送%(to)s，不重复报送。更正列入其后月份；要发给别处请填别的收件单位。"
    ),
}
