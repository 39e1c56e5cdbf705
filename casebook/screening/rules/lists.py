"""Lists of other offices as their files have them: columns by headers, a reason for each refused row."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.cells import Unit, Unreadable, read_number, read_text
from casebook.kernel.cells.text import fold
from casebook.kernel.errors import RuleBroken
from casebook.screening.rules.states import ListKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.kernel.cells import Cell

HEAD_ROWS = 10
FIRST_YEAR, LAST_YEAR = 1949, 2200
_MYRIAD = Decimal(10_000)


class Column(StrEnum):
    """What a column of a list holds."""

    NAME = "name"
    IDENTIFIER = "identifier"
    TRADE = "trade"
    ADDRESS = "address"
    TOWNSHIP = "township"
    ACCOUNT = "account"
    YEAR = "year"
    VOLUME = "volume"


class ListFault(StrEnum):
    """Why a row of a list is refused."""

    NOBODY = "list_nobody"
    YEAR_UNREADABLE = "list_year_unreadable"
    NUMBER_UNREADABLE = "list_number_unreadable"
    VOLUME_MISSING = "list_volume_missing"
    TEXT_UNREADABLE = "list_text_unreadable"
    REPEATED = "list_repeated"


_HEADERS: dict[Column, tuple[str, ...]] = {
    Column.NAME: ("单位名称", "企业名称", "名称", "用户名称", "户名", "商户名称", "排水户", "单位"),
    Column.IDENTIFIER: ("统一社会信用代码", "信用代码", "证件号码", "统一社会信用代码/身份证号"),
    Column.TRADE: ("行业", "行业类别", "业态", "经营类别"),
    Column.ADDRESS: ("地址", "经营地址", "用水地址", "详细地址"),
    Column.TOWNSHIP: ("乡镇", "乡镇(街道)", "所在乡镇"),
    Column.ACCOUNT: ("户号", "用户编号", "水表户号"),
    Column.YEAR: ("年度", "年份", "年"),
    Column.VOLUME: ("水量", "用水量", "排水量", "供水量", "年排水量", "年用水量", "再生水量"),
}
_UNITS = {
    "": Decimal(1),
    "m3": Decimal(1),
    "立方米": Decimal(1),
    "吨": Decimal(1),
    "万m3": _MYRIAD,
    "万吨": _MYRIAD,
}
_LONGEST = {
    Column.NAME: 120,
    Column.IDENTIFIER: 40,
    Column.TRADE: 60,
    Column.ADDRESS: 200,
    Column.ACCOUNT: 40,
}


@dataclass(frozen=True)
class Layout:
    """Where each column of a list stands, and by what its volumes are multiplied."""

    columns: Mapping[Column, int]
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class ListLine:
    """One row as it is taken in."""

    line: int
    name: str
    identifier: str = ""
    trade: str = ""
    address: str = ""
    township: str = ""
    account: str = ""
    year: int | None = None
    volume_m3: Decimal | None = None


@dataclass(frozen=True)
class RefusedLine:
    """One row that is not taken in, and why."""

    line: int
    fault: ListFault
    written: str = ""


@dataclass
class ReadList:
    """What a file gave."""

    lines: list[ListLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def layout_of(cells: Iterable[Cell]) -> Layout | None:
    """Return the layout that a row of headers says, or None when it is none: a name or number is needed."""
    columns: dict[Column, int] = {}
    factor = Decimal(1)
    for place, cell in enumerate(cells):
        word, _, unit = fold(cell if isinstance(cell, str) else "").replace("（", "(").partition("(")
        whole = f"{word}({unit}" if unit else word
        for column, words in _HEADERS.items():
            if column in columns or not ({word, whole} & {fold(one) for one in words}):
                continue
            columns[column] = place
            if column is Column.VOLUME:
                factor = _UNITS.get(unit.rstrip(")").replace("³", "3"), Decimal(1))
            break
    is_head = Column.NAME in columns or Column.IDENTIFIER in columns
    return Layout(columns, factor) if is_head else None


def read_rows(rows: Iterable[tuple[int, list[Cell]]], kind: ListKind) -> ReadList:
    """Read the rows of a sheet, the header among its first; RuleBroken when none is found."""
    found = ReadList()
    layout: Layout | None = None
    seen: set[tuple[object, ...]] = set()
    for number, cells in rows:
        if layout is None:
            layout = layout_of(cells)
            if layout is None and number > HEAD_ROWS:
                break
            continue
        line = _line(number, cells, layout, kind)
        if isinstance(line, RefusedLine):
            found.refused.append(line)
            continue
        key = (line.name, line.identifier, line.account, line.year, line.volume_m3)
        if key in seen:
            found.refused.append(RefusedLine(number, ListFault.REPEATED, line.name))
            continue
        seen.add(key)
        found.lines.append(line)
    if layout is None:
        raise RuleBroken("screening_list_no_header", field="file")
    return found


def _line(number: int, cells: list[Cell], layout: Layout, kind: ListKind) -> ListLine | RefusedLine:
    texts: dict[Column, str] = {}
    for column in (*_LONGEST, Column.TOWNSHIP):
        text = read_text(_cell(cells, layout, column))
        if isinstance(text, Unreadable):
            return RefusedLine(number, ListFault.TEXT_UNREADABLE, text.written)
        texts[column] = (text or "")[: _LONGEST.get(column, 60)]
    if not texts[Column.NAME] and not texts[Column.IDENTIFIER]:
        return RefusedLine(number, ListFault.NOBODY)
    year = read_number(_cell(cells, layout, Column.YEAR))
    if isinstance(year, Unreadable) or (year is not None and not FIRST_YEAR <= year <= LAST_YEAR):
        return RefusedLine(number, ListFault.YEAR_UNREADABLE, str(_cell(cells, layout, Column.YEAR)))
    volume = read_number(_cell(cells, layout, Column.VOLUME), Unit.CUBIC_METRE, bare=layout.factor)
    if isinstance(volume, Unreadable) or (volume is not None and volume < 0):
        return RefusedLine(number, ListFault.NUMBER_UNREADABLE, str(_cell(cells, layout, Column.VOLUME)))
    if kind is ListKind.DISCHARGES and (year is None or volume is None):
        return RefusedLine(number, ListFault.VOLUME_MISSING, texts[Column.NAME])
    return ListLine(
        number,
        texts[Column.NAME],
        texts[Column.IDENTIFIER].upper(),
        texts[Column.TRADE],
        texts[Column.ADDRESS],
        texts[Column.TOWNSHIP],
        texts[Column.ACCOUNT],
        None if year is None else int(year),
        None if volume is None else volume.quantize(Decimal("0.001")),
    )


def _cell(cells: list[Cell], layout: Layout, column: Column) -> Cell:
    place = layout.columns.get(column)
    return cells[place] if place is not None and place < len(cells) else None
