"""Where the demonstration lies: an outline, eighteen townships and control zones, all drawn here.

Codes and names of the townships are the real ones (rules.md 12.1); every line on the map is invented.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon, affinity

from casebook.kernel.coordinates import CrsSource
from casebook.regions.geojson import Area
from casebook.regions.readers import DivisionDraft, ZoneDraft
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells.actions.place import CountyFiles

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

COUNTY, COUNTY_NAME = "371525", "冠县"

_TOWNSHIPS = (
    ("371525001", "清泉街道", 115.425, 36.508),
    ("371525002", "崇文街道", 115.468, 36.474),
    ("371525003", "烟庄街道", 115.510, 36.520),
    ("371525101", "贾镇", 115.612, 36.548),
    ("371525102", "桑阿镇", 115.618, 36.392),
    ("371525103", "柳林镇", 115.618, 36.632),
    ("371525104", "清水镇", 115.498, 36.622),
    ("371525105", "东古城镇", 115.322, 36.448),
    ("371525106", "北馆陶镇", 115.332, 36.556),
    ("371525107", "店子镇", 115.405, 36.430),
    ("371525108", "定远寨镇", 115.545, 36.448),
    ("371525109", "辛集镇", 115.690, 36.586),
    ("371525110", "梁堂镇", 115.512, 36.366),
    ("371525111", "范寨镇", 115.708, 36.516),
    ("371525112", "甘官屯镇", 115.655, 36.468),
    ("371525200", "斜店乡", 115.402, 36.366),
    ("371525206", "兰沃乡", 115.568, 36.502),
    ("371525209", "万善乡", 115.415, 36.588),
)
"""Code, name, and where the demonstration puts the seat."""

TOWNSHIP_NAMES = {code: name for code, name, _lon, _lat in _TOWNSHIPS}

_MIDDLE = (115.515, 36.500)
_RADIUS = (0.228, 0.168)
"""Half the county's extent in degrees: about 20 by 19 km, so near its real 1 150 km²."""
_TOWN = (115.448, 36.492)
_STEP = 0.004
"""Length of the pieces into which straight lines are cut before they are bent, in degrees."""
_PRECISION = 1e-6
SINCE = date(2015, 7, 1)
"""First day of the outline and the townships."""


@dataclass(frozen=True)
class Zone:
    """A control zone of the demonstration."""

    kind: ZoneKind
    name: str
    shape: MultiPolygon
    valid_from: date
    aquifer: Aquifer | None = None


@cache
def townships() -> dict[str, MultiPolygon]:
    """Return the township areas by code, EPSG:4490."""
    seats = {code: Point(lon, lat) for code, _name, lon, lat in _TOWNSHIPS}
    cells = shapely.voronoi_polygons(MultiPoint(list(seats.values())), extend_to=_round_county().buffer(0.5))
    found = {}
    for code, seat in seats.items():
        cell = next(cell for cell in cells.geoms if cell.contains(seat))
        found[code] = _whole(shapely.set_precision(_bent(cell.intersection(_round_county())), _PRECISION))
    return found


@cache
def outline() -> MultiPolygon:
    """Return the county's outline, EPSG:4490."""
    return _whole(shapely.union_all(list(townships().values())))


@cache
def zones() -> tuple[Zone, ...]:
    """Return the control zones: all kinds that a county has, one only for deep confined water."""
    town = _oval(_TOWN, 0.036, 0.028)
    works = _oval((115.488, 36.505), 0.030, 0.016)
    west = shapely.box(115.0, 36.0, 115.560, 37.0)
    return (
        Zone(
            ZoneKind.NO_ABSTRACTION,
            "冠县城区地下水禁采区",
            _inside(town),
            date(2015, 12, 1),
        ),
        Zone(
            ZoneKind.NO_ABSTRACTION,
            "冠县深层承压水禁采区",
            outline(),
            date(2015, 12, 1),
            Aquifer.DEEP_CONFINED,
        ),
        Zone(
            ZoneKind.RESTRICTED,
            "冠县西部浅层地下水限采区",
            _inside(west.difference(town)),
            date(2015, 12, 1),
            Aquifer.SHALLOW,
        ),
        Zone(
            ZoneKind.PUBLIC_SUPPLY,
            "冠县城区公共供水管网覆盖区",
            _inside(town.union(works).buffer(0.006)),
            date(2019, 6, 1),
        ),
        Zone(
            ZoneKind.PUBLIC_SUPPLY,
            "柳林镇驻地公共供水管网覆盖区",
            _inside(_oval((115.618, 36.632), 0.020, 0.014)),
            date(2021, 3, 1),
        ),
        Zone(ZoneKind.RECLAIMED_NETWORK, "城东再生水管网服务区", _inside(works), date(2022, 10, 1)),
    )


def county_files() -> CountyFiles:
    """Return the county as its import takes it."""
    return CountyFiles(
        outline=Area(1, {}, outline(), CrsSource.CGCS2000, is_repaired=False),
        county_name=COUNTY_NAME,
        townships=[
            DivisionDraft(code, TOWNSHIP_NAMES[code], TOWNSHIP_NAMES[code], area, CrsSource.CGCS2000, SINCE)
            for code, area in townships().items()
        ],
        zones=[
            ZoneDraft(
                kind=zone.kind,
                name=zone.name,
                aquifer=zone.aquifer,
                shape=zone.shape,
                crs_source=CrsSource.CGCS2000,
                valid_from=zone.valid_from,
                ended_on=None,
            )
            for zone in zones()
        ],
    )


def _round_county() -> Polygon:
    """Return the county before its lines are bent: an oval with bays and noses."""
    (lon, lat), (wide, high) = _MIDDLE, _RADIUS
    turns = np.linspace(0, 2 * math.pi, 361)[:-1]
    reach = 1 + 0.07 * np.sin(3 * turns + 0.6) + 0.05 * np.sin(5 * turns + 2.1) + 0.03 * np.sin(9 * turns)
    return Polygon(np.column_stack([lon + wide * reach * np.cos(turns), lat + high * reach * np.sin(turns)]))


def _bent(area: BaseGeometry) -> BaseGeometry:
    """Bend straight borders as roads and ditches do.

    All areas are bent alike, so neighbours still touch; no wave is steep enough to fold the plane.
    """
    return shapely.transform(shapely.segmentize(area, _STEP), _bend)


def _bend(places: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = places[:, 0], places[:, 1]
    east = 0.0030 * np.sin(lat * 110 + lon * 20) + 0.0008 * np.sin(lat * 400 + 1.3)
    north = 0.0026 * np.sin(lon * 105 - lat * 20 + 0.8) + 0.0007 * np.sin(lon * 380)
    return np.column_stack([lon + east, lat + north])


def _oval(middle: tuple[float, float], wide: float, high: float) -> Polygon:
    return affinity.scale(Point(middle).buffer(1), wide, high)


def _inside(area: BaseGeometry) -> MultiPolygon:
    return _whole(shapely.set_precision(_bent(area).intersection(outline()), _PRECISION))


def _whole(area: BaseGeometry) -> MultiPolygon:
    """Return an area as a multipolygon without the slivers that cutting leaves."""
    parts = [part for part in shapely.get_parts(area) if isinstance(part, Polygon) and part.area > _PRECISION]
    return MultiPolygon(parts)
