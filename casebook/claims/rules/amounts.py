"""What a measure saves, and how much of it may be booked: one cubic metre counts once (rules.md 10.6).

All sums are in full-year terms, across kinds and years. Whatever the order of claims, what is booked never
exceeds the baseline of the well, nor of the unit, nor what the substitute supplies net of its groundwater.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.volumes import cubic_metres, litres, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from casebook.kernel.months import Month

NOTHING = Decimal("0.000")
MOST_CLAIM_M3 = Decimal(1_000_000_000)
MONTHS = 12
WHOLE_PERMILLE = 1000
LONGEST_WORDS = 400


class MeasureKind(StrEnum):
    """By what groundwater is cut (rules.md 10.6)."""

    SEALING = "sealing"
    """封井: booked by the confirmation of a closure, never claimed by hand."""
    REPLACEMENT = "replacement"
    SAVING = "saving"
    CROPS = "crops"
    PLAN_CUT = "plan_reduction"
    RECLAIMED = "reclaimed_use"


BY_CLAIM = frozenset(MeasureKind) - {MeasureKind.SEALING}
WITH_SUBSTITUTE = frozenset({MeasureKind.REPLACEMENT, MeasureKind.RECLAIMED})


class ReplacementSource(StrEnum):
    """What supplies the user now (rules.md 10.5)."""

    PUBLIC_NETWORK = "public_network"
    YELLOW_RIVER = "yellow_river"
    YANGTZE = "yangtze"
    RECLAIMED = "reclaimed"
    STORM_WATER = "storm_water"
    OTHER = "other"
    NONE_NEEDED = "none_needed"
    """The use ended; nothing replaces it."""


class ClaimStatus(StrEnum):
    """How far a claim has come."""

    DRAFT = "claim_draft"
    SUBMITTED = "claim_submitted"
    ACCEPTED = "claim_accepted"
    RETURNED = "claim_returned"
    REFUSED = "claim_refused"
    WITHDRAWN = "claim_withdrawn"


_C = ClaimStatus
CLAIM_TRANSITIONS: dict[ClaimStatus, frozenset[ClaimStatus]] = {
    _C.DRAFT: frozenset({_C.SUBMITTED, _C.WITHDRAWN}),
    _C.SUBMITTED: frozenset({_C.ACCEPTED, _C.RETURNED, _C.REFUSED}),
    _C.RETURNED: frozenset({_C.SUBMITTED, _C.WITHDRAWN}),
    _C.ACCEPTED: frozenset({_C.WITHDRAWN}),
    _C.REFUSED: frozenset(),
    _C.WITHDRAWN: frozenset(),
}
"""The whole life of a claim; acceptance books it, withdrawing an accepted one reverses that."""

OPEN = frozenset({_C.DRAFT, _C.RETURNED})
"""While it may be changed."""


class Bound(StrEnum):
    """What holds a claim down."""

    WELL = "bound_well"
    UNIT = "bound_unit"
    SUBSTITUTE = "bound_substitute"


@dataclass(frozen=True, slots=True)
class Room:
    """What a well, a unit or a substitute has, and how much of it is counted already; m³ of a full year."""

    bound: Bound
    name: str
    limit_m3: Decimal
    taken_m3: Decimal

    @property
    def free_m3(self) -> Decimal:
        """What is left; never below nothing."""
        return max(self.limit_m3 - self.taken_m3, NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What a claim says, m³ of a full year."""

    claimed_m3: Decimal
    residual_m3: Decimal = NOTHING
    """Groundwater still taken after the measure."""
    emergency_m3: Decimal = NOTHING
    """Of it not, taken in emergencies of the year."""
    saving_m3: Decimal = NOTHING
    """Of the claim, what a documented saving and not the substitute accounts for."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What of a claim is admissible, and by what it is held down; None where it is by nothing."""

    left_m3: Decimal
    """Baseline less remaining use, emergencies and what is counted already."""
    admissible_m3: Decimal
    held_by: Bound | None


def judge(amounts: Amounts, rooms: Sequence[Room]) -> Judged:
    """Return how much of a claim may be booked; the first room is that of its own baseline."""
    own = rooms[0]
    after = amounts.residual_m3 + amounts.emergency_m3
    left = max(own.limit_m3 - after - own.taken_m3, NOTHING)
    offers = [(left, own.bound)]
    for room in rooms[1:]:
        extra = amounts.saving_m3 if room.bound is Bound.SUBSTITUTE else NOTHING
        offers.append((room.free_m3 + extra, room.bound))
    least, bound = min(offers, key=lambda offer: offer[0])
    return Judged(left, min(amounts.claimed_m3, least), None if amounts.claimed_m3 <= least else bound)


def drawn_m3(booked_m3: Decimal, saving_m3: Decimal) -> Decimal:
    """Return what a booked claim takes of its substitute: all that no documented saving accounts for."""
    return max(booked_m3 - saving_m3, NOTHING)


def this_year_m3(full_year_m3: Decimal, began_on: date) -> Decimal:
    """Return `full_year × days after the day ÷ days of the year`, to the litre, half-even (rules.md 10.6)."""
    last = date(began_on.year, 12, 31)
    return cubic_metres(share(litres(full_year_m3), (last - began_on).days, last.timetuple().tm_yday))


def claim_step(present: ClaimStatus, to: ClaimStatus, number: str) -> None:
    """Refuse a step that the transition table does not have."""
    if to not in CLAIM_TRANSITIONS[present]:
        raise RuleBroken("claim_step", number=number, present=present, to=to)


def check_claim(
    kind: MeasureKind, amounts: Amounts, *, has_substitute: bool, baseline_m3: Decimal, papers: str
) -> None:
    """Refuse a claim whose parts do not fit each other."""
    if kind not in BY_CLAIM:
        raise RuleBroken("claim_sealing", field="kind")
    if has_substitute != (kind in WITH_SUBSTITUTE):
        raise RuleBroken("claim_substitute", field="substitute", kind=kind)
    for field in ("claimed_m3", "residual_m3", "emergency_m3", "saving_m3"):
        if not 0 <= getattr(amounts, field) <= MOST_CLAIM_M3:
            raise RuleBroken("claim_negative", field=field)
    if amounts.claimed_m3 == 0:
        raise RuleBroken("claim_nothing", field="claimed_m3")
    if amounts.residual_m3 + amounts.emergency_m3 + amounts.claimed_m3 > baseline_m3:
        raise RuleBroken("claim_above_baseline", field="claimed_m3", baseline=baseline_m3)
    if amounts.saving_m3 > amounts.claimed_m3 or (amounts.saving_m3 and not has_substitute):
        raise RuleBroken("claim_saving", field="saving_m3")
    if not papers.strip():
        raise RuleBroken("claim_papers_missing", field="papers")


def check_began(began_on: date, *, locked_on: date | None, field: str = "began_on") -> None:
    """Refuse a measure that began before its baseline stood (rules.md 10.6)."""
    if locked_on is None or began_on <= locked_on:
        raise RuleBroken("baseline_not_before", field=field, locked=locked_on)


def check_decision(
    *, editor_ids: set[UUID | None], decider_id: UUID | None, words: str, is_yes: bool
) -> None:
    """Refuse a decision on one's own claim, and a no without a reason."""
    if decider_id is not None and decider_id in editor_ids:
        raise Forbidden("claim_by_editor")
    if not is_yes and not words.strip():
        raise RuleBroken("claim_reason_missing", field="words")


def check_metered_after(
    residual_m3: Decimal, metered_m3: Decimal | None, explanation: str, *, year: int
) -> None:
    """Refuse to book a remaining use below what was metered in the first full year, until it is explained."""
    if metered_m3 is not None and metered_m3 > residual_m3 and not explanation.strip():
        raise RuleBroken("claim_outlier", field="explanation", year=year, metered=metered_m3)


def most_in_a_year(supplied: Mapping[Month, Decimal]) -> Decimal:
    """Return the most that was metered in any twelve months in a row; months without a figure supply nothing.

    Never extrapolated: a substitute that supplies for three months has shown three months' water.
    """
    return max(
        (
            sum((volume for month, volume in supplied.items() if 0 <= _apart(first, month) < MONTHS), NOTHING)
            for first in supplied
        ),
        default=NOTHING,
    )


def _apart(first: Month, month: Month) -> int:
    return (month.year - first.year) * MONTHS + month.month - first.month


def net_supply(supplied_m3: Decimal, groundwater_permille: int) -> Decimal:
    """Return a substitute's water without the groundwater in it, to the litre, half-even."""
    return cubic_metres(share(litres(supplied_m3), WHOLE_PERMILLE - groundwater_permille, WHOLE_PERMILLE))


def check_supply(month: Month, volume_m3: Decimal, *, capacity_m3_per_day: Decimal, today: date) -> None:
    """Refuse a month of the future or not over, and more than the works can give."""
    if month.last >= today:
        raise RuleBroken("supply_in_future", field="month", month=str(month))
    days = month.last.day
    if not 0 <= volume_m3 <= capacity_m3_per_day * days:
        raise RuleBroken("supply_above_capacity", field="volume_m3", most=capacity_m3_per_day * days)


def check_share(groundwater_permille: int) -> None:
    """Refuse a share of groundwater that is none."""
    if not 0 <= groundwater_permille <= WHOLE_PERMILLE:
        raise RuleBroken("substitute_share", field="groundwater_percent")


def check_not_below(net_m3: Decimal, drawn: Decimal, *, field: str) -> None:
    """Refuse a correction by which a substitute would have given more than it has."""
    if net_m3 < drawn:
        raise RuleBroken("substitute_overdrawn", field=field, net=net_m3, drawn=drawn)
