"""Where the header is, on which sheet, and which column is which."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.intake.rules.fields import Field
from casebook.intake.rules.layout import choose_layout, find_layout
from casebook.intake.rules.table import Merge
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.errors import RuleBroken
from tests.unit.intake.sheets import HEADER, LINE, head_of, layout_of, rows_of


def keys(layout: object) -> list[str | None]:
    return [column.meaning.key if column.meaning else None for column in layout.columns]


def test_a_header_below_titles() -> None:
    layout = layout_of(("冠县机井台账",), ("填报单位：水利局", None, "2023年3月"), (), HEADER, LINE)
    assert layout.first_row == 4
    assert keys(layout) == [
        "sequence",
        "township",
        "code",
        "lon",
        "lat",
        "crs",
        "depth",
        "volume:2022",
        "remark",
    ]


def test_a_header_of_two_rows_with_merged_cells() -> None:
    upper = ("编号", "坐标", None, None, "取水量(m³)", None, "许可证", None)
    lower = (None, "经度", "纬度", "坐标系", "2021年", "2022年", "编号", "许可水量(万m³)")
    merges = [Merge(0, 0, 1, 0), Merge(0, 1, 0, 3), Merge(0, 4, 0, 5), Merge(0, 6, 0, 7)]
    for given in (merges, []):  # a text table knows no merged cells
        layout = layout_of(upper, lower, ("371525104JJ00001", 115, 36, "WGS84", 1, 2), merges=given)
        assert keys(layout) == [
            "code",
            "lon",
            "lat",
            "crs",
            "volume:2021",
            "volume:2022",
            "permit_number",
            "permit_volume",
        ]
        assert layout.by_field[Field.PERMIT_VOLUME].meaning.factor == 10_000
        assert layout.first_row == 2


def test_a_row_of_units_below_the_header() -> None:
    layout = layout_of(
        ("井号", "经度", "纬度", "许可水量", "井深", "备注"),
        (None, "°", "°", "万m³", "m", None),
        ("371525104JJ00001", 115, 36, 2, 30, None),
    )
    assert layout.first_row == 2
    assert layout.by_field[Field.PERMIT_VOLUME].meaning.factor == 10_000


def test_the_first_line_is_not_taken_for_a_second_header() -> None:
    assert layout_of(HEADER, LINE, LINE).first_row == 1


def test_the_sheet_with_the_best_header_is_read() -> None:
    notes = head_of(rows_of(("填表说明",), ("经度和纬度写小数",)), name="说明")
    sums = head_of(rows_of(("乡镇", "井数", "2022年取水量", "备注"), ("清水镇", 3, 5, None)), name="汇总")
    hidden = head_of(rows_of(HEADER, LINE, LINE, LINE), name="旧", hidden=True)
    register = head_of(rows_of(("台账",), HEADER, LINE), name="台账")
    layout = choose_layout([notes, sums, hidden, register])
    assert (layout.sheet, layout.sheet_name) == (3, "台账")
    longer = head_of(rows_of(HEADER, LINE, LINE, LINE), name="更长")
    assert choose_layout([register, longer]).sheet_name == "更长"


def test_a_file_without_a_register_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        choose_layout([head_of(rows_of(("甲", "乙"), (1, 2)), name="一")])
    assert refused.value.code == "header_not_found"


def test_a_field_belongs_to_one_column_and_clear_words_win() -> None:
    layout = layout_of(
        ("编号", "取水井编号", "经度", "纬度", "备注", "说明"), (1, "371525104JJ00001", 115, 36)
    )
    assert keys(layout) == [None, "code", "lon", "lat", "remark", None]


def test_what_every_line_needs_is_named_when_it_is_missing() -> None:
    assert layout_of(("乡镇", "井深", "经度", "取水用途"), ("清水镇", 1, 2, 3)).missing == (
        Field.CODE,
        Field.LAT,
    )
    pair = layout_of(("井号", "经纬度", "坐标系", "井深"), ("371525104JJ00001", "115,36", "WGS84", 3))
    assert pair.missing == ()


def test_notes_above_the_header_name_units_and_the_coordinate_system() -> None:
    header = ("井号", "经度", "纬度", "许可水量", "2022年取水量", "备注")
    line = ("371525104JJ00001", 115, 36, 2, 3, None)
    layout = layout_of(("单位：m³（许可水量为万m³）；坐标系：GCJ-02",), header, line)
    assert layout.crs is CrsSource.GCJ02
    assert layout.by_field[Field.PERMIT_VOLUME].meaning.factor == Decimal(10_000)
    assert layout.volumes[0].meaning.factor == 1


def test_a_mapping_decides_before_the_words() -> None:
    header = ("井号", "东", "北", "系", "用水甲", "备注")
    mapping = {"东": "lon", "北": "纬度", "系": "crs", "用水甲": "volume:2021*10000", "备注": ""}
    layout = layout_of(header, ("371525104JJ00001", 115, 36, "WGS84", 2, None), mapping=mapping)
    assert keys(layout) == ["code", "lon", "lat", "crs", "volume:2021", None]
    assert layout.mapping() == mapping | {"井号": "code", "北": "lat"}


def test_a_mapping_to_nothing_known_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        find_layout(0, head_of(rows_of(HEADER, LINE)), {"备注": "nonsense"})
    assert refused.value.code == "mapping_unknown_field"


def test_the_signature_is_the_headers_words_in_their_order() -> None:
    assert layout_of(HEADER, LINE).signature == layout_of(("标题",), HEADER, LINE, LINE).signature
    assert layout_of(HEADER, LINE).signature != layout_of(HEADER[::-1], LINE[::-1]).signature
