"""On the desk: steps of the ladder to issue, and replies that one's own unit owes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.supervision import queries
from casebook.web.labels import label
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer what this officer issues, and what their unit answers."""
    if not actor.can(Permission.SUPERVISION_SEE):
        return
    if actor.can(Permission.SUPERVISION_ISSUE):
        for row in queries.list_proposed(session, actor, MOST):
            step = _("发出%(rung)s", rung=label(row.rung))
            yield Task(step=step, title=row.subject_title, url=_url(row.id), place=row.unit)
    if actor.agency_id is not None:
        for row in queries.list_owed(session, actor, MOST):
            yield Task(step=_("答复督办"), title=row.subject_title, url=_url(row.id), number=row.number or "")


def _url(step_id: UUID) -> str:
    return url_for("supervision.show", step_id=step_id)


def _addresses(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: _url(one) for one in ids}


PAGES = {queries.SUBJECT: Page(Permission.SUPERVISION_SEE, _addresses)}
