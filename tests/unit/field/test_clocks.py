"""Device clocks: what is put right, by how much, and what stays as it was signed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.closures.filed import AcceptanceSignature
from casebook.closures.rules import SignatureRole
from casebook.field.rules import envelope
from casebook.field.rules.clocks import Clock, clock_of, put_right
from casebook.inspections.filed import FiledPatrolVisit, FiledSecond, Fix, PatrolState, SignedHow
from casebook.kernel.clock import rfc3339
from casebook.kernel.ids import new_id
from tests.unit.field.test_envelope import an_envelope

MADE = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
RECEIVED = MADE + timedelta(hours=6)
DAY_S = 86_400.0


def clock(made_at: datetime = MADE, **other: object) -> Clock:
    body = an_envelope(made_at=rfc3339(made_at), **other)
    return clock_of(envelope.read(json.dumps(body).encode()), RECEIVED)


@pytest.mark.parametrize("ahead_s", [None, 0, 299.0, -299.0])
def test_a_clock_that_goes_well_changes_nothing(ahead_s: float | None) -> None:
    found = clock(clock_ahead_s=ahead_s)
    assert found.ahead_s is None
    assert found.right(MADE) == MADE


@pytest.mark.parametrize("days", [-2, 2, -400])
def test_a_clock_that_is_days_off_is_put_back(days: int) -> None:
    found = clock(MADE + timedelta(days=days), clock_ahead_s=days * DAY_S)
    assert found.ahead_s == days * DAY_S
    assert found.right(MADE + timedelta(days=days, minutes=-10)) == MADE - timedelta(minutes=10)


@pytest.mark.parametrize("ahead_s", [None, 0.0, 20.0])
@pytest.mark.parametrize("made_at", [datetime(1970, 1, 1, 0, 40, tzinfo=UTC), RECEIVED + timedelta(days=2)])
def test_what_nobody_can_have_made_then_counts_from_its_arrival(
    made_at: datetime, ahead_s: float | None
) -> None:
    found = clock(made_at, clock_ahead_s=ahead_s)
    assert found.ahead_s == (made_at - RECEIVED).total_seconds()
    assert found.right(made_at - timedelta(minutes=30)) == RECEIVED - timedelta(minutes=30)


def test_a_reset_clock_that_was_compared_since_is_put_right_exactly() -> None:
    reset = datetime(1970, 1, 2, tzinfo=UTC)
    assert clock(reset, clock_ahead_s=(reset - MADE).total_seconds()).right(reset) == MADE


@given(st.floats(-1e7, 1e7) | st.none(), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_nothing_is_dated_later_than_it_arrived(ahead_s: float | None, made: int, at: int) -> None:
    found = clock(MADE + timedelta(minutes=made), clock_ahead_s=ahead_s)
    assert found.right(MADE + timedelta(minutes=at)) <= RECEIVED


@pytest.mark.parametrize("ahead_s", [1e11, -1e11, "60", True])
def test_an_impossible_statement_is_refused(ahead_s: object) -> None:
    with pytest.raises(envelope.RuleBroken) as refusal:
        clock(clock_ahead_s=ahead_s)
    assert refusal.value.field == "clock_ahead_s"


def test_every_instant_is_put_right_and_signed_ones_stay() -> None:
    ahead = timedelta(days=2)
    fix = Fix(at=MADE + ahead, fix_at=MADE + ahead, lon=115.4, lat=36.4, accuracy_m=5.0)
    filed = FiledPatrolVisit(patrol=new_id(), well=None, state=PatrolState.NEW_WELL, at=MADE + ahead, fix=fix)
    found = clock(MADE + ahead, clock_ahead_s=2 * DAY_S)
    assert put_right(filed, found) == replace(filed, at=MADE, fix=replace(fix, at=MADE, fix_at=MADE))
    second = FiledSecond(officer=new_id(), how=SignedHow.OWN_DEVICE, signed_at=MADE + ahead)
    assert put_right(second, found) is second


def test_days_read_from_the_clock_follow_it() -> None:
    late = datetime(2023, 6, 1, 15, 30, tzinfo=UTC)
    received = late + timedelta(days=1)
    found = Clock(late + timedelta(hours=1), received, 3600.0)
    signed: Any = AcceptanceSignature(
        role=SignatureRole.OWNER, unit="村委会", name="刘建国", signed_on=date(2023, 6, 2)
    )
    assert put_right(signed, found).signed_on == date(2023, 6, 1)
    assert put_right(signed, Clock(late, received, None)) is signed
