"""Some eight hundred deadlines, counted a third way: by their places in lists of days, never day by day.

The calendar is written out as the sorted list of its working days, a term of working days is a place in
that list, and suspended days are taken out of the list before. Nothing of casebook is used but the
function that is tested, and the dates of the package of announced years.
"""

from __future__ import annotations

import calendar as gregorian
from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache
from random import Random

import chinese_calendar
import pytest

from casebook.deadlines.rules.counting import Length, Span, Unit, compute
from casebook.deadlines.rules.table import RULES
from tests.unit.deadlines.oracle import CALENDAR
from tests.unit.deadlines.oracle import works as works_in

D = date.fromisoformat
FIRST, LAST, OFFICIAL = date(2004, 1, 1), date(2037, 12, 31), date(2026, 12, 31)
Stops = tuple[tuple[date, date], ...]

# what rules.md 5.2 says of rolling and of direction, written down once more
NO_ROLL = {"D-02", "D-05", "D-16", "D-22"}
BACKWARD = {"D-07", "D-24"}


@cache
def all_days() -> tuple[date, ...]:
    return tuple(FIRST + timedelta(days=k) for k in range((LAST - FIRST).days + 1))


@cache
def working_days() -> tuple[date, ...]:
    announced = [day for day in all_days() if day <= OFFICIAL and chinese_calendar.is_workday(day)]
    return (*announced, *(day for day in all_days() if day > OFFICIAL and works_in(day)))


def without(days: tuple[date, ...], stops: Stops) -> list[date]:
    return [day for day in days if not any(first <= day <= last for first, last in stops)]


def reached(start: date, amount: int, unit: str, stops: Stops, *, backward: bool) -> date:
    if unit == "month":
        return months_reached(start, -amount if backward else amount, stops)
    days = without(working_days() if unit == "working_day" else all_days(), stops)
    if backward:
        return days[bisect_left(days, start) - amount]
    return days[bisect_right(days, start) + amount - 1]


def months_reached(start: date, months: int, stops: Stops) -> date:
    """The same day of the month, then as many days further as are suspended on the way there."""
    years, month = divmod(start.month - 1 + months, 12)
    last = gregorian.monthrange(start.year + years, month + 1)[1]
    same = date(start.year + years, month + 1, min(start.day, last))
    free = without(all_days(), stops)
    length = abs((same - start).days)
    if months < 0:
        return free[bisect_left(free, start) - length]
    return free[bisect_right(free, start) + length - 1]


def moved(day: date, *, backward: bool) -> date:
    days = working_days()
    return days[bisect_right(days, day) - 1] if backward else days[bisect_left(days, day)]


def check(
    start: date, amount: int, unit: str, stops: Stops = (), *, extension: int = 0, backward: bool = False
) -> None:
    found = compute(
        start,
        Length(amount, Unit(unit)),
        calendar=CALENDAR,
        suspensions=[Span(*pair) for pair in stops],
        extension=extension,
        backward=backward,
    )
    raw = reached(start, amount + extension, unit, stops, backward=backward)
    due = moved(raw, backward=backward)
    assert (found.raw, found.due) == (raw, due)
    far = max(due, raw) if not backward else max(start - timedelta(days=1), due)
    assert found.provisional is (far > OFFICIAL)


@pytest.mark.parametrize("year", range(2005, 2036))
@pytest.mark.parametrize(("amount", "unit"), [(7, "working_day"), (15, "calendar_day"), (5, "working_day")])
def test_terms_that_run_into_the_spring_festival(year: int, amount: int, unit: str) -> None:
    """93 terms: each starts some days before the festival of its year, and ends in or after it."""
    january = [day for day in all_days() if day.year == year and day.month in {1, 2}]
    working = set(working_days())
    rests = [
        day
        for day in january
        if day not in working and day.month * 100 + day.day > 110 and day.isoweekday() < 6
    ]
    check(rests[0] - timedelta(days=3 + year % 4), amount, unit)


_WORKED = frozenset(working_days())
MAKEUPS = [day for day in all_days() if day.year > FIRST.year and day.isoweekday() > 5 and day in _WORKED]


@pytest.mark.parametrize("day", MAKEUPS, ids=str)
def test_weekend_days_that_are_worked(day: date) -> None:
    """Each such day is counted, starts terms, ends them, and is rolled to."""
    for offset in (-6, -3, -1, 0):
        check(day + timedelta(days=offset), 1, "working_day")
        check(day + timedelta(days=offset), 5, "working_day")
        check(day - timedelta(days=30), 30, "calendar_day")
    check(day, 7, "working_day", backward=True)


@pytest.mark.parametrize("year", range(2006, 2036))
@pytest.mark.parametrize("amount", [3, 10, 20])
def test_terms_across_the_end_of_a_year(year: int, amount: int) -> None:
    for start in (date(year, 12, 20), date(year, 12, 31)):
        check(start, amount, "working_day")
        check(start, amount, "calendar_day")


@pytest.mark.parametrize("start", ["2023-12-31", "2024-01-31", "2024-08-29", "2024-08-30", "2024-11-30"])
@pytest.mark.parametrize("months", [1, 2, 3, 6, 12])
@pytest.mark.parametrize("year", [2021, 2024, 2026])
def test_months_that_start_late_in_the_month(start: str, months: int, year: int) -> None:
    """75 terms, leap and common Februaries among their ends; suspended and extended ones too."""
    day = D(start).replace(year=year)
    check(day, months, "month")
    check(day, months, "month", extension=1)
    check(day, months, "month", ((day + timedelta(days=5), day + timedelta(days=30)),))


def suspended_terms() -> list[tuple[date, int, str, Stops, int, bool]]:
    """200 terms with up to four suspensions, overlapping, touching and lying outside."""
    dice = Random(56)
    found = []
    for _term in range(200):
        start = date(2008, 1, 1) + timedelta(days=dice.randrange(9000))
        unit = dice.choice(["working_day", "calendar_day", "calendar_day", "month"])
        stops = []
        for _stop in range(dice.randrange(5)):
            first = start + timedelta(days=dice.randrange(-40, 120))
            stops.append((first, first + timedelta(days=dice.randrange(40))))
        amount = dice.randrange(1, 6) if unit == "month" else dice.randrange(1, 95)
        extension = 0 if unit == "month" else dice.choice([0, 0, 15, 60])
        backward = unit != "month" and dice.random() < 0.2
        found.append((start, amount, unit, tuple(stops), extension, backward))
    return found


@pytest.mark.parametrize("number", range(200))
def test_suspended_and_extended_terms(number: int) -> None:
    start, amount, unit, stops, extension, backward = suspended_terms()[number]
    check(start, amount, unit, stops, extension=extension, backward=backward)


@pytest.mark.parametrize("day", range(1, 29))
@pytest.mark.parametrize("month", [1, 2, 5, 9, 10])
def test_backward_terms(day: int, month: int) -> None:
    """140 hearings and permits, many of them just after holidays."""
    for year in (2023, 2025):
        check(date(year, month, day), 7, "working_day", backward=True)
        check(date(year, month, day), 45, "calendar_day", backward=True)


DATED = sorted(
    rule.id
    for rule in RULES.values()
    if rule.length is not None and rule.length.unit not in {Unit.HOUR, Unit.YEAR_END}
)


@pytest.mark.parametrize("rule_id", DATED)
@pytest.mark.parametrize("start", ["2024-02-05", "2024-09-27", "2024-12-30", "2025-01-24", "2026-12-25"])
def test_every_rule_of_the_table_rolls_as_it_is_written(rule_id: str, start: str) -> None:
    rule = RULES[rule_id]
    assert rule.length is not None
    found = compute(D(start), rule.length, calendar=CALENDAR, backward=rule.backward, roll=rule.roll)
    backward = rule_id in BACKWARD
    raw = reached(D(start), rule.length.amount, rule.length.unit.value, (), backward=backward)
    due = raw if rule_id in NO_ROLL else moved(raw, backward=backward)
    assert (found.raw, found.due) == (raw, due)
