"""What an emergency took, by the years that it lies in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from casebook.closures.rules import used_by_year


@given(
    st.decimals(0, 1_000_000, places=3),
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    st.integers(0, 900),
)
def test_the_years_of_an_opening_sum_to_what_it_took(used: Decimal, opened_on: date, days: int) -> None:
    sealed_on = opened_on + timedelta(days=days)
    found = used_by_year(used, opened_on, sealed_on)
    assert sum(found.values()) == used
    assert list(found) == list(range(opened_on.year, sealed_on.year + 1))
    assert all(one >= 0 for one in found.values())


def test_it_is_shared_out_by_days() -> None:
    found = used_by_year(Decimal(100), date(2023, 12, 31), date(2024, 1, 2))
    assert found == {2023: Decimal("33.333"), 2024: Decimal("66.667")}
