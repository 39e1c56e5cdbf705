"""Ending the clocks of a case that no longer matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.queries.seats import list_seats
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import list_terms

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case


def end_clocks(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    reason: str,
    rules: Collection[str] | None = None,
) -> None:
    """Cancel the clocks that run on a case and on each of its parties: those of some rules, or all."""
    for term in list_terms(session, [case.id, *list_seats(session, case.id)]):
        if term.is_running and (rules is None or term.rule in rules):
            deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason)
