"""Targets: what is met, how far the year has come (rules.md 10.7, 15 trap 16)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.oversight.rules import Indicator, Progress, Standing, elapsed, is_year_met, lag, standing, worst


def progress(indicator: Indicator, target: str | None, booked: str, claimed: str = "0") -> Progress:
    return Progress(indicator, None if target is None else Decimal(target), Decimal(booked), Decimal(claimed))


@pytest.mark.parametrize(
    ("wells", "volume", "met"),
    [
        ("14", "1150000", True),
        ("14", "1000000", False),
        ("13", "1200000", False),
        ("15", "1149999.999", False),
    ],
)
def test_a_year_is_met_only_when_every_part_is(wells: str, volume: str, met: bool) -> None:
    parts = [
        progress(Indicator.WELLS_CLOSED, "14", wells),
        progress(Indicator.REDUCTION, "1150000", volume),
    ]
    assert is_year_met(parts) is met


def test_a_year_without_targets_is_not_met() -> None:
    assert not is_year_met([progress(Indicator.REDUCTION, None, "5")])


def test_what_is_left_is_never_below_zero() -> None:
    assert progress(Indicator.REDUCTION, "10", "12").difference == 0
    assert progress(Indicator.REDUCTION, "10", "4").difference == 6
    assert progress(Indicator.REDUCTION, None, "4").difference is None


def test_shares_stay_between_zero_and_one() -> None:
    one = progress(Indicator.REDUCTION, "10", "4")
    assert one.share(Decimal(5)) == Decimal("0.5")
    assert one.share(Decimal(50)) == 1
    assert progress(Indicator.REDUCTION, None, "4").share(Decimal(1)) == 0
    assert progress(Indicator.REDUCTION, "0", "4").share(Decimal(1)) == 0


@pytest.mark.parametrize(
    ("target", "booked", "gone", "found"),
    [
        (None, "5", "0.5", Standing.UNSET),
        ("10", "10", "0.2", Standing.MET),
        ("10", "5", "0.5", Standing.ON_TIME),
        ("10", "4", "0.5", Standing.BEHIND),
        ("10", "9", "1", Standing.MISSED),
        ("0", "0", "0", Standing.MET),
    ],
)
def test_how_an_indicator_stands(target: str | None, booked: str, gone: str, found: Standing) -> None:
    assert standing(progress(Indicator.REDUCTION, target, booked), Decimal(gone)) is found


def test_a_place_stands_as_its_worst_part() -> None:
    assert worst([Standing.MET, Standing.UNSET]) is Standing.MET
    assert worst([Standing.MET, Standing.BEHIND]) is Standing.BEHIND
    assert worst([Standing.UNSET, Standing.UNSET]) is Standing.UNSET


@pytest.mark.parametrize(
    ("on", "share"),
    [
        (date(2022, 12, 31), Decimal(0)),
        (date(2023, 12, 31), Decimal(1)),
        (date(2024, 1, 1), Decimal(1)),
        (date(2023, 1, 1), Decimal(1) / 365),
    ],
)
def test_elapsed(on: date, share: Decimal) -> None:
    assert elapsed(2023, on) == share


@pytest.mark.parametrize(
    ("wells", "volume", "gone", "points"),
    [
        ("14", "1150000", "1", 0),
        ("7", "1150000", "0.5", 0),
        ("7", "1150000", "0.75", 25),
        ("14", "0", "0.469", 46),
        ("28", "2300000", "0.1", 0),
    ],
)
def test_the_slowest_part_tells_how_far_behind(wells: str, volume: str, gone: str, points: int) -> None:
    parts = [
        progress(Indicator.WELLS_CLOSED, "14", wells),
        progress(Indicator.REDUCTION, "1150000", volume),
    ]
    assert lag(parts, Decimal(gone)) == points


def test_without_a_target_nobody_is_behind() -> None:
    assert lag([progress(Indicator.WELLS_CLOSED, None, "0")], Decimal(1)) == 0
