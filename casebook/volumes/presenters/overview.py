"""A year of the jurisdiction as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.kernel.months import Month, months_of_year
from casebook.volumes.queries.overview import MonthFigures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from casebook.quotas.rules import Grade
    from casebook.volumes.queries.overview import YearOverview

_TENTHS = 1000
_ZERO = Decimal("0.000")


@dataclass(frozen=True, slots=True)
class Share:
    """What of a total one grade is."""

    grade: Grade
    m3: Decimal
    percent: str
    """With one decimal; 0.0 of nothing."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the overview."""

    month: Month
    total_m3: Decimal | None
    """None where no well has a figure."""
    shares: tuple[Share, ...]
    wells: int
    partial: int
    missing: int
    """Wells in use that have no figure."""


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The figures of the first page."""

    year: int
    wells_in_use: int
    complete: int
    """Wells in use with a whole figure for every month that is over."""
    incomplete: int
    nothing: int
    months_over: int
    total_m3: Decimal
    shares: tuple[Share, ...]
    missing_well_months: int
    rows: tuple[MonthRow, ...]


def overview_page(overview: YearOverview, today: date) -> OverviewPage:
    """Return the page of a year; months that are not over yet are no gap."""
    over = [month for month in months_of_year(overview.year) if month.last < today]
    rows = tuple(
        _row(month, overview.months.get(month.month), overview.wells_in_use)
        for month in months_of_year(overview.year)
        if month in over or month.month in overview.months
    )
    by_grade: dict[Grade, Decimal] = {}
    for figures in overview.months.values():
        for grade, volume in figures.by_grade.items():
            by_grade[grade] = by_grade.get(grade, _ZERO) + volume
    with_any = sum(overview.wells_by_months.values())
    complete = sum(
        wells for months, wells in overview.wells_by_months.items() if over and months >= len(over)
    )
    return OverviewPage(
        year=overview.year,
        wells_in_use=overview.wells_in_use,
        complete=complete,
        incomplete=with_any - complete,
        nothing=overview.wells_in_use - with_any,
        months_over=len(over),
        total_m3=sum(by_grade.values(), _ZERO),
        shares=shares_of(by_grade),
        missing_well_months=sum(row.missing for row in rows if row.month in over),
        rows=rows,
    )


def _row(month: Month, figures: MonthFigures | None, wells_in_use: int) -> MonthRow:
    figures = figures or MonthFigures()
    total = sum(figures.by_grade.values(), _ZERO) if figures.by_grade else None
    missing = wells_in_use - figures.in_use
    return MonthRow(month, total, shares_of(figures.by_grade), figures.wells, figures.partial, missing)


def shares_of(by_grade: Mapping[Grade, Decimal]) -> tuple[Share, ...]:
    """Return what of a total each grade is, best first."""
    total = sum(by_grade.values(), _ZERO)
    return tuple(Share(grade, by_grade[grade], percent(by_grade[grade], total)) for grade in sorted(by_grade))


def percent(part: Decimal, whole: Decimal) -> str:
    """Return a share in percent with one decimal."""
    return f"{round(part * _TENTHS / whole) / 10:.1f}" if whole else "0.0"
