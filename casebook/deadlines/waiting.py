"""On the desk: the clocks that run for an officer, the most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from casebook.deadlines import queries
from casebook.deadlines.presenters import task_of_clock
from casebook.web.waiting import MOST, Task, addresses_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer the running clocks of which this officer is the assignee."""
    if actor.officer_id is None:
        return
    terms = queries.list_running(
        session, division_code=actor.jurisdiction, assignee_id=actor.officer_id, limit=MOST
    )
    urls = addresses_of(session, actor, {(term.subject_kind, term.subject_id) for term in terms})
    for term in terms:
        url = urls.get((term.subject_kind, term.subject_id)) or url_for("deadlines.show", term_id=term.id)
        yield task_of_clock(term, today=today, url=url)
