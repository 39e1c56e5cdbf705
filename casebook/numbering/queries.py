"""Reading numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.numbering.models import IssuedNumber, NumberSeries
from casebook.numbering.rules import NumberState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.db.paging import Page


@dataclass(frozen=True)
class SeriesCount:
    """One row of numbers with what became of them; whole when they are 1 to `last`, each once."""

    series: NumberSeries
    issued: int
    reserved: int
    void: int
    first: int
    highest: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing and nothing is there that was not taken."""
        taken = self.issued + self.reserved + self.void
        return taken == self.highest == self.series.last and (self.first == 1 or not taken)


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


def get_text(session: Session, series_id: UUID, number: int) -> str:
    """Return how a number of a series is written, or raise NotFound."""
    query = select(IssuedNumber.text).where(
        IssuedNumber.series_id == series_id, IssuedNumber.number == number
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("number", number)
    return found


def count_states(session: Session, county_code: str, year: int) -> list[SeriesCount]:
    """Return the rows of document numbers of a county and year, by word; register numbers are left out."""
    counted = [
        func.coalesce(func.sum(case((IssuedNumber.state == state, 1), else_=0)), 0)
        for state in (NumberState.ISSUED, NumberState.RESERVED, NumberState.VOID)
    ]
    ends = [func.coalesce(end(IssuedNumber.number), 0) for end in (func.min, func.max)]
    query = (
        select(NumberSeries, *counted, *ends)
        .outerjoin(IssuedNumber, IssuedNumber.series_id == NumberSeries.id)
        .where(NumberSeries.county_code == county_code, NumberSeries.year == year, NumberSeries.word != "")
        .group_by(NumberSeries.rowid)
        .order_by(NumberSeries.word, NumberSeries.kind)
    )
    return [SeriesCount(*row) for row in session.execute(query)]


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years in which a county took document numbers, the newest first."""
    query = select(NumberSeries.year).where(NumberSeries.county_code == county_code, NumberSeries.word != "")
    return list(session.scalars(query.distinct().order_by(NumberSeries.year.desc())))


def page_numbers(
    session: Session, series_id: UUID, *, state: NumberState | None = None, cursor: str | None = None
) -> Page[IssuedNumber]:
    """Return a page of the numbers of a row, the highest first."""
    query = select(IssuedNumber).where(IssuedNumber.series_id == series_id)
    if state is not None:
        query = query.where(IssuedNumber.state == state)
    return page(
        session,
        query,
        columns=[IssuedNumber.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
    )


def list_void(session: Session, county_code: str, year: int) -> list[IssuedNumber]:
    """Return the void document numbers of a county and year, by word and number."""
    query = (
        select(IssuedNumber)
        .join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
        .where(
            NumberSeries.county_code == county_code,
            NumberSeries.year == year,
            NumberSeries.word != "",
            IssuedNumber.state == NumberState.VOID,
        )
    )
    return list(session.scalars(query.order_by(NumberSeries.word, IssuedNumber.number)))


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
