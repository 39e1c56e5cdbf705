"""On the desk: approvals to answer, and entries from paper to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.approvals import queries
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what this officer answers or checks, the longest waiting first."""
    if actor.can(Permission.APPROVAL_ANSWER):
        for one in queries.list_waiting_for(session, actor, MOST, on=today):
            yield Task(step=_("签批"), title=one.title, url=_url(one.id), number=one.subject_title)
    if actor.can(Permission.APPROVAL_ENTER):
        for one in queries.list_to_check(session, actor, MOST):
            yield Task(step=_("复核纸面签字"), title=one.title, url=_url(one.id), number=one.subject_title)


def _url(approval_id: UUID) -> str:
    return url_for("approvals.show", approval_id=approval_id)


def _addresses(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: _url(one) for one in ids}


PAGES = {"approval": Page(Permission.APPROVAL_SEE, _addresses)}
