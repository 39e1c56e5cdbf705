"""What figures leave unexplained, on both sides of each threshold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from casebook.volumes.rules.suspicions import WellTraits
from tests.unit.volumes.series import NEW, OLD, asked, figured, monthly, reading

STEADY = (0, 100, 200, 300, 400, 500, 600)


def test_a_steady_well_asks_nothing() -> None:
    assert asked(figured(monthly(*STEADY))) == []


def test_a_gap_is_asked_once_however_long() -> None:
    assert asked(figured(monthly(0, -1, -1, 300))) == [("gap", "2023-04-25")]


def test_a_drop_is_asked_with_its_dials() -> None:
    found = figured(monthly(5000, 4800))
    assert asked(found) == [("decrease_unexplained", "2023-02-25")]
    assert dict(found.queries[0].facts) == {"before": "5000.000", "dial": "4800.000"}


def test_a_drop_that_is_a_tenth_says_so() -> None:
    found = figured(monthly(1000, 1100, 120, 1300))
    assert found.queries[0].facts["cause"] == "tenth"


def test_five_times_the_habit_is_a_spike_and_less_is_none() -> None:
    """February has 31 days of 100 m³ in its interval, like the month that jumps."""
    days = [date(2023, 1, 1) + timedelta(days=10 * index) for index in range(9)]
    for jump, expected in ((499, []), (500, ["spike"])):
        dials = [0, 100, 200, 300, 400, 500, 600, 700, 700 + jump]
        found = figured([reading(on.isoformat(), m3) for on, m3 in zip(days, dials, strict=True)])
        assert [query.kind.value for query in found.queries] == expected


def test_too_few_intervals_have_no_habit() -> None:
    assert asked(figured(monthly(0, 1, 2, 3, 4, 500))) == []


def test_a_tenfold_dial_is_explained_and_the_figure_is_kept() -> None:
    found = figured(monthly(1000, 1100, 1200, 1300, 1400, 1500, 1600, 17_000, 1800))
    spike, drop = found.queries
    assert (spike.kind.value, spike.facts["cause"]) == ("spike", "ten_times")
    assert (drop.kind.value, drop.facts["cause"]) == ("decrease_unexplained", "ten_times_before")
    months = {str(month): figure.litres for month, figure in found.months.items()}
    assert months["2023-08"] == 15_400_000
    assert months["2023-09"] is None


def test_a_dial_that_came_back_is_told_as_such() -> None:
    found = figured(monthly(1000, 1100, 1200, 1300, 1400, 1500, 1600, 1100, 1800))
    assert [query.facts.get("cause") for query in found.queries] == ["came_back", None]


@pytest.mark.parametrize(("m3", "expected"), [(7440, []), (7440.001, ["above_capacity"])])
def test_more_than_the_pump_can_lift_in_all_hours(m3: float, expected: list[str]) -> None:
    """10 m³/h × 24 h × 31 days."""
    found = figured([reading("2023-01-25", 0), reading("2023-02-25", m3)], traits=WellTraits(flow_m3h=10))
    assert [query.kind.value for query in found.queries] == expected
    assert [figure.flags for figure in found.months.values()] == [" ".join(expected)]


@pytest.mark.parametrize(
    ("closed_on", "expected"),
    [
        (None, []),
        (date(2023, 2, 25), ["2023-03-25"]),
        (date(2023, 2, 26), []),
        (date(2022, 1, 1), ["2023-02-25", "2023-03-25"]),
    ],
)
def test_use_after_closing_is_asked_for_intervals_that_began_after_it(
    closed_on: date | None, expected: list[str]
) -> None:
    found = figured(monthly(0, 10, 20), traits=WellTraits(closed_on=closed_on))
    assert asked(found) == [("after_closure", day) for day in expected]


def test_a_closed_well_that_stands_still_asks_nothing() -> None:
    assert asked(figured(monthly(7, 7, 7), traits=WellTraits(closed_on=date(2020, 1, 1)))) == []


@pytest.mark.parametrize(("kwh", "expected"), [(49.9, []), (50, ["zero_with_power"]), (0, [])])
def test_a_meter_that_stands_while_electricity_runs(kwh: float, expected: list[str]) -> None:
    found = figured(monthly(5, 5, 15), power_kwh={"2023-02": kwh, "2023-03": 60})
    assert [query.kind.value for query in found.queries] == expected


def test_idle_electricity_far_below_the_habit_asks_nothing() -> None:
    found = figured(monthly(5, 5, 15), power_kwh={"2023-02": 60, "2023-03": 900, "2023-04": 800})
    assert asked(found) == []


@pytest.mark.parametrize(("night", "day", "expected"), [(7, 1, ["night_pumping"]), (1, 1, [])])
def test_hourly_data_show_pumping_by_night(night: int, day: int, expected: list[str]) -> None:
    dial, found = 0, []
    for hour in range(24 * 9):
        of_day = hour % 24
        on = date(2023, 5, 1) + timedelta(days=hour // 24)
        dial += night if of_day > 22 or of_day <= 6 else day
        found.append(reading(on.isoformat(), dial, second=of_day * 3600 + 60))
    kinds = {query.kind.value for query in figured(found).queries}
    assert kinds - {"spike"} == set(expected)


def test_a_swap_is_no_gap_and_an_unmarked_one_is_asked() -> None:
    marked = [reading("2023-01-25", 900, OLD), reading("2023-03-25", 0, NEW, meter="B")]
    assert asked(figured(marked)) == []
    unmarked = [reading("2023-01-25", 900), reading("2023-02-25", 0, meter="B")]
    assert asked(figured(unmarked)) == [("swap_unmarked", "2023-02-25")]
