"""Background work of reports: what is due leaves by mail, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.reports import actions
from casebook.reports.rules import MailedReport

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext
    from casebook.kernel.months import Month

MAILINGS = "reports:mailings"


def run_mailings(context: JobContext) -> dict[str, Any]:
    """Post the reports that are due and ready."""
    return {"posted": actions.post_reports(context.session, now=clock.now(), words=mail_words)}


def mail_words(report: MailedReport, month: Month, number: str) -> tuple[str, str]:
    """Return title and body of the mail that brings a report."""
    with force_locale("zh"):
        title = (
            _("%(month)s 压采月报", month=month)
            if report is MailedReport.MONTH
            else _("%(month)s 封井情况月报", month=month)
        )
        facts = {"title": title, "number": number}
        return title, _("%(title)s（%(number)s）见附件，为存档原件。请勿直接回复本邮件。", **facts)


register(MAILINGS, run_mailings, title=_l("按月寄送报表"), every=timedelta(hours=1))
