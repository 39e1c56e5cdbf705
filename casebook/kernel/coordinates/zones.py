"""Gauss-Krüger 3-degree zones of CGCS2000 with the zone number before the easting.

Zone n has its central meridian at 3·n degrees east, a false easting of n·1 000 000 + 500 000 m,
scale 1, and EPSG code 4488 + n (zone 38: EPSG:4526, zone 39: EPSG:4527). Guanxian lies in both
(rules.md 12.7). The series is Krüger's (1912) to the fourth power of the third flattening, as in
Karney, "Transverse Mercator with an accuracy of a few nanometers" (2011), equations 7 to 12 and 35, 36.
It is ours and not PROJ's because a second PROJ beside SpatiaLite's corrupts memory (ADR 0010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FIRST_ZONE, LAST_ZONE = 25, 45
"""The zones that cover China: central meridians 75° to 135° E."""

_METRES_PER_PREFIX = 1_000_000
_FALSE_EASTING = 500_000
_DEGREES_PER_ZONE = 3
_FARTHEST_M = 600_000
"""From the central meridian; the series is exact far beyond, but nothing real lies there."""
_POLE_M = 10_002_000

_SEMI_MAJOR_M = 6_378_137.0
_FLATTENING = 1 / 298.257222101
_N = _FLATTENING / (2 - _FLATTENING)
_E = float(np.sqrt(_FLATTENING * (2 - _FLATTENING)))
_RADIUS_M = _SEMI_MAJOR_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - _N**2 * 2 / 3 + _N**3 * 5 / 16 + _N**4 * 41 / 180,
    _N**2 * 13 / 48 - _N**3 * 3 / 5 + _N**4 * 557 / 1440,
    _N**3 * 61 / 240 - _N**4 * 103 / 140,
    _N**4 * 49561 / 161280,
)
_BETA = (
    _N / 2 - _N**2 * 2 / 3 + _N**3 * 37 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - _N**4 * 437 / 1440,
    _N**3 * 17 / 480 - _N**4 * 37 / 840,
    _N**4 * 4397 / 161280,
)
_ROUNDS = 8
"""Each round of the latitude's iteration gains two digits."""

Columns = tuple[list[float], list[float]]
"""Two columns of equal length."""


def zone_of(easting: float) -> int | None:
    """Return the zone that an easting in metres carries as its prefix, or None."""
    prefix = int(easting // _METRES_PER_PREFIX)
    return prefix if FIRST_ZONE <= prefix <= LAST_ZONE else None


def nearest_zone(lon: float) -> int:
    """Return the zone whose central meridian is nearest to a longitude in degrees."""
    return round(lon / _DEGREES_PER_ZONE)


def degrees_from_zone(zone: int, eastings: Sequence[float], northings: Sequence[float]) -> Columns:
    """Return longitudes and latitudes (degrees, EPSG:4490) of grid positions in metres.

    Eastings carry the zone as their prefix. One call for many positions is what keeps a
    large import fast. A position far outside the projection comes back as infinity.
    """
    across = np.asarray(eastings, dtype=np.float64) - zone * _METRES_PER_PREFIX - _FALSE_EASTING
    up = np.asarray(northings, dtype=np.float64)
    is_outside = (np.abs(across) > _FARTHEST_M) | (np.abs(up) > _POLE_M)
    across, up = np.where(is_outside, 0, across), np.where(is_outside, 0, up)
    xi, eta = _series(up / _RADIUS_M, across / _RADIUS_M, _BETA, sign=-1)
    isometric = np.arcsinh(np.sin(xi) / np.hypot(np.sinh(eta), np.cos(xi)))
    lat = _latitude(isometric)
    lon = np.degrees(np.arctan2(np.sinh(eta), np.cos(xi))) + zone * _DEGREES_PER_ZONE
    return _column(lon, is_outside), _column(np.degrees(lat), is_outside)


def zone_from_degrees(zone: int, lons: Sequence[float], lats: Sequence[float]) -> Columns:
    """Return eastings (with the zone as prefix) and northings in metres of positions in degrees."""
    delta = np.radians(np.asarray(lons, dtype=np.float64) - zone * _DEGREES_PER_ZONE)
    sine = np.sin(np.radians(np.asarray(lats, dtype=np.float64)))
    tangent = np.sinh(np.arctanh(sine) - _E * np.arctanh(_E * sine))
    xi = np.arctan2(tangent, np.cos(delta))
    eta = np.arcsinh(np.sin(delta) / np.hypot(tangent, np.cos(delta)))
    up, across = _series(xi, eta, _ALPHA, sign=1)
    eastings = across * _RADIUS_M + zone * _METRES_PER_PREFIX + _FALSE_EASTING
    return eastings.tolist(), (up * _RADIUS_M).tolist()


def _series(xi: Array, eta: Array, factors: tuple[float, ...], *, sign: int) -> tuple[Array, Array]:
    """Add (or take off) the series between the sphere and the ellipsoid, along and across the meridian."""
    along, across = xi.copy(), eta.copy()
    for double, factor in enumerate(factors, start=1):
        along += sign * factor * np.sin(2 * double * xi) * np.cosh(2 * double * eta)
        across += sign * factor * np.cos(2 * double * xi) * np.sinh(2 * double * eta)
    return along, across


def _latitude(isometric: Array) -> Array:
    """Return the geodetic latitude in radians of an isometric one, by fixed-point iteration."""
    sine = np.tanh(isometric)
    for _round in range(_ROUNDS):
        sine = np.tanh(isometric + _E * np.arctanh(_E * sine))
    return np.arcsin(sine)


def _column(values: Array, is_outside: NDArray[np.bool_]) -> list[float]:
    return [float(value) for value in np.where(is_outside, np.inf, values)]
