"""A register as a bureau keeps it, untidy and with the usual mistakes: something to try the import with.

It brings wells that the demonstration does not have yet, some that it has with other words, and
lines that must be refused or warned about.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter

from casebook.demo.chance import chance
from casebook.demo.geography import TOWNSHIP_NAMES
from casebook.demo.register import wells, wells_beyond
from casebook.kernel.coordinates import nearest_zone, wgs84_to_bd09, wgs84_to_gcj02, zone_from_degrees
from casebook.regions.rules import Aquifer
from casebook.wells.rules import MeterKind, PartyRole, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from casebook.demo.register import DemoWell

    Cells = dict[str, Any]

_NEW, _KNOWN = 110, 24
_YEARS = (2020, 2021, 2022)
_HEADERS = (
    "序号",
    "乡镇（街道）",
    "村（社区）",
    "取水井编号",
    "产权单位（人）",
    "管理人",
    "实际使用人",
    "使用人身份证号/信用代码",
    "使用人电话",
    "经度",
    "纬度",
    "坐标系",
    "成井时间",
    "井深(m)",
    "井管内径(mm)",
    "取水层位",
    "取水用途",
    "灌溉面积(亩)",
    "水泵额定流量(m³/h)",
    "水泵功率(kW)",
    "取水许可证编号",
    "许可水量(万m³/年)",
    "许可证有效期至",
    "计量设施",
    "水表编号",
    "电表户号",
    *(f"{year}年取水量(m³)" for year in _YEARS),
    "使用状态",
    "封停日期",
    "备注",
)
_USES = {
    WellUse.IRRIGATION: "农业灌溉",
    WellUse.INDUSTRY: "工业",
    WellUse.PUBLIC_SUPPLY: "城乡公共供水",
    WellUse.RURAL_DOMESTIC: "农村生活",
    WellUse.SPECIAL_TRADE: "特种行业（洗浴）",
    WellUse.LIVESTOCK: "畜禽养殖",
    WellUse.OTHER: "其他",
}
_LAYERS = {Aquifer.SHALLOW: "浅层", Aquifer.DEEP_CONFINED: "深层承压"}
_METERS = {
    MeterKind.ONLINE: "在线水表",
    MeterKind.MECHANICAL: "机械水表",
    MeterKind.POWER: "以电折水",
    MeterKind.NONE: "无",
}
_STATUSES = {
    WellStatus.IN_USE: "在用",
    WellStatus.IDLE: "停用",
    WellStatus.UNVERIFIED: "待核实",
    WellStatus.NOT_FOUND: "未找到",
    WellStatus.PLUGGED: "已封填",
    WellStatus.MOTHBALLED: "封存备用",
    WellStatus.MONITORING: "改建监测井",
}


def write_register(stream: BinaryIO) -> int:
    """Write the workbook and return how many data rows it has."""
    rows = list(_rows())
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("补登台账")
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True, "border": 1})
    sheet.merge_range(0, 0, 0, len(_HEADERS) - 1, "冠县取水井补充登记台账（演示数据）", bold)
    sheet.write_string(1, 0, "填报单位：冠县水利局")
    sheet.write_string(1, 8, "单位：m³（许可水量为万m³）")
    sheet.set_column(0, len(_HEADERS) - 1, 14)
    for column, header in enumerate(_HEADERS):
        sheet.write_string(2, column, header, bold)
    for number, cells in enumerate(rows, start=1):
        for column, header in enumerate(_HEADERS):
            value = number if header == "序号" else cells.get(header)
            if value not in {None, ""}:
                sheet.write(2 + number, column, value)
    sheet.write_string(3 + len(rows), 0, "合计")
    sheet.write_string(4 + len(rows), 0, "填表人：")
    sheet.write_string(4 + len(rows), 6, "审核人：")
    book.close()
    return len(rows)


def _rows() -> Iterator[Cells]:
    dice = chance("sheet")
    fresh = [_cells(well, dice) for well in wells_beyond(_NEW)]
    for cells, spoil in zip(fresh[4:], _MISTAKES, strict=False):
        spoil(cells)
    known = [_cells(_otherwise(well, dice), None) for well in dice.sample(wells()[200:], _KNOWN)]
    rows = fresh + known
    dice.shuffle(rows)
    yield from rows
    yield {**fresh[0], "备注": "重复填报"}


def _otherwise(well: DemoWell, dice: Random) -> DemoWell:
    """Return a known well about which the office has learnt something."""
    flow = well.pump_flow_m3h + dice.choice((10, 15, 20))
    return replace(well, pump_flow_m3h=flow)


def _cells(well: DemoWell, dice: Random | None) -> Cells:
    """Return a line; `dice` choose how its position is written, None writes it plainly."""
    roles = dict(well.parties)
    owner, manager, user = (roles.get(role) for role in (PartyRole.OWNER, PartyRole.MANAGER, PartyRole.USER))
    permit = well.permit
    return {
        "乡镇（街道）": TOWNSHIP_NAMES[well.township],
        "村（社区）": well.village.name,
        "取水井编号": well.code,
        "产权单位（人）": owner.name if owner else "",
        "管理人": manager.name if manager else "",
        "实际使用人": user.name if user else "",
        "使用人身份证号/信用代码": user.identifier if user else "",
        "使用人电话": user.phone if user else "",
        **_place(well, dice),
        "成井时间": f"{well.built_on.year}年{well.built_on.month}月",
        "井深(m)": well.depth_m,
        "井管内径(mm)": well.casing_mm,
        "取水层位": _LAYERS[well.aquifer],
        "取水用途": _USES[well.use],
        "灌溉面积(亩)": well.irrigated_mu,
        "水泵额定流量(m³/h)": well.pump_flow_m3h,
        "水泵功率(kW)": well.pump_power_kw,
        "取水许可证编号": permit.number if permit else "",
        "许可水量(万m³/年)": permit.permitted_m3 / 10_000 if permit else None,
        "许可证有效期至": permit.valid_to.isoformat() if permit else "",
        "计量设施": _METERS[well.meter],
        "水表编号": well.meter_no,
        "电表户号": well.electricity_account,
        **{f"{year}年取水量(m³)": well.volumes.get(year) for year in _YEARS},
        "使用状态": _STATUSES[well.status],
        "封停日期": well.closed_on.isoformat() if well.closed_on else "",
    }


def _place(well: DemoWell, dice: Random | None) -> Cells:
    """Write a position in one of the ways that offices write it."""
    way = "plain" if dice is None else dice.choice(("plain", "plain", "degrees", "grid", "gcj02", "bd09"))
    lon, lat, crs = f"{well.lon:.6f}", f"{well.lat:.6f}", "CGCS2000"
    if way == "degrees":
        lon, lat = _degrees(well.lon), _degrees(well.lat)
    elif way == "grid":
        zone = nearest_zone(well.lon)
        (east,), (north,) = zone_from_degrees(zone, [well.lon], [well.lat])
        lon, lat, crs = f"{east:.2f}", f"{north:.2f}", "CGCS2000 3度带"
    elif way == "gcj02":
        shifted = wgs84_to_gcj02(well.lon, well.lat)
        lon, lat, crs = f"{shifted[0]:.6f}", f"{shifted[1]:.6f}", "GCJ-02（高德）"
    elif way == "bd09":
        shifted = wgs84_to_bd09(well.lon, well.lat)
        lon, lat, crs = f"{shifted[0]:.6f}", f"{shifted[1]:.6f}", "BD-09（百度）"
    return {"经度": lon, "纬度": lat, "坐标系": crs}


def _degrees(value: float) -> str:
    minutes = (value - int(value)) * 60
    return f"{int(value)}°{int(minutes)}′{(minutes - int(minutes)) * 60:.2f}″"


def _set(**changes: object) -> Callable[[Cells], None]:
    headers = {
        "code": "取水井编号",
        "lon": "经度",
        "lat": "纬度",
        "crs": "坐标系",
        "depth": "井深(m)",
        "flow": "水泵额定流量(m³/h)",
        "volume": "2022年取水量(m³)",
        "township": "乡镇（街道）",
        "identifier": "使用人身份证号/信用代码",
        "built": "成井时间",
        "status": "使用状态",
        "layer": "取水层位",
        "expiry": "许可证有效期至",
        "permit": "取水许可证编号",
    }

    def spoil(cells: Cells) -> None:
        cells.update({headers[name]: value for name, value in changes.items()})

    return spoil


_MISTAKES: tuple[Callable[[Cells], None], ...] = (
    _set(code=""),
    _set(code="清水21"),
    _set(lon="", lat=""),
    _set(lon="504321.22", lat="4040112.45", crs="CGCS2000 3度带"),
    _set(lon="20504321.2", lat="4040112.4", crs="北京54"),
    _set(lon="36.480000", lat="115.450000", crs="CGCS2000"),
    _set(lon="116.350000", lat="36.480000", crs="WGS84"),
    _set(depth="约120"),
    _set(depth=2_400),
    _set(flow=5_600),
    _set(volume="三千二"),
    _set(volume="０．３２万"),
    _set(identifier="371525198001010001"),
    _set(depth=210, layer="浅层"),
    _set(township="冠城镇"),
    _set(depth=""),
    _set(built="八十年代"),
    _set(status="报废"),
    _set(permit="D371525G2021-9001", expiry=date(2038, 5, 1).isoformat()),
)
"""One mistake a line: first those that are refused, then those that are only told."""
