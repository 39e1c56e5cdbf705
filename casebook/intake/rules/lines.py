"""Which rows below the header are lines of the register, and which are what people print around them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from casebook.intake.rules.fields import Field
from casebook.intake.rules.layout import is_repeated_header
from casebook.intake.rules.table import Row
from casebook.kernel.cells import fold, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.intake.rules.layout import Layout
    from casebook.intake.rules.table import Merge
    from casebook.kernel.cells import Cell

_TOTAL = re.compile(
    r".{0,12}?(合计|总计|小计|共计|累计|总和|合计数|总数)(\(.*\))?:?[0-9.,]*(眼|口|处|个)?(井|机井)?",
    re.DOTALL,
)
_PEOPLE = "填表|制表|填报|编制|审核|复核|审批|审定|负责|单位负责|主管|分管|经办|统计|校核|录入|调查|联系"
_SIGNATURE = re.compile(
    rf"({_PEOPLE})(人|单位|部门|负责人|领导|时间|日期|员)?(\((签字|签章|签名|盖章)\))?:.*"
    r"|(制表|填表|填报|编制|打印|统计)(日期|时间).*"
    r"|.{0,12}\((盖章|公章|签字|签章)\).*|(盖章|公章|签字|签章).{0,12}"
    r"|(注|备注|说明|填表说明|填报说明|附注):.*|第?[0-9]+页.{0,3}共[0-9]+页",
    re.DOTALL,
)
_MOST_SIGNING = 8
"""A signature row has no more filled cells than this."""

_FEWEST_FACTS = 3
"""A row without a well's code needs so many facts to be a line whose code was forgotten."""

_FEWEST_NUMBERED = 5
"""A row of so many column numbers (栏次 甲 乙 1 2 3 …) belongs to the header."""

_SHORTEST_PLAIN_CODE = 8

_ANY_CODE = re.compile(r"[a-z]+[0-9]{3}|[0-9]{7}")

_NAMING = (
    Field.TOWNSHIP,
    Field.VILLAGE,
    Field.HOLDER,
    Field.HOLDER_IDENTIFIER,
    Field.HOLDER_PHONE,
    Field.OWNER,
    Field.USER,
    Field.PLACE,
    Field.LON,
    Field.LAT,
    Field.PERMIT_NUMBER,
    Field.METER_NUMBER,
    Field.ELECTRICITY_ACCOUNT,
)
"""A line says in one of these which well it is about; sums and pre-printed row numbers do not."""

_SHARED = frozenset(
    {
        Field.TOWNSHIP,
        Field.VILLAGE,
        Field.HOLDER,
        Field.HOLDER_IDENTIFIER,
        Field.HOLDER_PHONE,
        Field.CRS,
        Field.PERMIT_NUMBER,
        Field.PERMIT_VOLUME,
        Field.PERMIT_ISSUED,
        Field.PERMIT_EXPIRY,
    }
)
"""What several wells below each other may share in one merged cell."""


def lines(rows: Iterable[Row], layout: Layout, merges: Sequence[Merge] = ()) -> Iterator[Row]:
    """Yield the data rows of a sheet, with what stands in merged cells above filled in.

    Left out: the header and all above it, repeated headers, sums, signatures, notes, column
    numbers, headings of groups, and rows that name no well.
    """
    shared = {c.index for c in layout.columns if c.meaning and c.meaning.field in _SHARED}
    reach = {
        (merge.first_row, merge.first_column): merge.last_row
        for merge in merges
        if merge.first_column in shared and merge.last_row > merge.first_row >= layout.first_row
    }
    open_blocks: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        if row.index < layout.first_row:
            continue
        if reach:
            open_blocks |= {
                column: (reach[row.index, column], row.cell(column))
                for column in shared
                if (row.index, column) in reach
            }
        if is_line(row, layout):
            yield _filled(row, open_blocks) if open_blocks else row


def _filled(row: Row, open_blocks: dict[int, tuple[int, Cell]]) -> Row:
    """Return a row with the values of merged cells that reach down to it."""
    cells = list(row.cells)
    for column, (last_row, value) in open_blocks.items():
        if row.index <= last_row and column < len(cells) and is_blank(cells[column]):
            cells[column] = value
    return Row(row.index, cells)


def is_line(row: Row, layout: Layout) -> bool:
    """Say whether a row below the header is a data row."""
    if _is_plainly_coded(row, layout):
        return True
    sequence = layout.by_field.get(Field.SEQUENCE)
    filled = [
        (index, cell)
        for index, cell in enumerate(row.cells)
        if not is_blank(cell) and not (sequence and index == sequence.index)
    ]
    if not filled or _is_label(row, layout, len(filled)):
        return False
    if not _has_code(row, layout):
        fields = {c.index: c.meaning.field for c in layout.columns if c.meaning}
        facts = [fields[index] for index, _ in filled if index in fields]
        if len(facts) < _FEWEST_FACTS or not any(field in _NAMING for field in facts):
            return False
    return not is_repeated_header(row, layout) and not _is_numbering(row)


def _has_code(row: Row, layout: Layout) -> bool:
    column = layout.by_field.get(Field.CODE)
    return column is not None and not is_blank(row.cell(column.index))


def _is_plainly_coded(row: Row, layout: Layout) -> bool:
    """Spare the rows that carry a code, nearly all, the closer look: it costs most of an import's time."""
    column = layout.by_field.get(Field.CODE)
    code = row.cell(column.index) if column else None
    return (
        isinstance(code, str) and len(code) >= _SHORTEST_PLAIN_CODE and code.isascii() and code[:1].isdigit()
    )


def _is_label(row: Row, layout: Layout, filled: int) -> bool:
    """Say whether a row is a sum, a signature or a note: by its own words, where no code contradicts."""
    code, remark = layout.by_field.get(Field.CODE), layout.by_field.get(Field.REMARK)
    if code is not None and _looks_like_code(row.cell(code.index)):
        return False
    texts = [
        fold(cell)
        for index, cell in enumerate(row.cells)
        if isinstance(cell, str) and not (remark and index == remark.index)
    ]
    if any(_TOTAL.fullmatch(text) for text in texts):
        return True
    return filled <= _MOST_SIGNING and any(_SIGNATURE.fullmatch(text) for text in texts)


def _looks_like_code(cell: Cell) -> bool:
    """Say whether a cell could be meant as a code, well-formed or not; a count of wells (1191眼) is none."""
    return bool(_ANY_CODE.search(fold(cell)))


def _is_numbering(row: Row) -> bool:
    """Say whether a row numbers the columns: 1 2 3 … or 甲 乙 1 2 3 … (栏次)."""
    texts = [fold(cell).strip("()①②③栏次") for cell in row.cells if not is_blank(cell)]
    numbers = [int(text) for text in texts if text.isdecimal()]
    consecutive = all(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) >= _FEWEST_NUMBERED and consecutive and len(texts) - len(numbers) <= _FEWEST_NUMBERED
