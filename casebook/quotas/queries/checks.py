"""What the map and the registers say where water is to be taken: the facts of the pre-check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.penalties.queries import flags_of
from casebook.penalties.rules.provisions import Flag
from casebook.quotas.rules import ZoneFact
from casebook.regions.models import ControlZone
from casebook.regions.queries import list_zones, load_locator
from casebook.wells.models import WellZone

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def zones_of_wells(session: Session, well_ids: Collection[UUID], on: date) -> tuple[ZoneFact, ...]:
    """Return the zones of every layer in which wells lie on a day, by kind and name."""
    query = (
        select(ControlZone)
        .join(WellZone, WellZone.zone_id == ControlZone.id)
        .where(
            WellZone.well_id.in_(well_ids),
            ControlZone.valid_from <= on,
            or_(ControlZone.ended_on.is_(None), ControlZone.ended_on > on),
        )
        .order_by(ControlZone.kind, ControlZone.name, ControlZone.id)
    )
    facts = [ZoneFact(zone.kind, zone.name, zone.aquifer) for zone in session.scalars(query).unique()]
    return tuple(dict.fromkeys(facts))


def zones_at(
    session: Session, county_code: str, place: tuple[float, float], on: date
) -> tuple[ZoneFact, ...]:
    """Return the zones in which a place (longitude, latitude in EPSG:4490) lies on a day."""
    inside = set(load_locator(session, county_code).locate(*place).zones)
    return tuple(
        ZoneFact(zone.kind, zone.name, zone.aquifer)
        for zone in list_zones(session, county_code, on)
        if zone.id in inside
    )


def is_receiving_area(session: Session, county_code: str) -> bool:
    """Say whether the county lies in the receiving area of the South-to-North transfer."""
    return Flag.SNWD_RECEIVING_AREA in flags_of(session, county_code).present
