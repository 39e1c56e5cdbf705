"""The real-looking register of Guanxian, read by casebook and by a small reader that knows nothing of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import shapely
from click.testing import CliRunner

from casebook.config import Settings
from casebook.db import db
from casebook.intake.commands import county, wells
from casebook.wiring import create_app
from tests.factories import datums

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

COUNTY = "371525"
NEAR_M = 30
COLUMNS = {
    "township": "乡镇（街道）",
    "code": "取水井编号",
    "identifier": "统一社会信用代码/身份证号",
    "lon": "经度",
    "lat": "纬度",
    "crs": "坐标系",
    "built": "成井时间",
    "depth": "井深(m)",
    "casing": "井管内径(mm)",
    "layer": "取水层位",
    "area": "灌溉面积(亩)",
    "flow": "水泵额定流量(m³/h)",
    "power": "水泵功率(kW)",
    "permit": "取水许可证编号",
    "permitted": "许可水量(万m³/年)",
    "expiry": "许可证有效期至",
    "2020": "2020年取水量(m³)",
    "2021": "2021年取水量(m³)",
    "2022": "2022年取水量(m³)",
    "status": "使用状态",
    "closed": "封停日期",
}
RANGES = {
    "depth": (1, 1500),
    "casing": (50, 1500),
    "area": (0, 5000),
    "flow": (0, 500),
    "power": (0, 500),
    "permitted": (0, 500),
    "2020": (0, 5_000_000),
    "2021": (0, 5_000_000),
    "2022": (0, 5_000_000),
}


@dataclass
class Truth:
    """What a careful clerk would say of a row."""

    row: int
    code: str | None
    cells: dict[str, Any]
    lon: float | None = None
    lat: float | None = None
    refused: set[str] = field(default_factory=set)
    warned: set[str] = field(default_factory=set)


class Clerk:
    """Reads the register of the working set, and only that one."""

    def __init__(self, folder: Path) -> None:
        towns = json.loads((folder / "townships.geojson").read_text())["features"]
        self.shapes = {f["properties"]["code"]: shapely.geometry.shape(f["geometry"]) for f in towns}
        self.names = {f["properties"]["name"]: f["properties"]["code"] for f in towns}
        outline = json.loads((folder / "county_gcj02.geojson").read_text())["features"][0]["geometry"]
        self.outline = shapely.transform(
            shapely.geometry.shape(outline), lambda points: [gcj02_back(*point) for point in points]
        )
        self.codes: set[str] = set()
        self.accepted: list[Truth] = []

    def read(self, path: Path) -> list[Truth]:
        rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
        places = {name: rows[2].index(header) for name, header in COLUMNS.items()}
        return [
            self.judge(number, {name: row[place] for name, place in places.items()})
            for number, row in enumerate(rows[3:-2], start=4)
        ]

    def judge(self, number: int, cells: dict[str, Any]) -> Truth:
        truth = Truth(number, cells["code"], cells)
        self._code(truth)
        self._place(truth)
        self._numbers(truth)
        self._warnings(truth)
        if not truth.refused:
            assert truth.lon is not None
            assert truth.lat is not None
            if any(near(truth, other) for other in self.accepted):
                truth.warned.add("possible_duplicate")
            self.accepted.append(truth)
        return truth

    def _code(self, truth: Truth) -> None:
        if not truth.code:
            truth.refused.add("code_missing")
        elif not re.fullmatch(r"371525\d{3}JJ\d{5}", truth.code) or truth.code[:9] not in self.shapes:
            truth.refused.add("code_malformed")
        elif truth.code in self.codes:
            truth.refused.add("duplicate_code")
        self.codes.add(truth.code or "")

    def _place(self, truth: Truth) -> None:
        x, y, crs = truth.cells["lon"], truth.cells["lat"], truth.cells["crs"]
        if x is None or y is None:
            truth.refused.add("coordinate_missing")
            return
        if crs is None or crs == "北京54":
            truth.refused.add("crs_unknown" if crs is None else "crs_unsupported")
            return
        if "3度" in crs:
            truth.lon, truth.lat = from_zone(float(x), float(y))
        else:
            truth.lon, truth.lat = degrees(x), degrees(y)
            if "GCJ" in crs:
                truth.lon, truth.lat = gcj02_back(truth.lon, truth.lat)
        if not self.outline.covers(shapely.Point(truth.lon, truth.lat)):
            truth.refused.add("outside_county")

    def _numbers(self, truth: Truth) -> None:
        for name, (low, high) in RANGES.items():
            value = truth.cells[name]
            if isinstance(value, str) and "约" in value:
                truth.refused.add("number_unreadable")
            elif value is not None and not low <= number(value) <= high:
                truth.refused.add("number_out_of_range")

    def _warnings(self, truth: Truth) -> None:
        if not checks(truth.cells["identifier"]):
            truth.warned.add("identifier_check_digit")
        if not re.search(r"\d{4}", truth.cells["built"]):
            truth.warned.add("date_unreadable")
        self._depth(truth)
        self._township(truth)
        self._permit(truth)

    def _depth(self, truth: Truth) -> None:
        depth, layer = truth.cells["depth"], truth.cells["layer"]
        if depth is None:
            truth.warned.add("depth_missing")
        elif "number_out_of_range" not in truth.refused and (
            (layer == "浅层" and number(depth) > 60) or (layer == "深层承压" and number(depth) < 180)
        ):
            truth.warned.add("aquifer_depth_conflict")

    def _township(self, truth: Truth) -> None:
        written = truth.cells["township"]
        if written not in self.names:
            truth.warned.add("township_unknown")
        elif truth.lon is not None and "outside_county" not in truth.refused:
            point = shapely.Point(truth.lon, truth.lat)
            located = min(self.shapes, key=lambda code: (self.shapes[code].distance(point), code))
            if located != self.names[written]:
                truth.warned.add("township_mismatch")

    def _permit(self, truth: Truth) -> None:
        if truth.cells["permit"]:
            issued, expiry = int(truth.cells["permit"][8:12]), int(truth.cells["expiry"][:4])
            built = re.search(r"\d{4}", truth.cells["built"])
            if not issued <= expiry <= issued + 10 or (built and issued < int(built[0])):
                truth.warned.add("permit_dates")


def number(value: object) -> float:
    text = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in str(value))
    return float(text[:-1]) * 10_000 if text.endswith("万") else float(text)


def degrees(text: str) -> float:
    parts = [float(part) for part in re.findall(r"[\d.]+", text)]
    return sum(part / 60**power for power, part in enumerate(parts))


def gcj02_back(lon: float, lat: float) -> tuple[float, float]:
    """The inverse, by taking the shift off again and again; none outside China."""
    if lon < 72 or lat < 1:
        return lon, lat
    found = (lon, lat)
    for _ in range(20):
        shown = datums.gcj02(*found)
        found = (found[0] + lon - shown[0], found[1] + lat - shown[1])
    return found


def from_zone(easting: float, northing: float) -> tuple[float, float]:
    """The inverse of the forward series, by Newton's steps."""
    zone = int(easting // 1_000_000)
    lon, lat = 3.0 * zone, northing / 111_000
    for _ in range(20):
        x, y = datums.zone_grid(lon, lat, zone)
        lon, lat = lon + (easting - x) / 89_000, lat + (northing - y) / 111_000
    return lon, lat


def near(one: Truth, other: Truth) -> bool:
    assert one.lon is not None
    assert one.lat is not None
    assert other.lon is not None
    assert other.lat is not None
    east, north = (one.lon - other.lon) * 89_500, (one.lat - other.lat) * 111_000
    return east**2 + north**2 <= NEAR_M**2


def checks(text: str) -> bool:
    """Whether a citizen number's or a credit code's last character is right."""
    if text.startswith("91"):
        alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        total = sum(alphabet.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:17]))
        return alphabet[-total % 31] == text[17]
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign) * weight for sign, weight in zip(text[:17], weights, strict=True))
    return "10X98765432"[total % 11] == text[17]


@pytest.fixture
def backend() -> str:
    """Both databases are held to the same by the other suites."""
    return "spatialite"


@pytest.fixture
def app(database_url: str, tmp_path: Path, working_set: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    words = ["import", "--code", COUNTY, "--name", "冠县", "--outline-crs", "GCJ-02"]
    for option, name in (
        ("--outline", "county_gcj02.geojson"),
        ("--townships-csv", "townships.csv"),
        ("--townships", "townships.geojson"),
        ("--zones", "zones.geojson"),
    ):
        words += [option, str(working_set / name)]
    result = CliRunner().invoke(county, words, obj=lambda: found)
    assert result.exit_code == 0, result.output
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, *words: str) -> Result:
    result = CliRunner().invoke(wells, list(words), obj=lambda: app)
    assert result.exit_code == 0, result.output
    return result


def test_the_register_is_read_as_a_careful_clerk_would(app: Flask, working_set: Path) -> None:
    path = working_set / "wells_register_2023.xlsx"
    truths = Clerk(working_set).read(path)
    report = json.loads(run(app, "import", str(path), "--county", COUNTY, "--json").output)
    assert report["rows"] == len(truths) == 1191
    wrong = [
        (truth.row, entry["reasons"], truth.refused | truth.warned)
        for truth, entry in zip(truths, report["entries"], strict=True)
        if (entry["row"], set(entry["reasons"])) != (truth.row, truth.refused | truth.warned)
        or (entry["outcome"] == "refused") != bool(truth.refused)
    ]
    assert wrong == []
    for truth, entry in zip(truths, report["entries"], strict=True):
        assert entry["lon"] == (truth.lon and pytest.approx(truth.lon, abs=1e-6)), truth
        assert entry["lat"] == (truth.lat and pytest.approx(truth.lat, abs=1e-6)), truth
    assert report["refused"] == Counter(reason for truth in truths for reason in truth.refused)
    sound = [truth for truth in truths if not truth.refused]
    assert report["warned"] == Counter(reason for truth in sound for reason in truth.warned)
    assert report["accepted"] == report["applied"] == len(sound)
    again = json.loads(run(app, "import", str(path), "--json").output)
    assert (again["applied"], again["changed"], again["unchanged"]) == (0, 0, len(sound))


def test_every_well_shows_what_its_row_says(app: Flask, working_set: Path) -> None:
    path = working_set / "wells_register_2023.xlsx"
    run(app, "import", str(path))
    states = {"在用": "in_use", "停用": "idle", "已封填": "plugged", "封存备用": "mothballed"}
    sound = [truth for truth in Clerk(working_set).read(path) if not truth.refused]
    for truth in sound[::40]:
        assert truth.code
        shown = json.loads(run(app, "show", truth.code, "--json").output)
        assert shown["status"] == states[truth.cells["status"]]
        assert shown["depth_m"] == (truth.cells["depth"] and number(truth.cells["depth"]))
        volumes = {year: float(found["register"]) for year, found in shown["volumes_m3"].items()}
        assert volumes == {
            year: pytest.approx(number(truth.cells[year])) for year in ("2020", "2021", "2022")
        }
