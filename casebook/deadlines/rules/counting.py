"""How a date is computed: the one definition for all of casebook (rules.md 5.6)."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.deadlines.rules.calendar import ONE_DAY, DayKind
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.deadlines.rules.calendar import Calendar

LONGEST = 4000
"""No length is greater; eleven years of days, which is as far as the calendar reaches."""


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR_END = "year_end"
    """31 December of the start's year (amount 1), of the next (2), and so on."""
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a term: so many of a unit, at least one."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse an empty or endless length."""
        if not 1 <= self.amount <= LONGEST:
            raise RuleBroken("term_amount_out_of_range", field="amount", amount=self.amount, most=LONGEST)

    def extended(self, extension: int) -> Length:
        """Return the length with a granted extension in the same unit, counted from the same start."""
        if extension < 0:
            raise RuleBroken("term_extension_negative", field="extension", extension=extension)
        return Length(self.amount + extension, self.unit)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins."""
        if self.last < self.first:
            raise RuleBroken("suspension_reversed", field="suspensions", first=self.first, last=self.last)

    def __contains__(self, day: date) -> bool:
        """Say whether the day lies in the span."""
        return self.first <= day <= self.last


class Why(StrEnum):
    """Why a day was counted or passed over."""

    START = "start"
    WORKING_DAY = "working_day"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SUSPENDED = "suspended"
    ROLLED = "rolled"
    """The working day that a last day on a holiday moves to."""


@dataclass(frozen=True, slots=True)
class Step:
    """One day on the way from the start to the due day."""

    on: date
    counted: bool
    why: Why
    name: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day reached, the day it is due after rolling, and how they came about, in order of counting."""

    raw: date
    due: date
    provisional: bool
    steps: tuple[Step, ...]


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as spans in order, none touching another."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.first <= merged[-1].last + ONE_DAY:
            merged[-1] = Span(merged[-1].first, max(merged[-1].last, span.last))
        else:
            merged.append(span)
    return tuple(merged)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later (or earlier) month, or the last day of a shorter one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))


def compute(
    start: date,
    length: Length,
    *,
    calendar: Calendar,
    suspensions: Iterable[Span] = (),
    extension: int = 0,
    backward: bool = False,
    roll: bool = True,
) -> Deadline:
    """Count a length from a start day, which is itself not counted.

    Suspended days are not counted. A month term ends on the same day of the month, and then the
    suspended days are added. `due` is `raw` moved to the next working day (backward: the one before)
    unless the rule does not roll. Provisional when any day passed lies in a provisional year.
    Raises RuleBroken: calendar_year_unknown, term_needs_time (hours), term_extension_negative.
    """
    calendar.check_start(start)
    whole = length.extended(extension)
    way = -ONE_DAY if backward else ONE_DAY
    if whole.unit is Unit.YEAR_END:
        counted = [_day_step(date(start.year + whole.amount - 1, 12, 31), calendar)]
    else:
        days = _days(start, whole, way)
        only_working = whole.unit is Unit.WORKING_DAY
        counted = _count(start, days, way, calendar, merge(suspensions), only_working=only_working)
    raw = counted[-1].on
    rolled = _roll(raw, way, calendar) if roll and whole.unit is not Unit.YEAR_END else []
    walked = [*counted, *rolled]
    return Deadline(
        raw=raw,
        due=walked[-1].on,
        provisional=any(calendar.is_provisional(step.on) for step in walked),
        steps=(Step(start, counted=False, why=Why.START), *walked),
    )


def compute_hours(start: datetime, length: Length, *, extension: int = 0) -> datetime:
    """Return the instant that an hour term ends; hours run through nights and holidays, nothing rolls."""
    whole = length.extended(extension)
    if whole.unit is not Unit.HOUR:
        raise RuleBroken("term_not_in_hours", unit=whole.unit)
    return start + timedelta(hours=whole.amount)


def _days(start: date, length: Length, way: timedelta) -> int:
    """Return how many days to count; months become the days between the start and the same day."""
    if length.unit is Unit.HOUR:
        raise RuleBroken("term_needs_time")
    if length.unit is Unit.MONTH:
        return abs((add_months(start, length.amount * way.days) - start).days)
    return length.amount


def _count(
    start: date, left: int, way: timedelta, calendar: Calendar, spans: tuple[Span, ...], *, only_working: bool
) -> list[Step]:
    steps: list[Step] = []
    day = start
    while left:
        day += way
        step = _day_step(day, calendar, spans, only_working=only_working)
        left -= step.counted
        steps.append(step)
    return steps


def _day_step(
    day: date, calendar: Calendar, spans: tuple[Span, ...] = (), *, only_working: bool = False
) -> Step:
    kind = calendar.kind_of(day)
    if any(day in span for span in spans):
        return Step(day, counted=False, why=Why.SUSPENDED)
    counted = not only_working or kind in {DayKind.WORKING_DAY, DayKind.MAKEUP}
    return Step(day, counted=counted, why=Why(kind.value), name=calendar.name_of(day))


def _roll(raw: date, way: timedelta, calendar: Calendar) -> list[Step]:
    steps: list[Step] = []
    day = raw
    while not calendar.is_working_day(day):
        day += way
        kind = calendar.kind_of(day)
        is_there = calendar.is_working_day(day)
        why = Why.ROLLED if is_there else Why(kind.value)
        steps.append(Step(day, counted=False, why=why, name=calendar.name_of(day)))
    return steps
