"""A small invented county: two square townships side by side, and zones over them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from shapely import MultiPolygon, box

from casebook.db import spatial
from casebook.kernel.coordinates import CrsSource
from casebook.regions.models import ControlZone, Division
from casebook.regions.rules import DivisionKind, ZoneKind
from tests.factories.accounts import COUNTY

if TYPE_CHECKING:
    from shapely import Polygon
    from sqlalchemy.orm import Session

    from casebook.regions.rules import Aquifer

WEST, EAST = "371525104", "371525105"
WEST_SHAPE = box(115.40, 36.40, 115.45, 36.50)
EAST_SHAPE = box(115.45, 36.40, 115.50, 36.50)
OUTLINE = box(115.40, 36.40, 115.50, 36.50)
SINCE = date(2015, 7, 1)


def make_division(
    session: Session,
    *,
    code: str,
    name: str,
    shape: Polygon | None,
    kind: DivisionKind = DivisionKind.TOWNSHIP,
    valid_from: date = SINCE,
) -> Division:
    division = Division(
        county_code=COUNTY,
        code=code,
        name=name,
        written_name=name,
        kind=kind,
        geom=spatial.area(shape) if shape is not None else None,
        crs_source=CrsSource.CGCS2000 if shape is not None else None,
        valid_from=valid_from,
    )
    session.add(division)
    session.flush()
    return division


def make_county(session: Session) -> None:
    """The county's outline and its two townships."""
    make_division(session, code=COUNTY, name="冠县", shape=OUTLINE, kind=DivisionKind.COUNTY)
    make_division(session, code=WEST, name="清水镇", shape=WEST_SHAPE)
    make_division(session, code=EAST, name="东古城镇", shape=EAST_SHAPE)


def make_zone(
    session: Session,
    *,
    kind: ZoneKind = ZoneKind.NO_ABSTRACTION,
    name: str = "城区禁采区",
    aquifer: Aquifer | None = None,
    shape: Polygon = WEST_SHAPE,
    valid_from: date = SINCE,
    ended_on: date | None = None,
) -> ControlZone:
    zone = ControlZone(
        county_code=COUNTY,
        kind=kind,
        name=name,
        aquifer=aquifer,
        geom=spatial.area(MultiPolygon([shape])),
        crs_source=CrsSource.CGCS2000,
        valid_from=valid_from,
        ended_on=ended_on,
    )
    session.add(zone)
    session.flush()
    return zone


def geojson(*features: tuple[dict[str, object], object], **members: object) -> bytes:
    """A FeatureCollection of (properties, shape or geometry)."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            **members,
            "features": [
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": getattr(shape, "__geo_interface__", shape),
                }
                for properties, shape in features
            ],
        },
        ensure_ascii=False,
    ).encode()
