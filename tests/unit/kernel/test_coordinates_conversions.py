"""Map shifts, 3-degree zones, distances: known places and the way there and back."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, radians

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casebook.kernel.coordinates import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    degrees_from_zone,
    distance_m,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    nearest_zone,
    wgs84_to_bd09,
    wgs84_to_gcj02,
    zone_from_degrees,
    zone_of,
)
from casebook.kernel.coordinates.zones import FIRST_ZONE, LAST_ZONE

GUANXIAN = (115.438, 36.484)
Shift = Callable[[float, float], tuple[float, float]]

lons = st.floats(min_value=73.5, max_value=135.5)
lats = st.floats(min_value=3, max_value=54)


@pytest.mark.parametrize(
    ("forward", "back"),
    [
        (wgs84_to_gcj02, gcj02_to_wgs84),
        (gcj02_to_bd09, bd09_to_gcj02),
        (wgs84_to_bd09, bd09_to_wgs84),
    ],
)
@given(lon=lons, lat=lats)
def test_shifts_come_back(forward: Shift, back: Shift, lon: float, lat: float) -> None:
    assert back(*forward(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)
    assert forward(*back(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)


@given(lons, lats)
def test_the_map_shift_is_some_hundred_metres(lon: float, lat: float) -> None:
    assert distance_m(lon, lat, *wgs84_to_gcj02(lon, lat)) < 1000


def test_the_shift_at_guanxian_is_about_500_metres() -> None:
    shown = wgs84_to_gcj02(*GUANXIAN)
    assert 450 < distance_m(*GUANXIAN, *shown) < 650
    assert shown[0] > GUANXIAN[0]
    assert 900 < distance_m(*shown, *gcj02_to_bd09(*shown)) < 1100


@pytest.mark.parametrize("shift", [wgs84_to_gcj02, gcj02_to_wgs84, gcj02_to_bd09, bd09_to_gcj02])
@pytest.mark.parametrize("place", [(-0.1276, 51.5072), (36.484, 115.438), (139.69, 35.69), (115.4, -36.5)])
def test_outside_china_nothing_is_shifted(shift: Shift, place: tuple[float, float]) -> None:
    assert shift(*place) == place


@pytest.mark.parametrize(
    ("easting", "zone"),
    [(38616736.99, 38), (39373457.08, 39), (25000000, 25), (45999999.9, 45), (24999999, None)],
    ids=repr,
)
def test_the_prefix_of_an_easting(easting: float, zone: int | None) -> None:
    assert zone_of(easting) == zone


@pytest.mark.parametrize("easting", [46000000, 616736.99, 4041249.47, -38616736.99, 0])
def test_no_prefix(easting: float) -> None:
    assert zone_of(easting) is None


@pytest.mark.parametrize("zone", range(FIRST_ZONE, LAST_ZONE + 1))
def test_central_meridian_and_equator_of_each_zone(zone: int) -> None:
    (lon,), (lat,) = degrees_from_zone(zone, [zone * 1e6 + 500_000], [0.0])
    assert (lon, lat) == pytest.approx((zone * 3, 0), abs=1e-9)
    assert nearest_zone(lon) == zone


def test_a_metre_along_the_central_meridian_is_a_metre() -> None:
    (easting, _), (south, north) = zone_from_degrees(38, [114, 114], [36.0, 36.001])
    assert easting == pytest.approx(38_500_000, abs=1e-6)
    # Radius of curvature of the meridian on the CGCS2000 ellipsoid, GB 22021.
    major, flattening = 6378137.0, 1 / 298.257222101
    eccentricity = flattening * (2 - flattening)
    sine_squared = (1 - cos(radians(2 * 36.0005))) / 2
    radius = major * (1 - eccentricity) / (1 - eccentricity * sine_squared) ** 1.5
    assert north - south == pytest.approx(radius * pi / 180 * 0.001, abs=1e-4)


@given(lons, lats)
def test_zones_come_back(lon: float, lat: float) -> None:
    zone = nearest_zone(lon)
    assume(FIRST_ZONE <= zone <= LAST_ZONE)
    eastings, northings = zone_from_degrees(zone, [lon], [lat])
    assert zone_of(eastings[0]) == zone
    (back_lon,), (back_lat,) = degrees_from_zone(zone, eastings, northings)
    assert (back_lon, back_lat) == pytest.approx((lon, lat), abs=1e-9)


@given(st.floats(min_value=115.2, max_value=115.9), st.floats(min_value=36.3, max_value=36.8))
def test_both_zones_of_guanxian_agree(lon: float, lat: float) -> None:
    places = []
    for zone in (38, 39):
        (back_lon,), (back_lat,) = degrees_from_zone(zone, *zone_from_degrees(zone, [lon], [lat]))
        places.append((back_lon, back_lat))
    assert places[0] == pytest.approx(places[1], abs=1e-9)


def test_no_rows_are_no_trouble() -> None:
    assert degrees_from_zone(38, [], []) == ([], [])


def test_distances() -> None:
    assert distance_m(115, 36, 115, 36) == 0
    assert distance_m(115, 36, 115, 37) == pytest.approx(111_195, abs=1)
    assert distance_m(0, 0, 180, 0) == pytest.approx(20_015_115, abs=1)


@given(lons, lats, lons, lats)
def test_distance_is_the_same_both_ways(lon: float, lat: float, other_lon: float, other_lat: float) -> None:
    there = distance_m(lon, lat, other_lon, other_lat)
    assert there == pytest.approx(distance_m(other_lon, other_lat, lon, lat), abs=1e-6)
    assert there >= 0
