"""What was taken held against a year's plan, and when the plan will be used up.

The one projection of casebook: screening's `over_plan_year` and the pages of wells and users go by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from casebook.kernel.months import Month, months_of_year

if TYPE_CHECKING:
    from collections.abc import Mapping

_HUNDRED = Decimal(100)
_MONTHS = 12


class Planned(Protocol):
    """A year's plan, whoever hands it in."""

    @property
    def year_m3(self) -> Decimal:
        """Cubic metres of the year."""

    @property
    def months(self) -> tuple[Decimal, ...]:
        """Twelve that sum to the year; empty where it was not spread."""


@dataclass(frozen=True, slots=True)
class OverrunLimits:
    """From where on something is told, as a county sets it."""

    tolerance: int = 0
    """Whole percent above the plan that are let pass."""
    forecast: int = 10
    """Whole percent by which the projection must be above the plan."""
    forecast_from: int = 6
    """So many months with a figure before anything is projected."""


@dataclass(frozen=True, slots=True)
class Overrun:
    """A year against its plan, by the months that have a figure."""

    taken_m3: Decimal
    projected_m3: Decimal
    """What the year will come to, if the rest goes as the months so far."""
    crosses_on: date | None
    """Day on which the plan was or will be used up; None when it will not be."""
    is_over: bool
    is_coming: bool
    """Whether the year is projected to go past the plan; never of a year that has ended."""
    to_come: Mapping[Month, Decimal]
    """What the projection takes each month without a figure to be."""


def overrun(
    year: int, plan: Planned, months: Mapping[Month, Decimal], as_of: date, limits: OverrunLimits
) -> Overrun | None:
    """Return how a year stands on a day; None when no month up to the day has a figure.

    `months` are cubic metres of months that have a figure; those of other years and later ones do not count.
    """
    known = {
        month: m3 for month, m3 in sorted(months.items()) if month.year == year and month <= Month.of(as_of)
    }
    if not known:
        return None
    taken, projected = sum(known.values(), Decimal(0)), project(year, plan, known)
    coming = to_come(year, plan, known, projected)
    is_coming = (
        as_of < date(year, 12, 31)
        and len(known) >= limits.forecast_from
        and projected > raised(plan.year_m3, limits.forecast)
    )
    is_over = taken > raised(plan.year_m3, limits.tolerance)
    crosses_on = crossing_day(year, plan, known, coming)
    return Overrun(taken, projected, crosses_on, is_over, is_coming, coming)


def project(year: int, plan: Planned, known: Mapping[Month, Decimal]) -> Decimal:
    """Return what the year will come to if the rest goes as the months so far, by the plan's own spread."""
    spread = dict(zip(months_of_year(year), plan.months, strict=False))
    planned = sum((spread.get(month, Decimal(0)) for month in known), Decimal(0))
    whole = sum(spread.values(), Decimal(0))
    share = planned / whole if planned and whole else Decimal(len(known)) / _MONTHS
    return (sum(known.values(), Decimal(0)) / share).quantize(Decimal("0.001"))


def to_come(
    year: int, plan: Planned, known: Mapping[Month, Decimal], projected: Decimal
) -> dict[Month, Decimal]:
    """Return what the projection takes each month without a figure to be, by the plan's own spread."""
    rest = [month for month in months_of_year(year) if month not in known]
    left = projected - sum(known.values(), Decimal(0))
    spread = dict(zip(months_of_year(year), plan.months, strict=False))
    weight = sum((spread.get(month, Decimal(0)) for month in rest), Decimal(0))
    return {
        month: left * (spread.get(month, Decimal(0)) / weight if weight else Decimal(1) / len(rest))
        for month in rest
    }


def crossing_day(
    year: int, plan: Planned, known: Mapping[Month, Decimal], coming: Mapping[Month, Decimal]
) -> date | None:
    """Return the day on which the year's plan is or will be used up; None when it will not be.

    Within a month water is spread evenly over its days; months without a figure go by the projection.
    """
    so_far = Decimal(0)
    for month in months_of_year(year):
        amount = known[month] if month in known else coming[month]
        if so_far + amount > plan.year_m3 and amount > 0:
            days = (month.last - month.first).days
            return month.first + timedelta(days=int((plan.year_m3 - so_far) / amount * days))
        so_far += amount
    return None


def raised(limit: Decimal, percent: int) -> Decimal:
    """Return a limit with so many percent on top."""
    return limit * (_HUNDRED + percent) / _HUNDRED
