"""The state of a clock: one function for list, map, case, document, export and tablet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.deadlines.rules.calendar import ONE_DAY
from casebook.deadlines.rules.table import PLAN_DEFENCE

if TYPE_CHECKING:
    from datetime import date, datetime

    from casebook.deadlines.rules.calendar import Calendar

WINDOWS = frozenset({"D-06", "D-08", "D-13", "D-14", "D-14.after_review", PLAN_DEFENCE})
"""Rules whose clocks leave a party time that it need not use."""
SOON_WORKING_DAYS = 3
"""A clock is due soon when no more working days than these are left."""


class TermState(StrEnum):
    """How a clock stands on a day."""

    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    MET = "met"
    MET_LATE = "met_late"
    LAPSED = "lapsed"
    """A window of the party, to object, to seek review, to sue, that is over: nobody is late."""


def soon_from(alarm_on: date, calendar: Calendar, working_days: int = SOON_WORKING_DAYS) -> date:
    """Return the first day on which at most `working_days` working days are left up to the alarm day.

    Stored with the clock, so that lists and tablets decide the state without a calendar.
    """
    day = alarm_on
    left = working_days
    while left or not calendar.is_working_day(day):
        left -= calendar.is_working_day(day)
        day -= ONE_DAY
    return day


@dataclass(frozen=True, slots=True)
class Hours:
    """What a clock that counts hours adds: when it ends, when it was met, and the present instant."""

    due_at: datetime
    now: datetime
    met_at: datetime | None = None


def state_of(
    *,
    alarm_on: date,
    soon_on: date,
    today: date,
    met_on: date | None = None,
    suspended: bool = False,
    hours: Hours | None = None,
    is_window: bool = False,
) -> TermState:
    """Decide the state. Today is not overdue; what is met is measured by the day, or hour, it was met.

    A window of the party (`WINDOWS`) lapses; it is never overdue, for nobody had to do anything.
    """
    if met_on is not None:
        in_time = met_on <= alarm_on
        if hours is not None and hours.met_at is not None:
            in_time = hours.met_at <= hours.due_at
        return TermState.MET if in_time else TermState.MET_LATE
    if suspended:
        return TermState.SUSPENDED
    if today > alarm_on or (hours is not None and hours.now > hours.due_at):
        return TermState.LAPSED if is_window else TermState.OVERDUE
    if today == alarm_on:
        return TermState.DUE_TODAY
    return TermState.DUE_SOON if today >= soon_on else TermState.ON_TRACK


def days_left(alarm_on: date, today: date) -> int:
    """Return calendar days until the alarm day: 0 today, negative when it has passed."""
    return (alarm_on - today).days
