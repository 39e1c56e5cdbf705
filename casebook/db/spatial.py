"""Everything spatial that differs between SpatiaLite and PostGIS, one body for each.

Shapes are EPSG:4490, longitude before latitude, in degrees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geoalchemy2 import Geometry
from geoalchemy2.shape import from_shape
from shapely import MultiPolygon, Point, Polygon
from sqlalchemy import ColumnElement, Connection, bindparam, func, inspect, text

from casebook.db.base import Base
from casebook.db.types import SRID

if TYPE_CHECKING:
    from geoalchemy2 import WKBElement
    from sqlalchemy.orm import Session


def point(lon: float, lat: float) -> WKBElement:
    """Return the stored form of a position."""
    return from_shape(Point(lon, lat), srid=SRID)


def area(polygon: Polygon | MultiPolygon) -> WKBElement:
    """Return the stored form of an area; single polygons become multipolygons of one."""
    return from_shape(MultiPolygon([polygon]) if isinstance(polygon, Polygon) else polygon, srid=SRID)


def covers(column: Any, lon: float, lat: float) -> ColumnElement[bool]:  # noqa: ANN401 - geometry column
    """Return the condition that an area of few rows (divisions, zones) covers a position."""
    place = func.ST_GeomFromText(bindparam(None, f"POINT({lon!r} {lat!r})"), SRID)
    return func.ST_Covers(column, place) == func.ST_Covers(place, place)


def prepare_database(connection: Connection) -> None:
    """Make a fresh database spatial: SpatiaLite's metadata with EPSG:4490, or the PostGIS extension."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("spatial_ref_sys"):
            connection.execute(text("SELECT InitSpatialMetaData(0, 'WGS84')"))
            connection.execute(text(f"SELECT InsertEpsgSrid({SRID})"))
        return
    connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))


def index_faults(session: Session, table: str, column: str = "geom") -> bool:
    """Say whether the spatial index of a SpatiaLite table no longer agrees with its rows."""
    if session.get_bind().dialect.name != "sqlite":
        return False
    healthy = session.scalar(text("SELECT CheckSpatialIndex(:t, :c)"), {"t": table, "c": column})
    return healthy not in (1, None)


def rebuild_index(session: Session, table: str, column: str = "geom") -> None:
    """Make the spatial index of a SpatiaLite table anew from its rows; PostGIS keeps its own right."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("SELECT RecoverSpatialIndex(:t, :c)"), {"t": table, "c": column})


def geometry_columns() -> list[tuple[str, str]]:
    """Return (table, column) of every shape that casebook stores."""
    return [
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Geometry)
    ]


def drop_shape(connection: Connection, table: str, column: str = "geom") -> None:
    """Let SpatiaLite forget a shape column before its table is dropped; PostGIS needs nothing."""
    if connection.dialect.name != "sqlite":
        return
    names = {"t": table, "c": column}
    connection.execute(text("SELECT DisableSpatialIndex(:t, :c)"), names)
    connection.execute(text("SELECT DiscardGeometryColumn(:t, :c)"), names)
    connection.execute(text(f"DROP TABLE IF EXISTS idx_{table}_{column}"))
