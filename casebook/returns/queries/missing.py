"""Returns that had not come by a day: what screening asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.parties.models import Party
from casebook.returns.models import PeriodicReturn, ReturnRound
from casebook.returns.rules import Period, ReturnState

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class MissingReturn:
    """A return that was due before a day and had not come by it."""

    return_id: UUID
    party_id: UUID
    party_name: str
    party_identifier: str
    division_code: str
    period: str
    """As `Period` reads: 2023-05, 2023Q2, 2023."""
    due_on: date
    received_on: date | None
    """When it came after all, later than the day."""


def missing_returns(session: Session, county_code: str, as_of: date) -> list[MissingReturn]:
    """Return what had not come by a day, by user, then period; what users do not owe is left out."""
    query = (
        select(
            PeriodicReturn.id,
            PeriodicReturn.party_id,
            Party.name,
            Party.identifier,
            PeriodicReturn.division_code,
            ReturnRound.kind,
            ReturnRound.year,
            ReturnRound.number,
            ReturnRound.due_on,
            PeriodicReturn.received_on,
        )
        .join(ReturnRound, ReturnRound.id == PeriodicReturn.round_id)
        .join(Party, Party.id == PeriodicReturn.party_id)
        .where(
            PeriodicReturn.county_code == county_code,
            PeriodicReturn.state != ReturnState.VOID,
            ReturnRound.due_on < as_of,
            or_(PeriodicReturn.received_on.is_(None), PeriodicReturn.received_on > as_of),
        )
        .order_by(Party.name, Party.id, ReturnRound.due_on, PeriodicReturn.rowid)
    )
    return [
        MissingReturn(
            row.id,
            row.party_id,
            row.name,
            row.identifier,
            row.division_code,
            str(Period(row.year, row.number, row.kind)),
            row.due_on,
            row.received_on,
        )
        for row in session.execute(query)
    ]
