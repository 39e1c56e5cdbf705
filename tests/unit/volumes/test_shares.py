"""How an account's electricity is dealt out: by shares where they hold, else by rated power."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.months import Month
from casebook.volumes.rules.shares import (
    WHOLE,
    Linked,
    Share,
    deal,
    overlaps,
    read_line,
    read_month,
    read_share,
    without,
)

MAY = Month(2023, 5)
SPRING = date(2023, 4, 1)


def parts(shares: list[Share[str]], linked: list[Linked[str]], energy: int = 1000) -> dict[str, int]:
    return {one.well: one.energy_wh for one in deal(energy, MAY, shares, linked)}


def test_shares_go_before_the_register_and_leave_the_rest_to_nobody() -> None:
    linked = [Linked("a", 11.0)]
    assert parts([Share("b", 6000, SPRING), Share("c", 3000, SPRING)], linked) == {"b": 600, "c": 300}
    assert parts([Share("b", WHOLE, SPRING, date(2023, 4, 30))], linked) == {"a": 1000}
    assert parts([Share("b", WHOLE, date(2023, 5, 2))], linked) == {"a": 1000}


def test_several_wells_of_the_register_share_by_power_where_all_is_known() -> None:
    assert parts([], [Linked("a", 7.5), Linked("b", 2.5)]) == {"a": 750, "b": 250}
    assert parts([], [Linked("a", 7.5), Linked("b", None)]) == {}
    assert parts([], []) == {}


def test_only_a_well_alone_on_its_account_is_told_by_it() -> None:
    alone = [one.is_alone for one in deal(9, MAY, [Share("a", WHOLE, SPRING)], [])]
    some = [one.is_alone for one in deal(9, MAY, [Share("a", 9000, SPRING)], [])]
    assert (alone, some, deal(9, MAY, [], [Linked("a", None)])[0].is_alone) == ([True], [False], True)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 2000), min_size=1, max_size=5))
def test_no_watt_hour_is_made_or_lost(energy: int, weights: list[int]) -> None:
    dealt = deal(energy, MAY, [Share(str(n), one, SPRING) for n, one in enumerate(weights)], [])
    whole = sum(one.energy_wh for one in dealt)
    assert 0 <= whole <= energy
    if sum(weights) == WHOLE:
        assert whole == energy


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        ((date(2023, 1, 1), None), []),
        ((date(2023, 6, 1), None), [(SPRING, date(2023, 5, 31))]),
        ((date(2023, 1, 1), date(2023, 6, 30)), [(date(2023, 7, 1), None)]),
        ((date(2023, 6, 1), date(2023, 6, 30)), [(SPRING, date(2023, 5, 31)), (date(2023, 7, 1), None)]),
    ],
)
def test_a_span_is_cut_out_of_a_share(cut: tuple[date, date | None], left: list[object]) -> None:
    share = Share("a", WHOLE, SPRING)
    assert overlaps(share, *cut)
    assert [(one.from_on, one.to_on) for one in without(share, *cut)] == left


def test_a_share_that_ended_before_or_begins_after_is_not_touched() -> None:
    share = Share("a", WHOLE, SPRING, date(2023, 5, 31))
    assert not overlaps(share, date(2023, 6, 1), None)
    assert not overlaps(share, date(2023, 1, 1), date(2023, 3, 31))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", WHOLE),
        ("60%", 6000),
        ("33.33", 3333),
        ("100％", WHOLE),
        ("0", None),
        ("101", None),
        ("six", None),
    ],
)
def test_shares_are_read_as_people_write_them(text: str, share: int | None) -> None:
    assert read_share(text) == share


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2023-05", MAY),
        ("202305", MAY),
        (" 2023年5月 ", MAY),
        ("2023.5", MAY),
        ("2023-13", None),
        ("1023-05", None),
        ("", None),
    ],
)
def test_months_are_read_as_people_write_them(text: str, month: Month | None) -> None:
    assert read_month(text) == month


def test_a_line_is_a_well_and_what_stands_behind_it() -> None:
    assert [read_line(text) for text in ("a，60 %", " a ", "", "a b c")] == [
        ("a", "60 %"),
        ("a", ""),
        ("", ""),
        ("a", "b c"),
    ]
