"""Reclaimed water that could have been used, and the cut of next year's plan (rules.md 11).

It is plan management, no penalty: whatever is unknown speaks for the user.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.volumes import cubic_metres, litres, split
from casebook.plans.rules.tree import MONTHS, ZERO

if TYPE_CHECKING:
    from collections.abc import Mapping

_LITRE = Decimal("0.001")


class Answer(StrEnum):
    """A question that may stay open."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Condition(StrEnum):
    """What must be so for reclaimed water to be available."""

    COVERED = "covered"
    GRADE_FITS = "grade_fits"
    CAPACITY_FREE = "capacity_free"
    SERVED = "served"
    PRICE_FAIR = "price_fair"


class Availability(StrEnum):
    """Whether reclaimed water was to be had."""

    AVAILABLE = "available"
    NOT_AVAILABLE = "not_available"
    UNKNOWN = "not_known"


def availability(answers: Mapping[Condition, Answer]) -> Availability:
    """Return whether it was to be had: all five yes; one no is no; anything unknown is unknown."""
    found = [answers.get(condition, Answer.UNKNOWN) for condition in Condition]
    if Answer.NO in found:
        return Availability.NOT_AVAILABLE
    return Availability.UNKNOWN if Answer.UNKNOWN in found else Availability.AVAILABLE


@dataclass(frozen=True, slots=True)
class MonthUse:
    """Reclaimed water of a month."""

    used_m3: Decimal
    is_metered: bool
    outage_m3: Decimal = ZERO
    """What the supplier failed to give."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How a shortfall came about: minimum − used − outage − excused, never below nothing."""

    minimum_m3: Decimal
    used_m3: Decimal
    """By meters."""
    outage_m3: Decimal
    excused_m3: Decimal
    """Months without a meter's figure count as their share of the minimum, or their estimate where more."""
    shortfall_m3: Decimal


def shortfall(minimum_m3: Decimal, months: Mapping[int, MonthUse]) -> Shortfall:
    """Return the shortfall of a year; `months` by number, those that nobody told are excused."""
    shares = [cubic_metres(part) for part in split(litres(minimum_m3), [1] * MONTHS)]
    used = outage = excused = ZERO
    for number, share in enumerate(shares, start=1):
        told = months.get(number)
        outage += told.outage_m3 if told else ZERO
        if told is not None and told.is_metered:
            used += told.used_m3
        else:
            excused += max(share, told.used_m3 if told else ZERO)
    left = max(minimum_m3 - used - outage - excused, ZERO)
    return Shortfall(minimum_m3, used, outage, excused, left)


class NoCut(StrEnum):
    """Why a plan is not cut."""

    NO_MINIMUM = "no_minimum"
    NOT_AVAILABLE = "reclaimed_not_available"
    UNKNOWN = "reclaimed_not_known"
    NO_SHORTFALL = "no_shortfall"
    NO_SETTING = "no_setting"
    NO_PLAN = "no_plan"
    DOMESTIC = "only_domestic"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A cut, or the reason why there is none."""

    cut_m3: Decimal
    reason: NoCut | None
    shortfall: Shortfall | None = None
    base_m3: Decimal = ZERO
    """The plan without the residents' share."""


def reckon_cut(
    *,
    minimum_m3: Decimal | None,
    answers: Mapping[Condition, Answer],
    months: Mapping[int, MonthUse],
    alpha: Decimal | None,
    cap: Decimal | None,
    plan_m3: Decimal | None,
    domestic_m3: Decimal = ZERO,
) -> Reckoned:
    """Return min(cap × plan, α × shortfall), rounded down to the litre; residents' water is never cut.

    Without α or cap (a paper of the county), without a minimum, or with anything unknown: no cut.
    """
    if minimum_m3 is None:
        return Reckoned(ZERO, NoCut.NO_MINIMUM)
    missed = shortfall(minimum_m3, months)
    found = availability(answers)
    if found is not Availability.AVAILABLE:
        why = NoCut.UNKNOWN if found is Availability.UNKNOWN else NoCut.NOT_AVAILABLE
        return Reckoned(ZERO, why, missed)
    if missed.shortfall_m3 == 0:
        return Reckoned(ZERO, NoCut.NO_SHORTFALL, missed)
    if alpha is None or cap is None:
        return Reckoned(ZERO, NoCut.NO_SETTING, missed)
    if plan_m3 is None:
        return Reckoned(ZERO, NoCut.NO_PLAN, missed)
    base = plan_m3 - domestic_m3
    cut = min(cap * base, alpha * missed.shortfall_m3, base).quantize(_LITRE, ROUND_DOWN)
    return Reckoned(cut, None, missed, base) if cut > 0 else Reckoned(ZERO, NoCut.DOMESTIC, missed, base)
