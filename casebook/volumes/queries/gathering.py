"""All that the figures of wells rest on, a portion at a time, and what they come to."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from casebook.kernel.months import Month
from casebook.volumes.queries.books import load_books
from casebook.volumes.queries.series import load_series, portions
from casebook.volumes.rules.combining import Figured, best_of, figure_well
from casebook.volumes.rules.months import MeteredMonth
from casebook.volumes.rules.plain import plain_months
from casebook.volumes.rules.series import MONTHS, Numbered, bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.volumes.queries.books import WellBook
    from casebook.volumes.rules.plain import PlainMonths
    from casebook.volumes.rules.series import Series


class Gathered(NamedTuple):
    """What the figures of some wells rest on; `series` is in order, its wells are numbered as `books` are."""

    books: list[WellBook]
    series: Series
    meters: list[UUID]


def gather(session: Session, county_code: str, well_ids: Sequence[UUID]) -> Iterator[Gathered]:
    """Yield what the figures of these wells rest on, a portion at a time."""
    for part in portions(session, well_ids):
        books = load_books(session, county_code, well_ids[part])
        known, meters = [well_id for well_id in well_ids[part] if well_id in books], Numbered()
        series = load_series(session, known, meters).in_order()
        yield Gathered([books[well_id] for well_id in known], series, list(meters))


def judge_one(some: Gathered, number: int, first: int, last: int) -> Figured[UUID]:
    """Return what one well comes to, whose readings stand between two places of the series."""
    book = some.books[number]
    return figure_well(
        some.series.readings(first, last, some.meters),
        digits=book.digits,
        traits=book.traits,
        power_wh=book.power_wh,
        estimates=book.estimates,
    )


def judge_each(some: Gathered) -> Iterator[tuple[WellBook, Figured[UUID]]]:
    """Yield what the wells come to, each judged by itself."""
    edges = bounds(some.series.well, len(some.books)).tolist()
    for number, (first, last) in enumerate(pairwise(edges)):
        yield some.books[number], judge_one(some, number, first, last)


class Judged:
    """The figures of gathered wells: plain ones together, the others well by well."""

    def __init__(self, some: Gathered) -> None:
        """Look at all of them."""
        self._some = some
        traits = [book.traits for book in some.books]
        has_power = np.array([bool(book.power_wh) for book in some.books], np.bool_)
        self.plain: PlainMonths = plain_months(some.series, traits, has_power)
        self._edges = bounds(some.series.well, len(some.books)).tolist()
        self._plain_edges = bounds(self.plain.well, len(some.books)).tolist()

    def of(self, number: int) -> Figured[UUID]:
        """Return what one well comes to."""
        if self.plain.wants_a_look[number]:
            return judge_one(self._some, number, *self._edges[number : number + 2])
        part = slice(*self._plain_edges[number : number + 2])
        columns = (self.plain.month, self.plain.litres, self.plain.is_online)
        metered = {
            Month(month // MONTHS, month % MONTHS + 1): MeteredMonth(litres, is_online)
            for month, litres, is_online in zip(*(one[part].tolist() for one in columns), strict=True)
        }
        return Figured(best_of(metered, self._some.books[number].estimates), [])
