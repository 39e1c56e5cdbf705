"""The life of a well: one table, and events that fold to the stored status."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.wells.rules import (
    CLOSED,
    TRANSITIONS,
    Ground,
    WellStatus,
    check_step,
    fold,
    ground_of,
    next_statuses,
)


@dataclass(frozen=True)
class Event:
    from_status: WellStatus | None
    to_status: WellStatus


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """A first status and steps that the table allows on some ground."""
    status = draw(st.sampled_from(WellStatus))
    events = [Event(None, status)]
    for ground in draw(st.lists(st.sampled_from(Ground), max_size=12)):
        choices = next_statuses(status, ground)
        if choices:
            to = draw(st.sampled_from(choices))
            check_step(status, to, ground)
            events.append(Event(status, to))
            status = to
    return events


@given(lives())
def test_folding_gives_the_last_status(events: list[Event]) -> None:
    assert fold(events) is events[-1].to_status


@given(lives().filter(lambda events: len(events) > 2), st.data())
def test_a_lost_step_is_found(events: list[Event], data: st.DataObject) -> None:
    lost = data.draw(st.integers(1, len(events) - 2))
    rest = events[:lost] + events[lost + 1 :]
    with pytest.raises(ValueError, match="step from"):
        fold(rest)


def test_no_events_no_status() -> None:
    assert fold([]) is None


@given(st.sampled_from(WellStatus), st.sampled_from(WellStatus), st.sampled_from(Ground))
def test_the_table_decides(status: WellStatus, to: WellStatus, ground: Ground) -> None:
    if to in next_statuses(status, ground):
        check_step(status, to, ground)
    else:
        with pytest.raises(RuleBroken):
            check_step(status, to, ground)


def test_every_status_has_its_row() -> None:
    assert set(TRANSITIONS) == set(WellStatus)
    assert all(status not in following for status, following in TRANSITIONS.items())


def test_nobody_closes_a_well_by_hand() -> None:
    """封停 goes through a closure, or a register file says that it has happened."""
    for status in WellStatus:
        assert not CLOSED & set(next_statuses(status, Ground.REGISTER))
        assert not CLOSED & set(next_statuses(status, Ground.VISIT))


def test_a_closed_well_comes_back_only_by_opening_it() -> None:
    for status in CLOSED:
        for ground in set(Ground) - {Ground.CLOSURE}:
            assert WellStatus.IN_USE not in next_statuses(status, ground)


def test_unverified_needs_a_visit() -> None:
    expected = {WellStatus.IN_USE, WellStatus.IDLE, WellStatus.NOT_FOUND}
    assert set(next_statuses(WellStatus.UNVERIFIED, Ground.VISIT)) == expected
    assert next_statuses(WellStatus.UNVERIFIED, Ground.REGISTER) == []


def test_a_plugged_well_is_nothing_else() -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_step(WellStatus.PLUGGED, WellStatus.MOTHBALLED, Ground.CLOSURE)
    assert refusal.value.code == "well_step_unknown"


def test_a_step_on_the_wrong_ground_is_told_apart() -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_step(WellStatus.IN_USE, WellStatus.PLUGGED, Ground.REGISTER)
    assert refusal.value.code == "well_step_ground"


@pytest.mark.parametrize(
    ("kind", "ground"),
    [
        ("", Ground.REGISTER),
        ("inspection", Ground.VISIT),
        ("closure", Ground.CLOSURE),
        ("batch", Ground.IMPORT),
        ("problem", Ground.REGISTER),
    ],
)
def test_the_subject_gives_the_ground(kind: str, ground: Ground) -> None:
    assert ground_of(kind) is ground
