"""The volume of a well and month, and of a year: a figure with how it was found, or none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.months import Month, months_of_year

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.quotas.rules import Grade, VolumeMethod

ZERO = Decimal("0.000")


class VolumeFlag(StrEnum):
    """What must be known beside a month's figure."""

    ROLLOVER = "rollover"
    """The dial went over its highest number and began again."""
    SWAP = "swap"
    """The meter was replaced, with closing and opening reading."""
    SPLIT = "split"
    """The interval ran over months without a reading and was dealt out by days."""
    PARTIAL = "partial"
    """Another interval of the month has no volume: the figure is the least that was taken."""
    DECREASE = "decrease_unexplained"
    SWAP_UNMARKED = "swap_unmarked"
    SPIKE = "spike"
    ABOVE_CAPACITY = "above_capacity"
    AFTER_CLOSURE = "after_closure"
    ZERO_WITH_POWER = "zero_with_power"
    NIGHT_PUMPING = "night_pumping"


@dataclass(frozen=True, slots=True)
class MonthVolume:
    """What a well took in a month of readings (抄表月). A month without a figure has none, never 0."""

    month: Month
    m3: Decimal | None = None
    grade: Grade | None = None
    method: VolumeMethod | None = None
    flags: tuple[VolumeFlag, ...] = ()


@dataclass(frozen=True, slots=True)
class YearVolume:
    """The twelve months of a year; the total is the sum of those that have a figure."""

    year: int
    months: tuple[MonthVolume, ...]
    total_m3: Decimal
    missing_months: tuple[Month, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every month has a figure, and none of them only a part of what was taken."""
        is_partial = any(VolumeFlag.PARTIAL in month.flags for month in self.months)
        return not self.missing_months and not is_partial


def year_of_months(year: int, known: Mapping[Month, MonthVolume]) -> YearVolume:
    """Return a year from the months that are known; the others have no figure."""
    months = tuple(known.get(month, MonthVolume(month)) for month in months_of_year(year))
    figures = [month.m3 for month in months if month.m3 is not None]
    missing = tuple(month.month for month in months if month.m3 is None)
    return YearVolume(year, months, sum(figures, ZERO), missing)
