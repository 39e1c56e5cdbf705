"""Gauss-Krüger 3-degree zones of CGCS2000 with the zone number before the easting.

Zone n has its central meridian at 3·n degrees east, a false easting of n·1 000 000 + 500 000 m
and EPSG code 4488 + n (zone 38: EPSG:4526, zone 39: EPSG:4527). Guanxian lies in both (rules.md 12.7).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pyproj import Transformer

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_ZONE, LAST_ZONE = 25, 45
"""The zones that cover China: central meridians 75° to 135° E."""

_EPSG_BEFORE_ZONE_ONE = 4488
_DEGREES = "EPSG:4490"
_METRES_PER_PREFIX = 1_000_000

Columns = tuple[list[float], list[float]]
"""Two columns of equal length."""


@lru_cache(maxsize=2 * (LAST_ZONE - FIRST_ZONE + 1))
def _transformer(zone: int, *, to_degrees: bool) -> Transformer:
    grid = f"EPSG:{_EPSG_BEFORE_ZONE_ONE + zone}"
    source, target = (grid, _DEGREES) if to_degrees else (_DEGREES, grid)
    return Transformer.from_crs(source, target, always_xy=True)


def zone_of(easting: float) -> int | None:
    """Return the zone that an easting in metres carries as its prefix, or None."""
    prefix = int(easting // _METRES_PER_PREFIX)
    return prefix if FIRST_ZONE <= prefix <= LAST_ZONE else None


def nearest_zone(lon: float) -> int:
    """Return the zone whose central meridian is nearest to a longitude in degrees."""
    return round(lon / 3)


def degrees_from_zone(zone: int, eastings: Sequence[float], northings: Sequence[float]) -> Columns:
    """Return longitudes and latitudes (degrees, EPSG:4490) of grid positions in metres.

    Eastings carry the zone as their prefix. One call for many positions is what keeps a
    large import fast. A position far outside the projection comes back as infinity.
    """
    lons, lats = _transformer(zone, to_degrees=True).transform(list(eastings), list(northings))
    return list(lons), list(lats)


def zone_from_degrees(zone: int, lons: Sequence[float], lats: Sequence[float]) -> Columns:
    """Return eastings (with the zone as prefix) and northings in metres of positions in degrees."""
    eastings, northings = _transformer(zone, to_degrees=False).transform(list(lons), list(lats))
    return list(eastings), list(northings)
