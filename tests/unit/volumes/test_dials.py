"""From dials to volumes: rollovers, swaps, drops, gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.volumes.rules.dials import Reading, digits_of, intervals_of
from casebook.volumes.rules.months import days_over, metered_months, months_over
from tests.unit.volumes.series import NEW, OLD, TURN, flags, intervals, litres, monthly, reading


def test_an_interval_belongs_to_the_month_of_its_closing_reading() -> None:
    assert litres(monthly(100, 150, 210)) == {"2023-02": 50, "2023-03": 60}


def test_before_the_first_reading_there_is_nothing_and_one_reading_is_no_volume() -> None:
    assert litres(monthly(100)) == {}
    assert litres([]) == {}


def test_several_intervals_of_a_month_are_summed() -> None:
    days = [reading("2023-01-25", 0), reading("2023-02-03", 7), reading("2023-02-25", 20)]
    assert litres(days) == {"2023-02": 20}


def test_a_month_without_a_reading_gets_its_days_share() -> None:
    """25 January to 25 March: 31 days to 25 February, 28 days from there."""
    found = monthly(1000, -1, 1590)
    assert litres(found) == {"2023-02": 310, "2023-03": 280}
    assert flags(found) == {"2023-02": {"split"}, "2023-03": {"split"}}


@pytest.mark.parametrize(
    ("opened", "closed", "days"),
    [
        ("2023-01-25", "2023-02-25", [31]),
        ("2023-01-01", "2023-01-31", [30]),
        ("2023-01-25", "2023-03-25", [31, 28]),
        ("2023-11-25", "2024-02-25", [30, 31, 31]),
        ("2023-01-31", "2023-03-31", [28, 31]),
        ("2024-01-31", "2024-03-30", [29, 30]),
        ("2023-01-25", "2023-03-05", [11, 28]),
    ],
)
def test_days_over_the_months_of_an_interval(opened: str, closed: str, days: list[int]) -> None:
    first, last = date.fromisoformat(opened), date.fromisoformat(closed)
    assert days_over(first, last) == days
    assert sum(days) == (last - first).days


@pytest.mark.parametrize(
    ("before", "after", "mark", "expected", "flag"),
    [
        (99_000, 500, False, 1500, "rollover"),
        (90_000, 500, False, 10_500, "rollover"),
        (89_999, 500, False, None, "decrease_unexplained"),
        (50_000, 500, True, 50_500, "rollover"),
        (99_999, 0, False, 1, "rollover"),
        (500, 500, False, 0, None),
        (500, 900, True, 400, None),
    ],
)
def test_rollover_is_taken_when_marked_or_near_the_highest_number(
    before: int, after: int, mark: bool, expected: int | None, flag: str | None
) -> None:
    found = [reading("2023-01-25", before), reading("2023-02-25", after, *([TURN] if mark else []))]
    assert litres(found, digits=5) == {"2023-02": expected}
    assert flags(found, digits=5) == {"2023-02": {flag} if flag else set()}


@pytest.mark.parametrize(
    ("dials", "digits"), [([], 3), ([999], 3), ([1000], 4), ([99_999.9], 5), ([100_000, 7], 6), ([0], 3)]
)
def test_digits_are_learned_as_the_fewest_that_hold_all_dials(dials: list[float], digits: int) -> None:
    assert digits_of(round(dial * 1000) for dial in dials) == digits


def test_given_digits_win_over_learned_ones() -> None:
    found = monthly(9_500, 300)
    assert litres(found) == {"2023-02": 800}
    assert litres(found, digits=5) == {"2023-02": None}


def test_a_drop_without_a_mark_gives_no_volume_and_what_follows_goes_on() -> None:
    found = monthly(5000, 4800, 4900)
    assert litres(found) == {"2023-02": None, "2023-03": 100}
    assert flags(found)["2023-02"] == {"decrease_unexplained"}


def test_a_month_with_a_drop_among_its_intervals_has_a_partial_figure() -> None:
    found = [
        reading("2023-01-25", 5000),
        reading("2023-02-10", 5060),
        reading("2023-02-20", 4000),
        reading("2023-02-25", 4010),
    ]
    assert litres(found) == {"2023-02": 70}
    assert flags(found)["2023-02"] == {"decrease_unexplained", "partial"}


def test_a_swap_with_closing_and_opening_counts_both_meters() -> None:
    found = [
        reading("2023-01-25", 900),
        reading("2023-02-10", 940, OLD),
        reading("2023-02-10", 5, NEW, meter="B"),
        reading("2023-02-25", 35, meter="B"),
        reading("2023-03-25", 60, meter="B"),
    ]
    assert litres(found) == {"2023-02": 70, "2023-03": 25}
    assert flags(found) == {"2023-02": {"swap"}, "2023-03": set()}


def test_a_swap_under_the_same_number_starts_anew() -> None:
    found = [reading("2023-01-25", 900), reading("2023-02-25", 940, OLD), reading("2023-02-25", 0, NEW)]
    assert litres([*found, reading("2023-03-25", 8)]) == {"2023-02": 40, "2023-03": 8}


@pytest.mark.parametrize("is_marked", [True, False])
def test_another_meter_without_closing_and_opening_leaves_its_time_without_a_volume(is_marked: bool) -> None:
    first = reading("2023-02-25", 12, *([NEW] if is_marked else []), meter="B")
    found = [reading("2023-01-25", 900), first, reading("2023-03-25", 30, meter="B")]
    assert litres(found) == {"2023-02": None, "2023-03": 18}
    assert flags(found)["2023-02"] == {"swap_unmarked"}


def test_two_meters_side_by_side_are_summed() -> None:
    one = monthly(10, 20, 30)
    other = [reading("2023-01-25", 100, meter="B"), reading("2023-02-25", 105, meter="B")]
    both = sorted([*one, *other], key=lambda found: found.on)
    assert litres(both) == {"2023-02": 15, "2023-03": 10}


@pytest.mark.parametrize(
    ("dials", "is_ten_times", "at"),
    [((1000, 1100, 12_000, 1300), True, 2), ((1000, 1100, 120, 1300), False, 2)],
)
def test_a_slip_of_the_unit_is_recognised(dials: tuple[int, ...], is_ten_times: bool, at: int) -> None:
    found = intervals(monthly(*dials))
    slips = {interval.slip for interval in found if interval.slip}
    assert [(slip.is_ten_times, slip.on.month) for slip in slips] == [(is_ten_times, at + 1)]


def test_a_slip_near_the_highest_number_is_no_rollover() -> None:
    """95 000 is ten times 9 500: what follows is a drop, not 14 600 m³ over the top."""
    assert litres(monthly(9_300, 9_400, 95_000, 9_600))["2023-04"] is None


dials = st.lists(st.integers(0, 99_999_999), min_size=2, max_size=40)
steps = st.lists(st.integers(1, 200), min_size=40, max_size=40)


@given(dials, steps)
def test_no_litre_is_lost_or_made_between_intervals_and_months(values: list[int], days: list[int]) -> None:
    on, found = date(2020, 1, 25), []
    for dial, step in zip(values, days, strict=False):
        found.append(Reading("A", on, dial))
        on += timedelta(days=step)
    cut = intervals_of(found, {})
    months = metered_months(cut)
    assert sum(interval.litres or 0 for interval in cut) == sum(m.litres or 0 for m in months.values())
    assert len(cut) == len(found) - 1


@given(st.lists(st.integers(0, 5_000_000), min_size=1, max_size=60), st.integers(0, 999_999_999))
def test_a_dial_that_turns_over_gives_what_was_pumped(pumped: list[int], start: int) -> None:
    """Six digits, at most a tenth of them a month: every rollover is seen without a mark."""
    dial, on, full = start, date(2020, 1, 25), 10**9
    found = [Reading("A", on, dial)]
    for litres_more in pumped:
        dial = (dial + litres_more) % full
        on = (on.replace(day=1) + timedelta(days=40)).replace(day=25)
        found.append(Reading("A", on, dial))
    cut = intervals_of(found, {"A": 6})
    assert [interval.litres for interval in cut] == pumped


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 900))
def test_the_days_of_an_interval_fall_on_its_months_and_on_no_other(opened: date, length: int) -> None:
    closed = opened + timedelta(days=length)
    days, months = days_over(opened, closed), months_over(opened, closed)
    assert len(days) == len(months)
    assert sum(days) == length
    assert min(days) >= 0
    assert months[-1] == (closed.year, closed.month)
