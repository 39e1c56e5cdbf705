"""Volumes: exact in litres, and parts that sum to their whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.volumes import (
    LARGEST_M3,
    cubic_metres,
    litres,
    m3_text,
    share,
    split,
)

anything = st.integers(min_value=-(10**15), max_value=10**15)
weights = st.lists(
    st.one_of(st.integers(min_value=0, max_value=10**6), st.decimals(min_value=0, max_value=1000, places=4)),
    min_size=1,
    max_size=24,
).filter(any)


@pytest.mark.parametrize(
    ("volume_m3", "whole_litres"),
    [
        ("0", 0),
        ("3117", 3_117_000),
        ("0.0005", 0),
        ("0.0015", 2),
        ("0.0025", 2),
        ("-0.0015", -2),
        ("0.00150000000000000000000000000000000001", 2),
        ("0.00250000000000000000000000000000000001", 3),
        ("1150000", 1_150_000_000),
        (str(LARGEST_M3), 9_223_372_036_854_775_000),
        ("1E+3", 1_000_000),
    ],
)
def test_litres_of_cubic_metres(volume_m3: str, whole_litres: int) -> None:
    assert litres(Decimal(volume_m3)) == whole_litres


@pytest.mark.parametrize("volume_m3", ["NaN", "Infinity", "-Infinity", "9223372036854776", "1E+999999"])
def test_no_volume(volume_m3: str) -> None:
    with pytest.raises(ValueError, match="volume_out_of_range"):
        litres(Decimal(volume_m3))


@given(anything)
def test_litres_come_back(volume_l: int) -> None:
    assert litres(cubic_metres(volume_l)) == volume_l


@pytest.mark.parametrize(
    ("volume_l", "text"), [(3_117_000, "3117.000"), (0, "0.000"), (1, "0.001"), (-1500, "-1.500")]
)
def test_cubic_metres_have_three_decimals(volume_l: int, text: str) -> None:
    assert m3_text(volume_l) == text


@pytest.mark.parametrize(
    ("volume_l", "days", "days_in_year", "part"),
    [
        (365_000, 92, 365, 92_000),
        (82_142_857, 78, 365, 17_553_816),
        (1, 183, 366, 0),
        (3, 183, 366, 2),
        (1000, 0, 365, 0),
        (1000, 366, 366, 1000),
        (-365_000, 92, 365, -92_000),
    ],
)
def test_share_of_a_year(volume_l: int, days: int, days_in_year: int, part: int) -> None:
    assert share(volume_l, days, days_in_year) == part


@pytest.mark.parametrize(("days", "days_in_year"), [(-1, 365), (366, 365), (0, 0)])
def test_no_share(days: int, days_in_year: int) -> None:
    with pytest.raises(ValueError, match="days_out_of_range"):
        share(1000, days, days_in_year)


@given(anything, st.integers(min_value=0, max_value=366))
def test_a_share_and_its_rest_miss_at_most_a_litre(volume_l: int, days: int) -> None:
    both = share(volume_l, days, 366) + share(volume_l, 366 - days, 366)
    assert abs(both - volume_l) <= 1


@pytest.mark.parametrize(
    ("volume_l", "by", "parts"),
    [
        (100, (1, 1, 1), [34, 33, 33]),
        (-100, (1, 1, 1), [-34, -33, -33]),
        (10, (0, 1, 0), [0, 10, 0]),
        (0, (1, 2), [0, 0]),
        (1000, (31, 28, 31), [345, 311, 344]),
        (7, (Decimal("0.5"), Decimal("0.25"), Decimal("0.25")), [3, 2, 2]),
    ],
    ids=repr,
)
def test_split_by_largest_remainder(volume_l: int, by: tuple[int | Decimal, ...], parts: list[int]) -> None:
    assert split(volume_l, by) == parts


@pytest.mark.parametrize("by", [(), (0, 0), (2, -1), (1, -1)])
def test_no_split(by: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="weights_out_of_range"):
        split(1000, by)


@given(anything, weights)
def test_parts_sum_to_the_whole_and_miss_less_than_a_litre(volume_l: int, by: list[int | Decimal]) -> None:
    parts = split(volume_l, by)
    total = sum(map(Fraction, by))
    assert sum(parts) == volume_l
    assert all(
        abs(part - volume_l * Fraction(weight) / total) < 1 for part, weight in zip(parts, by, strict=True)
    )
