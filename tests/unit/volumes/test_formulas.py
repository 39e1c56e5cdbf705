"""The formula of a month says what its figure is the sum of."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.months import Month
from casebook.volumes.rules.dials import intervals_of
from casebook.volumes.rules.formulas import joined, parts_of
from casebook.volumes.rules.months import metered_months
from tests.unit.volumes.series import NEW, OLD, intervals, monthly, reading


@given(
    st.lists(
        st.tuples(st.integers(1, 70), st.integers(0, 10**7), st.sampled_from("AB")), min_size=2, max_size=20
    )
)
def test_the_parts_of_a_month_sum_to_its_figure(steps: list[tuple[int, int, str]]) -> None:
    on, readings = date(2022, 11, 7), []
    for days, dial, meter in steps:
        on += timedelta(days=days)
        readings.append(reading(on.isoformat(), 0, meter=meter)._replace(dial_l=dial))
    between = intervals_of(readings, {})
    months, parts = metered_months(between), parts_of(between)
    assert list(months) == list(parts)
    for month, figures in months.items():
        counted = [part.litres for part in parts[month] if part.counts]
        assert figures.litres == (sum(litres or 0 for litres in counted) if counted else None)


def test_an_interval_over_a_missing_month_is_shown_with_its_days() -> None:
    parts = parts_of(intervals(monthly(100, -1, 159)))
    told = {
        str(month): [(one.litres, one.days, one.of_days) for one in some] for month, some in parts.items()
    }
    assert told == {"2023-02": [(31_000, 31, 59)], "2023-03": [(28_000, 28, 59)]}


def test_a_swap_adds_nothing() -> None:
    readings = [
        reading("2023-01-25", 100),
        reading("2023-02-10", 130, OLD),
        reading("2023-02-10", 5, NEW, meter="B"),
        reading("2023-02-25", 25, meter="B"),
    ]
    parts = parts_of(intervals(readings))[Month(2023, 2)]
    assert [(part.litres, part.counts) for part in parts] == [(30_000, True), (0, False), (20_000, True)]


def test_plain_intervals_that_follow_each_other_are_told_as_one() -> None:
    hours = [reading("2023-05-25", 100 + hour, second=3600 * hour) for hour in range(24)]
    parts = parts_of(intervals([reading("2023-04-25", 90), *hours]))[Month(2023, 5)]
    (whole,) = joined(parts)
    assert (whole.litres, whole.intervals, whole.interval.opened.dial_l) == (33_000, 24, 90_000)


def test_what_is_no_plain_difference_stays_apart() -> None:
    readings = [
        reading("2023-02-01", 100),
        reading("2023-02-02", 130),
        reading("2023-02-03", 120),
        reading("2023-02-04", 125),
    ]
    parts = parts_of(intervals(readings))[Month(2023, 2)]
    assert [(part.litres, part.intervals) for part in joined(parts)] == [(30_000, 1), (None, 1), (5_000, 1)]
