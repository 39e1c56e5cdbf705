"""Background work: Monday's page of each county, and who stood last in the ranking.

The round derives everything from calendar and tables: it does not matter when, how often, or after how long a
standstill it runs. The week that was due last gets its page, once; older ones stay without.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casebook.bulletins import actions, queries
from casebook.bulletins.labels import week_words
from casebook.bulletins.making import make_page
from casebook.bulletins.rules import latest_due
from casebook.deadlines.queries import get_calendar
from casebook.jobs.handlers import register
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.notices.actions import Message
from casebook.regions.queries import name_of
from casebook.supervision import actions as supervision
from casebook.supervision.queries import list_counties

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.bulletins.making import MadePage
    from casebook.bulletins.models import MondayPage
    from casebook.jobs.context import JobContext

MONDAY = "bulletins:monday"


def run_monday(context: JobContext) -> dict[str, Any]:
    """Make the pages that are due and missing; drawing them holds no lock."""
    now = clock.now()
    with context.reading() as session:
        made = list(_due_pages(session, now))
    kept = 0
    for county_code, page in made:
        row = actions.keep_page(context.session, now=now, county_code=county_code, made=page)
        if row is not None:
            kept += 1
            actions.send_page(context.session, now=now, page=row, message=_message(context.session, row))
    return {"made": kept}


def run_ranking(context: JobContext) -> dict[str, Any]:
    """Propose the next rung of the ladder for who stood last at the end of last month, and before."""
    now, proposed = clock.now(), 0
    month = Month.of(clock.local_day(now)).previous()
    for county_code in list_counties(context.session):
        behind = queries.list_last(context.session, county_code, month)
        proposed += supervision.propose(context.session, now=now, county_code=county_code, behind=behind)
    return {"proposed": proposed}


def _due_pages(session: Session, now: datetime) -> list[tuple[str, MadePage]]:
    due = latest_due(get_calendar(session), now)
    if due is None:
        return []
    is_demo = current_app.config["CASEBOOK"].is_demo
    return [
        (code, make_page(session, county_code=code, due=due, now=now, is_demo=is_demo))
        for code in list_counties(session)
        if queries.find_monday(session, code, due.week) is None
    ]


def _message(session: Session, page: MondayPage) -> Message:
    with force_locale("zh"):
        facts = {"county": name_of(session, page.county_code), "week": week_words(page.week)}
        title = _("%(county)s地下水超采治理周一一页纸 %(week)s", **facts)
        counts = {"red": page.red, "amber": page.amber, "green": page.green}
        body = _("红灯 %(red)s 项，黄灯 %(amber)s 项，绿灯 %(green)s 项。详见附件。", **counts)
    files = {f"{page.week}.pdf": page.pdf_hash, f"{page.week}.png": page.picture_hash}
    return Message(title, body, files)


register("bulletins:ranking", run_ranking, title=_l("提出排名末位督办建议"), every=timedelta(hours=24))
register(MONDAY, run_monday, title=_l("生成周一一页纸"), every=timedelta(hours=1))
