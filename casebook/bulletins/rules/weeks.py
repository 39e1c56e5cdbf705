"""When Monday's page is due: eight o'clock of each week's first working day, holidays moved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from casebook.kernel.clock import CHINA, local_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from casebook.deadlines.rules import Calendar

EIGHT = time(8, tzinfo=CHINA)
_DAYS = 7
_LOOK_BACK = 5
"""Weeks; holidays take one at most, so that among so many one has a working day."""
_NAME = re.compile(r"(\d{4})-W(\d{2})")


class Week(NamedTuple):
    """A week by its Monday; orders by time and reads as `2026-W48` (ISO 8601)."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the week that a day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the week that `YYYY-Www` names; ValueError for anything else."""
        found = _NAME.fullmatch(text)
        if found is None:
            raise ValueError(text)
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    def __str__(self) -> str:
        """Return `YYYY-Www`."""
        year, week, _day = self.monday.isocalendar()
        return f"{year:04}-W{week:02}"

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=_DAYS - 1)

    def plus(self, weeks: int) -> Self:
        """Return the week so many weeks on."""
        return type(self)(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True)
class Due:
    """A week with the instant from which its page is due."""

    week: Week
    at: datetime


def due_of(calendar: Calendar, week: Week) -> Due | None:
    """Return when a week's page is due; None for a week that is all holidays.

    RuleBroken `calendar_year_unknown` where the calendar does not reach: never a guess.
    """
    for ahead in range(_DAYS):
        day = week.monday + timedelta(days=ahead)
        if calendar.is_working_day(day):
            return Due(week, datetime.combine(day, EIGHT))
    return None


def latest_due(calendar: Calendar, now: datetime) -> Due | None:
    """Return the latest week whose page is due at an instant: the only one that is made, however late."""
    here = Week.of(local_day(now))
    for back in range(_LOOK_BACK):
        due = due_of(calendar, here.plus(-back))
        if due is not None and due.at <= now:
            return due
    return None


def missing_weeks(calendar: Calendar, made: Collection[Week], until: Week) -> Iterator[Week]:
    """Yield the weeks from the first made to `until`, not included, that were due and have no page."""
    week = min(made, default=until)
    while week < until:
        if week not in made and due_of(calendar, week) is not None:
            yield week
        week = week.plus(1)
