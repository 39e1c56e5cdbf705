"""Ending the clocks of a case that no longer matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Cancel the clocks that run on a case itself: those of some rules, or all of them."""
    for term in list_terms(session, [case.id]):
        if term.is_running and (rules is None or term.rule in rules):
            deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason)
