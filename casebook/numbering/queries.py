"""Reading numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.kernel.errors import NotFound
from casebook.numbering.models import IssuedNumber, NumberSeries

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def get_number(session: Session, county_code: str, text: str) -> IssuedNumber:
    """Return a number of a county or raise NotFound."""
    wanted = (IssuedNumber.county_code == county_code, IssuedNumber.text == text)
    found = session.scalar(select(IssuedNumber).where(*wanted))
    if found is None:
        raise NotFound("number", text)
    return found


def get_series(session: Session, series_id: UUID) -> NumberSeries:
    """Return a series or raise NotFound."""
    found = session.scalar(select(NumberSeries).where(NumberSeries.id == series_id))
    if found is None:
        raise NotFound("number_series", series_id)
    return found


def list_series(session: Session, county_code: str) -> list[NumberSeries]:
    """Return a county's series by kind, word and year."""
    order = (NumberSeries.kind, NumberSeries.word, NumberSeries.year)
    return list(
        session.scalars(select(NumberSeries).where(NumberSeries.county_code == county_code).order_by(*order))
    )


def list_numbers(session: Session, series_id: UUID) -> list[IssuedNumber]:
    """Return every number taken from a series, ascending."""
    wanted = select(IssuedNumber).where(IssuedNumber.series_id == series_id)
    return list(session.scalars(wanted.order_by(IssuedNumber.number)))


def list_gaps(session: Session, county_code: str) -> list[NumberSeries]:
    """Return the series whose numbers are not 1 … last, each once; none, unless rows were tampered with."""
    taken = (
        select(
            IssuedNumber.series_id,
            func.count().label("count"),
            func.min(IssuedNumber.number).label("first"),
            func.max(IssuedNumber.number).label("last"),
        )
        .group_by(IssuedNumber.series_id)
        .subquery()
    )
    whole = (taken.c.count == NumberSeries.last) & (taken.c.first == 1) & (taken.c.last == NumberSeries.last)
    wanted = (
        select(NumberSeries)
        .outerjoin(taken, taken.c.series_id == NumberSeries.id)
        .where(
            NumberSeries.county_code == county_code,
            NumberSeries.last > 0,
            func.coalesce(whole, False).is_(False),
        )
        .order_by(NumberSeries.kind, NumberSeries.word, NumberSeries.year)
    )
    return list(session.scalars(wanted))
