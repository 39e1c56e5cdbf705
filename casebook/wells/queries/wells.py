"""One well and what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Date, bindparam, or_, select

from casebook.kernel.errors import NotFound
from casebook.regions.models import ControlZone
from casebook.wells.models import Well, WellAlias, WellEvent, WellParty, WellZone
from casebook.wells.queries.filters import in_force
from casebook.wells.rules import AliasKind, PartyRole

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party


_BY_ID = select(Well).where(Well.id == bindparam("its_id"))
_ZONES = (
    select(ControlZone)
    .join(WellZone, WellZone.zone_id == ControlZone.id)
    .where(
        WellZone.well_id == bindparam("well"),
        in_force(bindparam("on_day", type_=Date())),
        or_(ControlZone.aquifer.is_(None), ControlZone.aquifer == bindparam("aquifer")),
    )
    .order_by(ControlZone.kind, ControlZone.name, ControlZone.id)
)


def find_well(session: Session, code: str, actor: Actor) -> Well | None:
    """Return the well with this code if the actor may see it, or None."""
    query = select(Well).where(Well.county_code == actor.county_code, Well.code == code)
    found: Well | None = session.scalar(query)
    return found if found is not None and actor.reaches(found.division_code) else None


def get_well(session: Session, code: str, actor: Actor) -> Well:
    """Return the well with this code, or raise NotFound; a well elsewhere is not found either."""
    found = find_well(session, code, actor)
    if found is None:
        raise NotFound("well", code)
    return found


def get_well_by_id(session: Session, well_id: UUID) -> Well:
    """Return a well that another record names, or raise NotFound."""
    found: Well | None = session.scalar(_BY_ID, {"its_id": well_id})
    if found is None:
        raise NotFound("well", well_id)
    return found


def find_user_id(session: Session, well_id: UUID) -> UUID | None:
    """Return the party who abstracts from a well (实际使用人), or None where none is registered."""
    query = select(WellParty.party_id).where(WellParty.well_id == well_id, WellParty.role == PartyRole.USER)
    return session.scalar(query.order_by(WellParty.rowid).limit(1))


def list_parties(session: Session, well_id: UUID) -> list[WellParty]:
    """Return owner, manager and user of a well, with the party loaded."""
    query = select(WellParty).where(WellParty.well_id == well_id).order_by(WellParty.role, WellParty.rowid)
    return list(session.scalars(query))


def list_zones(session: Session, well: Well, on: date) -> list[ControlZone]:
    """Return the zones that a well lies in on a day and for its layer, by kind and name."""
    told = {"well": well.id, "on_day": on, "aquifer": well.aquifer}
    return list(session.scalars(_ZONES, told))


def zones_of(session: Session, wells: Collection[Well], on: date) -> dict[UUID, list[ControlZone]]:
    """Return the same of many wells by one statement; those that lie in none are left out."""
    query = (
        select(WellZone.well_id, ControlZone)
        .join(ControlZone, ControlZone.id == WellZone.zone_id)
        .join(Well, Well.id == WellZone.well_id)
        .where(
            WellZone.well_id.in_([one.id for one in wells]),
            in_force(on),
            or_(ControlZone.aquifer.is_(None), ControlZone.aquifer == Well.aquifer),
        )
        .order_by(ControlZone.kind, ControlZone.name, ControlZone.id)
    )
    found: dict[UUID, list[ControlZone]] = {}
    for well_id, zone in session.execute(query):
        found.setdefault(well_id, []).append(zone)
    return found


def find_party(session: Session, well_id: UUID, role: PartyRole) -> Party | None:
    """Return the party that holds a role, the first where there are several."""
    return next((row.party for row in list_parties(session, well_id) if row.role is role), None)


def list_events(session: Session, well_id: UUID) -> list[WellEvent]:
    """Return the steps of a well's life in their order."""
    query = select(WellEvent).where(WellEvent.well_id == well_id).order_by(WellEvent.sequence)
    return list(session.scalars(query))


def list_aliases(session: Session, well_id: UUID) -> list[WellAlias]:
    """Return a well's other numbers by kind."""
    query = select(WellAlias).where(WellAlias.well_id == well_id).order_by(WellAlias.kind, WellAlias.value)
    return list(session.scalars(query))


def plate_of(session: Session, well_id: UUID) -> str:
    """Return the number on a well's plate, empty when it has none."""
    found = (alias.value for alias in list_aliases(session, well_id) if alias.kind is AliasKind.PLATE)
    return next(found, "")
