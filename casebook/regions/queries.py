"""Reading divisions and zones, and the locator made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely
from sqlalchemy import and_, func, or_, select

from casebook.kernel.errors import NotFound
from casebook.regions.locator import Locator
from casebook.regions.models import ControlZone, Division, KnownPoint
from casebook.regions.rules import DivisionKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any
    from uuid import UUID

    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session


def _in_force(table: type[Division | ControlZone], on: date | None) -> ColumnElement[bool]:
    """Return the condition that a row holds on a day; None means until further notice."""
    if on is None:
        return table.ended_on.is_(None)
    return and_(table.valid_from <= on, or_(table.ended_on.is_(None), table.ended_on > on))


def list_divisions(
    session: Session,
    county_code: str,
    on: date | None = None,
    kind: DivisionKind | None = DivisionKind.TOWNSHIP,
) -> list[Division]:
    """Return the county's divisions by code, without their shapes; `kind` None means all."""
    query = select(Division).where(Division.county_code == county_code).order_by(Division.code, Division.id)
    if kind is not None:
        query = query.where(Division.kind == kind)
    return list(session.scalars(query.where(_in_force(Division, on))))


def find_division(session: Session, code: str, on: date | None = None) -> Division | None:
    """Return the division with this code, or None."""
    return session.scalar(select(Division).where(Division.code == code, _in_force(Division, on)))


def get_division(session: Session, code: str, on: date | None = None) -> Division:
    """Return the division with this code, or raise NotFound."""
    found = find_division(session, code, on)
    if found is None:
        raise NotFound("division", code)
    return found


def name_query(code: str) -> Select[str]:
    """Return the query of a division's present name, for a statement that asks more."""
    return select(Division.name).where(Division.code == code, _in_force(Division, None)).limit(1)


def name_of(session: Session, code: str) -> str:
    """Return a division's present name, or its code when it is not known."""
    found = find_division(session, code)
    return found.name if found else code


def names(session: Session, county_code: str) -> dict[str, str]:
    """Return the present names of the county and its townships by code."""
    return {division.code: division.name for division in list_divisions(session, county_code, kind=None)}


def list_zones(
    session: Session, county_code: str, on: date | None = None, *, with_ended: bool = False
) -> list[ControlZone]:
    """Return the county's zones by kind, name and period, without their shapes."""
    query = select(ControlZone).where(ControlZone.county_code == county_code)
    query = query.order_by(ControlZone.kind, ControlZone.name, ControlZone.valid_from, ControlZone.id)
    if not with_ended:
        query = query.where(_in_force(ControlZone, on))
    return list(session.scalars(query))


def division_shapes(session: Session, county_code: str, kind: DivisionKind) -> dict[str, BaseGeometry]:
    """Return the present shapes of divisions by code; those without one are left out."""
    query = select(Division.code, func.ST_AsBinary(Division.geom)).where(Division.geom.is_not(None))
    query = query.where(Division.county_code == county_code, Division.kind == kind, _in_force(Division, None))
    return _shapes(session.execute(query))


def zone_shapes(session: Session, county_code: str) -> dict[UUID, BaseGeometry]:
    """Return the shapes of all zones that ever held, by id."""
    query = select(ControlZone.id, func.ST_AsBinary(ControlZone.geom))
    return _shapes(session.execute(query.where(ControlZone.county_code == county_code)))


def _shapes(rows: Iterable[Any]) -> dict[Any, BaseGeometry]:
    return {key: shapely.from_wkb(bytes(binary)) for key, binary in rows}


def load_locator(session: Session, county_code: str) -> Locator:
    """Return the index by which positions are placed: the present divisions and all zones."""
    return Locator(
        division_shapes(session, county_code, DivisionKind.COUNTY).get(county_code),
        division_shapes(session, county_code, DivisionKind.TOWNSHIP),
        zone_shapes(session, county_code),
    )


def stamp(session: Session, county_code: str) -> tuple[int, ...]:
    """Return numbers that differ whenever an area came, ended or got its shape."""
    found: list[int] = []
    for table in (Division, ControlZone):
        columns = (
            func.count(),
            func.count(table.ended_on),
            func.count(table.crs_source),
            func.max(table.rowid),
        )
        query = select(*columns).where(table.county_code == county_code)
        found += [number or 0 for number in session.execute(query).one()]
    return tuple(found)


def find_known_point(session: Session, point_id: UUID, county_code: str) -> KnownPoint | None:
    """Return a known point of the county, or None."""
    query = select(KnownPoint).where(KnownPoint.id == point_id, KnownPoint.county_code == county_code)
    return session.scalar(query)


def find_known_point_by_name(session: Session, county_code: str, name: str) -> KnownPoint | None:
    """Return the county's known point of this name, or None."""
    query = select(KnownPoint).where(KnownPoint.county_code == county_code, KnownPoint.name == name)
    return session.scalar(query)


def list_known_points(session: Session, county_code: str) -> list[KnownPoint]:
    """Return the county's known points by name."""
    query = select(KnownPoint).where(KnownPoint.county_code == county_code)
    return list(session.scalars(query.order_by(KnownPoint.name, KnownPoint.id)))
