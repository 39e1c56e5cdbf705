from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.jobs import rules
from casebook.jobs.rules import JobState
from casebook.kernel.errors import Conflict, Forbidden, NotFound, Refused, RuleBroken, StorageFull

MOMENTS = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SPANS = st.sampled_from([timedelta(minutes=1), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)])


def test_each_failure_waits_twice_as_long() -> None:
    waits = [rules.delay(attempts).total_seconds() for attempts in range(1, 5)]
    assert waits == [10, 20, 40, 80]


@pytest.mark.parametrize("error", [RuleBroken("x"), Refused([]), NotFound("x"), Forbidden("x")])
def test_a_refusal_is_not_tried_again(error: Exception) -> None:
    assert rules.is_given_up(error, 1)


@pytest.mark.parametrize("error", [OSError(), StorageFull("storage_full"), Conflict("x")])
def test_a_fault_is_tried_again_a_few_times(error: Exception) -> None:
    assert not rules.is_given_up(error, rules.MOST_ATTEMPTS - 1)
    assert rules.is_given_up(error, rules.MOST_ATTEMPTS)


@given(MOMENTS, SPANS)
def test_a_slot_holds_its_moment(moment: datetime, every: timedelta) -> None:
    slot = rules.slot_of(moment, every)
    assert slot <= moment < slot + every
    assert rules.slot_of(slot, every) == slot


@given(MOMENTS, MOMENTS, SPANS)
def test_two_workers_name_the_same_slot(one: datetime, other: datetime, every: timedelta) -> None:
    slots = rules.slot_of(one, every), rules.slot_of(other, every)
    assert (slots[1] - slots[0]) % every == timedelta(0)


def test_what_has_ended_stays_so() -> None:
    assert set(rules.TRANSITIONS) == set(JobState)
    assert [state for state in JobState if not state.is_open] == [
        state for state, following in rules.TRANSITIONS.items() if not following
    ]
