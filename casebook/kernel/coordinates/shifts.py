"""The shifts of Chinese web maps: GCJ-02 (高德, 腾讯) and BD-09 (百度).

Both are published as forward functions only; the way back is found by iteration until a
step is below 1e-9 degrees (about 0.1 mm). All functions take and return degrees as
(longitude, latitude). Outside the box in which the maps shift, a position is returned as it is.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Position = tuple[float, float]
"""Longitude and latitude in degrees."""

CLOSE_ENOUGH = 1e-10
"""Degrees; a step below it ends the iteration, so that the result holds to 1e-9."""

_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_MAJOR_AXIS_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006693421622965943
_MOST_STEPS = 50
_BAIDU_WAVES = radians(3000)


def wgs84_to_gcj02(lon: float, lat: float) -> Position:
    """Return the GCJ-02 position of a WGS 84 (or CGCS2000) one."""
    return _shifted(lon, lat) if _is_shifted(lon, lat) else (lon, lat)


def gcj02_to_wgs84(lon: float, lat: float) -> Position:
    """Return the WGS 84 position that GCJ-02 shows at this one, to 1e-9 degrees."""
    return _inverse(_shifted, lon, lat) if _is_shifted(lon, lat) else (lon, lat)


def gcj02_to_bd09(lon: float, lat: float) -> Position:
    """Return the BD-09 position of a GCJ-02 one."""
    return _baidu(lon, lat) if _is_shifted(lon, lat) else (lon, lat)


def bd09_to_gcj02(lon: float, lat: float) -> Position:
    """Return the GCJ-02 position that BD-09 shows at this one, to 1e-9 degrees."""
    return _inverse(_baidu, lon, lat) if _is_shifted(lon, lat) else (lon, lat)


def wgs84_to_bd09(lon: float, lat: float) -> Position:
    """Return the BD-09 position of a WGS 84 (or CGCS2000) one."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: float, lat: float) -> Position:
    """Return the WGS 84 position that BD-09 shows at this one, to 1e-9 degrees."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _is_shifted(lon: float, lat: float) -> bool:
    return _WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH


def _inverse(forward: Callable[[float, float], Position], lon: float, lat: float) -> Position:
    # The shift changes slowly, so taking off the shift found at the last guess closes in fast:
    # about five steps. The bound only guards against a value for which it does not.
    guess_lon, guess_lat = lon, lat
    for _ in range(_MOST_STEPS):
        shown_lon, shown_lat = forward(guess_lon, guess_lat)
        step_lon, step_lat = lon - shown_lon, lat - shown_lat
        guess_lon, guess_lat = guess_lon + step_lon, guess_lat + step_lat
        if abs(step_lon) < CLOSE_ENOUGH and abs(step_lat) < CLOSE_ENOUGH:
            break
    return guess_lon, guess_lat


def _waves(x: float, *terms: tuple[float, float]) -> float:
    """Return the sum of 2/3 · amplitude · sin(frequency · pi · x)."""
    return sum(amplitude * sin(frequency * pi * x) for amplitude, frequency in terms) * 2 / 3


def _shifted(lon: float, lat: float) -> Position:
    x, y = lon - 105, lat - 35
    root, fine = sqrt(abs(x)), _waves(x, (20, 6), (20, 2))
    east_m = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + fine
    east_m += _waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    north_m = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + fine
    north_m += _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    latitude = radians(lat)
    squeeze = 1 - _ECCENTRICITY_SQUARED * sin(latitude) ** 2
    metres_per_degree_lon = radians(_MAJOR_AXIS_M * cos(latitude)) / sqrt(squeeze)
    metres_per_degree_lat = radians(_MAJOR_AXIS_M * (1 - _ECCENTRICITY_SQUARED)) / squeeze**1.5
    return lon + east_m / metres_per_degree_lon, lat + north_m / metres_per_degree_lat


def _baidu(lon: float, lat: float) -> Position:
    reach = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU_WAVES)
    bearing = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU_WAVES)
    return reach * cos(bearing) + 0.0065, reach * sin(bearing) + 0.006
