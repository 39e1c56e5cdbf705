"""Pure rules of targets: when one is met, how far the year has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import LARGEST_M3

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


YEARS = range(2000, 2101)
"""For which targets can be set and boards shown."""


class Indicator(StrEnum):
    """What a target counts (rules.md 10.7); only the first two are booked in the ledger."""

    WELLS_CLOSED = "wells_closed"
    REDUCTION = "reduction"
    """m³ of a full year; this year's m³ stand beside it."""
    DEEP_WELLS = "deep_wells"
    """Deep confined wells that are neither filled nor sealed nor monitoring wells: at most so many."""
    RECLAIMED = "reclaimed"
    """m³ of reclaimed water used in the year."""
    RECLAIMED_RATE = "reclaimed_rate"
    """再生水利用量 ÷ 污水处理量."""
    STRUCK_OFF_RATE = "struck_off_rate"
    """销号率 of the problems found in the year."""
    ACCEPTED_RATE = "accepted_rate"
    """The four rates of 四个100%, see `cases.rules.rates`."""
    ANSWERED_RATE = "answered_rate"
    RESOLVED_RATE = "resolved_rate"
    SATISFIED_RATE = "satisfied_rate"


class Figure(StrEnum):
    """What a paper has to state because casebook does not count it."""

    SEWAGE_TREATED = "sewage_treated"
    """污水处理量 of the year, the denominator of the reclaimed rate."""


class Unit(StrEnum):
    """What an indicator is counted in."""

    WELLS = "wells"
    M3 = "m3"
    PERCENT = "percent"


@dataclass(frozen=True)
class Definition:
    """How an indicator is counted. A target names the version it was set by; changing one raises it."""

    unit: Unit
    version: int = 1
    is_ceiling: bool = False
    """Whether the target is the most that may be, not the least."""
    grows: bool = True
    """Whether it is to come evenly over the year, so that 序时进度 applies."""


_RATE = Definition(Unit.PERCENT, grows=False)
DEFINITIONS = {
    Indicator.WELLS_CLOSED: Definition(Unit.WELLS),
    Indicator.REDUCTION: Definition(Unit.M3),
    Indicator.DEEP_WELLS: Definition(Unit.WELLS, is_ceiling=True, grows=False),
    Indicator.RECLAIMED: Definition(Unit.M3),
    **dict.fromkeys(list(Indicator)[4:], _RATE),
}
BOOKED = (Indicator.WELLS_CLOSED, Indicator.REDUCTION)
"""Read from the ledger."""
GAUGES = tuple(one for one in Indicator if one not in BOOKED)
"""Read from register, plans, problems and leads."""
HUNDRED = Decimal(100)
SCALE = Decimal(1000)
"""Volumes are stored in litres, rates in thousandths of a per cent."""


def stored(indicator: Indicator, amount: Decimal) -> int:
    """Return an amount as it is stored: wells, litres, thousandths of a per cent."""
    return int(amount if DEFINITIONS[indicator].unit is Unit.WELLS else amount * SCALE)


def shown(indicator: Indicator, amount: int) -> Decimal:
    """Return a stored amount in wells, m³ or per cent."""
    if DEFINITIONS[indicator].unit is Unit.WELLS:
        return Decimal(amount)
    return (Decimal(amount) / SCALE).quantize(Decimal("0.001"))


@dataclass(frozen=True)
class Progress:
    """One indicator of one division; wells are counts, reductions m³. `target` None where none is set."""

    indicator: Indicator
    target: Decimal | None
    booked: Decimal
    claimed: Decimal
    booked_this_year: Decimal | None = None
    """m³ saved in the rest of the year itself; None for wells."""
    claimed_this_year: Decimal | None = None

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


@dataclass(frozen=True)
class Gauge:
    """One indicator that is read elsewhere than in the ledger; `value` None where nothing can be said."""

    indicator: Indicator
    target: Decimal | None
    value: Decimal | None
    part: Decimal | None = None
    """Of a rate: how many, or how much, of `whole`."""
    whole: Decimal | None = None

    @property
    def is_met(self) -> bool:
        """Whether the value reaches the target, or stays within it."""
        if self.target is None or self.value is None:
            return False
        is_ceiling = DEFINITIONS[self.indicator].is_ceiling
        return self.value <= self.target if is_ceiling else self.value >= self.target

    @property
    def difference(self) -> Decimal | None:
        """What is still missing, or too much; never below zero."""
        if self.target is None or self.value is None:
            return None
        is_ceiling = DEFINITIONS[self.indicator].is_ceiling
        return max(self.value - self.target if is_ceiling else self.target - self.value, Decimal(0))


def rate(indicator: Indicator, target: Decimal | None, part: Decimal | None, whole: Decimal | None) -> Gauge:
    """Return a rate in per cent, cut to a tenth so that only a whole row is 100; of nothing there is none."""
    known = (
        None if part is None or not whole else (part * HUNDRED / whole).quantize(Decimal("0.1"), ROUND_DOWN)
    )
    return Gauge(indicator, target, known, part, whole)


LARGEST = {Unit.WELLS: Decimal(1_000_000), Unit.M3: LARGEST_M3, Unit.PERCENT: HUNDRED}
"""Above this a target is a slip of the pen."""


def check_amount(indicator: Indicator, amount: Decimal) -> None:
    """Refuse an amount that is negative, absurd, or half a well."""
    unit = DEFINITIONS[indicator].unit
    if amount < 0:
        raise RuleBroken("target_negative", field="amount")
    if amount > LARGEST[unit]:
        raise RuleBroken("target_too_large", field="amount")
    if unit is Unit.WELLS and amount != amount.to_integral_value():
        raise RuleBroken("target_not_whole", field="amount")


@dataclass(frozen=True)
class Grounds:
    """Why a target is changed, and what it is measured from: in its own measure, with year and source."""

    reason: str = ""
    baseline: Decimal | None = None
    baseline_note: str = ""


NO_GROUNDS = Grounds()


def check_baseline(indicator: Indicator, amount: Decimal | None) -> None:
    """Refuse a baseline that could be no amount of the indicator."""
    if amount is None:
        return
    try:
        check_amount(indicator, amount)
    except RuleBroken as error:
        raise RuleBroken("target_baseline", field="baseline") from error


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


def gauge_standing(gauge: Gauge, gone: Decimal) -> Standing:
    """Say how an indicator outside the ledger stands when this share of the year is gone."""
    if gauge.target is None:
        return Standing.UNSET
    if gauge.is_met:
        return Standing.MET
    if gone >= 1:
        return Standing.MISSED
    if gauge.value is None or not DEFINITIONS[gauge.indicator].grows:
        return Standing.BEHIND
    return Standing.ON_TIME if gauge.value >= gauge.target * gone else Standing.BEHIND


def worst(standings: Iterable[Standing]) -> Standing:
    """Return how a place stands as a whole: as the worst of what it has targets for."""
    order = list(Standing)
    return max(standings, key=order.index, default=Standing.UNSET)


def is_year_met(progress: Sequence[Progress | Gauge]) -> bool:
    """Say whether every indicator that has a target is met: 14 wells and too little water is not (10.7)."""
    aimed = [one for one in progress if one.target is not None]
    return bool(aimed) and all(one.is_met for one in aimed)


@dataclass(frozen=True)
class Cascade:
    """A county's target and the sum of its townships'; None where there is none."""

    whole: Decimal | None
    parts: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """What is dealt out too little (above zero) or too much."""
        return None if self.whole is None or self.parts is None else self.whole - self.parts


def cascade(targets: Mapping[tuple[str, Indicator], Decimal], root: str, indicator: Indicator) -> Cascade:
    """Return how a target lies on what is below it."""
    below = [amount for (code, one), amount in targets.items() if one is indicator and code != root]
    return Cascade(targets.get((root, indicator)), sum(below, Decimal(0)) if below else None)


def elapsed(year: int, on: date) -> Decimal:
    """Return how much of a year has passed at the end of a day, from 0 to 1 (序时进度)."""
    if on.year != year:
        return Decimal(0) if on.year < year else Decimal(1)
    return Decimal(on.timetuple().tm_yday) / Decimal(date(year, 12, 31).timetuple().tm_yday)


def forecast(progress: Progress, gone: Decimal) -> Decimal | None:
    """Return what the year ends with at the pace so far: booked ÷ share gone; wells whole, m³ to the m³.

    None before the year has begun, for of nothing there is no pace.
    """
    return None if not gone else (progress.booked / gone).quantize(Decimal(1), ROUND_DOWN)


def stock_day(year: int, as_of: date | None, today: date) -> date | None:
    """Return the day for which a stock of a year is shown: the day asked for, but not past the year's end.

    None for today, which is read from the register as it stands.
    """
    day = min(as_of or today, date(year, 12, 31))
    return None if day >= today else day


def lag(progress: Sequence[Progress], gone: Decimal) -> int:
    """Return by how many whole percentage points the slowest indicator trails the time gone; 0 at least."""
    behind = [gone - one.share(one.booked) for one in progress if one.target]
    return max(int(max(behind, default=Decimal(0)) * 100), 0)
