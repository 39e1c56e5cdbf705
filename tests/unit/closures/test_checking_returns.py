"""Reading a return: its header in any words, its units, its days, and what is printed around its lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.closures.rules import BaselineMethod, ClaimLine, ClosureKind, choose_return, read_claims
from casebook.closures.rules.headers import Part, read_part
from casebook.closures.rules.returns import read_kind, read_method
from casebook.intake.rules.table import Merge, Row, SheetHead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.kernel.cells import Cell

HEADER = ["序号", "水井编号", "封井日期", "核算基数(m³/年)", "封井后剩余取水量(m³/年)", "申报压减量(万m³)"]
LINE = [1, "371525001JJ00001", "2023-06-13", 60000, 0, 6]


def sheet(
    *rows: Sequence[Cell], name: str = "台账", hidden: bool = False, merges: tuple[Merge, ...] = ()
) -> SheetHead:
    """A sheet of rows."""
    found = tuple(Row(index, list(cells)) for index, cells in enumerate(rows) if any(cells))
    return SheetHead(name, hidden, found, len(found), merges)


def read(*rows: Sequence[Cell], merges: tuple[Merge, ...] = ()) -> list[ClaimLine]:
    """The lines of a return."""
    head = sheet(*rows, merges=merges)
    layout = choose_return([head])
    assert layout is not None
    return list(read_claims(head.rows, layout, merges))


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("水井编号", Part.CODE),
        ("取水井编号", Part.CODE),
        ("机井编码", Part.CODE),
        ("封停井编号", Part.CODE),
        ("封井编号", Part.NUMBER),
        ("台账编号", Part.NUMBER),
        ("取水单位", Part.HOLDER),
        ("取水单位（个人）名称", Part.HOLDER),
        ("用水户名称", Part.HOLDER),
        ("产权单位", Part.HOLDER),
        ("封井方式", Part.KIND),
        ("封停类型", Part.KIND),
        ("处置方式", Part.KIND),
        ("封井日期", Part.CLOSED),
        ("封停时间", Part.CLOSED),
        ("封填完成日期", Part.CLOSED),
        ("封存日期", Part.CLOSED),
        ("替代水源", Part.SOURCE),
        ("置换水源类型", Part.SOURCE),
        ("替代水源接通日期", Part.CONNECTED),
        ("通水时间", Part.CONNECTED),
        ("水源置换日期", Part.CONNECTED),
        ("供水接通日期", Part.CONNECTED),
        ("压减量核算方法", Part.METHOD),
        ("基数核定方式", Part.METHOD),
        ("核算依据", Part.METHOD),
        ("核算基数(m³/年)", Part.BASELINE),
        ("压减基数（立方米）", Part.BASELINE),
        ("封井前年取水量(m³)", Part.BASELINE),
        ("近三年平均取水量", Part.BASELINE),
        ("基准年取水量", Part.BASELINE),
        ("近三年计量均值(m³)", Part.BASELINE),
        ("现状年取水量", Part.BASELINE),
        ("替代水源投用日期", Part.CONNECTED),
        ("填料用量", Part.FILL),
        ("封井后剩余取水量(m³/年)", Part.RESIDUAL),
        ("封停后年取水量", Part.RESIDUAL),
        ("剩余水量", Part.RESIDUAL),
        ("申报压减量(万m³)", Part.CLAIM),
        ("年压减水量（万立方米）", Part.CLAIM),
        ("压减地下水量", Part.CLAIM),
        ("压采量", Part.CLAIM),
        ("全年压减量", Part.CLAIM),
        ("当年压减量", None),
        ("验收日期", Part.ACCEPTED),
        ("联合验收时间", Part.ACCEPTED),
        ("验收结论", None),
        ("井深(m)", Part.DEPTH),
        ("成井深度", Part.DEPTH),
        ("回填材料用量(m³)", Part.FILL),
        ("封填方量", Part.FILL),
        ("备注", Part.REMARK),
        ("乡镇", None),
    ],
)
def test_a_header_is_known_by_its_usual_words(header: str, part: Part | None) -> None:
    assert read_part(header) == (part, False)


def test_title_header_total_and_signature_are_told_from_lines() -> None:
    found = read(
        ["冠县2023年封井任务完成情况"],
        ["填报单位：某局", "", "", "", "", "单位：见表头"],
        HEADER,
        LINE,
        HEADER,
        [2, "371525001JJ00002", "2023-07-01", 50000, 0, 5],
        ["合计", "2眼", "", 110000, 0, 11],
        ["填表人：", "", "审核人：", "", "负责人："],
    )
    assert [(one.line, one.row, one.code) for one in found] == [
        (1, 4, "371525001JJ00001"),
        (2, 6, "371525001JJ00002"),
    ]
    first = found[0]
    assert (first.baseline_m3, first.residual_m3, first.claim_m3) == (60000, 0, 60000)


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("冠县2023年封井压采任务完成情况台账", 2023),
        ("2023年度封井台账（填报时间：2024年1月）", 2023),
        ("2019年—2022年封井台账", None),
        ("封井台账", None),
    ],
)
def test_the_year_of_a_return_is_the_one_of_its_title(title: str, year: int | None) -> None:
    layout = choose_return([sheet([title], HEADER, LINE)])
    assert layout is not None
    assert layout.year == year


@pytest.mark.parametrize(
    ("header", "cell", "m3"),
    [
        ("压减量(万m³)", 8.3045, "83045"),
        ("压减量（万立方米/年）", "8.3045", "83045"),
        ("压减量(m³)", "83,045", "83045"),
        ("压减量", "8.3045万", "83045"),
        ("压减量（万方）", "83045m³", "83045"),
        ("压减量/万m3", "８.5", "85000"),
        ("压减量(m³)", "", None),
    ],
)
def test_units_come_from_the_header_and_the_cell(header: str, cell: Cell, m3: str | None) -> None:
    (found,) = read([*HEADER[:5], header], [*LINE[:5], cell])
    assert found.claim_m3 == (None if m3 is None else Decimal(m3))


def test_a_note_above_gives_its_unit_to_volumes_that_name_none() -> None:
    header = ["序号", "井号", "封井日期", "核算基数", "压减量（m³）"]
    (found,) = read(
        ["封井台账", "", "", "", "单位：万m³"], header, [1, "371525001JJ00001", "2023-6-1", 6, 60000]
    )
    assert (found.baseline_m3, found.claim_m3) == (60000, 60000)


@pytest.mark.parametrize(
    ("cell", "closed_on", "is_day_known"),
    [
        ("2023-06-13", date(2023, 6, 13), True),
        ("2023年6月13日", date(2023, 6, 13), True),
        ("2023.6.13", date(2023, 6, 13), True),
        ("20230613", date(2023, 6, 13), True),
        (date(2023, 6, 13), date(2023, 6, 13), True),
        (45090, date(2023, 6, 13), True),
        ("二〇二三年六月十三日", date(2023, 6, 13), True),
        ("2023年6月", date(2023, 6, 30), False),
    ],
)
def test_days_in_all_forms_that_people_use(cell: Cell, closed_on: date, *, is_day_known: bool) -> None:
    (found,) = read(HEADER, [*LINE[:2], cell, *LINE[3:]])
    assert (found.closed_on, found.is_day_known) == (closed_on, is_day_known)
    assert not found.unreadable


def test_a_cell_that_cannot_be_read_is_named() -> None:
    header = [*HEADER, "替代水源", "替代水源接通日期", "回填材料用量(m³)"]
    (found,) = read(
        ["封井台账"],
        header,
        [1, "371525001JJ00001", "六月中旬", "约6万", 0, 6, "引黄水", "已通水", "约20方"],
    )
    assert [(one.cell, one.header, one.written) for one in found.unreadable] == [
        ("C3", "封井日期", "六月中旬"),
        ("D3", "核算基数(m³/年)", "约6万"),
    ]
    assert [one.cell for one in found.unclear] == ["H3", "I3"]
    assert not found.asks_connection


@pytest.mark.parametrize("cell", [-1, "-6", "1e12", "9999999999", "#REF!", True])
def test_a_figure_that_can_be_no_volume_is_unreadable(cell: Cell) -> None:
    (found,) = read(HEADER, [*LINE[:5], cell])
    assert [one.cell for one in found.unreadable] == ["F2"]
    assert found.claim_m3 is None


def test_what_nothing_can_be_counted_without_is_asked_for() -> None:
    header = [*HEADER, "取水单位", "井深(m)"]
    (found,) = read(header, [1, "", "2023-01-02", "", "", "", "某厂", 30])
    assert [one.cell for one in found.missing] == ["B2", "F2"]


def test_a_header_of_two_rows_is_read_as_one() -> None:
    upper = ["序号", "井编号", "封停情况", "", "替代水源", "", "水量", "", ""]
    lower = ["", "", "日期", "方式", "名称", "接通日期", "核算基数(m³)", "剩余水量(m³)", "压减量(万m³)"]
    merges = (Merge(1, 2, 1, 3), Merge(1, 4, 1, 5), Merge(1, 6, 1, 8))
    (found,) = read(
        ["封井台账"],
        upper,
        lower,
        [1, "371525001JJ00001", "2023-6-13", "封存备用", "引黄水", "2023-6-1", 60000, 0, 6],
        merges=merges,
    )
    assert (found.closed_on, found.connected_on) == (date(2023, 6, 13), date(2023, 6, 1))
    assert (found.kind, found.source, found.claim_m3) == (ClosureKind.MOTHBALLED, "引黄水", 60000)


def test_the_number_of_a_closure_names_the_well_where_nothing_else_does() -> None:
    header = ["序号", "封井编号", "完工日期", "核算基数(m³)", "压减量(m³)"]
    (found,) = read(header, [1, "371525001JJ00001", "2023-06-13", 5, 5])
    assert (found.code, found.number, found.closed_on) == ("371525001JJ00001", "", date(2023, 6, 13))


def test_the_visible_sheet_with_the_header_of_a_return_is_chosen() -> None:
    other = sheet(["机井台账"], ["序号", "井编号", "井深(m)", "备注"], [1, "371525001JJ00001", 3, ""])
    hidden = sheet(HEADER, LINE, LINE, LINE, name="样表", hidden=True)
    own = sheet(["封井"], HEADER, LINE, name="封井")
    layout = choose_return([other, hidden, own])
    assert layout is not None
    assert layout.sheet_name == "封井"
    assert choose_return([other]) is None
    assert choose_return([other, own], "台账") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("永久封填", ClosureKind.PLUGGED),
        ("封填", ClosureKind.PLUGGED),
        ("压力灌浆", ClosureKind.PLUGGED),
        ("封存备用", ClosureKind.MOTHBALLED),
        ("应急备用", ClosureKind.MOTHBALLED),
        ("改建监测井", ClosureKind.MONITORING),
        ("", None),
        ("其他", None),
    ],
)
def test_ways_of_closing_by_their_words(text: str, kind: ClosureKind | None) -> None:
    assert read_kind(text) is kind


@pytest.mark.parametrize(
    ("text", "method", "is_nameplate"),
    [
        ("近三年计量均值", BaselineMethod.B1, False),
        ("前三年水表实测平均", BaselineMethod.B1, False),
        ("核定税量均值", BaselineMethod.B2, False),
        ("以电折水", BaselineMethod.B3, False),
        ("额定流量×运行时长", BaselineMethod.B4, False),
        ("灌溉定额", BaselineMethod.B5, False),
        ("许可水量", BaselineMethod.B6, False),
        ("B3", BaselineMethod.B3, False),
        ("日最大取水能力×365", None, True),
        ("按最大取水能力核算", None, True),
        ("日最大取水量×365天", None, True),
        ("水泵额定流量×24×365", None, True),
        ("满负荷取水量", None, True),
        ("铭牌出水量", None, True),
        ("", None, False),
    ],
)
def test_methods_by_their_words(text: str, method: BaselineMethod | None, *, is_nameplate: bool) -> None:
    assert read_method(text) == (method, is_nameplate)
