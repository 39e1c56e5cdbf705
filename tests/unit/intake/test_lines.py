"""Which rows are data, and what people print around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.intake.rules.lines import lines
from casebook.intake.rules.table import Merge
from tests.unit.intake.sheets import HEADER, LINE, layout_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.kernel.cells import Cell


def numbers(*rows: Sequence[Cell]) -> list[int]:
    """The numbers of the data rows below the header, as the sheet shows them."""
    return [row.number for row in lines(rows_of(HEADER, *rows), layout_of(HEADER, LINE))]


@pytest.mark.parametrize(
    "row",
    [
        ("合计", None, None, None, None, None, None, 5_000),
        ("合计", None, "1191眼", None, None, None, None, 5_000),
        (None, "清水镇小计", None, None, None, None, 30, 5_000),
        ("总计：", None, 25, None, None, None, None, 5_000),
        (None, None, None, None, None, None, 900, 5_000),
        ("填表人：", None, None, "审核人：", None, None, "负责人："),
        ("填表人：", None, "审核人：", None, None, None, "负责人：王"),
        ("制表：甲", None, None, None, "复核:乙", None, None, "日期：2024.5.6"),
        ("注：本表一式两份，存县水利局",),
        ("填报单位（盖章）",),
        ("第1页 共3页",),
        HEADER,
        (1, 2, 3, 4, 5, 6, 7, 8, 9),
        ("甲", "乙", 1, 2, 3, 4, 5, 6, 7),
        (1192,),
        (1192, "清水镇"),
        ("一、清水镇",),
        (None, "清水镇"),
        ("冠县取水井登记台账",),
    ],
)
def test_no_line(row: Sequence[Cell]) -> None:
    assert numbers(LINE, row, LINE) == [2, 4]


@pytest.mark.parametrize(
    "row",
    [
        LINE,
        (2, "清水镇", None, "115.41", "36.42", "CGCS2000", 30, 100),
        (None, None, "371525104JJ00001"),
        (None, None, "JJ37"),
        (3, "清水镇", "/", None, None, "CGCS2000", 30, 100, "合计有误，待核"),
        (3, "清水镇", "371525104JJ00009", None, None, None, None, None, "说明：待核实"),
        (3, "清水镇", None, None, None, "CGCS2000", 30, 100, "备注：停用"),
    ],
)
def test_a_line(row: Sequence[Cell]) -> None:
    assert numbers(LINE, row, LINE) == [2, 3, 4]


def test_lines_after_a_signature_still_count() -> None:
    assert numbers(LINE, (), ("填表人：甲", None, "审核人：乙"), (), HEADER, LINE) == [2, 7]


def test_what_several_wells_share_in_a_merged_cell_is_filled_in() -> None:
    layout = layout_of(HEADER, LINE)
    rows = rows_of(
        HEADER,
        LINE,
        (2, None, "371525104JJ00002", 115, 36, "WGS84", None, None),
        (3, None, "371525104JJ00003", 115, 36, "WGS84", None, None),
    )
    merges = [Merge(1, 1, 2, 1), Merge(1, 6, 3, 6)]
    found = list(lines(rows, layout, merges))
    assert [row.cell(1) for row in found] == ["清水镇", "清水镇", None]
    assert [row.cell(6) for row in found] == [30, None, None]  # each well has its own depth
