"""Calendar months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.months import Month, months_between, months_of_year

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_month(day: date) -> None:
    month = Month.of(day)

    assert month.first <= day <= month.last
    assert Month.parse(str(month)) == month


@given(DAYS)
def test_months_follow_each_other_without_a_gap(day: date) -> None:
    month = Month.of(day)

    assert month.next().first == month.last + timedelta(days=1)
    assert month.next().previous() == month
    assert month.plus(12) == Month(month.year + 1, month.month)


def test_months_between_count_both_ends() -> None:
    assert list(months_between(Month(2022, 12), Month(2023, 2))) == [
        Month(2022, 12),
        Month(2023, 1),
        Month(2023, 2),
    ]
    assert list(months_between(Month(2023, 2), Month(2023, 1))) == []
    assert len(months_of_year(2023)) == 12


@pytest.mark.parametrize("text", ["2023", "2023-13", "2023-5", "二〇二三", "2023-05-01"])
def test_what_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Month.parse(text)
