"""The tree of plans: county → township → user → well, each source by itself (rules.md 3.3).

Σ below ≤ above, plan ≤ permit, and twelve months that sum to the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import months_of_year
from casebook.kernel.volumes import cubic_metres, litres, split

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 12
ZERO = Decimal("0.000")


class Level(StrEnum):
    """Whose plan it is."""

    COUNTY = "county"
    TOWNSHIP = "township"
    USER = "user"
    WELL = "well"


ABOVE: dict[Level, Level | None] = {
    Level.COUNTY: None,
    Level.TOWNSHIP: Level.COUNTY,
    Level.USER: Level.TOWNSHIP,
    Level.WELL: Level.USER,
}
"""The level that a plan is dealt out from."""


class Spread(StrEnum):
    """How a year is spread over its months."""

    EVEN = "even"
    DAYS = "days"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What a user or a well may take in a year."""

    year_m3: Decimal
    months: tuple[Decimal, ...]
    """Twelve; they sum to the year."""
    source: str
    """The source it is about (`WaterSource`), the sources with `+` between them where there are several."""


def spread_months(
    year: int, volume_m3: Decimal, spread: Spread, weights: Sequence[Decimal] = ()
) -> tuple[Decimal, ...]:
    """Return the months of a year's volume; they sum to it exactly (largest remainder).

    With OWN the twelve weights are any figures in the right proportion.
    Raises RuleBroken `plan_months` on field `weights` when they are not twelve, negative, or all zero.
    """
    if spread is Spread.OWN:
        if len(weights) != MONTHS or min(weights) < 0 or not any(weights):
            raise RuleBroken("plan_months", field="weights")
        shares: Sequence[int | Decimal] = list(weights)
    elif spread is Spread.DAYS:
        shares = [month.last.day for month in months_of_year(year)]
    else:
        shares = [1] * MONTHS
    return tuple(cubic_metres(part) for part in split(litres(volume_m3), shares))


def respread(volume_m3: Decimal, months: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return a changed year in the proportion of the months it had; evenly where they were all zero."""
    weights: Sequence[int | Decimal] = list(months) if any(months) else [1] * MONTHS
    return tuple(cubic_metres(part) for part in split(litres(volume_m3), weights))


def check_figures(volume_m3: Decimal, domestic_m3: Decimal) -> None:
    """Hold that a plan is not negative and its share for residents is a part of it."""
    if volume_m3 < 0:
        raise RuleBroken("plan_negative", field="volume")
    if not 0 <= domestic_m3 <= volume_m3:
        raise RuleBroken("plan_domestic", field="domestic", volume=volume_m3)


def check_within(volume_m3: Decimal, others_m3: Decimal, above_m3: Decimal, *, above: str) -> None:
    """Hold Σ below ≤ above: this line, its neighbours, and what they are dealt out from.

    Raises RuleBroken `plan_above_exceeded` on field `volume` with what is left.
    """
    left = above_m3 - others_m3
    if volume_m3 > left:
        raise RuleBroken(
            "plan_above_exceeded",
            field="volume",
            article="取水条例 7；748号 20",
            left=max(left, ZERO),
            above=above,
        )


def check_covers(volume_m3: Decimal, below_m3: Decimal) -> None:
    """Hold that a plan still covers what was dealt out from it (`plan_below_exceeds` on field `volume`)."""
    if volume_m3 < below_m3:
        raise RuleBroken("plan_below_exceeds", field="volume", below=below_m3)


def check_permit(volume_m3: Decimal, permitted_m3: Decimal | None) -> None:
    """Hold plan ≤ permit; None means that there is no permit in force with a volume.

    Raises RuleBroken `plan_without_permit` or `plan_above_permit` on field `volume`.
    """
    if permitted_m3 is None:
        raise RuleBroken("plan_without_permit", field="volume", article="取水条例 39")
    if volume_m3 > permitted_m3:
        raise RuleBroken("plan_above_permit", field="volume", article="取水条例 39", permitted=permitted_m3)


class Alert(StrEnum):
    """How far use has gone past the plan; an alert is no violation."""

    NONE = "within_plan"
    WARN = "warn"
    """警示."""
    BALANCE_TEST = "balance_test"
    """督促水平衡测试."""


@dataclass(frozen=True, slots=True)
class AlertLimits:
    """Shares of the plan past which something is told: [M] 水资源〔2014〕360号, rules.md 3.3."""

    month_warn: Decimal = Decimal("0.10")
    month_test: Decimal = Decimal("0.50")
    year_test: Decimal = Decimal("0.30")


def alert_of(
    used_m3: Decimal, plan_m3: Decimal, *, is_year: bool, limits: AlertLimits | None = None
) -> Alert:
    """Return what a month's or year's use calls for: only what goes past the limit, not what reaches it."""
    limits = limits or AlertLimits()
    over = used_m3 - plan_m3
    if over > plan_m3 * (limits.year_test if is_year else limits.month_test):
        return Alert.BALANCE_TEST
    if not is_year and over > plan_m3 * limits.month_warn:
        return Alert.WARN
    return Alert.NONE


def combine(lines: Sequence[PlanLine]) -> PlanLine:
    """Return several lines of one user as one; at least one is given."""
    return PlanLine(
        sum((line.year_m3 for line in lines), ZERO),
        tuple(sum((line.months[index] for line in lines), ZERO) for index in range(MONTHS)),
        "+".join(sorted({line.source for line in lines})),
    )
