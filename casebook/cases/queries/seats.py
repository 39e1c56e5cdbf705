"""The parties of a case as rows of their own: what their clocks run on where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.cases.models import Case, CaseParty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def list_seats(session: Session, case_id: UUID) -> list[UUID]:
    """Return the ids of the rows of a case's parties, on which their own clocks run."""
    query = select(CaseParty.id).where(CaseParty.case_id == case_id).order_by(CaseParty.rowid)
    return list(session.scalars(query))


def case_numbers_of_seats(session: Session, seat_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the numbers of the cases by the rows of their parties."""
    query = (
        select(CaseParty.id, Case.number)
        .join(Case, Case.id == CaseParty.case_id)
        .where(CaseParty.id.in_(seat_ids))
    )
    return dict(session.execute(query).all()) if seat_ids else {}
