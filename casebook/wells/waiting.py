"""On the desk: what the keeper of the register has to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.web.waiting import Task
from casebook.wells import queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer clashing corrections and proposed positions, each as one task with its count."""
    if not actor.can(Permission.WELL_EDIT):
        return
    conflicts, proposals = queries.count_waiting(session, actor)
    if conflicts:
        title = _("%(n)s 项与登记册或另一份更正不同", n=conflicts)
        yield Task(step=_("裁定登记更正"), title=title, url=url_for("wells.conflicts"))
    if proposals:
        title = _("%(n)s 眼井的定位与登记不同", n=proposals)
        yield Task(step=_("决定井位建议"), title=title, url=url_for("wells.proposals"))
