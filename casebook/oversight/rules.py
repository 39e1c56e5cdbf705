"""Pure rules of targets: when one is met, how far the year has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import LARGEST_M3

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


YEARS = range(2000, 2101)
"""For which targets can be set and boards shown."""


class Indicator(StrEnum):
    """What a target counts (rules.md 10.7)."""

    WELLS_CLOSED = "wells_closed"
    REDUCTION = "reduction"
    """m³ of a full year; this year's m³ stand beside it."""


@dataclass(frozen=True)
class Progress:
    """One indicator of one division; wells are counts, reductions m³. `target` None where none is set."""

    indicator: Indicator
    target: Decimal | None
    booked: Decimal
    claimed: Decimal
    booked_this_year: Decimal | None = None
    """m³ saved in the rest of the year itself; None for wells."""

    @property
    def difference(self) -> Decimal | None:
        """What is still to be booked; never below zero."""
        return None if self.target is None else max(self.target - self.booked, Decimal(0))

    @property
    def is_met(self) -> bool:
        """Whether what is booked reaches the target."""
        return self.target is not None and self.booked >= self.target

    def share(self, part: Decimal) -> Decimal:
        """Return a part of the target as a fraction of 0 to 1; zero where no target is set."""
        if not self.target:
            return Decimal(0)
        return min(part / self.target, Decimal(1))


LARGEST = {Indicator.WELLS_CLOSED: Decimal(1_000_000), Indicator.REDUCTION: LARGEST_M3}
"""Above this a target is a slip of the pen."""


def check_amount(indicator: Indicator, amount: Decimal) -> None:
    """Refuse an amount that is negative, absurd, or half a well."""
    if amount < 0:
        raise RuleBroken("target_negative", field="amount")
    if amount > LARGEST[indicator]:
        raise RuleBroken("target_too_large", field="amount")
    if indicator is Indicator.WELLS_CLOSED and amount != amount.to_integral_value():
        raise RuleBroken("target_not_whole", field="amount")


class Standing(StrEnum):
    """How an indicator stands against its target and the time elapsed."""

    UNSET = "unset"
    MET = "met"
    ON_TIME = "on_time"
    BEHIND = "behind"
    MISSED = "missed"
    """The year is over."""


def standing(progress: Progress, gone: Decimal) -> Standing:
    """Say how an indicator stands when this share of the year is gone (序时进度)."""
    if progress.target is None:
        return Standing.UNSET
    if progress.is_met:
        return Standing.MET
    if gone >= 1:
        return Standing.MISSED
    return Standing.ON_TIME if progress.booked >= progress.target * gone else Standing.BEHIND


def worst(standings: Iterable[Standing]) -> Standing:
    """Return how a place stands as a whole: as the worst of what it has targets for."""
    order = list(Standing)
    return max(standings, key=order.index, default=Standing.UNSET)


def is_year_met(progress: Sequence[Progress]) -> bool:
    """Say whether every indicator that has a target is met: 14 wells and too little water is not (10.7)."""
    aimed = [one for one in progress if one.target is not None]
    return bool(aimed) and all(one.is_met for one in aimed)


def elapsed(year: int, on: date) -> Decimal:
    """Return how much of a year has passed at the end of a day, from 0 to 1 (序时进度)."""
    if on.year != year:
        return Decimal(0) if on.year < year else Decimal(1)
    return Decimal(on.timetuple().tm_yday) / Decimal(date(year, 12, 31).timetuple().tm_yday)


def lag(progress: Sequence[Progress], gone: Decimal) -> int:
    """Return by how many whole percentage points the slowest indicator trails the time gone; 0 at least."""
    behind = [gone - one.share(one.booked) for one in progress if one.target]
    return max(int(max(behind, default=Decimal(0)) * 100), 0)
