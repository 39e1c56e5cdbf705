"""On the desk: what tablets sent and the office has to settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.field.queries import listing
from casebook.field.rules.states import OperationState
from casebook.web.waiting import Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer the operations that are held until somebody decides, as one task with their count."""
    if not actor.can(Permission.OPERATION_DECIDE):
        return
    held = listing.count_held(session, actor)
    if held:
        title = _("%(n)s 件外业数据等待决定", n=held)
        url = url_for("field.operations", state=OperationState.QUARANTINED.value)
        yield Task(step=_("处理外业数据"), title=title, url=url)
