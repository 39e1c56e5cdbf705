"""Background work of reports: what is due leaves by mail, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.reports import actions

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext

MAILINGS = "reports:mailings"


def run_mailings(context: JobContext) -> dict[str, Any]:
    """Post the reports that are due and ready."""
    return {"posted": actions.post_reports(context.session, now=clock.now())}


register(MAILINGS, run_mailings, title=_l("按月寄送报表"), every=timedelta(hours=1))
