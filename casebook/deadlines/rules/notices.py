"""Reading a holiday notice, as a file or typed: every line checked, every year whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.deadlines.rules.calendar import DayException, Year, YearStatus
from casebook.deadlines.rules.notice_forms import read_date, rows_of
from casebook.deadlines.rules.years import required_days
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

COLUMNS = ("date", "is_working", "name")
LONGEST_NAME = 40
LARGEST_FILE = 1024 * 1024
"""Bytes; a year's notice has a few hundred."""
_YES = frozenset({"1", "true", "yes", "是", "班", "上班"})
_NO = frozenset({"0", "false", "no", "否", "休", "放假"})


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    day: date
    exception: DayException


def decode(content: bytes) -> str:
    """Return the text of a CSV file, UTF-8 with or without a mark, or GB 18030, unless it is too large."""
    if len(content) > LARGEST_FILE:
        raise RuleBroken("calendar_file_too_large", field="file", most=LARGEST_FILE // 1024)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleBroken("calendar_file_encoding", field="file")


def read_notice(text: str, *, first_year: int, status: YearStatus = YearStatus.OFFICIAL) -> list[Year]:
    """Return the years that the lines are about, each with its exceptions.

    A line is `date,is_working,name`: 2027-02-06,0,春节 or 2027-02-20,1,春节, a date or a span of dates;
    a heading line is allowed. JSON, a calendar file and the notice's own words do as well (`notice_forms`).
    Raises Refused with one RuleBroken for every line that cannot be used, and for every year in which a
    statutory day is missing (half a notice must not pass for a whole one).
    """
    reasons: list[RuleBroken] = []
    lines: dict[date, _Line] = {}
    for number, cells in rows_of(text):
        try:
            line = _read_line(number, cells, first_year)
        except RuleBroken as reason:
            reasons.append(reason)
            continue
        earlier = lines.setdefault(line.day, line)
        if earlier is not line:
            reasons.append(RuleBroken("calendar_line_twice", line=number, first=earlier.number))
    if not lines and not reasons:
        raise RuleBroken("calendar_file_empty", field="file")
    years = _years(lines, status)
    reasons += [reason for year in years for reason in _gaps(year)] if not reasons else []
    if reasons:
        raise Refused(reasons)
    return years


def _read_line(number: int, cells: list[str], first_year: int) -> _Line:
    if not 2 <= len(cells) <= len(COLUMNS):  # noqa: PLR2004 - the name may be missing
        raise RuleBroken("calendar_line_columns", line=number, count=len(cells))
    name = cells[2] if len(cells) == len(COLUMNS) else ""
    if len(name) > LONGEST_NAME:
        raise RuleBroken("calendar_line_name", line=number, most=LONGEST_NAME)
    day = read_date(number, cells[0])
    if day.year < first_year:
        raise RuleBroken("calendar_line_year", line=number, year=day.year, first=first_year)
    return _Line(number, day, DayException(is_working=_read_flag(number, cells[1]), name=name))


def _read_flag(number: int, text: str) -> bool:
    word = text.lower()
    if word not in _YES | _NO:
        raise RuleBroken("calendar_line_working", line=number, text=text)
    return word in _YES


def _years(lines: dict[date, _Line], status: YearStatus) -> list[Year]:
    by_year: dict[int, dict[date, DayException]] = {}
    for day, line in sorted(lines.items()):
        by_year.setdefault(day.year, {})[day] = line.exception
    return [Year(number, status, exceptions) for number, exceptions in by_year.items()]


def _gaps(year: Year) -> Iterator[RuleBroken]:
    for day, name in required_days(year.number):
        exception = year.exceptions.get(day)
        if exception is None or exception.is_working:
            yield RuleBroken("calendar_year_incomplete", year=year.number, on=day, name=name)
