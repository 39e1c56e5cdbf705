"""A year of the jurisdiction as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.kernel.months import Month
from casebook.volumes import queries
from casebook.volumes.queries import BalanceFilter, Behind
from casebook.volumes.rules.coverage import Coverage, percent, together
from casebook.volumes.rules.figures import ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.rules import Grade
    from casebook.volumes.queries.overview import MonthFigures
    from casebook.volumes.rules import QueryKind


@dataclass(frozen=True, slots=True)
class Share:
    """What of a total one grade is."""

    grade: Grade
    m3: Decimal
    percent: Decimal | None
    """With one decimal; None of nothing."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the overview."""

    month: Month
    total_m3: Decimal
    shares: tuple[Share, ...]
    wells: int
    partial: int


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The figures of the first page."""

    year: int
    measured: Coverage
    """Total, grades, and the months of wells that are due and missing."""
    shares: tuple[Share, ...]
    wells_due: int
    """Wells that should have figures."""
    wells_missing: int
    """Those of them that lack some."""
    rows: tuple[MonthRow, ...]
    open_queries: Mapping[QueryKind, int]


def overview_page(session: Session, actor: Actor, year: int, today: date) -> OverviewPage:
    """Return the page of a year for all wells in the actor's reach, by a fixed number of statements."""
    balances = queries.balances_of(session, actor, [year], today)
    measured = together(row.measured for row in balances.townships[year])
    wanted = [BalanceFilter(year=year, today=today, behind=one) for one in (Behind.DUE, Behind.MISSING)]
    due, missing = (queries.count_balance_wells(session, actor, one) for one in wanted)
    months = queries.months_of_reach(session, actor, year)
    return OverviewPage(
        year=year,
        measured=measured,
        shares=shares_of(measured.by_grade),
        wells_due=due,
        wells_missing=missing,
        rows=tuple(_row(Month(year, number), figures) for number, figures in months.items()),
        open_queries=queries.count_open_queries(session, actor),
    )


def _row(month: Month, figures: MonthFigures) -> MonthRow:
    total = sum(figures.by_grade.values(), ZERO)
    return MonthRow(month, total, shares_of(figures.by_grade), figures.wells, figures.partial)


def shares_of(by_grade: Mapping[Grade, Decimal]) -> tuple[Share, ...]:
    """Return what of a total each grade is, best first."""
    total = sum(by_grade.values(), ZERO)
    return tuple(Share(grade, by_grade[grade], percent(by_grade[grade], total)) for grade in sorted(by_grade))
