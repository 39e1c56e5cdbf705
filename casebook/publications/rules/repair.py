"""信用修复: after how long a publication may be taken down, and on which conditions.

The measure on repairing credit (信用信息修复管理办法) was not read: its spans are the county's own figures,
shown as 未核实.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.deadlines.rules.counting import add_months
from casebook.kernel.errors import RuleBroken
from casebook.publications.rules.course import CountsFrom

if TYPE_CHECKING:
    from datetime import date

MOST_MONTHS, MOST_DAYS = 120, 365


@dataclass(frozen=True, slots=True)
class Figures:
    """What a county has set for its publications."""

    is_page_on: bool = False
    """Whether /public/decisions shows what is published."""
    counts_from: CountsFrom = CountsFrom.SERVICE
    least_months: int = 3
    """Before them no repair is granted."""
    most_months: int = 36
    """After them a publication is taken down."""
    repair_days: int = 20
    """Working days in which an application for repair is decided."""

    def check(self) -> None:
        """Refuse figures that could not be meant."""
        if not 0 <= self.least_months <= self.most_months <= MOST_MONTHS or self.most_months < 1:
            raise RuleBroken("publication_months_out_of_range", field="least_months", most=MOST_MONTHS)
        if not 1 <= self.repair_days <= MOST_DAYS:
            raise RuleBroken("publication_days_out_of_range", field="repair_days", most=MOST_DAYS)


DEFAULT_FIGURES = Figures()
"""What holds until the county sets its own."""


class Unmet(StrEnum):
    """What stands against a repair."""

    NOT_PUBLISHED = "not_published"
    TOO_EARLY = "too_early"
    UNPAID = "unpaid"
    MEASURES_OPEN = "measures_open"
    NO_PLEDGE = "no_pledge"
    """信用承诺书."""


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """What a repair is judged by, on a day."""

    on: date
    published_on: date | None
    unpaid_fen: int
    open_measures: int
    has_pledge: bool


def unmet_conditions(facts: RepairFacts, figures: Figures) -> tuple[Unmet, ...]:
    """Return what stands against a repair; nothing when it may be granted."""
    too_early = facts.published_on is not None and facts.on < from_on(facts.published_on, figures)
    found = {
        Unmet.NOT_PUBLISHED: facts.published_on is None,
        Unmet.TOO_EARLY: too_early,
        Unmet.UNPAID: facts.unpaid_fen > 0,
        Unmet.MEASURES_OPEN: facts.open_measures > 0,
        Unmet.NO_PLEDGE: not facts.has_pledge,
    }
    return tuple(one for one, is_so in found.items() if is_so)


def from_on(published_on: date, figures: Figures) -> date:
    """Return the first day on which a repair may be granted."""
    return add_months(published_on, figures.least_months)


def ends_on(published_on: date, figures: Figures) -> date:
    """Return the day on which the longest time of a publication is over."""
    return add_months(published_on, figures.most_months)
