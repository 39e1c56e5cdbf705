"""The headers and habits of invented offices."""

from __future__ import annotations

from dataclasses import replace

from tests.factories.regions import EAST, WEST
from tests.factories.registers import Planted, Register, Style

_HEADERS = {
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
_OTHER_WORDS = {
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
_TWO_ROWS = {
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
PLAIN = Style(_HEADERS)
STYLES = {
    "plain": PLAIN,
    "other words and order": Style(
        _OTHER_WORDS,
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
    "two rows of header": Style(_TWO_ROWS, sums=True, page=50),
    "units in the notes": Style(
        _HEADERS | {"permit_volume": "许可水量", "2021": "2021年取水量", "2022": "2022年取水量"},
        titles=(("机井台账",), ("单位：m³（许可水量为万m³）",)),
    ),
}


def small_register(**changes: object) -> Register:
    """Two wells, the first in use with a permit, the second sealed."""
    first = {
        "sequence": 1,
        "township": "清水镇",
        "village": "小王庄村",
        "code": f"{WEST}JJ00001",
        "holder": "刘建国",
        "identifier": "37152519781108000X",
        "phone": "10076847031",
        "lon": "115.410000",
        "lat": "36.410000",
        "crs": "CGCS2000",
        "built": "2011年7月",
        "depth": 22,
        "casing": 325,
        "aquifer": "浅层",
        "use": "农业灌溉",
        "permit": "D371525G2019-0001",
        "permit_volume": 0.5379,
        "expiry": "2024.08.16",
        "meter": "以电折水",
        "2021": "0.36万",
        "2022": 4572,
        "status": "在用",
    }
    second = first | {
        "sequence": 2,
        "township": "东古城镇",
        "code": f"{EAST}JJ00002",
        "holder": "冠县试验供水有限公司",
        "identifier": "913715250000695428",
        "lon": "115.480000",
        "permit": None,
        "permit_volume": None,
        "expiry": None,
        "2022": 0,
        "status": "已封填",
        "closed": "2021-03-17",
    }
    rows = [Planted(first | changes, 115.41, 36.41, WEST), Planted(second, 115.48, 36.41, EAST)]
    style = replace(PLAIN, headers=PLAIN.headers | {"closed": "封停日期", "remark": "备注"})
    return Register(rows, style)
