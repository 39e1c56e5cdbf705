from __future__ import annotations

from datetime import date

import pytest

from casebook.kernel.months import Month
from casebook.returns.rules import Period, PeriodKind, covered, latest_to_open, periods_of_year

D = date.fromisoformat


@pytest.mark.parametrize(
    ("text", "first", "last", "opens"),
    [
        ("2023-05", "2023-05-01", "2023-05-31", "2023-06-01"),
        ("2023-12", "2023-12-01", "2023-12-31", "2024-01-01"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-03-01"),
        ("2023Q1", "2023-01-01", "2023-03-31", "2023-04-01"),
        ("2023Q4", "2023-10-01", "2023-12-31", "2024-01-01"),
        ("2023", "2023-01-01", "2023-12-31", "2023-12-01"),
    ],
)
def test_a_period_reads_as_it_is_written(text: str, first: str, last: str, opens: str) -> None:
    period = Period.parse(text)
    assert str(period) == text
    assert (period.first, period.last, period.opens_on) == (D(first), D(last), D(opens))


@pytest.mark.parametrize(
    "text", ["", "2023-13", "2023-00", "2023Q0", "2023Q5", "23Q1", "2023-5", "1023", "2101", "x"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(text)


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_the_periods_of_a_year_are_its_months_once_each(kind: PeriodKind) -> None:
    periods = periods_of_year(2023, kind)
    assert [month for one in periods for month in one.months] == [Month(2023, n) for n in range(1, 13)]
    assert covered(periods) == {Month(2023, n) for n in range(1, 13)}
    assert periods[-1].plus(1) == periods_of_year(2024, kind)[0]
    assert periods[0].plus(-1) == periods_of_year(2022, kind)[-1]


@pytest.mark.parametrize(
    ("kind", "on", "period"),
    [
        (PeriodKind.MONTH, "2023-06-01", "2023-05"),
        (PeriodKind.MONTH, "2023-01-31", "2022-12"),
        (PeriodKind.QUARTER, "2023-06-30", "2023Q1"),
        (PeriodKind.QUARTER, "2023-07-01", "2023Q2"),
        (PeriodKind.YEAR, "2023-11-30", "2022"),
        (PeriodKind.YEAR, "2023-12-01", "2023"),
    ],
)
def test_which_period_may_be_asked_for(kind: PeriodKind, on: str, period: str) -> None:
    assert str(latest_to_open(kind, D(on))) == period
