"""Four figures of a user's year held against each other: permit, meter, return and tax (rules.md 11).

A figure that lacks months is the least that it can be. Two figures deviate when they differ by more than
the county's share of the second one; an incomplete figure deviates only where no missing month could mend it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.quotas.rules import Grade

_SHOWN = Decimal("0.0001")


class Side(StrEnum):
    """Who says how much."""

    PERMIT = "side_permit"
    MEASURED = "side_measured"
    REPORTED = "side_reported"
    TAXED = "side_taxed"


class PairOutcome(StrEnum):
    """How two figures stand to each other."""

    AGREES = "pair_agrees"
    DEVIATES = "pair_deviates"
    OPEN = "pair_open"
    """Months are missing, and could make it agree."""
    MISSING = "pair_missing"
    """One side says nothing."""


class LineOutcome(StrEnum):
    """How a user's four figures stand to each other, the worst of the pairs."""

    DEVIATING = "reconciled_deviating"
    MISSING = "reconciled_missing"
    OPEN = "reconciled_open"
    AGREED = "reconciled_agreed"


@dataclass(frozen=True, slots=True)
class Figure:
    """What a side says, m³; with how many of the year's months it covers."""

    m3: Decimal
    months: int = 12
    by_grade: Mapping[Grade, Decimal] = field(default_factory=dict, compare=False)
    """What of it is known how well, where that is told."""

    @property
    def is_whole(self) -> bool:
        """Whether it covers the year."""
        return self.months == 12  # noqa: PLR2004 - of a year


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides compared; `share` is by how much the first exceeds the second, None where that is unknown."""

    first: Side
    second: Side
    outcome: PairOutcome
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A user's year."""

    figures: dict[Side, Figure]
    pairs: tuple[Pair, ...]
    outcome: LineOutcome


_PAIRS = (
    (Side.REPORTED, Side.MEASURED),
    (Side.TAXED, Side.MEASURED),
    (Side.TAXED, Side.REPORTED),
)
_TAKEN = (Side.MEASURED, Side.REPORTED, Side.TAXED)
"""Whose figure is held against the permit: the first that is there."""
_WORST = (
    (PairOutcome.DEVIATES, LineOutcome.DEVIATING),
    (PairOutcome.MISSING, LineOutcome.MISSING),
    (PairOutcome.OPEN, LineOutcome.OPEN),
)


def reconcile(figures: dict[Side, Figure], limit: Decimal) -> Reconciled:
    """Hold the figures of a user's year against each other; `limit` is a share such as 0.05.

    Taking less than the permit allows is no deviation; a permit that says no volume is a missing side.
    """
    pairs = [_against_permit(figures, limit)]
    pairs += [_compare(figures, first, second, limit) for first, second in _PAIRS]
    outcomes = {one.outcome for one in pairs}
    worst = next((line for pair, line in _WORST if pair in outcomes), LineOutcome.AGREED)
    return Reconciled(figures, tuple(pairs), worst)


def _against_permit(figures: dict[Side, Figure], limit: Decimal) -> Pair:
    side = next((one for one in _TAKEN if one in figures), Side.MEASURED)
    permit, taken = figures.get(Side.PERMIT), figures.get(side)
    if permit is None or taken is None:
        return Pair(side, Side.PERMIT, PairOutcome.MISSING)
    share = _share(taken.m3, permit.m3)
    if taken.m3 - permit.m3 > limit * permit.m3:
        return Pair(side, Side.PERMIT, PairOutcome.DEVIATES, share)
    if not taken.is_whole:
        return Pair(side, Side.PERMIT, PairOutcome.OPEN)
    return Pair(side, Side.PERMIT, PairOutcome.AGREES, share)


def _compare(figures: dict[Side, Figure], first: Side, second: Side, limit: Decimal) -> Pair:
    one, other = figures.get(first), figures.get(second)
    if one is None or other is None:
        return Pair(first, second, PairOutcome.MISSING)
    apart = one.m3 - other.m3
    if one.is_whole and other.is_whole:
        is_far = abs(apart) > limit * other.m3
        outcome = PairOutcome.DEVIATES if is_far else PairOutcome.AGREES
        return Pair(first, second, outcome, _share(one.m3, other.m3))
    is_beyond = other.is_whole and apart > limit * other.m3
    is_below = one.is_whole and -apart > limit * other.m3
    if is_beyond or is_below:
        return Pair(first, second, PairOutcome.DEVIATES, _share(one.m3, other.m3))
    return Pair(first, second, PairOutcome.OPEN)


def _share(one: Decimal, other: Decimal) -> Decimal | None:
    """Return by how much the first exceeds the second, of the second; None of nothing."""
    return ((one - other) / other).quantize(_SHOWN) if other else None
