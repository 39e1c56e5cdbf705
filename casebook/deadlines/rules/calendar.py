"""Which days are working days: data by year, official or provisional (rules.md 12.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class YearStatus(StrEnum):
    """Where a year's days come from."""

    OFFICIAL = "official"
    """The State Council's notice, make-up workdays included."""
    PROVISIONAL = "provisional"
    """Week-ends and statutory days only; what rests on it is shown as 暂定."""


class DayKind(StrEnum):
    """What a day is in the working calendar."""

    WORKING_DAY = "working_day"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class DayException:
    """A day that is not what its weekday says, with the name of the festival it belongs to."""

    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year: its status and the days that differ from Monday-to-Friday, or bear a name."""

    number: int
    status: YearStatus
    exceptions: Mapping[date, DayException]


@dataclass(frozen=True, slots=True)
class Calendar:
    """All years that are known. Asking for any other raises `calendar_year_unknown`, never a guess."""

    years: Mapping[int, Year]

    def year_of(self, day: date) -> Year:
        """Return the year that a day lies in; `calendar_year_unknown` names a year that is missing."""
        year = self.years.get(day.year)
        if year is None:
            raise RuleBroken("calendar_year_unknown", year=day.year)
        return year

    def check_start(self, day: date) -> None:
        """Refuse a start that no known year can follow or precede."""
        if not self.years.keys() & {day.year - 1, day.year, day.year + 1}:
            raise RuleBroken("calendar_year_unknown", year=day.year)

    def is_working_day(self, day: date) -> bool:
        """Say whether offices work on the day."""
        exception = self.year_of(day).exceptions.get(day)
        return exception.is_working if exception else day.weekday() < _SATURDAY

    def is_provisional(self, day: date) -> bool:
        """Say whether the day lies in a year whose notice is not out yet."""
        return self.year_of(day).status is YearStatus.PROVISIONAL

    def kind_of(self, day: date) -> DayKind:
        """Say why the day is or is not a working day."""
        is_week_end = day.weekday() >= _SATURDAY
        if self.is_working_day(day):
            return DayKind.MAKEUP if is_week_end else DayKind.WORKING_DAY
        return DayKind.HOLIDAY if day in self.year_of(day).exceptions else DayKind.WEEKEND

    def name_of(self, day: date) -> str:
        """Return the festival that the day belongs to, or an empty text."""
        exception = self.year_of(day).exceptions.get(day)
        return exception.name if exception else ""

    def next_working_day(self, day: date) -> date:
        """Return the first working day after the day."""
        return self._seek(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before the day."""
        return self._seek(day, -ONE_DAY)

    def _seek(self, day: date, step: timedelta) -> date:
        self.check_start(day)
        day += step
        while not self.is_working_day(day):
            day += step
        return day
