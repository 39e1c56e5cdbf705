"""Small sheets made of plain rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.intake.rules.layout import Layout, find_layout
from casebook.intake.rules.table import HEAD_ROWS, Row, SheetHead

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.intake.rules.table import Merge
    from casebook.kernel.cells import Cell

HEADER = ("序号", "乡镇", "取水井编号", "经度", "纬度", "坐标系", "井深(m)", "2022年取水量(m³)", "备注")
LINE = (1, "清水镇", "371525104JJ00001", "115.41", "36.42", "CGCS2000", 30, 100, None)


def rows_of(*rows: Sequence[Cell]) -> list[Row]:
    """Rows that are not empty, at their places."""
    return [Row(index, list(cells)) for index, cells in enumerate(rows) if any(c is not None for c in cells)]


def head_of(
    rows: Sequence[Row], *, name: str = "表", hidden: bool = False, merges: Iterable[Merge] = ()
) -> SheetHead:
    return SheetHead(name, hidden, tuple(rows[:HEAD_ROWS]), len(rows), tuple(merges))


def layout_of(
    *rows: Sequence[Cell], merges: Iterable[Merge] = (), mapping: Mapping[str, str] | None = None
) -> Layout:
    found = find_layout(0, head_of(rows_of(*rows), merges=merges), mapping)
    assert found is not None
    return found
