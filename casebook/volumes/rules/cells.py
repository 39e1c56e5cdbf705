"""The cells of a file: what each says, or why it says nothing usable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from casebook.kernel.cells import (
    DatePrecision,
    Unit,
    Unreadable,
    fold,
    is_blank,
    normalise,
    read_date,
    read_number,
)
from casebook.kernel.cells import written as as_written
from casebook.kernel.months import Month
from casebook.volumes.rules.columns import Column
from casebook.volumes.rules.kinds import ReadingFault, ReadingMark, ReadingWay

if TYPE_CHECKING:
    from casebook.kernel.cells import Cell

LARGEST = 10**15
"""Litres or watt-hours; a dial of twelve digits."""
THOUSAND = 1000
KEPT = 40
"""Characters of a cell that stay beside its reading."""
ISO_LENGTH = len("2023-05-25")
PLAIN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,3})0*)?")
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_CLOCK = re.compile(r"(?:[T ]|(?<=[日号]))([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]))?")
_ROLLED = re.compile("翻转|翻表|翻零|过零|归零|回零|超量程|满量程|翻过")
_OLD = re.compile("旧表(止|终|末|底|拆|换下)|换表前|拆表(止|终|底)|旧表")
_NEW = re.compile("新表(起|初|始|底|装)|换表后|装表(起|初|底)|新表")
_ONLINE = re.compile("在线|远传|自动|遥测|online|auto")
_POINT_ZERO = re.compile(r"^([0-9]{6,})\.0$")
"""A number that a program took for an amount: 3712767385.0."""
EARLIEST = date(1949, 1, 1).toordinal()
"""Months before it are shown nowhere; spreadsheets write 1899 and 1900 where a cell is broken."""
NOT_DATA = re.compile(
    "合计|小计|总计|累计|填报|填表|制表|抄表[人员]|统计人|经办|审核|审批|复核|负责人|联系|说明|备注|注[:：]|单位[:：]"
)


class Row(NamedTuple):
    """A row that can be used; `amount` in litres or watt-hours."""

    line: int
    key: str
    """Well code or electricity account, as folded for comparing."""
    meter: str
    day: int
    """Ordinal of the day; of a month its first."""
    second: int
    amount: int
    mark: ReadingMark
    way: ReadingWay | None
    written: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is refused: which cell says what, and why that cannot be used."""

    line: int
    code: ReadingFault
    column: Column
    written: str
    key: str = ""
    meter: str = ""
    hint: str = ""
    """Which kind of the fault: `negative`, `blank`, `month_only` …"""


class Bad(Exception):  # noqa: N818 - one cell's answer, never seen outside
    """A cell that cannot be used."""

    def __init__(self, code: ReadingFault, column: Column, hint: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.column = column
        self.hint = hint


def is_no_data(key: Cell, on: Cell, amount: Cell) -> bool:
    """Say whether a row is empty, a total, a note or a signature."""
    if on is not None and on != "" and amount is not None and amount != "":
        return isinstance(key, str) and NOT_DATA.match(key) is not None
    if is_blank(key) and is_blank(on) and is_blank(amount):
        return True
    return is_blank(on) and (is_blank(key) or NOT_DATA.search(as_written(key)) is not None)


def refuse_future(day: int, last: int, code: ReadingFault, column: Column) -> None:
    """Refuse a day after the last one that is not in the future."""
    if day > last:
        raise Bad(code, column, "future")


def _refuse_early(day: int, code: ReadingFault, column: Column) -> int:
    if day < EARLIEST:
        raise Bad(code, column, "too_early")
    return day


def as_kept(cell: Cell) -> str:
    """Return a cell as it stays beside the reading."""
    return (cell if isinstance(cell, str) else as_written(cell))[:KEPT]


@lru_cache(maxsize=65_536)
def read_key(cell: Cell) -> str:
    """Return a code or number in the spelling by which it is compared: no blanks, capitals, half width."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if is_blank(cell) else _POINT_ZERO.sub(r"\1", fold(cell).upper().removeprefix("'"))


@lru_cache(maxsize=65_536)
def read_moment(cell: Cell) -> tuple[int, int]:
    """Return the ordinal of a day and the second of it, -1 where only the day is written (or midnight)."""
    if isinstance(cell, str) and len(cell) == ISO_LENGTH and cell[4] == "-":
        try:
            day = date.fromisoformat(cell).toordinal()
        except ValueError:
            raise Bad(ReadingFault.DATE_UNREADABLE, Column.DATE) from None
        return _refuse_early(day, ReadingFault.DATE_UNREADABLE, Column.DATE), -1
    reading = read_date(_number_of_serial(cell))
    if reading is None or isinstance(reading, Unreadable):
        raise Bad(ReadingFault.DATE_UNREADABLE, Column.DATE, "blank" if reading is None else "")
    if reading.precision is not DatePrecision.DAY:
        raise Bad(ReadingFault.DATE_UNREADABLE, Column.DATE, "no_day")
    day = _refuse_early(reading.on.toordinal(), ReadingFault.DATE_UNREADABLE, Column.DATE)
    return day, _second_of(cell)


def _number_of_serial(cell: Cell) -> Cell:
    """Return an Excel day number that was saved as text as a number."""
    if isinstance(cell, str) and _SERIAL.fullmatch(text := normalise(cell)):
        return float(text)
    return cell


def _second_of(cell: Cell) -> int:
    second = 0
    if isinstance(cell, datetime):
        second = cell.hour * 3600 + cell.minute * 60 + cell.second
    elif isinstance(cell, str) and (clock := _CLOCK.search(normalise(cell))):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        second = hours * 3600 + minutes * 60 + seconds
    return second or -1


@lru_cache(maxsize=65_536)
def read_month(cell: Cell) -> int:
    """Return the ordinal of a month's first day."""
    reading = read_date(cell)
    if reading is None or isinstance(reading, Unreadable):
        raise Bad(ReadingFault.MONTH_UNREADABLE, Column.MONTH, "blank" if reading is None else "")
    if reading.precision is DatePrecision.YEAR:
        raise Bad(ReadingFault.MONTH_UNREADABLE, Column.MONTH, "year_only")
    first = Month.of(reading.on).first.toordinal()
    return _refuse_early(first, ReadingFault.MONTH_UNREADABLE, Column.MONTH)


def read_amount(cell: Cell, unit: Unit, factor: Decimal, column: Column) -> int:
    """Return whole litres or watt-hours; `factor` is what one counts in a column headed 万m³."""
    if factor == 1 and isinstance(cell, str) and (plain := PLAIN.fullmatch(cell)):
        digits, decimals = plain.groups()
        return int(digits) * THOUSAND + (int(decimals.ljust(3, "0")) if decimals else 0)
    value = read_number(cell, unit, bare=factor)
    if value is None or isinstance(value, Unreadable):
        raise Bad(ReadingFault.NUMBER_UNREADABLE, column, "blank" if value is None else "")
    if value < 0:
        raise Bad(ReadingFault.NUMBER_UNREADABLE, column, "negative")
    amount = (value * THOUSAND).to_integral_value(ROUND_HALF_EVEN)
    if amount > LARGEST:
        raise Bad(ReadingFault.NUMBER_UNREADABLE, column, "too_large")
    return int(amount)


@lru_cache(maxsize=4096)
def read_mark(cell: Cell) -> ReadingMark:
    """Return what a remark says of the meter."""
    if is_blank(cell):
        return ReadingMark.NONE
    words = fold(cell)
    if _ROLLED.search(words):
        return ReadingMark.ROLLOVER
    if _NEW.search(words) and not _OLD.search(words):
        return ReadingMark.NEW_OPENING
    return ReadingMark.OLD_CLOSING if _OLD.search(words) and not _NEW.search(words) else ReadingMark.NONE


@lru_cache(maxsize=4096)
def read_way(cell: Cell) -> ReadingWay | None:
    """Return how the dial was read, or None where the cell says nothing."""
    if is_blank(cell):
        return None
    return ReadingWay.ONLINE if _ONLINE.search(fold(cell)) else ReadingWay.MANUAL
