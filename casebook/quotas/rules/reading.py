"""Reading the list of electronic permits: which column is what, and what each row says.

Headers are those of the platform's export in Chinese, or its table keys (rules.md 12.4).
"""

from __future__ import annotations

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
)
from casebook.kernel.errors import RuleBroken
from casebook.kernel.identifiers import read_identifier, read_permit_number
from casebook.kernel.volumes import LARGEST_M3
from casebook.quotas.rules.lists import Listed, ListFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casebook.kernel.cells import Cell

HEAD_ROWS = 10
"""A header is looked for in so many rows."""
MOST_ROWS = 50_000
TEN_THOUSAND = Decimal(10_000)
_LITRE = Decimal("0.001")


class ListField(StrEnum):
    """A column of the list."""

    NUMBER = "number"
    HOLDER = "holder"
    IDENTIFIER = "identifier"
    VOLUME = "volume"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"


_F = ListField
HEADERS: Mapping[ListField, tuple[str, ...]] = {
    _F.NUMBER: (
        "许可证编号",
        "取水许可证编号",
        "取水许可证号",
        "许可证号",
        "证照编号",
        "WPC_CD",
        "CERT_PRT_CD",
    ),
    _F.HOLDER: ("取水权人名称", "取水权人", "取水单位", "取水单位名称", "持证人", "单位名称", "WRP_NM"),
    _F.IDENTIFIER: ("统一社会信用代码", "信用代码", "证件号码", "WIU_ACCOUNT"),
    _F.VOLUME: ("许可水量", "年许可水量", "年取水量", "许可取水量", "取水量"),
    _F.VALID_FROM: ("有效期起", "有效期自", "有效期开始", "起始日期", "INT_BD"),
    _F.VALID_TO: ("有效期止", "有效期至", "有效期截止", "截止日期", "INT_DL"),
}
"""The names of each column without its unit."""


def _bare(cell: Cell) -> str:
    text = fold(normalise(cell)).upper().replace(" ", "")
    for bracket in ("(", "（", "["):
        text = text.partition(bracket)[0]
    return text


_BY_NAME = {_bare(name): field for field, names in HEADERS.items() for name in names}


def find_columns(cells: Sequence[Cell]) -> dict[ListField, int]:
    """Return which column of a row is what; the first where two are the same."""
    found: dict[ListField, int] = {}
    for column, cell in enumerate(cells):
        field = _BY_NAME.get(_bare(cell)) if not is_blank(cell) else None
        if field is not None:
            found.setdefault(field, column)
    return found


def read_list(rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Listed]:
    """Return what a list says; `rows` are the numbers and cells of rows that are not empty.

    Raises RuleBroken on field `file`: `permit_list_no_header`, `permit_list_too_long`.
    """
    walk = iter(rows)
    columns, head = _header(walk)
    in_ten_thousands = ListField.VOLUME in columns and "万" in str(head[columns[ListField.VOLUME]])
    scale = TEN_THOUSAND if in_ten_thousands else Decimal(1)
    found: list[Listed] = []
    for number, cells in walk:
        if len(found) == MOST_ROWS:
            raise RuleBroken("permit_list_too_long", field="file", most=MOST_ROWS)
        listed = _row(number, cells, columns, scale)
        if listed is not None:
            found.append(listed)
    return found


def _header(walk: Iterator[tuple[int, Sequence[Cell]]]) -> tuple[dict[ListField, int], Sequence[Cell]]:
    for _tries, (_number, cells) in zip(range(HEAD_ROWS), walk, strict=False):
        columns = find_columns(cells)
        if ListField.NUMBER in columns and len(columns) > 1:
            return columns, cells
    raise RuleBroken("permit_list_no_header", field="file")


def _row(
    number: int, cells: Sequence[Cell], columns: Mapping[ListField, int], scale: Decimal
) -> Listed | None:
    """Return what a row says; None for a row of remarks or sums, which has no number and no holder."""

    def cell(field: ListField) -> Cell:
        column = columns.get(field)
        return cells[column] if column is not None and column < len(cells) else None

    faults: list[ListFault] = []
    code = _number(cell(ListField.NUMBER), faults)
    holder = "" if is_blank(cell(ListField.HOLDER)) else normalise(cell(ListField.HOLDER))
    if not code and not holder:
        return None
    identifier = read_identifier(cell(ListField.IDENTIFIER))
    return Listed(
        number=code,
        holder=holder,
        identifier=identifier.value if identifier else "",
        volume_m3=_volume(cell(ListField.VOLUME), scale, faults),
        valid_from=_day(cell(ListField.VALID_FROM), faults),
        valid_to=_day(cell(ListField.VALID_TO), faults, is_last=True),
        row=number,
        faults=tuple(dict.fromkeys(faults)),
    )


def _number(cell: Cell, faults: list[ListFault]) -> str:
    read = read_permit_number(cell)
    if read is None:
        faults.append(ListFault.NUMBER_MISSING)
        return ""
    if isinstance(read, Unreadable):
        faults.append(ListFault.NUMBER_UNREADABLE)
        return normalise(cell)[:60]
    return read.value


def _volume(cell: Cell, scale: Decimal, faults: list[ListFault]) -> Decimal | None:
    read = read_number(cell, Unit.CUBIC_METRE, bare=scale)
    if read is None:
        return None
    if not isinstance(read, Decimal) or not 0 <= read <= LARGEST_M3:
        faults.append(ListFault.VOLUME_UNREADABLE)
        return None
    return read.quantize(_LITRE, ROUND_HALF_EVEN)


def _day(cell: Cell, faults: list[ListFault], *, is_last: bool = False) -> date | None:
    """Return a day; of a mere month or year its first, or its last for the end of a term."""
    read = read_date(cell)
    if read is None:
        return None
    if not isinstance(read, DateReading):
        faults.append(ListFault.DATE_UNREADABLE)
        return None
    return read.last if is_last else read.on
