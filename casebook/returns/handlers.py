"""The nightly work of returns: asking for the last period, noting what is late, forgetting who sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.returns import actions, queries

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext

NIGHTLY_JOB = "returns:nightly"


def _nightly(context: JobContext) -> dict[str, Any]:
    now = clock.now()
    forgotten = actions.forget_callers(context.session, now=now)
    told = {
        county: actions.keep_rounds(context.session, now=now, county_code=county)
        for county in queries.list_counties(context.session)
    }
    return {"counties": told, "forgotten": forgotten}


register(NIGHTLY_JOB, _nightly, title=_l("发起取水情况直报、标记逾期"), every=timedelta(hours=24))
