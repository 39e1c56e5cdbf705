"""Background work of the board: which townships trail the time gone is told to the ladder of supervision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.clock import local_day
from casebook.oversight import queries
from casebook.supervision import actions as supervision
from casebook.supervision.queries import list_counties

if TYPE_CHECKING:
    from casebook.jobs.context import JobContext


def _propose(context: JobContext) -> dict[str, Any]:
    now, made = clock.now(), 0
    for county_code in list_counties(context.session):
        behind = queries.list_lagging(context.session, county_code, local_day(now))
        made += supervision.propose(context.session, now=now, county_code=county_code, behind=behind)
    return {"proposed": made}


register("oversight:lagging", _propose, title=_l("提出进度落后督办建议"), every=timedelta(hours=24))
