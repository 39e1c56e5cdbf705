"""Areas read from GeoJSON (RFC 7946) without GDAL: plain JSON, checked piece by piece.

Nothing of a file is believed: neither its size nor its depth, its positions or its rings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import orjson
import shapely
from shapely import MultiPolygon, Polygon

from casebook.kernel.cells import fold
from casebook.kernel.coordinates import CrsSource, bd09_to_wgs84, gcj02_to_wgs84, read_crs
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    Ring = NDArray[np.float64]

T = TypeVar("T")

LARGEST_BYTES = 30 * 1024 * 1024
MOST_FEATURES = 5_000
MOST_VERTICES = 200_000
PLANE = 2
LEAST_RING = 4
"""Positions of a closed ring that encloses something."""
REPAIRED_SHARE = 0.001
"""How much of an area may change when its rings are put right; more than that is another area."""
SHOWN_REASONS = 20

_WEST, _EAST, _SOUTH, _NORTH = 73.0, 136.0, 3.0, 54.0
_DEGREES = frozenset({CrsSource.CGCS2000, CrsSource.WGS84})
_SHIFTS = {CrsSource.GCJ02: gcj02_to_wgs84, CrsSource.BD09: bd09_to_wgs84}


@dataclass(frozen=True, slots=True)
class Area:
    """One feature: its properties as written and its shape in EPSG:4490."""

    number: int
    """Position in the file, from 1."""
    properties: Mapping[str, Any]
    shape: MultiPolygon
    crs_source: CrsSource
    is_repaired: bool
    """Whether its rings crossed or touched themselves and were put right."""


def read_areas(data: bytes, declared: CrsSource | None = None) -> list[Area]:
    """Read polygons and multipolygons.

    `declared` is the coordinate system that the sender names; None means as the file says, and
    CGCS2000 when it says nothing. Degrees only: a grid is refused. Raise RuleBroken when the
    file as a whole cannot be used, Refused with a reason per feature otherwise.
    """
    document = _document(data)
    features = _features(document)
    crs = _crs_of(document, features, declared)
    reasons: list[RuleBroken] = []

    def attempt(step: Callable[..., T], *facts: object) -> T | None:
        try:
            return step(*facts)
        except RuleBroken as reason:
            reasons.append(reason)
            return None

    rings = [attempt(_rings, number, feature) or [] for number, feature in enumerate(features, start=1)]
    if sum(len(ring) for parts in rings for part in parts for ring in part) > MOST_VERTICES:
        raise RuleBroken("geojson_vertices", field="file", most=MOST_VERTICES)
    areas = [
        attempt(_area, number, feature, parts, crs)
        for number, (feature, parts) in enumerate(zip(features, rings, strict=True), start=1)
        if parts
    ]
    if reasons:
        raise Refused(reasons[:SHOWN_REASONS])
    return [area for area in areas if area is not None]


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST_BYTES:
        raise RuleBroken("geojson_too_large", field="file", most=LARGEST_BYTES // 1024 // 1024)
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise RuleBroken("geojson_unreadable", field="file", line=error.lineno) from error
    if not isinstance(document, dict):
        raise RuleBroken("geojson_not_features", field="file")
    return document


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = [document] if document.get("type") == "Feature" else document.get("features")
    if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
        raise RuleBroken("geojson_not_features", field="file")
    if len(found) > MOST_FEATURES:
        raise RuleBroken("geojson_features", field="file", most=MOST_FEATURES)
    return found


def _crs_of(
    document: dict[str, Any], features: Iterable[dict[str, Any]], declared: CrsSource | None
) -> CrsSource:
    """Return the system of the whole file; a file that contradicts itself or its sender is refused."""
    named = {_named(document.get("crs"))}
    named |= {_named(_properties(feature).get("crs")) for feature in features}
    named = {name.replace("crs84", "wgs84").replace("urn:ogc:def:crs:", "") for name in named if name}
    systems = {read_crs(name) for name in named} | ({declared} if declared else set())
    if not systems:
        return CrsSource.CGCS2000
    if systems <= _DEGREES:
        return declared or CrsSource.CGCS2000
    if len(systems) > 1:
        raise RuleBroken("geojson_crs_conflict", field="crs", written="、".join(sorted(named)))
    system = systems.pop()
    if not isinstance(system, CrsSource) or system is CrsSource.CGCS2000_3DEG:
        raise RuleBroken("geojson_crs", field="crs", written="、".join(sorted(named)))
    return system


def _named(crs: object) -> str:
    """Return what a `crs` member or property says, folded; the 2008 format has it one level down."""
    inner = crs.get("properties") if isinstance(crs, dict) else None
    name = inner.get("name") if isinstance(inner, dict) else crs
    return fold(name).replace("::", ":") if isinstance(name, str) else ""


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _rings(number: int, feature: Mapping[str, Any]) -> list[list[Ring]]:
    """Return the positions of each part's outer ring and holes."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        raise RuleBroken("geometry_missing", field="file", feature=number)
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise RuleBroken("geometry_kind", field="file", feature=number, kind=str(kind)[:40])
    if kind == "Polygon":
        parts = [parts]
    if not isinstance(parts, list) or not parts or not all(isinstance(part, list) and part for part in parts):
        raise RuleBroken("geometry_unreadable", field="file", feature=number)
    return [[_ring(number, ring) for ring in part] for part in parts]


def _ring(number: int, ring: Any) -> Ring:  # noqa: ANN401 - whatever the file holds there
    try:
        positions = np.array([position[:2] for position in ring], dtype=np.float64)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise RuleBroken("geometry_unreadable", field="file", feature=number) from error
    if positions.ndim != PLANE or positions.shape[1] != PLANE or not np.isfinite(positions).all():
        raise RuleBroken("geometry_unreadable", field="file", feature=number)
    if not np.array_equal(positions[0], positions[-1]):
        positions = np.vstack([positions, positions[:1]])
    if len(positions) < LEAST_RING:
        raise RuleBroken("geometry_ring_short", field="file", feature=number)
    (west, south), (east, north) = positions.min(axis=0), positions.max(axis=0)
    if west < _WEST or east > _EAST or south < _SOUTH or north > _NORTH:
        raise RuleBroken("geometry_outside_china", field="file", feature=number)
    return positions


def _area(number: int, feature: Mapping[str, Any], rings: list[list[Ring]], crs: CrsSource) -> Area:
    written = MultiPolygon([Polygon(outer, holes) for outer, *holes in rings])
    mended = _mended(number, written)
    shift = _SHIFTS.get(crs)
    shape = mended if shift is None else _mended(number, _moved(mended, shift))
    return Area(number, _properties(feature), shape, crs, is_repaired=mended is not written)


def _mended(number: int, area: MultiPolygon) -> MultiPolygon:
    """Return the area with sound rings. Small faults are mended, a crossing that changes it is refused."""
    if area.is_valid:
        return area
    sound = shapely.get_parts(shapely.get_parts(shapely.make_valid(area)))
    mended = MultiPolygon([part for part in sound if isinstance(part, Polygon) and part.area > 0])
    if abs(mended.area - area.area) >= REPAIRED_SHARE * mended.area:
        place = shapely.is_valid_reason(area)
        raise RuleBroken("geometry_crosses_itself", field="file", feature=number, place=place)
    return mended


def _moved(area: MultiPolygon, shift: Callable[[float, float], tuple[float, float]]) -> MultiPolygon:
    def each(positions: Ring) -> Ring:
        return np.array([shift(lon, lat) for lon, lat in positions])

    moved: MultiPolygon = shapely.transform(area, each)
    return moved
