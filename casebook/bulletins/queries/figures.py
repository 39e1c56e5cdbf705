"""What the board knows of each place, as lights and ranking take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.accounts import queries as accounts
from casebook.bulletins.queries.settings import weights_at
from casebook.bulletins.rules import Measure, Ranked, months_last, rank
from casebook.kernel import clock
from casebook.kernel.months import Month, months_of_year
from casebook.kernel.subjects import Subject
from casebook.oversight import queries as oversight
from casebook.regions.queries import list_divisions
from casebook.supervision.queries import Behind
from casebook.supervision.rules import Lapse

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

Places = dict[str, tuple[str, tuple[Measure, ...]]]
"""Name and measures by code."""


def measures_of(session: Session, county_code: str, year: int, *, as_of: date | None = None) -> Places:
    """Return the county first, then its townships by code; as of now, or of the end of a Chinese day."""
    board = oversight.board(session, county_code=county_code, year=year, as_of=as_of)
    gauges = oversight.gauges(session, county_code, year, board.targets, as_of=as_of)
    return {
        one.division_code: (
            one.name,
            (
                Measure.of(one.wells),
                Measure.of(one.reduction),
                *(Measure.of(gauge) for gauge in gauges.of(one.division_code)),
            ),
        )
        for one in (board.whole, *board.townships)
    }


def ranking_of(session: Session, county_code: str, month: Month) -> tuple[Ranked, ...]:
    """Return the ranking at a month's end, by the weights that were set then; of this month as of now."""
    is_past = month.last < clock.today()
    places = measures_of(session, county_code, month.year, as_of=month.last if is_past else None)
    weights = weights_at(session, county_code, month)
    return rank({code: found for code, found in places.items() if code != county_code}, weights)


def months_last_of(session: Session, county_code: str, month: Month) -> dict[str, int]:
    """Return for how many months of the year in a row, this one the last, each township stood last."""
    earlier = reversed([one for one in months_of_year(month.year) if one <= month])
    return months_last(ranking_of(session, county_code, one) for one in earlier)


def list_last(session: Session, county_code: str, month: Month) -> list[Behind]:
    """Return the townships that stood last at a month's end, by the months in a row that they did.

    One row of months is one occasion: each rung of the ladder comes once for it.
    """
    counts = months_last_of(session, county_code, month)
    places = {one.code: one for one in list_divisions(session, county_code, kind=None)} if counts else {}
    offices = {one.division_code: one for one in accounts.list_agencies(session, county_code)}
    return [
        Behind(
            Lapse.RANKING,
            Subject("division", places[code].id, places[code].name, code),
            f"ranking:{month.plus(1 - months)}",
            months,
            offices[code].name if code in offices else places[code].name,
            offices[code].id if code in offices else None,
        )
        for code, months in sorted(counts.items())
        if code in places
    ]
