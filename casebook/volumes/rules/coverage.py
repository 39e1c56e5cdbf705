"""How far a total can be relied on: the share of each grade, and the months without a figure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from casebook.kernel.months import Month, months_of_year
from casebook.volumes.rules.figures import ZERO, VolumeFlag
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from casebook.quotas.rules import Grade
    from casebook.volumes.rules.figures import MonthVolume

_PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when a well is in use, as the register has it."""

    status: WellStatus
    built_on: date | None = None
    closed_on: date | None = None


@lru_cache(maxsize=64)
def months_over(year: int, today: date) -> tuple[Month, ...]:
    """Return the months of a year whose last day is past: for the others no figure is due yet."""
    return tuple(month for month in months_of_year(year) if month.last < today)


def months_due(year: int, today: date, life: Life) -> tuple[Month, ...]:
    """Return the months of a year for which a well should have a figure.

    A well in use owes every month that is over, from the one in which it was built; a closed one until the
    month of its closing. One that is idle, not found, only proposed, or closed nobody knows when owes none.
    """
    last = None
    if life.status in CLOSED:
        if life.closed_on is None:
            return ()
        last = Month.of(life.closed_on)
    elif life.status is not WellStatus.IN_USE:
        return ()
    first = Month.of(life.built_on) if life.built_on else None
    return tuple(
        month
        for month in months_over(year, today)
        if (last is None or month <= last) and (first is None or month >= first)
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a total is made of; volumes in m³, months counted once for each well."""

    by_grade: Mapping[Grade, Decimal] = field(default_factory=dict)
    due: int = 0
    """Months that should have a figure."""
    missing: int = 0
    """Those of them that have none; they are in no sum."""

    @property
    def total_m3(self) -> Decimal:
        """The sum of all grades."""
        return sum(self.by_grade.values(), ZERO)

    @property
    def is_known(self) -> bool:
        """Whether there is any figure."""
        return bool(self.by_grade)

    def percent(self, grade: Grade) -> Decimal | None:
        """Return what part of the total a grade is, in percent with one decimal; None of nothing."""
        return percent(self.by_grade.get(grade, ZERO), self.total_m3)

    @property
    def missing_percent(self) -> Decimal | None:
        """What part of the months due has no figure, in percent with one decimal; None where none was due."""
        return percent(Decimal(self.missing), Decimal(self.due))


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a share in percent with one decimal; None of nothing."""
    return Decimal(round(part * _PERMILLE / whole)).scaleb(-1) if whole else None


def coverage_of(months: Iterable[MonthVolume], due: Collection[Month]) -> Coverage:
    """Return what the months of a well add up to, and which of those due lack."""
    by_grade: dict[Grade, Decimal] = defaultdict(lambda: ZERO)
    known = set()
    for volume in months:
        if volume.m3 is not None and volume.grade is not None:
            by_grade[volume.grade] += volume.m3
            known.add(volume.month)
    return Coverage(dict(by_grade), len(due), sum(month not in known for month in due))


def together(parts: Iterable[Coverage]) -> Coverage:
    """Return several totals as one."""
    by_grade: dict[Grade, Decimal] = defaultdict(lambda: ZERO)
    due = missing = 0
    for part in parts:
        for grade, volume in part.by_grade.items():
            by_grade[grade] += volume
        due, missing = due + part.due, missing + part.missing
    return Coverage(dict(by_grade), due, missing)


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """A month of several wells together."""

    month: Month
    coverage: Coverage
    """`due` and `missing` count wells."""
    flags: tuple[VolumeFlag, ...]

    @property
    def m3(self) -> Decimal | None:
        """The sum of what is known; None where nothing is."""
        return self.coverage.total_m3 if self.coverage.is_known else None


def month_totals(
    year: int, wells: Mapping[UUID, Mapping[Month, MonthVolume]], due: Mapping[UUID, Collection[Month]]
) -> tuple[MonthTotal, ...]:
    """Return the twelve months of a year, all wells together; `due` names every well."""
    found = []
    for month in months_of_year(year):
        volumes = {well: months[month] for well, months in wells.items() if month in months}
        parts = [
            coverage_of([volumes[well]] if well in volumes else [], [month] if month in months else [])
            for well, months in due.items()
        ]
        flags = sorted({flag for one in volumes.values() for flag in one.flags})
        found.append(MonthTotal(month, together(parts), tuple(flags)))
    return tuple(found)
