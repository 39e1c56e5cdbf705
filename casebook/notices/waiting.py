"""On the desk: what was told and not read yet, as one task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.notices import queries
from casebook.web.waiting import Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer the unread notices with their count."""
    if actor.officer_id is None:
        return
    unread = queries.count_unread(session, actor.officer_id)
    if unread:
        title = _("%(n)s 条通知未读", n=unread)
        yield Task(step=_("查看通知"), title=title, url=url_for("notices.index"))
