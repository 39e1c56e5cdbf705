"""From the three cells of a register to a place, or every reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.coordinates import (
    CrsSource,
    Fault,
    Located,
    PlaceCell,
    PlaceProblem,
    Unlocated,
    locate,
    locate_many,
    wgs84_to_bd09,
    wgs84_to_gcj02,
    zone_from_degrees,
)

if TYPE_CHECKING:
    from casebook.kernel.cells import Cell

LON, LAT = 115.424296, 36.445444
X, Y, CRS = PlaceCell.X, PlaceCell.Y, PlaceCell.CRS
MISSING, UNREADABLE = PlaceProblem.MISSING, PlaceProblem.UNREADABLE
UNKNOWN, UNSUPPORTED = PlaceProblem.CRS_UNKNOWN, PlaceProblem.CRS_UNSUPPORTED


def _grid(zone: int, lon: float = LON, lat: float = LAT) -> tuple[float, float]:
    (easting,), (northing,) = zone_from_degrees(zone, [lon], [lat])
    return easting, northing


E38, N38 = _grid(38)
E39, N39 = _grid(39)


@pytest.mark.parametrize(
    ("x", "y", "crs", "source"),
    [
        (str(LON), str(LAT), "CGCS2000", CrsSource.CGCS2000),
        (LON, LAT, "2000国家大地坐标系", CrsSource.CGCS2000),
        (LON, LAT, "CGCS2000 3度带", CrsSource.CGCS2000),
        (LON, LAT, "WGS-84", CrsSource.WGS84),
        ("115°25′27.4656″", "36°26′43.5984″", "WGS84", CrsSource.WGS84),
        (*wgs84_to_gcj02(LON, LAT), "GCJ-02（高德）", CrsSource.GCJ02),
        (*wgs84_to_bd09(LON, LAT), "百度", CrsSource.BD09),
        (f"{E38:.4f}", f"{N38:.4f}", "CGCS2000 3度带", CrsSource.CGCS2000_3DEG),
        (f"{E39:.4f}", f"{N39:.4f}", "CGCS2000 3度带", CrsSource.CGCS2000_3DEG),
        (N39, E39, "CGCS2000 3度带", CrsSource.CGCS2000_3DEG),
        (E38, N38, "CGCS2000", CrsSource.CGCS2000_3DEG),
    ],
    ids=repr,
)
def test_one_place_in_every_system(x: Cell, y: Cell, crs: Cell, source: CrsSource) -> None:
    place = locate(x, y, crs)
    assert isinstance(place, Located)
    assert (place.lon, place.lat) == pytest.approx((LON, LAT), abs=2e-9)
    assert place.source == source


@pytest.mark.parametrize("crs", ["CGCS2000", "WGS84", "GCJ-02", "BD09", "CGCS2000 3度带"])
def test_longitude_and_latitude_exchanged_come_back_as_written(crs: str) -> None:
    place = locate(LAT, LON, crs)
    assert isinstance(place, Located)
    assert (place.lon, place.lat) == (LAT, LON)


@pytest.mark.parametrize(
    ("x", "y", "crs", "faults"),
    [
        ("", "", "CGCS2000", ((MISSING, X), (MISSING, Y))),
        (None, "/", "", ((MISSING, X), (MISSING, Y))),
        (None, None, "北京54", ((MISSING, X), (MISSING, Y))),
        (LON, "", "CGCS2000", ((MISSING, Y),)),
        ("", LAT, "", ((MISSING, X), (UNKNOWN, CRS))),
        ("约115.4", LAT, "CGCS2000", ((UNREADABLE, X),)),
        (LON, "36.4.4", "西安80", ((UNREADABLE, Y), (UNSUPPORTED, CRS))),
        ("不详", "不详", "", ((UNREADABLE, X), (UNREADABLE, Y), (UNKNOWN, CRS))),
        (LON, LAT, "", ((UNKNOWN, CRS),)),
        (LON, LAT, "北京54", ((UNSUPPORTED, CRS),)),
        (E38, N38, "", ((UNKNOWN, CRS),)),
        (E38, N38, "北京54", ((UNSUPPORTED, CRS),)),
        (616736.99, 4041249.47, "CGCS2000 3度带", ((UNKNOWN, CRS),)),
        (616736.99, 4041249.47, "CGCS2000", ((UNKNOWN, CRS),)),
        (E38, N38, "WGS84", ((UNKNOWN, CRS),)),
        (E38, N38, "GCJ-02", ((UNKNOWN, CRS),)),
        (E38, E39, "CGCS2000 3度带", ((UNKNOWN, CRS),)),
        (E38, LAT, "CGCS2000 3度带", ((UNKNOWN, CRS),)),
        (LON, N38, "CGCS2000", ((UNKNOWN, CRS),)),
        (20616736.99, N38, "CGCS2000 3度带", ((UNKNOWN, CRS),)),
        (-E38, N38, "CGCS2000 3度带", ((UNKNOWN, CRS),)),
    ],
    ids=repr,
)
def test_every_reason_is_named(
    x: Cell, y: Cell, crs: Cell, faults: tuple[tuple[PlaceProblem, PlaceCell], ...]
) -> None:
    assert locate(x, y, crs) == Unlocated(tuple(Fault(*fault) for fault in faults))


def test_a_reason_counts_once_for_a_row() -> None:
    place = locate("不详", "不详", "")
    assert isinstance(place, Unlocated)
    assert place.problems == (UNREADABLE, UNKNOWN)


def test_many_places_keep_their_order() -> None:
    rows: list[tuple[Cell, Cell, Cell]] = [
        (E38, N38, "CGCS2000 3度带"),
        (LON, LAT, "CGCS2000"),
        (E39, N39, "CGCS2000 3度带"),
        ("", "", ""),
        (N38, E38, "CGCS2000 3度带"),
    ]
    assert locate_many(rows) == [locate(*row) for row in rows]
    assert locate_many([]) == []


@given(
    st.floats(min_value=73.6, max_value=134.9),
    st.floats(min_value=18, max_value=53.5),
)
def test_the_grid_of_any_chinese_place_is_read(lon: float, lat: float) -> None:
    easting, northing = _grid(round(lon / 3), lon, lat)
    place = locate(f"{northing:.5f}", f"{easting:.5f}", "国家2000 3度带")
    assert isinstance(place, Located)
    assert (place.lon, place.lat) == pytest.approx((lon, lat), abs=1e-9)


@given(
    st.one_of(st.floats(), st.text(max_size=12)),
    st.one_of(st.floats(), st.text(max_size=12)),
    st.sampled_from(("CGCS2000", "CGCS2000 3度带", "WGS84", "GCJ-02", "BD-09", "北京54", "")),
)
def test_whatever_is_written_gets_an_answer(x: Cell, y: Cell, crs: str) -> None:
    place = locate(x, y, crs)
    assert isinstance(place, Located) or place.faults
