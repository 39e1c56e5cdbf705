"""On the desk: reports to look at, and where rounds and returns are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.returns import queries
from casebook.returns.rules import WAITING
from casebook.web.waiting import Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer the reports that wait for a look, as one task."""
    if not actor.can(Permission.RETURN_EDIT):
        return
    count = queries.count_in_states(session, actor, WAITING)
    if count:
        title = _("取水情况直报 %(n)s 份", n=count)
        yield Task(step=_("审核直报"), title=title, url=url_for("returns.index"))


def _rounds(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    periods = queries.periods_of_rounds(session, ids)
    return {one: url_for("returns.index", round=period) for one, period in periods.items()}


def _returns(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: url_for("returns.show", return_id=one) for one in ids}


PAGES = {
    queries.ROUND: Page(Permission.RETURN_SEE, _rounds),
    queries.RETURN: Page(Permission.RETURN_SEE, _returns),
}
