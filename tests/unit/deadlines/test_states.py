from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.deadlines.rules.states import TermState, days_left, soon_from, state_of
from tests.unit.deadlines.oracle import CALENDAR, works

D = date.fromisoformat
ALARM, SOON = D("2024-10-12"), D("2024-10-08")


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2024-09-27", TermState.ON_TRACK),
        ("2024-10-07", TermState.ON_TRACK),
        ("2024-10-08", TermState.DUE_SOON),
        ("2024-10-11", TermState.DUE_SOON),
        ("2024-10-12", TermState.DUE_TODAY),
        ("2024-10-13", TermState.OVERDUE),
    ],
)
def test_a_running_clock(today: str, state: TermState) -> None:
    assert state_of(alarm_on=ALARM, soon_on=SOON, today=D(today)) is state


@pytest.mark.parametrize(
    ("met_on", "state"),
    [("2024-10-01", TermState.MET), ("2024-10-12", TermState.MET), ("2024-10-13", TermState.MET_LATE)],
)
@pytest.mark.parametrize("today", ["2024-10-01", "2024-10-12", "2025-01-01"])
@pytest.mark.parametrize("suspended", [True, False])
def test_what_is_met_stays_as_it_was_met(
    today: str, met_on: str, state: TermState, *, suspended: bool
) -> None:
    found = state_of(alarm_on=ALARM, soon_on=SOON, today=D(today), met_on=D(met_on), suspended=suspended)
    assert found is state


@pytest.mark.parametrize("today", ["2024-09-27", "2024-10-12", "2024-11-01"])
def test_a_suspended_clock_waits(today: str) -> None:
    assert state_of(alarm_on=ALARM, soon_on=SOON, today=D(today), suspended=True) is TermState.SUSPENDED


@pytest.mark.parametrize(
    ("alarm_on", "soon_on"),
    [
        (
            "2024-09-20",
            "2024-09-14",
        ),  # holiday 15-17, so 18, 19, 20 are left on Saturday the 14th, a make-up day
        ("2024-10-12", "2024-10-09"),
        ("2024-10-08", "2024-09-27"),
        ("2024-11-09", "2024-11-05"),  # a Saturday, for clocks that alarm on the raw day
        ("2024-11-13", "2024-11-08"),
    ],
)
def test_due_soon_begins_three_working_days_before(alarm_on: str, soon_on: str) -> None:
    assert soon_from(D(alarm_on), CALENDAR) == D(soon_on)


@given(st.dates(date(2005, 1, 1), date(2036, 1, 1)), st.integers(0, 20))
def test_soon_is_when_few_working_days_are_left(alarm_on: date, few: int) -> None:
    def left(today: date) -> int:
        return sum(works(today + timedelta(days=k)) for k in range(1, (alarm_on - today).days + 1))

    soon_on = soon_from(alarm_on, CALENDAR, few)
    assert left(soon_on) <= few
    assert left(soon_on - timedelta(days=1)) > few


def test_days_left_are_calendar_days() -> None:
    assert [days_left(ALARM, D(day)) for day in ("2024-10-10", "2024-10-12", "2024-10-13")] == [2, 0, -1]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 10, 12), TermState.DUE_TODAY),
        (date(2024, 10, 13), TermState.LAPSED),
    ],
    ids=["last day", "day after"],
)
def test_a_window_of_the_party_lapses_and_is_never_overdue(today: date, state: TermState) -> None:
    days = {"alarm_on": date(2024, 10, 12), "soon_on": date(2024, 10, 9), "today": today}
    assert state_of(**days, is_window=True) is state
    assert state_of(**days, is_window=True, met_on=date(2024, 10, 13)) is TermState.MET_LATE
