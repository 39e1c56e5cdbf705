"""Calendar months: the period of readings, plans and returns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = 12


class Month(NamedTuple):
    """A month of a year; orders by time and reads as `2023-05`."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the month that `YYYY-MM` names; ValueError for anything else."""
        first = date.fromisoformat(f"{text}-01")
        return cls(first.year, first.month)

    def __str__(self) -> str:
        """Return `YYYY-MM`."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return self.next().first - timedelta(days=1)

    def next(self) -> Self:
        """Return the month after this one."""
        return self.plus(1)

    def previous(self) -> Self:
        """Return the month before this one."""
        return self.plus(-1)

    def plus(self, months: int) -> Self:
        """Return the month so many months on."""
        year, month = divmod(self.year * _MONTHS + self.month - 1 + months, _MONTHS)
        return type(self)(year, month + 1)


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Yield the months from the first to the last, both included; none where they are out of order."""
    while first <= last:
        yield first
        first = first.next()


def months_of_year(year: int) -> tuple[Month, ...]:
    """Return the twelve months of a year."""
    return tuple(Month(year, month) for month in range(1, _MONTHS + 1))
