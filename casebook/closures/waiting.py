"""On the desk: closures that wait for the next act of this officer's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.closures import queries
from casebook.web.labels import label
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer what is to be accepted, confirmed, reported again, or taken back as a look back found it."""
    for closure in queries.list_waiting(session, actor, most=MOST):
        url = url_for("closures.show", number=closure.number)
        yield Task(step=label(closure.status), title=label(closure.kind), url=url, number=closure.number)
    if actor.can(Permission.EMERGENCY_DECIDE):
        for row in queries.list_emergencies_to_decide(session, actor, most=MOST):
            url = url_for("closures.emergency_decide", opening=row.number)
            yield Task(step=_("批准应急启用"), title=row.cause, url=url, number=row.number)
    if actor.can(Permission.CLOSURE_REOPEN):
        for recheck, closure in queries.list_pumped(session, actor, most=MOST):
            title = _("回头看发现正在取水：%(note)s", note=recheck.note)
            url = url_for("closures.reopen", number=closure.number)
            yield Task(step=_("登记重新启用"), title=title, url=url, number=closure.number)


def _plan_pages(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    numbers = queries.plan_numbers(session, ids)
    return {one: url_for("closures.plan", line=number) for one, number in numbers.items()}


def _emergency_pages(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    numbers = queries.emergency_numbers(session, ids)
    return {one: url_for("closures.emergency", opening=number) for one, number in numbers.items()}


def _recheck_pages(_session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {one: url_for("closures.recheck", recheck_id=one) for one in ids}


PAGES = {
    "closure_recheck": Page(Permission.CLOSURE_CHECK, _recheck_pages),
    "closure_plan": Page(Permission.CLOSURE_SEE, _plan_pages),
    "emergency_opening": Page(Permission.CLOSURE_SEE, _emergency_pages),
}
"""Where clocks of the programme and of emergency uses lead to."""
