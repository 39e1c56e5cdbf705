"""Opening a reserve well in an emergency, and closing it again at once (地下水管理条例 29; rules.md 6.4).

What it takes is subtracted from the reduction of each year that it lies in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

STOPPED_AT_ONCE = "地下水管理条例 29"
LONGEST_CAUSE = 400
MOST_EMERGENCY_M3 = Decimal(1_000_000)
_LITRE = Decimal("0.001")


class EmergencyStatus(StrEnum):
    """How far an emergency use has come."""

    ASKED = "emergency_asked"
    APPROVED = "emergency_approved"
    REFUSED = "emergency_refused"
    OPEN = "emergency_open"
    SEALED = "emergency_sealed"
    LAPSED = "emergency_lapsed"
    """Allowed, and never opened."""


_E = EmergencyStatus
EMERGENCY_TRANSITIONS: dict[EmergencyStatus, frozenset[EmergencyStatus]] = {
    _E.ASKED: frozenset({_E.APPROVED, _E.REFUSED}),
    _E.APPROVED: frozenset({_E.OPEN, _E.LAPSED}),
    _E.REFUSED: frozenset(),
    _E.OPEN: frozenset({_E.SEALED}),
    _E.SEALED: frozenset(),
    _E.LAPSED: frozenset(),
}
"""The whole life of an emergency use."""


@dataclass(frozen=True, kw_only=True)
class EmergencyAsked:
    """What is asked for: why, up to how much (m³), from when until when at the latest; both days inside."""

    cause: str
    limit_m3: Decimal
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class ReadingOf:
    """What an opened well's meter said at the opening and at the closing, m³; None where nobody read it."""

    first: Decimal | None
    last: Decimal | None


def emergency_step(present: EmergencyStatus, to: EmergencyStatus, number: str) -> None:
    """Refuse a step that the transition table does not have."""
    if to not in EMERGENCY_TRANSITIONS[present]:
        raise RuleBroken("step_out_of_order", what=number, present=present, to=to)


def asked_faults(asked: EmergencyAsked, *, today: date) -> list[RuleBroken]:
    """Return what cannot be asked for."""
    faults = []
    if not asked.cause.strip():
        faults.append(RuleBroken("emergency_cause_missing", field="cause"))
    if len(asked.cause) > LONGEST_CAUSE:
        faults.append(RuleBroken("paper_too_long", field="cause", most=LONGEST_CAUSE))
    if not 0 < asked.limit_m3 <= MOST_EMERGENCY_M3:
        faults.append(RuleBroken("volume_out_of_range", field="limit_m3", most=MOST_EMERGENCY_M3))
    if asked.until_on < asked.from_on:
        faults.append(RuleBroken("emergency_days_reversed", field="until_on"))
    elif asked.until_on < today:
        faults.append(RuleBroken("emergency_over", field="until_on"))
    return faults


def check_opening(opened_on: date, *, from_on: date, until_on: date, today: date) -> None:
    """Refuse an opening outside of the days that are allowed, or in the future."""
    if opened_on > today:
        raise RuleBroken("date_in_future", field="opened_on")
    if not from_on <= opened_on <= until_on:
        raise RuleBroken(
            "emergency_outside", field="opened_on", first=from_on.isoformat(), last=until_on.isoformat()
        )


def used_m3(reading: ReadingOf, measured_m3: Decimal | None) -> Decimal:
    """Return what was taken: by the two readings, else what the volumes of those months say.

    RuleBroken `emergency_readings_reversed`, and `emergency_unmeasured` where there is neither.
    """
    if reading.first is not None and reading.last is not None:
        if reading.last < reading.first:
            raise RuleBroken("emergency_readings_reversed", field="last_reading")
        return reading.last - reading.first
    if measured_m3 is None:
        raise RuleBroken("emergency_unmeasured", field="last_reading")
    return measured_m3


def sealing_faults(
    *, sealed_on: date, opened_on: date, until_on: date, used: Decimal, limit: Decimal, why: str, today: date
) -> list[RuleBroken]:
    """Return what keeps a well from being noted as closed again; an overrun has to be explained."""
    if sealed_on > today:
        return [RuleBroken("date_in_future", field="sealed_on")]
    if sealed_on < opened_on:
        return [RuleBroken("emergency_sealed_early", field="sealed_on")]
    if (sealed_on > until_on or used > limit) and not why.strip():
        return [RuleBroken("emergency_overrun", field="overrun", article=STOPPED_AT_ONCE)]
    return []


def used_by_year(used_m3: Decimal, opened_on: date, sealed_on: date) -> dict[int, Decimal]:
    """Return what an opening took of each year that it lies in, by its days, in whole litres; sums to all."""
    days = (sealed_on - opened_on).days + 1
    found, left = {}, used_m3
    for year in range(opened_on.year, sealed_on.year):
        first = max(opened_on, date(year, 1, 1))
        share = (used_m3 * ((date(year, 12, 31) - first).days + 1) / days).quantize(_LITRE, ROUND_DOWN)
        found[year], left = share, left - share
    return {**found, sealed_on.year: left}


def after_emergencies(full_year_m3: Decimal, used: Iterable[Decimal]) -> Decimal:
    """Return what a closing saved in a year after the emergencies of that year; never below nothing."""
    return max(full_year_m3 - sum(used, Decimal(0)), Decimal(0))
