"""Words of reports."""

from flask_babel import lazy_gettext as _l

from casebook.reports.rules import MailedReport, WellReportStatus

LABELS = {
    MailedReport: {
        MailedReport.MONTH: _l("关账月报"),
        MailedReport.WELLS: _l("封井月报（报送后）"),
    },
    WellReportStatus: {
        WellReportStatus.DRAFT: _l("起草中"),
        WellReportStatus.CHECKED: _l("已审核，待报送"),
        WellReportStatus.SENT: _l("已报送"),
        WellReportStatus.RETURNED: _l("被退回"),
        WellReportStatus.ACCEPTED: _l("已接收"),
    },
}

MESSAGES = {
    "mailing_addresses": _l("请填 1 至 %(most)s 个邮箱地址，用逗号隔开。"),
    "mailing_day": _l("寄送日须在每月 1 日至 %(most)s 日之间，每个月都有这一天。"),
    "well_report_changed": _l("%(number)s 在你打开之后又改过，没有报送。请重新打开核对后再报送。"),
    "well_report_day": _l("报送日须在月末 %(last)s 以后，且不晚于今天。"),
    "well_report_month_open": _l("%(month)s 还没有过完（到 %(last)s），还会有井确认，不能审核或报送。"),
    "well_report_moved": _l(
        "起草以后总账又有变化，%(number)s 的数字已不是现在的数字。请退回起草，重新取数后再审核、报送。"
    ),
    "well_report_needs_reason": _l("请写明退回起草的原因。"),
    "well_report_own": _l("起草人不能审核自己起草的月报 %(number)s，请另一人审核。"),
    "well_report_sent_already": _l(
        "%(number)s 已经报送（%(status)s），不能再报。对方退回后起草下一版；以后的更正列入其后月份。"
    ),
    "well_report_stands": _l("这个月已有 %(number)s（%(status)s）。被退回后才能起草下一版；报送后不再改动。"),
    "well_report_step": _l("%(number)s 现在是“%(status)s”，不能转为“%(to)s”。"),
    "well_report_why": _l("请写明对方退回的原因。"),
    "month_file_damaged": _l(
        "%(number)s 的归档文件（%(kind)s）与关账时签名的不一致（%(hash)s），没有写出。"
        "请从备份取回这个文件，再用 casebook ledger verify 核对。"
    ),
    "month_file_missing": _l(
        "%(number)s 的归档文件（%(kind)s）不在文件库里（%(hash)s），没有写出。"
        "请从备份取回这个文件，再用 casebook ledger verify 核对。"
    ),
    "month_needs_recipient": _l("请写明报送给谁。"),
    "month_not_begun": _l("%(month)s 还没有开始，没有月报可做。"),
    "year_not_begun": _l("%(year)s 年还没有开始，没有年报可做。"),
    "month_unreadable": _l("月份请写成 2023-11 这样。"),
    "month_sending_day": _l("报送日须在关账日 %(closed)s 以后，且不晚于今天。"),
    "month_sent_already": _l(
        "这份月报已于 %(on)s 报送%(to)s，不重复报送。更正列入其后月份；要发给别处请填别的收件单位。"
    ),
}
