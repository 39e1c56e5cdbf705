"""All wells at once for the map: columns, not records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, func, select, type_coerce

from casebook.wells.models import Well
from casebook.wells.queries.filters import filtered, jurisdiction
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.queries.filters import WellFilter


@dataclass(frozen=True, slots=True)
class MapPoints:
    """Columns of equal length; `status` holds places in `statuses`."""

    statuses: list[str]
    codes: list[str]
    lon: list[float]
    lat: list[float]
    status: list[int]


def map_points(session: Session, wanted: WellFilter, actor: Actor) -> MapPoints:
    """Return the wells that a filter means as columns, in no particular order."""
    query = filtered(session, wanted, actor).with_only_columns(
        Well.code, Well.lon, Well.lat, type_coerce(Well.status, String)
    )
    rows = session.connection().execute(query).all()
    codes, lon, lat, status = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
    statuses = [member.value for member in WellStatus]
    places = {name: place for place, name in enumerate(statuses)}
    return MapPoints(statuses, codes, lon, lat, [places[name] for name in status])


def register_stamp(session: Session, actor: Actor) -> tuple[int, datetime | None]:
    """Return the number of wells and their last change: what differs when anything on the map does."""
    query = select(func.count(), func.max(Well.changed_at)).where(*jurisdiction(actor))
    number, changed_at = session.execute(query).one()
    return number, changed_at
