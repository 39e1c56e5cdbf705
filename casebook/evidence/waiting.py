"""On the desk: preservations (先行登记保存) that wait for a decision or for the next act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.evidence import queries
from casebook.evidence.actions.preserving import SUBJECT
from casebook.evidence.rules import PreservationState
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer requests to whoever decides them, and approved ones to the officer who asked."""
    if actor.can(Permission.DECISION_RECORD) and actor.can(Permission.EVIDENCE_SEE):
        asked = queries.list_waiting_preservations(
            session, actor, status=PreservationState.REQUESTED, most=MOST
        )
        for one in asked:
            yield Task(step=_("审批先行登记保存"), title=one.reason, url=_url(one.id), number=one.about.title)
    if actor.can(Permission.EVIDENCE_EDIT):
        approved = queries.list_waiting_preservations(
            session, actor, status=PreservationState.APPROVED, most=MOST, requested_by_id=actor.officer_id
        )
        for one in approved:
            step = _("送达先行登记保存通知书")
            yield Task(step=step, title=one.reason, url=_url(one.id), number=one.number or "")


def _url(preservation_id: UUID) -> str:
    return url_for("evidence.preservation", preservation_id=preservation_id)


def _addresses(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: _url(one) for one in ids}


PAGES = {SUBJECT: Page(Permission.EVIDENCE_SEE, _addresses)}
