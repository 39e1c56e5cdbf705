"""The tax office's list as its file has it: columns by headers, a reason for each refused row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.cells import (
    DateReading,
    Unit,
    Unreadable,
    fold,
    is_blank,
    normalise,
    read_date,
    read_number,
    read_text,
)
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.kernel.volumes import LARGEST_M3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from casebook.kernel.cells import Cell

HEAD_ROWS = 10
MOST_ROWS = 100_000
LONGEST_NAME, LONGEST_IDENTIFIER = 120, 40
_LITRE = Decimal("0.001")
_MYRIAD = Decimal(10_000)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = re.compile(r"(\d{4})年?(?:度|全年)?")
_QUARTER = re.compile(r"(\d{4})(?:年|-)?(?:第?([一二三四1-4])季度?|[Qq]([1-4]))")
_MONTHS = re.compile(r"(\d{4})[年\-./](\d{1,2})月?(?:[-至到~](?:(\d{4})[年\-./])?(\d{1,2})月?)?")


class TaxColumn(StrEnum):
    """What a column holds."""

    NAME = "name"
    IDENTIFIER = "identifier"
    PERIOD = "period"
    FROM = "from"
    TO = "to"
    VOLUME = "volume"


class TaxFault(StrEnum):
    """Why a row is refused."""

    NOBODY = "tax_nobody"
    PERIOD_UNREADABLE = "tax_period_unreadable"
    OTHER_YEAR = "tax_other_year"
    VOLUME_UNREADABLE = "tax_volume_unreadable"
    TEXT_UNREADABLE = "tax_text_unreadable"


_C = TaxColumn
HEADERS: Mapping[TaxColumn, tuple[str, ...]] = {
    _C.NAME: ("纳税人名称", "纳税人", "单位名称", "企业名称", "名称"),
    _C.IDENTIFIER: ("纳税人识别号", "统一社会信用代码", "社会信用代码", "信用代码", "识别号"),
    _C.PERIOD: ("所属期", "税款所属期", "属期", "申报期", "年度", "所属年度"),
    _C.FROM: ("所属期起", "税款所属期起", "属期起"),
    _C.TO: ("所属期止", "税款所属期止", "属期止"),
    _C.VOLUME: ("实际取用水量", "取用水量", "计税水量", "申报水量", "取水量", "水量"),
}


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A row as it is taken in."""

    line: int
    name: str
    identifier: str
    first: Month
    last: Month
    volume_m3: Decimal


@dataclass(frozen=True, slots=True)
class RefusedTaxLine:
    """A row that is not taken in, and why."""

    line: int
    fault: TaxFault
    written: str = ""


@dataclass
class ReadTaxList:
    """What a file gave; `rows` are accepted, repeated and refused ones together."""

    lines: list[TaxLine] = field(default_factory=list)
    refused: list[RefusedTaxLine] = field(default_factory=list)
    repeated: int = 0

    @property
    def rows(self) -> int:
        """How many rows say something."""
        return len(self.lines) + len(self.refused) + self.repeated


@dataclass(frozen=True)
class _Layout:
    columns: Mapping[TaxColumn, int]
    scale: Decimal

    def cell(self, cells: Sequence[Cell], column: TaxColumn) -> Cell:
        place = self.columns.get(column)
        return cells[place] if place is not None and place < len(cells) else None


def read_tax_list(rows: Iterable[tuple[int, Sequence[Cell]]], year: int) -> ReadTaxList:
    """Read the list of a year; a row that repeats another cell by cell counts once.

    Raises RuleBroken on field `file`: `tax_list_no_header`, `tax_list_too_long`.
    """
    walk = iter(rows)
    layout = _header(walk)
    found, seen = ReadTaxList(), set()
    for number, cells in walk:
        if all(is_blank(one) for one in cells):
            continue
        if found.rows >= MOST_ROWS:
            raise RuleBroken("tax_list_too_long", field="file", most=MOST_ROWS)
        key = tuple(map(str, cells))
        if key in seen:
            found.repeated += 1
            continue
        seen.add(key)
        line = _line(number, cells, layout, year)
        if isinstance(line, TaxLine):
            found.lines.append(line)
        elif line is not None:
            found.refused.append(line)
    return found


def _header(walk: Iterator[tuple[int, Sequence[Cell]]]) -> _Layout:
    for _tries, (_number, cells) in zip(range(HEAD_ROWS), walk, strict=False):
        columns: dict[TaxColumn, int] = {}
        for place, cell in enumerate(cells):
            column = _BY_NAME.get(_bare(cell))
            if column is not None:
                columns.setdefault(column, place)
        if _C.VOLUME in columns and (_C.NAME in columns or _C.IDENTIFIER in columns):
            scale = _MYRIAD if "万" in str(cells[columns[_C.VOLUME]]) else Decimal(1)
            return _Layout(columns, scale)
    raise RuleBroken("tax_list_no_header", field="file")


def _bare(cell: Cell) -> str:
    text = fold(cell) if isinstance(cell, str) else ""
    for bracket in ("(", "（", "["):
        text = text.partition(bracket)[0]
    return text


_BY_NAME = {_bare(name): column for column, names in HEADERS.items() for name in names}


def _line(number: int, cells: Sequence[Cell], layout: _Layout, year: int) -> TaxLine | RefusedTaxLine | None:
    """Return what a row says; None for a row of sums or remarks, which names nobody and no volume."""
    name = read_text(layout.cell(cells, _C.NAME), limit=LONGEST_NAME)
    identifier = read_text(layout.cell(cells, _C.IDENTIFIER), limit=LONGEST_IDENTIFIER)
    written = layout.cell(cells, _C.VOLUME)
    if isinstance(name, Unreadable) or isinstance(identifier, Unreadable):
        return RefusedTaxLine(number, TaxFault.TEXT_UNREADABLE)
    if (not name and not identifier) or name in {"合计", "总计", "小计"}:
        return None if is_blank(written) or name else RefusedTaxLine(number, TaxFault.NOBODY)
    span = _span(cells, layout, year)
    if span is None:
        return RefusedTaxLine(number, TaxFault.PERIOD_UNREADABLE, _said(cells, layout))
    if (span[0].year, span[1].year) != (year, year):
        return RefusedTaxLine(number, TaxFault.OTHER_YEAR, _said(cells, layout))
    volume = read_number(written, Unit.CUBIC_METRE, bare=layout.scale)
    if not isinstance(volume, Decimal) or not 0 <= volume <= LARGEST_M3:
        return RefusedTaxLine(number, TaxFault.VOLUME_UNREADABLE, normalise(written)[:80])
    litres = volume.quantize(_LITRE, ROUND_HALF_EVEN)
    return TaxLine(number, name or "", (identifier or "").upper(), *span, litres)


def _said(cells: Sequence[Cell], layout: _Layout) -> str:
    words = (layout.cell(cells, one) for one in (_C.PERIOD, _C.FROM, _C.TO))
    return " ".join(normalise(one) for one in words if not is_blank(one))[:80]


def _span(cells: Sequence[Cell], layout: _Layout, year: int) -> tuple[Month, Month] | None:
    """Return the months that a row is about; the whole year where the list has no such column."""
    if _C.FROM in layout.columns and _C.TO in layout.columns:
        first, last = (read_date(layout.cell(cells, one)) for one in (_C.FROM, _C.TO))
        if not isinstance(first, DateReading) or not isinstance(last, DateReading) or last.on < first.on:
            return None
        return Month.of(first.on), Month.of(last.on)
    if _C.PERIOD not in layout.columns:
        return Month(year, 1), Month(year, 12)
    return read_span(layout.cell(cells, _C.PERIOD))


def read_span(cell: Cell) -> tuple[Month, Month] | None:
    """Return the months that a cell names: a year, a quarter, a month, months from … to; None otherwise."""
    text = normalise(cell).replace(" ", "")
    if whole := _YEAR.fullmatch(text):
        return Month(int(whole[1]), 1), Month(int(whole[1]), 12)
    if quarter := _QUARTER.fullmatch(text):
        first = Month(int(quarter[1]), 3 * _QUARTERS[quarter[2] or quarter[3]] - 2)
        return first, first.plus(2)
    if months := _MONTHS.fullmatch(text):
        first_month = int(months[2])
        begins = Month(int(months[1]), first_month)
        ends = Month(int(months[3] or months[1]), int(months[4] or first_month))
        is_span = begins <= ends and {begins.month, ends.month} <= set(range(1, 13))
        return (begins, ends) if is_span else None
    return None
