"""A second, slower way to every date: filter all days, then take the n-th (rules.md 5.6 read anew)."""

from __future__ import annotations

import calendar as gregorian
from datetime import date, timedelta
from itertools import count, islice
from typing import TYPE_CHECKING

import chinese_calendar

from casebook.deadlines.rules.calendar import Calendar
from casebook.deadlines.rules.years import official_years, provisional_year
from tests.unit.deadlines.lunisolar import festivals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CALENDAR = Calendar(official_years() | {year: provisional_year(year) for year in range(2027, 2038)})
LAST_OFFICIAL = 2026


def works(day: date) -> bool:
    if day.year <= LAST_OFFICIAL:
        return bool(chinese_calendar.is_workday(day))
    spring, qingming, dragon_boat, mid_autumn = festivals(day.year)
    free = {spring + timedelta(days=k) for k in (-1, 0, 1, 2)} | {qingming, dragon_boat, mid_autumn}
    fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    return day.isoweekday() < 6 and day not in free and (day.month, day.day) not in fixed


def suspended_days(spans: Iterable[tuple[date, date]]) -> set[date]:
    return {first + timedelta(days=k) for first, last in spans for k in range((last - first).days + 1)}


def _walk(start: date, sign: int) -> Iterator[date]:
    return (start + sign * timedelta(days=k) for k in count(1))


def raw_day(start: date, n: int, unit: str, spans: Iterable[tuple[date, date]] = (), sign: int = 1) -> date:
    stopped = suspended_days(spans)
    if unit == "month":
        return _months(start, n * sign, stopped, sign)
    counted = (
        day for day in _walk(start, sign) if day not in stopped and (unit == "calendar_day" or works(day))
    )
    return next(islice(counted, n - 1, None))


def _months(start: date, months: int, stopped: set[date], sign: int) -> date:
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    anchor = end = date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))
    while True:
        passed = (abs((day - start).days) for day in stopped if (day - start).days * sign > 0)
        extra = sum(1 for distance in passed if distance <= abs((end - start).days))
        moved = anchor + sign * timedelta(days=extra)
        if moved == end:
            return end
        end = moved


def rolled(raw: date, sign: int = 1) -> date:
    return raw if works(raw) else next(day for day in _walk(raw, sign) if works(day))
