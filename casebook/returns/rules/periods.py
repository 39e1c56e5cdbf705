"""The periods that users report for and tax is assessed for: months, quarters and years of the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Self

from casebook.kernel.months import Month, months_between

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_YEAR, LAST_YEAR = 2000, 2100
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})|Q([1-4]))?")
_YEAR_OPENS = 12
"""The month in which the year's return may be asked for: it is due on the year's last day."""


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "period_month"
    QUARTER = "period_quarter"
    YEAR = "period_year"


LENGTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}
"""Months in a period of each kind."""


class Period(NamedTuple):
    """One period; reads as `2023-05`, `2023Q2` or `2023`."""

    year: int
    number: int
    """Of its kind in the year, from 1."""
    kind: PeriodKind

    @classmethod
    def of(cls, kind: PeriodKind, month: Month) -> Self:
        """Return the period of a kind that a month lies in."""
        return cls(month.year, (month.month - 1) // LENGTHS[kind] + 1, kind)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the period that a text names; ValueError for anything else."""
        found = _WRITTEN.fullmatch(text)
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise ValueError(text)
        year, month, quarter = int(found[1]), found[2], found[3]
        if month:
            return cls.of(PeriodKind.MONTH, Month.parse(f"{year}-{month}"))
        return cls(year, int(quarter or 1), PeriodKind.QUARTER if quarter else PeriodKind.YEAR)

    def __str__(self) -> str:
        """Return `2023-05`, `2023Q2` or `2023`."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year:04}"
        between = "Q" if self.kind is PeriodKind.QUARTER else "-0" if self.number < 10 else "-"  # noqa: PLR2004 - digits
        return f"{self.year:04}{between}{self.number}"

    @property
    def first_month(self) -> Month:
        """Its first month."""
        return Month(self.year, (self.number - 1) * LENGTHS[self.kind] + 1)

    @property
    def last_month(self) -> Month:
        """Its last month."""
        return self.first_month.plus(LENGTHS[self.kind] - 1)

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months in order."""
        return tuple(months_between(self.first_month, self.last_month))

    @property
    def first(self) -> date:
        """Its first day."""
        return self.first_month.first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.last_month.last

    @property
    def opens_on(self) -> date:
        """The day from which its returns may be asked for: after it, the year's in its last month."""
        is_year = self.kind is PeriodKind.YEAR
        return date(self.year, _YEAR_OPENS, 1) if is_year else self.last + timedelta(days=1)

    def plus(self, count: int) -> Self:
        """Return the period so many of its kind later."""
        return self.of(self.kind, self.first_month.plus(count * LENGTHS[self.kind]))


def latest_to_open(kind: PeriodKind, on: date) -> Period:
    """Return the last period of a kind whose returns may be asked for on a day."""
    period = Period.of(kind, Month.of(on))
    return period if period.opens_on <= on else period.plus(-1)


def periods_of_year(year: int, kind: PeriodKind) -> tuple[Period, ...]:
    """Return the periods of a year in order."""
    return tuple(Period(year, number, kind) for number in range(1, 12 // LENGTHS[kind] + 1))


def covered(periods: Iterable[Period]) -> frozenset[Month]:
    """Return the months of these periods."""
    return frozenset(month for period in periods for month in period.months)
