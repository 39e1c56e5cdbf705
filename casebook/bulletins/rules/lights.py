"""Red, amber, green: how far an indicator trails what is due by now, and what counts as far."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.oversight.rules import DEFINITIONS, HUNDRED, Gauge, Indicator, Progress, Unit, elapsed

if TYPE_CHECKING:
    from collections.abc import Mapping

_TENTH = Decimal("0.1")
MOST_POINTS, MOST_DAYS = 100, 365


class Light(StrEnum):
    """How one figure stands; a word and a shape go with each colour."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NONE = "none"
    """No target, or no figure."""


@dataclass(frozen=True)
class Limits:
    """What counts as far: percentage points behind what is due, days overdue; more than so many."""

    amber_points: int = 0
    red_points: int = 10
    amber_days: int = 0
    red_days: int = 7

    def facts(self) -> dict[str, int]:
        """Return them as they are stored."""
        return asdict(self)


DEFAULT_LIMITS = Limits()
"""Until the county sets its own; not verified."""


@dataclass(frozen=True)
class Measure:
    """One indicator of one place: target and value in wells, m³ or per cent; None where there is none."""

    indicator: Indicator
    target: Decimal | None
    value: Decimal | None

    @classmethod
    def of(cls, one: Progress | Gauge) -> Measure:
        """Return what the board knows of an indicator, as it is measured here: only what is booked counts."""
        value = one.booked if isinstance(one, Progress) else one.value
        return cls(one.indicator, one.target, value)

    @property
    def attained(self) -> Decimal | None:
        """How much of the year's target is reached, 0 to 100; None without target or value.

        Above a ceiling it falls by as many per cent as the ceiling is exceeded.
        """
        if self.target is None or self.value is None:
            return None
        if DEFINITIONS[self.indicator].is_ceiling:
            excess = max(self.value - self.target, Decimal(0))
            share = HUNDRED - excess * HUNDRED / (self.target or Decimal(1))
        else:
            share = self.value * HUNDRED / self.target if self.target else HUNDRED
        return min(max(share, Decimal(0)), HUNDRED)

    def points_behind(self, gone: Decimal) -> Decimal | None:
        """Return by how many percentage points it trails what is due when this share of the year is gone.

        What comes evenly over the year is due by the time gone (序时进度), a rate or a ceiling at once.
        Cut to a tenth; 0 when it is not behind, None without target or value.
        """
        attained = self.attained
        if attained is None:
            return None
        due = gone * HUNDRED if DEFINITIONS[self.indicator].grows else HUNDRED
        if DEFINITIONS[self.indicator].unit is Unit.PERCENT:
            assert self.target is not None
            assert self.value is not None
            return max(self.target - self.value, Decimal(0)).quantize(_TENTH, ROUND_DOWN)
        return max(due - attained, Decimal(0)).quantize(_TENTH, ROUND_DOWN)

    def days_behind(self, year: int, on: date) -> int | None:
        """Return how many days ago what is reached was due; None for what does not come by time."""
        attained = self.attained
        if attained is None or not DEFINITIONS[self.indicator].grows:
            return None
        days = Decimal(date(year, 12, 31).timetuple().tm_yday)
        passed = (elapsed(year, on) * days).to_integral_value()
        earned = (attained * days / HUNDRED).to_integral_value(ROUND_FLOOR)
        return max(int(passed - earned), 0)


def light_of(points: Decimal | None, limits: Limits) -> Light:
    """Return the light of an indicator that trails by so many points."""
    if points is None:
        return Light.NONE
    if points > limits.red_points:
        return Light.RED
    return Light.AMBER if points > limits.amber_points else Light.GREEN


def light_of_days(days: int, limits: Limits) -> Light:
    """Return the light of a place whose longest overdue matter is so many days overdue; 0 for none."""
    if days > limits.red_days:
        return Light.RED
    return Light.AMBER if days > limits.amber_days else Light.GREEN


def check_limits(limits: Limits) -> None:
    """Refuse limits that could not be meant: red must not begin before amber."""
    for name, most in (("amber_points", MOST_POINTS), ("red_points", MOST_POINTS)):
        _check(name, getattr(limits, name), most)
    for name in ("amber_days", "red_days"):
        _check(name, getattr(limits, name), MOST_DAYS)
    if limits.red_points < limits.amber_points:
        raise RuleBroken("light_order", field="red_points")
    if limits.red_days < limits.amber_days:
        raise RuleBroken("light_order", field="red_days")


def _check(name: str, value: int, most: int) -> None:
    if not 0 <= value <= most:
        raise RuleBroken("light_out_of_range", field=name, most=most)


def limits_from(facts: Mapping[str, int]) -> Limits:
    """Return limits as they were stored."""
    return Limits(**facts)
