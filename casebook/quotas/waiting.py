"""On the desk: applications at their next step, renewals to decide, permits that end soon unrenewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines.queries import get_calendar
from casebook.deadlines.rules import TermState, compute
from casebook.quotas import queries
from casebook.quotas.queries import PermitFilter, Shown
from casebook.quotas.rules import PermitStatus
from casebook.quotas.rules.permits import ACCEPT_WITHIN, DECIDE_WITHIN
from casebook.web.waiting import MOST, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.models import Permit


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what keeps permits from going on; of who keeps the permits of the whole county."""
    if not actor.can(Permission.PERMIT_EDIT) or not actor.reaches(actor.county_code):
        return
    yield from _applications(session, actor, today)
    for permit in queries.list_renewals(session, actor.county_code, today, MOST):
        yield _task(_("决定延续"), permit, permit.valid_to, today)
    wanted = PermitFilter(on=today, shown=Shown.RENEWAL)
    count = queries.count_permits(session, actor, wanted)
    if count:
        url = url_for("permits.index", shown=Shown.RENEWAL)
        yield Task(_("提醒申请延续"), _("45 日内到期的许可证 %(n)s 件", n=count), url)


def _applications(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    steps = {
        PermitStatus.APPLIED: (_("受理取水申请"), ACCEPT_WITHIN),
        PermitStatus.ACCEPTED: (_("决定取水申请"), DECIDE_WITHIN),
        PermitStatus.APPROVED: (_("验收取水工程"), None),
        PermitStatus.INSPECTED: (_("核发许可证"), None),
    }
    calendar = get_calendar(session)
    for permit, since in queries.list_applications(session, actor.county_code, list(steps), MOST):
        step, length = steps[permit.status]
        due = compute(since, length, calendar=calendar).due if length else None
        yield _task(step, permit, due, today)


def _task(step: str, permit: Permit, due: date | None, today: date) -> Task:
    return Task(
        step,
        permit.holder.name if permit.holder else "",
        url_for("permits.show", permit_id=permit.id),
        number=permit.number,
        due_on=due,
        alarm_on=due,
        days_left=None if due is None else (due - today).days,
        state=_state(due, today),
    )


def _state(due: date | None, today: date) -> str:
    if due is None or due > today:
        return TermState.ON_TRACK
    return TermState.DUE_TODAY if due == today else TermState.OVERDUE
