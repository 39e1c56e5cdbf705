from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.wells.rules import EDITABLE, Edit, read_value, weigh_edits

START = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)


def edit(number: int, seen: object, written: object, minutes: int | None = None) -> Edit:
    at = START + timedelta(minutes=number if minutes is None else minutes)
    return Edit(UUID(int=number), seen, written, at)  # type: ignore[arg-type]  # values of a test


def test_a_chain_leads_to_its_end() -> None:
    found = weigh_edits(100, [edit(1, 100, 120), edit(2, 120, 125)])
    assert (found.value, found.conflicts) == (125, frozenset())


def test_of_two_on_the_same_value_the_earlier_counts_and_the_later_waits() -> None:
    found = weigh_edits(100, [edit(2, 100, 130), edit(1, 100, 120)])
    assert (found.value, found.conflicts) == (120, frozenset({UUID(int=2)}))


def test_the_same_value_twice_is_no_conflict() -> None:
    found = weigh_edits("", [edit(1, "", "M-7"), edit(2, "", "M-7")])
    assert (found.value, found.conflicts) == ("M-7", frozenset())


def test_an_edit_of_what_nobody_saw_waits() -> None:
    found = weigh_edits(100, [edit(1, 90, 95)])
    assert (found.value, found.conflicts) == (100, frozenset({UUID(int=1)}))


def test_a_clock_that_went_back_does_not_break_a_chain() -> None:
    found = weigh_edits(100, [edit(1, 100, 120, minutes=60), edit(2, 120, 125, minutes=0)])
    assert (found.value, found.conflicts) == (125, frozenset())


def test_back_and_forth_ends() -> None:
    found = weigh_edits(1, [edit(1, 1, 2), edit(2, 2, 1), edit(3, 1, 3)])
    assert (found.value, found.conflicts) == (3, frozenset())


VALUES = st.integers(0, 3)
EDITS = st.lists(st.tuples(VALUES, VALUES, st.integers(0, 4)), max_size=6)


@given(VALUES, EDITS, st.randoms())
def test_the_order_of_arrival_changes_nothing(
    base: int, made: list[tuple[int, int, int]], dice: object
) -> None:
    edits = [edit(place, *one) for place, one in enumerate(made)]
    expected = weigh_edits(base, edits)
    shuffled = list(edits)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own random
    assert weigh_edits(base, shuffled) == expected


@given(VALUES, EDITS)
def test_nothing_is_lost(base: int, made: list[tuple[int, int, int]]) -> None:
    edits = [edit(place, *one) for place, one in enumerate(made)]
    found = weigh_edits(base, edits)
    reachable = {base} | {one.written for one in edits}
    assert found.value in reachable
    for one in edits:
        in_the_chain = one.source not in found.conflicts
        assert in_the_chain or one.written != found.value


def test_three_from_two_tablets_end_alike_in_every_order() -> None:
    made = [edit(1, 100, 120), edit(2, 120, 125), edit(3, 100, 130)]
    assert {weigh_edits(100, order) for order in permutations(made)} == {weigh_edits(100, made)}


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("village", " 小王庄 ", "小王庄"),
        ("use", "industry", "industry"),
        ("depth_m", 120, 120.0),
        ("depth_m", None, None),
        ("people_served", 240, 240),
        ("meter_kind", "online", "online"),
    ],
)
def test_values_are_read(field: str, value: object, stored: object) -> None:
    assert read_value(field, value) == stored  # type: ignore[arg-type]  # values of a test


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("lon", 115.4, "well_edit_field"),
        ("status", "plugged", "well_edit_field"),
        ("__class__", "x", "well_edit_field"),
        ("use", "swimming", "well_edit_choice"),
        ("use", None, "well_edit_choice"),
        ("village", "长" * 61, "well_edit_text"),
        ("village", 7, "well_edit_text"),
        ("meter_no", None, "well_edit_text"),
        ("depth_m", "120", "number_range"),
        ("depth_m", True, "number_range"),
        ("depth_m", -3, "number_range"),
        ("depth_m", 1e9, "number_range"),
        ("depth_m", float("nan"), "number_range"),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_value(field, value)  # type: ignore[arg-type]  # values of a test
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_position_is_never_edited_on_the_spot() -> None:
    assert not {"lon", "lat", "status", "code", "exemption"} & EDITABLE.keys()
