"""What a total is made of: months due, months missing, the share of each grade."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.kernel.months import Month
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.volumes.rules import MonthVolume
from casebook.volumes.rules.coverage import Life, coverage_of, months_due, months_over, together
from casebook.wells.rules import WellStatus

TODAY = date(2023, 6, 15)
IN_USE, PLUGGED = WellStatus.IN_USE, WellStatus.PLUGGED


def volume(number: int, m3: str | None, grade: Grade = Grade.A) -> MonthVolume:
    if m3 is None:
        return MonthVolume(Month(2023, number))
    return MonthVolume(Month(2023, number), Decimal(m3), grade, VolumeMethod.MANUAL_METER)


@pytest.mark.parametrize(
    ("year", "life", "numbers"),
    [
        (2022, Life(IN_USE), range(1, 13)),
        (2023, Life(IN_USE), range(1, 6)),
        (2024, Life(IN_USE), []),
        (2023, Life(IN_USE, built_on=date(2023, 4, 1)), [4, 5]),
        (2022, Life(IN_USE, built_on=date(2023, 4, 1)), []),
        (2023, Life(PLUGGED, closed_on=date(2023, 3, 2)), [1, 2, 3]),
        (2022, Life(PLUGGED, closed_on=date(2023, 3, 2)), range(1, 13)),
        (2023, Life(PLUGGED, closed_on=date(2022, 3, 2)), []),
        (2023, Life(PLUGGED), []),
        (2023, Life(WellStatus.IDLE), []),
        (2023, Life(WellStatus.NOT_FOUND), []),
    ],
)
def test_a_well_owes_figures_while_it_is_in_use(year: int, life: Life, numbers: list[int]) -> None:
    assert months_due(year, TODAY, life) == tuple(Month(year, number) for number in numbers)


def test_the_month_that_is_not_over_is_no_gap() -> None:
    assert len(months_over(2023, date(2023, 5, 31))) == 4
    assert len(months_over(2023, date(2023, 6, 1))) == 5


def test_a_total_says_its_grades_and_gaps() -> None:
    months = [volume(1, "75"), volume(2, None), volume(3, "25", Grade.B), volume(6, "100")]
    found = coverage_of(months, months_due(2023, TODAY, Life(IN_USE)))
    assert found.total_m3 == 200
    assert (found.due, found.missing) == (5, 3)
    assert found.missing_percent == Decimal("60.0")
    assert (found.percent(Grade.A), found.percent(Grade.B)) == (Decimal("87.5"), Decimal("12.5"))
    both = together([found, coverage_of([], months_due(2023, TODAY, Life(IN_USE)))])
    assert (both.total_m3, both.due, both.missing) == (200, 10, 8)


def test_nothing_known_is_not_zero() -> None:
    nothing = coverage_of([], ())
    assert not nothing.is_known
    assert nothing.percent(Grade.A) is None
    assert nothing.missing_percent is None
