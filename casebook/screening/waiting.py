"""On the desk: hits given to this officer, the route of the day, and how many hits wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.screening import queries
from casebook.screening.queries import HitFilter
from casebook.screening.rules.states import HitState
from casebook.web.labels import label
from casebook.web.waiting import MOST, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what this officer was given, where they go today, and what they decide."""
    if actor.officer_id is not None and actor.can(Permission.ROUTE_PLAN):
        route = queries.find_route_of(session, actor.officer_id, today)
        if route is not None:
            title = _("今天的核查路线，%(n)s 个点位", n=len(route.stops))
            yield Task(_("按路线核查"), title, url_for("screening.route", route_id=route.id), alarm_on=today)
    if actor.officer_id is not None and actor.can(Permission.SCREENING_SEE):
        mine = HitFilter(state=HitState.OPEN, officer_id=actor.officer_id)
        for hit in queries.page_hits(session, actor, mine, size=MOST).items:
            url = url_for("screening.show", hit_id=hit.id)
            yield Task(_("看筛查命中"), label(hit.rule), url, number=hit.subject_title)
    if actor.can(Permission.SCREENING_DECIDE):
        count = queries.count_hits(session, actor, HitFilter(state=HitState.OPEN))
        if count:
            yield Task(_("处理筛查命中"), _("待处理 %(n)s 条", n=count), url_for("screening.index"))
