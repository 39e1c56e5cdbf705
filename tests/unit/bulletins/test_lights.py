"""What is red, amber and green, and by how many points and days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.bulletins.rules import (
    DEFAULT_LIMITS,
    Light,
    Limits,
    Measure,
    check_limits,
    light_of,
    light_of_days,
)
from casebook.kernel.errors import RuleBroken
from casebook.oversight.rules import Indicator

HALF = Decimal("0.5")
WELLS, RATE, DEEP = Indicator.WELLS_CLOSED, Indicator.STRUCK_OFF_RATE, Indicator.DEEP_WELLS


def measure(indicator: Indicator, target: str | None, value: str | None) -> Measure:
    return Measure(
        indicator, None if target is None else Decimal(target), None if value is None else Decimal(value)
    )


@pytest.mark.parametrize(
    ("indicator", "target", "value", "points"),
    [
        (WELLS, "10", "5", "0"),
        (WELLS, "10", "4", "10"),
        (WELLS, "10", "0", "50"),
        (WELLS, "10", "12", "0"),
        (WELLS, "3", "1", "16.6"),
        (WELLS, "0", "0", "0"),
        (RATE, "100", "92.5", "7.5"),
        (RATE, "90", "92.5", "0"),
        (DEEP, "20", "20", "0"),
        (DEEP, "20", "23", "15"),
        (DEEP, "0", "1", "100"),
        (WELLS, None, "3", None),
        (RATE, "100", None, None),
    ],
)
def test_points_behind_at_the_middle_of_the_year(
    indicator: Indicator, target: str | None, value: str | None, points: str | None
) -> None:
    """What grows is due by the time gone, a rate and a ceiling at once."""
    found = measure(indicator, target, value).points_behind(HALF)
    assert found == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("points", "light"),
    [(None, Light.NONE), ("0", Light.GREEN), ("0.1", Light.AMBER), ("10", Light.AMBER), ("10.1", Light.RED)],
)
def test_lights_of_points(points: str | None, light: Light) -> None:
    assert light_of(None if points is None else Decimal(points), DEFAULT_LIMITS) is light


@pytest.mark.parametrize(("days", "light"), [(0, "green"), (1, "amber"), (7, "amber"), (8, "red")])
def test_lights_of_days(days: int, light: str) -> None:
    assert light_of_days(days, DEFAULT_LIMITS) == light


@pytest.mark.parametrize(
    ("value", "on", "days"),
    [("0", "2026-01-31", 31), ("10", "2026-01-31", 0), ("5", "2026-07-02", 1), ("5", "2026-12-31", 183)],
)
def test_days_behind_the_time_gone(value: str, on: str, days: int) -> None:
    assert measure(WELLS, "10", value).days_behind(2026, date.fromisoformat(on)) == days


def test_rates_are_not_behind_by_days() -> None:
    assert measure(RATE, "100", "50").days_behind(2026, date(2026, 6, 1)) is None
    assert measure(WELLS, None, "3").days_behind(2026, date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("limits", "code", "field"),
    [
        (Limits(amber_points=11), "light_order", "red_points"),
        (Limits(amber_days=8), "light_order", "red_days"),
        (Limits(red_points=101), "light_out_of_range", "red_points"),
        (Limits(amber_points=-1), "light_out_of_range", "amber_points"),
        (Limits(red_days=366), "light_out_of_range", "red_days"),
    ],
)
def test_limits_that_cannot_be_meant(limits: Limits, code: str, field: str) -> None:
    with pytest.raises(RuleBroken, match=code) as refused:
        check_limits(limits)
    assert refused.value.field == field
