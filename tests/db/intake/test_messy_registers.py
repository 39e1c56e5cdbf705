"""Registers of many styles with planted defects: what an import says of them is what was planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.db.intake.conftest import judged
from tests.factories.messy import make_register
from tests.factories.registers import Style

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.registers import Register

PLAIN = {
    "sequence": "序号",
    "township": "乡镇（街道）",
    "village": "村（社区）",
    "code": "取水井编号",
    "holder": "取水单位（个人）",
    "identifier": "统一社会信用代码/身份证号",
    "phone": "联系电话",
    "lon": "经度",
    "lat": "纬度",
    "crs": "坐标系",
    "built": "成井时间",
    "depth": "井深(m)",
    "casing": "井管内径(mm)",
    "aquifer": "取水层位",
    "use": "取水用途",
    "area": "灌溉面积(亩)",
    "flow": "水泵额定流量(m³/h)",
    "power": "水泵功率(kW)",
    "permit": "取水许可证编号",
    "permit_volume": "许可水量(万m³/年)",
    "expiry": "许可证有效期至",
    "meter": "计量设施",
    "2021": "2021年取水量(m³)",
    "2022": "2022年取水量(m³)",
    "status": "使用状态",
}
OTHER_WORDS = {
    "code": "机井编号",
    "crs": "坐标系统",
    "lat": "Y坐标",
    "lon": "X坐标",
    "status": "运行状况",
    "township": "所属乡镇",
    "village": "行政村",
    "holder": "用水户名称",
    "phone": "手机号码",
    "identifier": "证件号码",
    "use": "用水性质",
    "aquifer": "开采层位",
    "depth": "成井深度（米）",
    "casing": "井径/mm",
    "built": "打井年份",
    "meter": "计量方式",
    "flow": "出水量(m3/h)",
    "power": "配套功率（千瓦）",
    "area": "控制面积(亩)",
    "2022": "2022年度开采量（立方米）",
    "2021": "2021年度开采量（立方米）",
    "permit": "许可证号",
    "expiry": "有效期截止日期",
    "permit_volume": "年许可取水量(m³)",
}
TWO_ROWS = {
    "sequence": "序号",
    "code": "井号",
    "township": "基本情况|乡镇",
    "village": "基本情况|村",
    "holder": "取水户|名称",
    "identifier": "取水户|身份证号",
    "phone": "取水户|电话",
    "crs": "坐标|坐标系",
    "lon": "坐标|经度",
    "lat": "坐标|纬度",
    "built": "成井年月",
    "depth": "井深|m",
    "casing": "井管内径|mm",
    "aquifer": "取水层位",
    "use": "用途",
    "area": "灌溉面积|亩",
    "flow": "水泵|额定流量(m³/h)",
    "power": "水泵|功率(kW)",
    "permit": "取水许可证|编号",
    "permit_volume": "取水许可证|许可水量(万m³)",
    "expiry": "取水许可证|有效期至",
    "meter": "计量设施",
    "2021": "取水量(m³)|2021年",
    "2022": "取水量(m³)|2022年",
    "status": "现状",
}
STYLES = {
    "plain": Style(PLAIN),
    "other words and order": Style(
        OTHER_WORDS,
        titles=(("某县农村机井普查登记表",), ("填报单位：冠县水利局", None, "填报日期：2024年5月"), ()),
        footers=(
            (),
            (None, None, "总计", 7, 8),
            ("制表：甲", None, "复核：乙", None, "日期：2024.5.6"),
            ("注：本表一式两份",),
        ),
        crs_words={
            "degrees": "2000国家大地坐标系",
            "dms": "国家2000",
            "zone38": "CGCS2000_3_Degree_GK",
            "zone39": "2000坐标三度分带",
            "wgs84": "WGS-84",
            "gcj02": "火星坐标",
            "bd09": "百度坐标",
        },
        permit_unit=1,
        page=40,
    ),
    "two rows of header": Style(TWO_ROWS, sums=True, page=50),
    "units in the notes": Style(
        PLAIN | {"permit_volume": "许可水量", "2021": "2021年取水量", "2022": "2022年取水量"},
        titles=(("机井台账",), ("单位：m³（许可水量为万m³）",)),
    ),
}


@pytest.fixture
def backend() -> str:
    """What a file says does not depend on the database."""
    return "spatialite"


def _is_as_planted(register: Register, session: Session, data: bytes, *, is_text: bool = False) -> None:
    with judged(session, data, is_text=is_text) as judgement:
        report = judgement.report
    entries = {entry.row: entry for entry in report.entries}
    numbers = register.data_rows()
    assert sorted(entries) == numbers
    wrong = []
    for number, row in zip(numbers, register.rows, strict=True):
        entry = entries[number]
        reasons = {finding.reason.value for finding in entry.findings}
        is_there = (entry.lon is None) == (row.lon is None)
        if reasons != row.reasons or entry.is_refused != bool(row.refused) or not is_there:
            wrong.append((number, reasons, row.reasons, row.cells))
        elif row.lon is not None and row.lat is not None:
            assert entry.lon == pytest.approx(row.lon, abs=1e-5), row.cells
            assert entry.lat == pytest.approx(row.lat, abs=1e-5), row.cells
    assert wrong == []
    counts = report.counts()
    assert (counts["rows"], counts["accepted"]) == (len(register.rows), register.accepted)
    assert (counts["refused"], counts["warned"]) == (register.refused, register.warned)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("style", STYLES)
def test_an_xlsx_is_read_as_it_was_planted(county: Session, style: str, seed: int) -> None:
    register = make_register(seed, STYLES[style])
    others = [
        ("说明", [["填表说明"], ["经度、纬度用度分秒"]]),
        ("汇总", [["乡镇", "井数", "取水量"], ["清水镇", 3, 4]]),
    ]
    _is_as_planted(register, county, register.xlsx(*others))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_as_it_was_planted(county: Session, encoding: str) -> None:
    register = make_register(7, STYLES["plain"])
    _is_as_planted(register, county, register.csv(encoding), is_text=True)
