"""Registers of any length inside the demonstration's outline, and the county files that go with them."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import shapely
import xlsxwriter
from shapely.geometry import mapping

from casebook.demo.geography import COUNTY_NAME, TOWNSHIP_NAMES, outline, townships

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = (
    "序号",
    "乡镇",
    "村",
    "取水井编号",
    "取水单位（个人）",
    "联系电话",
    "经度",
    "纬度",
    "坐标系",
    "井深(m)",
    "取水层位",
    "取水用途",
    "2021年取水量(m³)",
    "2022年取水量(m³)",
    "使用状态",
)


def write_county(folder: Path) -> list[str]:
    """Write outline and townships as files and return the options of `casebook county import`."""
    files = {
        "outline": [({"code": "371525", "name": COUNTY_NAME}, outline())],
        "townships": [({"code": c, "name": TOWNSHIP_NAMES[c]}, a) for c, a in townships().items()],
    }
    options = ["--code", "371525", "--name", COUNTY_NAME, "--outline-crs", "CGCS2000"]
    for name, areas in files.items():
        path = folder / f"{name}.geojson"
        features = [
            {"type": "Feature", "properties": facts, "geometry": mapping(area)} for facts, area in areas
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        options += [f"--{name}", str(path)]
    return options


def write_register(path: Path, rows: int, *, only: str = "") -> None:
    """Write a plain register of so many sound wells, the same for the same number; `only` in one township."""
    dice = Random(rows)
    areas = {code: area for code, area in townships().items() if only in {"", code}}
    shares = {code: rows // len(areas) + (index < rows % len(areas)) for index, code in enumerate(areas)}
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["取水井登记台账"])
        sheet.write_row(1, 0, HEADERS)
        line = 1
        for code, count in shares.items():
            for number, (lon, lat) in enumerate(_places(areas[code], count, dice), start=1):
                line += 1
                sheet.write_row(line, 0, _cells(line - 1, code, number, lon, lat, dice))


def _places(area: shapely.MultiPolygon, count: int, dice: Random) -> list[tuple[float, float]]:
    west, south, east, north = area.bounds
    found: list[tuple[float, float]] = []
    shapely.prepare(area)
    while len(found) < count:
        tried = [(dice.uniform(west, east), dice.uniform(south, north)) for _try in range(count + 64)]
        inside = shapely.contains_xy(area, [x for x, _y in tried], [y for _x, y in tried])
        found += [place for place, is_inside in zip(tried, inside, strict=True) if is_inside]
    return found[:count]


def _cells(line: int, code: str, number: int, lon: float, lat: float, dice: Random) -> list[object]:
    volume = dice.randint(900, 9000)
    return [
        line,
        TOWNSHIP_NAMES[code],
        f"试验{number % 40:02d}村",
        f"{code}JJ{number:05d}",
        f"试户{number:05d}",
        f"100{number:08d}",
        f"{lon:.6f}",
        f"{lat:.6f}",
        "CGCS2000",
        round(dice.uniform(15, 55), 1),
        "浅层",
        dice.choice(("农业灌溉", "农业灌溉", "农村生活", "养殖")),
        volume,
        volume + dice.randint(-400, 400),
        dice.choice(("在用", "在用", "在用", "停用")),
    ]
