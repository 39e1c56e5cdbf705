"""Dates as people write them, with how exact they are: a day, a month or only a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from casebook.kernel.cells.text import Cell, Unreadable, is_blank, normalise

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years that a register of wells, permits and closures can mean."""

_SERIAL_ORIGIN = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000
"""Excel day numbers of 1927-05-18 to 2119-01-10; smaller numbers are years."""

_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>[0-9]{4})(?:(?P<m>[0-9]{2})(?P<d>[0-9]{2})?)?",
        r"(?P<y>[0-9]{4})年(?:(?P<m>[0-9]{1,2})(?:月份?(?:(?P<d>[0-9]{1,2})[日号]?)?)?)?",
        r"(?P<y>[0-9]{4})(?P<mark>[-/. ])(?P<m>[0-9]{1,2})(?:(?P=mark)(?P<d>[0-9]{1,2})[日号]?)?",
    )
)
_CLOCK = re.compile(r"(?<=[0-9日号])[T ]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_BLANKS_AT_MARKS = re.compile(r" ?([年月日号./-]) ?")

_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-3]?)十([1-9]?)")
_AMBIGUOUS_MONTH = re.compile(r"[0-9]{4}\.1")
"""2011.1 as a number: a sheet shows 2011.10 so too."""


class DatePrecision(StrEnum):
    """How much of a date was written."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date and how exact it is."""

    on: date
    """The day; the first of the month or year where no more was written."""
    precision: DatePrecision

    @property
    def last(self) -> date:
        """The last day that is meant: of a month or year where no more was written."""
        if self.precision is DatePrecision.DAY:
            return self.on
        months = 12 if self.precision is DatePrecision.YEAR else self.on.month
        return date(self.on.year, months, monthrange(self.on.year, months)[1])


def read_date(cell: Cell) -> DateReading | Unreadable | None:
    """Read a cell as a date of the years 1900 to 2100.

    Reads 2011-07-01, 2011/7/1, 2011.7.1, 20110701, 2011年7月1日, a month or a year in these
    forms, Chinese numerals (二〇一一年七月), date cells, and numbers: a year, yyyymm, yyyymmdd or
    an Excel day number (1900 system). Two-digit years, "不详", "约九十年代" and days that do not
    exist are unreadable.
    """
    if is_blank(cell):
        return None
    reading: DateReading | None = None
    if isinstance(cell, date):
        reading = _reading(cell.year, cell.month, cell.day)
    elif isinstance(cell, str):
        reading = _from_text(normalise(cell))
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        reading = _from_number(cell)
    return Unreadable.of(cell) if reading is None else reading


def _reading(year: int, month: int | None = None, day: int | None = None) -> DateReading | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        on = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return DateReading(on, DatePrecision.DAY)
    return DateReading(on, DatePrecision.YEAR if month is None else DatePrecision.MONTH)


def _from_number(number: float) -> DateReading | None:
    if _FIRST_SERIAL <= number < _LAST_SERIAL:
        on = _SERIAL_ORIGIN + timedelta(days=int(number))
        return _reading(on.year, on.month, on.day)
    text = f"{number:.15g}"
    return None if _AMBIGUOUS_MONTH.fullmatch(text) else _from_text(text)


def _from_text(text: str) -> DateReading | None:
    text = _BLANKS_AT_MARKS.sub(r"\1", _CLOCK.sub("", _in_digits(text)))
    for form in _FORMS:
        if found := form.fullmatch(text):
            year, month, day = found.group("y", "m", "d")
            return _reading(int(year), _number(month), _number(day))
    return None


def _in_digits(text: str) -> str:
    """Return a date with its Chinese numerals in digits: 二〇一一年十二月 is 2011年12月."""
    return _TENS.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", text.translate(_NUMERALS))


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)
