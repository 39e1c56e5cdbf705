"""What the map draws besides wells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from casebook.regions.queries import division_shapes, list_zones, names, zone_shapes
from casebook.regions.rules import DivisionKind

if TYPE_CHECKING:
    from datetime import date

    from shapely.geometry.base import BaseGeometry
    from sqlalchemy.orm import Session

COARSENESS = 0.0001
"""Degrees, about 10 m: finer than a pixel of the whole county, coarser than a surveyor's line."""
DIGITS = 5


def areas(session: Session, county_code: str, on: date) -> dict[str, Any]:
    """Return zones in force on a day and the outlines of county and townships as simplified GeoJSON.

    Properties: kind (of the zone, or county or township), name, and the zone's layer where it is about one.
    """
    shapes = zone_shapes(session, county_code)
    features = [
        _feature(shapes[zone.id], kind=zone.kind, name=zone.name, aquifer=zone.aquifer)
        for zone in list_zones(session, county_code, on)
    ]
    return {"type": "FeatureCollection", "features": [*features, *_outlines(session, county_code)]}


def outlines(session: Session, county_code: str) -> dict[str, Any]:
    """Return the outlines of county and townships alone, which anybody may see, as simplified GeoJSON."""
    return {"type": "FeatureCollection", "features": _outlines(session, county_code)}


def _outlines(session: Session, county_code: str) -> list[dict[str, Any]]:
    called = names(session, county_code)
    return [
        _feature(shape, kind=kind, name=called.get(code, code))
        for kind in DivisionKind
        for code, shape in division_shapes(session, county_code, kind).items()
    ]


def _feature(shape: BaseGeometry, **properties: str | None) -> dict[str, Any]:
    simple = shapely.simplify(shape, COARSENESS, preserve_topology=True)
    return {
        "type": "Feature",
        "properties": {name: value for name, value in properties.items() if value is not None},
        "geometry": _rounded(shapely.geometry.mapping(simple)),
    }


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def each(part: Any) -> Any:  # noqa: ANN401 - coordinates nest to any depth
        return round(part, DIGITS) if isinstance(part, float) else [each(item) for item in part]

    return {"type": geometry["type"], "coordinates": each(geometry["coordinates"])}
