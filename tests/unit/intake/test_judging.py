"""Lines against the map and against each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.intake.rules.judging import Judge
from casebook.intake.rules.lines import lines
from casebook.intake.rules.nearby import NEAR_M, Neighbours
from casebook.intake.rules.reading import Line, LineReader, Register
from casebook.intake.rules.settings import RegisterSettings
from casebook.intake.rules.townships import Townships
from casebook.kernel.coordinates import distance_m
from casebook.regions.locator import Place
from tests.unit.intake.sheets import layout_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casebook.kernel.cells import Cell

NAMES = {"371525104": "清水镇", "371525105": "东古城镇", "371525001": "清泉街道"}
HEADER = ("井编号", "乡镇", "经度", "纬度", "坐标系", "井深(m)")


@dataclass
class TwoTownships:
    """West of 115.45° lies 104, east of it 105; outside of 115.4° to 115.5° nothing."""

    def locate_many(self, lons: Sequence[float], lats: Sequence[float]) -> list[Place]:
        return [self._place(lon, lat) for lon, lat in zip(lons, lats, strict=True)]

    def _place(self, lon: float, lat: float) -> Place:
        if not (115.4 <= lon <= 115.5 and 36.4 <= lat <= 36.5):
            return Place(False, None, ())
        return Place(True, "371525104" if lon < 115.45 else "371525105", ())


def judge(
    *rows: Sequence[Any],
    header: Sequence[Any] = HEADER,
    neighbours: Neighbours | None = None,
    titles: Sequence[Any] = (),
) -> list[Line]:
    table = (*titles, header, *rows)
    layout = layout_of(*table)
    settings = RegisterSettings()
    register = Register(layout, settings.pattern("371525"), frozenset(NAMES), settings.ranges())
    judging = Judge(
        layout, LineReader(register), TwoTownships(), Townships(NAMES, "冠县"), neighbours or Neighbours()
    )
    return judging.judge(list(lines(rows_of(*table), layout)))


def reasons(line: Line) -> list[str]:
    return list(dict.fromkeys(finding.reason.value for finding in line.findings))


def row(
    number: int = 1,
    *,
    township: str | None = "清水镇",
    lon: Cell = "115.41",
    lat: Cell = "36.42",
    crs: Cell = "CGCS2000",
) -> tuple[Any, ...]:
    return (f"371525104JJ{number:05d}", township, lon, lat, crs, 30)


def test_a_sound_line() -> None:
    (line,) = judge(row())
    assert (line.lon, line.lat, line.division_code, reasons(line)) == (115.41, 36.42, "371525104", [])


@pytest.mark.parametrize(
    ("cells", "expected", "has_place"),
    [
        ({"lon": None, "lat": None}, ["coordinate_missing"], False),
        ({"lat": "/"}, ["coordinate_missing"], False),
        ({"lon": None, "lat": None, "crs": None}, ["coordinate_missing"], False),
        ({"crs": None}, ["crs_unknown"], False),
        ({"crs": "某坐标"}, ["crs_unknown"], False),
        ({"lon": "616736.99", "lat": "4041249.47", "crs": "CGCS2000 3度带"}, ["crs_unknown"], False),
        ({"crs": "北京54"}, ["crs_unsupported"], False),
        ({"crs": "西安80坐标系"}, ["crs_unsupported"], False),
        ({"lon": "36.42", "lat": "115.41"}, ["outside_county"], True),
        ({"lon": "116.5"}, ["outside_county"], True),
        ({"lon": "约115.4"}, ["number_unreadable"], False),
        ({"lon": "39999999", "lat": "9999999", "crs": "CGCS2000 3度带"}, ["outside_county"], True),
    ],
)
def test_places_that_cannot_stand(cells: dict[str, Any], expected: list[str], has_place: bool) -> None:
    (line,) = judge(row(**cells))
    assert reasons(line) == expected
    assert (line.lon is not None) is has_place


def test_exchanged_degrees_are_reported_as_written() -> None:
    for crs in ("CGCS2000", "GCJ-02", "BD-09"):
        (line,) = judge(row(lon="36.42", lat="115.41", crs=crs))
        assert (line.lon, line.lat, reasons(line)) == (36.42, 115.41, ["outside_county"])


def test_all_that_applies_is_told_with_its_cell() -> None:
    (line,) = judge(("x", "城关镇", None, "36.42", None, "约30"))
    told = {(finding.reason.value, finding.cell) for finding in line.findings}
    assert told == {
        ("code_malformed", "A2"),
        ("township_unknown", "B2"),
        ("coordinate_missing", "C2"),
        ("crs_unknown", "E2"),
        ("number_unreadable", "F2"),
    }


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("清水镇", []),
        (" 清水 镇 ", []),
        ("冠县清水镇", []),
        ("清水", []),
        ("371525104", []),
        ("371525104000", []),
        (None, []),
        ("东古城镇", ["township_mismatch"]),
        ("371525105", ["township_mismatch"]),
        ("清泉街道办事处", ["township_mismatch"]),
        ("城关镇", ["township_unknown"]),
        ("清水乡", ["township_unknown"]),
        ("371525999", ["township_unknown"]),
    ],
)
def test_written_and_located_township(written: str | None, expected: list[str]) -> None:
    (line,) = judge(row(township=written))
    assert reasons(line) == expected
    assert line.division_code == "371525104"
    assert line.kept.get("township") == (written if expected else None)


def test_only_the_later_of_two_equal_codes_is_a_duplicate() -> None:
    first, second, third = judge(row(1), row(1, lon="115.42"), row(1, lon="115.43"))
    assert [reasons(line) for line in (first, second, third)] == [[], ["duplicate_code"], ["duplicate_code"]]
    assert second.findings[0].detail == "2"


def test_a_code_that_a_refused_line_has_is_taken_all_the_same() -> None:
    first, second = judge(row(1, crs="北京54"), row(1))
    assert (reasons(first), reasons(second)) == (["crs_unsupported"], ["duplicate_code"])


def test_a_malformed_code_twice_is_malformed_twice() -> None:
    bad = ("371525104J1", "清水镇", "115.41", "36.42", "CGCS2000", 30)
    assert [reasons(line) for line in judge(bad, bad)] == [["code_malformed"], ["code_malformed"]]


def test_the_later_of_two_near_wells_is_warned() -> None:
    first, second, third = judge(row(1), row(2, lat="36.42025"), row(3, lat="36.4206"))
    assert [reasons(line) for line in (first, second, third)] == [[], ["possible_duplicate"], []]
    assert second.findings[0].detail == "371525104JJ00001"


def test_a_refused_line_is_nobodys_neighbour() -> None:
    refused, second = judge(("x", "清水镇", "115.41", "36.42", "CGCS2000", 30), row(2))
    assert (reasons(refused), reasons(second)) == (["code_malformed"], [])


def test_a_well_of_the_register_is_an_earlier_neighbour() -> None:
    known = Neighbours()
    known.add(115.41, 36.42, "371525104JJ99999")
    (line,) = judge(row(1), neighbours=known)
    assert [finding.detail for finding in line.findings] == ["371525104JJ99999"]


def test_a_declaration_in_the_header_or_above_it_stands_for_a_missing_column() -> None:
    plain = ("371525104JJ00001", "清水镇", "115.416", "36.4204", 30)
    by_header = judge(plain, header=("井编号", "乡镇", "经度(GCJ-02)", "纬度(GCJ-02)", "井深(m)"))
    by_note = judge(plain, header=("井编号", "乡镇", "经度", "纬度", "井深(m)"), titles=[("坐标系：GCJ-02",)])
    undeclared = judge(plain, header=("井编号", "乡镇", "经度", "纬度", "井深(m)"))
    assert [line.crs_source for (line,) in (by_header, by_note, undeclared)] == ["gcj02", "gcj02", None]
    assert by_header[0].lon == by_note[0].lon != 115.416
    assert reasons(undeclared[0]) == ["crs_unknown"]


@pytest.mark.parametrize("pair", ["115.41,36.42", "115.41，36.42", "115.41 36.42", "115°24′36″、36°25′12″"])
def test_both_coordinates_in_one_cell(pair: str) -> None:
    (line,) = judge(
        ("371525104JJ00001", "清水镇", pair, "WGS84", 30),
        header=("井编号", "乡镇", "经纬度", "坐标系", "井深(m)"),
    )
    assert reasons(line) == []
    assert (line.lon, line.lat) == pytest.approx((115.41, 36.42))


@given(st.floats(73, 136), st.floats(3, 54), st.floats(0, 2 * math.pi), st.floats(0, 60))
def test_neighbours_are_found_wherever_in_china(
    lon: float, lat: float, bearing: float, metres: float
) -> None:
    other_lat = lat + metres * math.cos(bearing) / 111_195
    other_lon = lon + metres * math.sin(bearing) / 111_195 / math.cos(math.radians(lat))
    known = Neighbours()
    known.add(lon, lat, "a")
    is_near = distance_m(lon, lat, other_lon, other_lat) <= NEAR_M
    assert (known.nearest(other_lon, other_lat) == "a") is is_near
