"""What was booked later about a period that is over: reversals of its entries, and what came late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from casebook.ledger.models import LedgerEntry
from casebook.ledger.queries.entries import entries_of
from casebook.ledger.rules import chain_of

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.ledger.queries.entries import Entry


def list_corrections(
    session: Session, county_code: str, first: date, last: date, *, most: int
) -> list[Entry]:
    """Return the entries booked after a period that concern it, in order, at most so many.

    They take back an entry booked in the period, or state an act of a day in it.
    """
    taken_back = aliased(LedgerEntry)
    query = (
        select(LedgerEntry)
        .outerjoin(taken_back, taken_back.id == LedgerEntry.reverses_id)
        .where(
            LedgerEntry.chain == chain_of(county_code),
            LedgerEntry.booked_on > last,
            or_(
                taken_back.booked_on.between(first, last),
                and_(LedgerEntry.reverses_id.is_(None), LedgerEntry.effective_on.between(first, last)),
            ),
        )
        .order_by(LedgerEntry.sequence)
        .limit(most)
    )
    return entries_of(session, list(session.scalars(query)))
