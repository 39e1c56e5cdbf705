"""One line of a register: what its cells say, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from casebook.intake.rules.lines import lines
from casebook.intake.rules.reading import Line, LineReader, Register
from casebook.intake.rules.saying import names_of, say
from casebook.intake.rules.settings import RegisterSettings
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.errors import RuleBroken
from tests.unit.intake.sheets import layout_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

CODE = "371525104JJ00001"
BASE = {
    "井编号": CODE,
    "经度": "115.41",
    "纬度": "36.42",
    "坐标系": "CGCS2000",
    "井深(m)": 30,
    "取水层位": "浅层",
}
SETTINGS = RegisterSettings()


def read(cells: Mapping[str, Any], *, townships: frozenset[str] = frozenset({"371525104"})) -> Line:
    row = BASE | cells
    rows = rows_of(tuple(row), tuple(row.values()))
    layout = layout_of(tuple(row), tuple(row.values()))
    register = Register(layout, SETTINGS.pattern("371525"), townships, SETTINGS.ranges())
    (found,) = lines(rows, layout)
    return LineReader(register).read(found)


def told(cells: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Reason and cell of everything that is wrong."""
    return [(finding.reason.value, finding.cell) for finding in read(cells).findings]


def test_a_sound_line_has_nothing_wrong() -> None:
    line = read({})
    assert (line.row, line.code, line.findings) == (2, CODE, [])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (None, "code_missing"),
        ("无", "code_missing"),
        ("371525104JJ0001", "code_malformed"),
        ("371525104JJ000001", "code_malformed"),
        ("371525104-JJ-00001", "code_malformed"),
        ("410482104JJ00001", "code_malformed"),
        ("371525999JJ00001", "code_malformed"),
        ("JJ00001", "code_malformed"),
    ],
)
def test_codes_that_are_none(code: str | None, reason: str) -> None:
    assert told({"井编号": code, "乡镇": "清水镇"}) == [(reason, "A2")]


@pytest.mark.parametrize(
    "code", [CODE, "３７１５２５１０４ＪＪ００００１", " 371525104 JJ00001 ", "371525104jj00001"]
)
def test_codes_in_other_writing(code: str) -> None:
    assert read({"井编号": code}).code == CODE


def test_any_township_may_begin_a_code_when_none_are_known() -> None:
    assert read({"井编号": "371525999JJ00001"}, townships=frozenset()).findings == []


@pytest.mark.parametrize(
    ("header", "cell", "reason"),
    [
        ("2022年取水量(m³)", "约3289", "number_unreadable"),
        ("2022年取水量(m³)", "3289左右", "number_unreadable"),
        ("2022年取水量(m³)", "3000-4000", "number_unreadable"),
        ("2022年取水量(m³)", -1, "number_out_of_range"),
        ("2022年取水量(m³)", 5_000_001, "number_out_of_range"),
        ("2022年取水量(m³)", "501万", "number_out_of_range"),
        ("许可水量(万m³/年)", 501, "number_out_of_range"),
        ("井深(m)", 0, "number_out_of_range"),
        ("井深(m)", -48.4, "number_out_of_range"),
        ("井深(m)", 1500.1, "number_out_of_range"),
        ("井深(m)", "三十米", "number_unreadable"),
        ("井管内径(mm)", 49, "number_out_of_range"),
        ("水泵额定流量(m³/h)", 501, "number_out_of_range"),
        ("水泵功率(kW)", 500.5, "number_out_of_range"),
        ("灌溉面积(亩)", 5_001, "number_out_of_range"),
    ],
)
def test_numbers_that_cannot_stand(header: str, cell: object, reason: str) -> None:
    found = [(told_reason, read({header: cell, "取水许可证编号": "x"}).findings) for told_reason in (reason,)]
    ((wanted, findings),) = found
    assert [finding.reason.value for finding in findings] == [wanted]
    assert findings[0].header == header


@pytest.mark.parametrize(
    ("header", "cell", "key", "value"),
    [
        ("2022年取水量(m³)", "0.5938万", "volume:2022", Decimal("5938.000")),
        ("2022年取水量(m³)", "２２９０", "volume:2022", Decimal("2290.000")),
        ("2022年取水量(m³)", "12,345", "volume:2022", Decimal("12345.000")),
        ("2022年取水量(m³)", None, "volume:2022", None),
        ("2022年取水量(万m³)", 1.25, "volume:2022", Decimal("12500.000")),
        ("2022年取水量(m³)", 5_000_000, "volume:2022", Decimal("5000000.000")),
        ("井深(m)", "３６．９", "depth", 36.9),
        ("井深(m)", "36.9米", "depth", 36.9),
        ("井管内径(mm)", "0.3m", "casing", 300.0),
        ("灌溉面积(亩)", 0, "area", 0.0),
    ],
)
def test_numbers_in_other_writing(header: str, cell: object, key: str, value: object) -> None:
    line = read({header: cell})
    assert line.findings == []
    assert line.facts[key] == value


@pytest.mark.parametrize(
    ("layer", "depth", "is_conflict"),
    [
        ("浅层", 60, False),
        ("浅层", 60.1, True),
        ("深层承压", 180, False),
        ("深层承压", 179.9, True),
        ("混合", 120, False),
        ("浅层", None, False),
        ("浅层", 3_000, False),  # a figure out of range says nothing about the layer
    ],
)
def test_layer_and_depth(layer: str, depth: float | None, is_conflict: bool) -> None:
    reasons = {reason for reason, _ in told({"取水层位": layer, "井深(m)": depth})}
    assert ("aquifer_depth_conflict" in reasons) is is_conflict


def test_a_missing_depth_is_a_warning() -> None:
    assert told({"井深(m)": None}) == [("depth_missing", "E2")]


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("使用状态", "报废"),
        ("取水用途", "景观"),
        ("取水层位", "岩溶水"),
        ("计量设施", "三角堰"),
        ("使用状态", "不详"),
    ],
)
def test_words_that_are_not_in_the_table_are_kept(header: str, word: str) -> None:
    line = read({header: word})
    assert [(finding.reason.value, finding.written) for finding in line.findings] == [("value_unknown", word)]
    assert word in line.kept.values()


def test_empty_words_are_no_unknown_words() -> None:
    line = read({"使用状态": None, "取水用途": "", "取水层位": "/", "计量设施": "无"})
    assert line.findings == []
    assert [line.facts[key].value for key in ("status", "use", "aquifer", "meter_kind")] == [
        "unverified",
        "other",
        "unknown",
        "none",
    ]


@pytest.mark.parametrize(
    ("permit", "expiry", "built", "clashes"),
    [
        ("D371525G2019-0001", "2024-08-16", "2001", False),
        ("D371525G2019-0001", "2019-01-01", "2019-12", False),
        ("D371525G2019-0001", "2018-12-31", "2001", True),
        ("D371525G2019-0001", "2029-12-31", "2001", False),
        ("D371525G2019-0001", "2030-01-01", "2001", True),
        ("D371525G2019-0001", "2024-08-16", "2020", True),
        ("取水（冠县）字〔2007〕第B37150001号", "2012.6.30", "2001", False),
        ("取水(冠县)字[2007]第B37150001号", "2006.6.30", "2001", True),
        ("取水（冠县）字〔2007〕第B37150001号", "", "2008-01-01", True),
        ("无证", "2024-08-16", "2020", False),
        (None, "2024-08-16", "2020", False),
    ],
)
def test_permit_dates(permit: str | None, expiry: str, built: str, clashes: bool) -> None:
    reasons = told({"许可证编号": permit, "许可证有效期至": expiry, "成井时间": built})
    assert reasons == ([("permit_dates", "G2")] if clashes else [])


def test_an_unreadable_date_is_kept_as_written() -> None:
    line = read({"成井时间": "约九十年代"})
    assert [finding.reason.value for finding in line.findings] == ["date_unreadable"]
    assert line.kept["built"] == "约九十年代"


def test_the_last_day_of_a_written_term() -> None:
    line = read({"许可证编号": "D371525G2019-0001", "有效期": "2019-01-01至2024-01-01"})
    assert line.facts["permit_expiry"].on == date(2024, 1, 1)


@pytest.mark.parametrize("number", ["371525197811080001", "913715250000695427", "3715251978110800"])
def test_identifiers_that_do_not_hold(number: str) -> None:
    assert told({"身份证号": number}) == [("identifier_check_digit", "G2")]


@pytest.mark.parametrize("number", ["37152519781108000X", "913715250000695428", "37152519781108000x", None])
def test_identifiers_that_hold(number: str | None) -> None:
    assert told({"身份证号": number}) == []


def test_an_identifier_in_either_of_two_columns() -> None:
    line = read({"统一社会信用代码": None, "身份证号": "37152519781108000X"})
    assert line.facts["holder_identifier"] == "37152519781108000X"


def test_a_text_that_would_have_to_be_cut_is_refused() -> None:
    line = read({"村": "长" * 61})
    assert line.is_refused
    assert [finding.reason.value for finding in line.findings] == ["text_too_long"]


def test_a_script_is_only_text() -> None:
    line = read({"村": "<script>alert(1)</script>", "备注": "=HYPERLINK(1)"})
    assert line.findings == []
    assert (line.facts["village"], line.facts["remark"]) == ("<script>alert(1)</script>", "=HYPERLINK(1)")


def test_what_a_line_says_holds_only_what_is_there() -> None:
    cells = {
        "取水单位": "刘建国",
        "实际使用人": "马艳",
        "灌溉面积(亩)": 0,
        "2022年取水量(m³)": 5,
        "备注": None,
    }
    row = BASE | cells
    layout = layout_of(tuple(row), tuple(row.values()))
    line = read(cells)
    line.lon, line.lat, line.crs_source = 115.41, 36.42, CrsSource.CGCS2000
    saying = say(line, layout)
    assert saying["owner"]["name"] == "刘建国"
    assert saying["user"]["name"] == "马艳"
    assert (saying["irrigated_mu"], saying["volume:2022"]) == (0.0, "5.000")
    assert "remark" not in saying
    assert {"remark", "owner", "user", "volume:2022", "position"} <= set(names_of(layout))


@pytest.mark.parametrize(
    "setting", ["{", "[1]", '{"depth": [1, 2]}', '{"depth_m": 5}', '{"depth_m": ["a", 2]}']
)
def test_limits_that_cannot_be_read(setting: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        RegisterSettings(limits=setting).ranges()
    assert refused.value.code == "well_limits_invalid"


def test_a_pattern_of_its_own_decides_alone() -> None:
    settings = RegisterSettings(code_pattern=r"{county}-[0-9]{4}")
    assert settings.pattern("371525").fullmatch("371525-0001")
    assert not settings.begins_with_township
    with pytest.raises(RuleBroken):
        RegisterSettings(code_pattern="[").pattern("371525")
