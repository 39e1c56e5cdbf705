"""Assessed volumes for the water-resource tax: within the plan, and above it by tier, marginally.

What was taken since the year's beginning is laid beside the year's plan; a period's share of each tier is
the part of its own water that lies in it. So the periods of a year sum to the year, to the litre.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from casebook.returns.rules.periods import Period

_HUNDRED = 100


class SpecialUse(StrEnum):
    """特殊用水类别: what the tax tells apart besides source and trade (rules.md 7.4)."""

    NONE = "special_none"
    SPECIAL_TRADE = "special_trade_use"
    """特种行业: car washes, baths, golf, skiing."""
    DRAINAGE = "special_drainage"
    """疏干排水."""
    HEAT_PUMP = "special_heat_pump"
    """地源热泵."""
    COOLING = "special_cooling"
    """火电冷却."""
    PUBLIC_SUPPLY = "special_public_supply"


class TaxZone(StrEnum):
    """地下水超采区类型, from the mildest to the gravest."""

    NONE = "tax_zone_none"
    OVER = "tax_zone_over"
    SEVERE = "tax_zone_severe"


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of water above the plan: up to how many % above it, and by what its tax is multiplied."""

    until: Decimal | None
    """% of the plan; None for the last tier, which has no end."""
    times: Decimal


@dataclass(frozen=True, slots=True)
class TierPart:
    """The water of a period that lies in a tier; litres."""

    tier: Tier
    litres: int


@dataclass(frozen=True, slots=True)
class Assessed:
    """A period's water, told apart; litres. `within` and `parts` sum to `volume`."""

    volume: int
    before: int
    """Taken in the year before the period."""
    plan: int
    within: int
    parts: tuple[TierPart, ...]

    @property
    def cumulative(self) -> int:
        """Taken from the year's beginning to the period's end."""
        return self.before + self.volume

    @property
    def over(self) -> int:
        """All of the period that lies above the plan."""
        return self.volume - self.within


def check_tiers(tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
    """Refuse tiers that do not rise, do not begin above 0, have no open end, or multiply by less than one."""
    ends = [one.until for one in tiers[:-1]]
    if not tiers or tiers[-1].until is not None or None in ends:
        raise RuleBroken("tax_tiers_open_end", field="value")
    known = [end for end in ends if end is not None]
    if known != sorted(set(known)) or (known and known[0] <= 0):
        raise RuleBroken("tax_tiers_not_rising", field="value")
    times = [one.times for one in tiers]
    if times != sorted(times) or times[0] < 1:
        raise RuleBroken("tax_tiers_not_rising", field="value")
    return tiers


def assess(*, volume: int, before: int, plan: int, tiers: Sequence[Tier]) -> Assessed:
    """Tell a period's litres apart; `before` is what the year had taken, `plan` the year's plan."""
    start, end = before, before + volume
    parts, begins = [], plan
    for tier in tiers:
        ends = None if tier.until is None else _limit(plan, tier.until)
        parts.append(TierPart(tier, _overlap(start, end, begins, ends)))
        begins = begins if ends is None else ends
    within = _overlap(start, end, 0, plan)
    return Assessed(volume, before, plan, within, tuple(parts))


def _limit(plan: int, percent: Decimal) -> int:
    """Return the litres at which a tier ends, half-even."""
    return round(Fraction(plan) * (_HUNDRED + Fraction(percent)) / _HUNDRED)


def _overlap(start: int, end: int, begins: int, ends: int | None) -> int:
    upper = end if ends is None else min(end, ends)
    return max(0, upper - max(start, begins))


def deal_out(litres: int, volumes: Sequence[int]) -> list[int]:
    """Return litres dealt out to intakes in proportion to what each took; they sum to the whole."""
    return split(litres, volumes) if any(volumes) else [0] * len(volumes)


def check_taxed(period: Period, tax_from: date) -> None:
    """Refuse a sheet for a period that began before the tax did (rules.md 3.4): the fee had no such sheet."""
    if period.first < tax_from:
        raise RuleBroken("tax_sheet_before_tax", field="period", start=tax_from)
