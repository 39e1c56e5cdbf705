"""Header words: what a column means, in which unit, for which year, in which coordinate system."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.intake.rules.headers import meaning_of, read_header
from casebook.kernel.coordinates import CrsSource

KNOWN = {
    "序号": "sequence",
    "乡镇（街道）": "township",
    "所在乡镇": "township",
    "镇街": "township",
    "村（社区）": "village",
    "行政村": "village",
    "取水井编号": "code",
    "机井编号": "code",
    "取水口编码": "code",
    "取水单位（个人）": "holder",
    "用水户": "holder",
    "产权人": "owner",
    "管理单位": "manager",
    "实际使用人": "user",
    "统一社会信用代码/身份证号": "holder_identifier",
    "产权人身份证号": "owner_identifier",
    "管理人电话": "manager_phone",
    "经 度": "lon",
    "X坐标": "lon",
    "横坐标": "lon",
    "北纬": "lat",
    "坐标系": "crs",
    "经纬度": "place",
    "成井时间": "built",
    "打井年份": "built",
    "井深(m)": "depth",
    "成井深度（米）": "depth",
    "井管内径(mm)": "casing",
    "取水层位": "aquifer",
    "取水用途": "use",
    "灌溉面积(亩)": "area",
    "水泵额定流量(m³/h)": "flow",
    "水泵功率(kW)": "power",
    "取水许可证编号": "permit_number",
    "许可水量(万m³/年)": "permit_volume",
    "许可证有效期至": "permit_expiry",
    "发证日期": "permit_issued",
    "计量设施": "meter_kind",
    "水表编号": "meter_number",
    "电表户号": "electricity_account",
    "2020年取水量(m³)": "volume:2020",
    "2023年度开采量": "volume:2023",
    "取水量(m³)2021年": "volume:2021",
    "使用状态": "status",
    "封停日期": "closed",
    "标识牌编号": "plate",
    "备注": "remark",
}


@pytest.mark.parametrize("header", KNOWN)
def test_words_that_offices_use(header: str) -> None:
    found = read_header(header)
    assert found is not None
    assert (found.key, found.is_weak) == (KNOWN[header], False)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "2020年用电量(kWh)",
        "年取水量",
        "水泵型号",
        "静水位(m)",
        "是否年检",
        "冠县取水井（机井）登记台账",
        "不能导入的原因",
        "联系人",
    ],
)
def test_words_that_mean_nothing_here(header: str) -> None:
    assert read_header(header) is None


@pytest.mark.parametrize(
    ("header", "factor"),
    [
        ("许可水量(万m³/年)", 10_000),
        ("许可水量，万m³", 10_000),
        ("许可水量/万立方米", 10_000),
        ("许可水量(m³)", 1),
        ("2020年取水量(万方)", 10_000),
        ("灌溉面积(公顷)", 15),
        ("水泵流量(L/s)", Decimal("3.6")),
        ("井径(cm)", 10),
        ("井深(终孔)", 1),
    ],
)
def test_a_unit_in_the_header_counts(header: str, factor: Decimal) -> None:
    found = read_header(header)
    assert found is not None
    assert found.factor == factor


def test_a_coordinate_system_in_the_header_counts() -> None:
    found = read_header("经度（GCJ-02）")
    assert found is not None
    assert found.crs is CrsSource.GCJ02


def test_a_bare_number_column_is_only_weakly_the_code() -> None:
    found = read_header("编号")
    assert found is not None
    assert (found.key, found.is_weak) == ("code", True)


@pytest.mark.parametrize(
    ("word", "key", "factor"),
    [
        ("code", "code", 1),
        ("volume:2020", "volume:2020", 1),
        ("volume:2020*10000", "volume:2020", 10_000),
        ("permit_volume*10000", "permit_volume", 10_000),
        ("2020年取水量(万m³)", "volume:2020", 10_000),
        ("取水井编号", "code", 1),
    ],
)
def test_words_of_a_mapping(word: str, key: str, factor: int) -> None:
    found = meaning_of(word)
    assert found is not None
    assert (found.key, found.factor) == (key, factor)
    again = meaning_of(found.word)
    assert again is not None
    assert (again.key, again.factor) == (key, factor)


@pytest.mark.parametrize(
    "word", ["nonsense", "volume", "volume:20", "code:2020", "code*0", "code*-1", "code*x"]
)
def test_no_word_of_a_mapping(word: str) -> None:
    assert meaning_of(word) is None
