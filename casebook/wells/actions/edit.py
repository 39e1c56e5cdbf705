"""Changing what the register says, with the version that the editor saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.parties.actions import find_or_create, update_party
from casebook.regions.queries import load_locator
from casebook.wells.actions.register import position
from casebook.wells.models import WellAlias, WellParty, WellZone, subject_of
from casebook.wells.rules import AliasKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.actions import PartyFacts
    from casebook.regions.locator import Place
    from casebook.wells.facts import WellFacts
    from casebook.wells.models import Well
    from casebook.wells.rules import PartyRole


def update_well(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    base_version: int,
    facts: WellFacts,
    plate: str | None = None,
    reason: str = "",
) -> bool:
    """Change a well's register data and audit each value before and after; say whether anything changed.

    Conflict when somebody changed the well after `base_version`. A new position must lie in the
    county; township and zones follow it. `plate` None leaves the number of its plate.
    """
    actor.need(Permission.WELL_EDIT)
    actor.need_reach(well.division_code, "well", well.code)
    session.refresh(well, with_for_update=True)
    if well.version != base_version:
        raise Conflict("well_changed", well=well.code)
    place = _new_place(session, actor, well, facts)
    before = apply_facts(session, now=now, well=well, facts=facts, place=place)
    if before:
        record(
            session,
            actor=actor,
            now=now,
            action="well:edit",
            subject=subject_of(well),
            before=before,
            after={name: getattr(well, name) for name in before},
            reason=reason,
        )
    is_renumbered = plate is not None and set_alias(
        session, actor=actor, now=now, well=well, kind=AliasKind.PLATE, value=plate.strip()
    )
    return bool(before) or is_renumbered


def _new_place(session: Session, actor: Actor, well: Well, facts: WellFacts) -> Place | None:
    """Return where a changed position lies, None for an unchanged one."""
    lon, lat = facts.get("lon", well.lon), facts.get("lat", well.lat)
    if (lon, lat) == (well.lon, well.lat):
        return None
    place = load_locator(session, well.county_code).locate(lon, lat)
    if not place.is_inside or place.township is None:
        raise RuleBroken("well_outside_county", field="lon")
    actor.need_reach(place.township, "well", well.code)
    return place


def apply_facts(
    session: Session, *, now: datetime, well: Well, facts: WellFacts, place: Place | None = None
) -> dict[str, Any]:
    """Set register data and return what stood there before, by column; the caller has checked and audits.

    `place` is where the locator puts a changed position; without it township and zones stay.
    """
    wanted: dict[str, Any] = dict(facts)
    if place is not None:
        wanted["division_code"] = place.township
    before = {name: getattr(well, name) for name, value in wanted.items() if getattr(well, name) != value}
    if not before:
        return {}
    for name in before:
        setattr(well, name, wanted[name])
    if "lon" in before or "lat" in before:
        well.geom = position(well.lon, well.lat)["geom"]
    well.version, well.changed_at = well.version + 1, now
    session.flush()
    if place is not None:
        replace_zones(session, well.id, place.zones)
    return before


def replace_zones(session: Session, well_id: UUID, zones: tuple[UUID, ...]) -> None:
    """Store in which zones' shapes a well lies."""
    session.execute(delete(WellZone).where(WellZone.well_id == well_id))
    if zones:
        session.execute(insert(WellZone), [{"well_id": well_id, "zone_id": zone} for zone in zones])


def set_party(
    session: Session, *, actor: Actor, now: datetime, well: Well, role: PartyRole, party_id: UUID | None
) -> bool:
    """Make one party, or nobody, hold a role; say whether anything changed."""
    if not actor.can(Permission.WELL_IMPORT):
        actor.need(Permission.WELL_EDIT)
    actor.need_reach(well.division_code, "well", well.code)
    held = select(WellParty.party_id).where(WellParty.well_id == well.id, WellParty.role == role)
    before = list(session.scalars(held.order_by(WellParty.rowid)))
    after = [party_id] if party_id else []
    if before == after:
        return False
    session.execute(delete(WellParty).where(WellParty.well_id == well.id, WellParty.role == role))
    session.add_all(WellParty(well_id=well.id, role=role, party_id=party) for party in after)
    well.version, well.changed_at = well.version + 1, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="well:party",
        subject=subject_of(well),
        before={role.value: before},
        after={role.value: after},
    )
    return True


def assign_party(
    session: Session, *, actor: Actor, now: datetime, well: Well, role: PartyRole, facts: PartyFacts | None
) -> bool:
    """Say who holds a role at a well; None: nobody. Say whether anything changed.

    The same name and identifier is the same party everywhere; telephone and address are brought up to date.
    """
    if facts is None:
        return set_party(session, actor=actor, now=now, well=well, role=role, party_id=None)
    party = find_or_create(session, county_code=well.county_code, facts=facts)
    contact = {"phone": facts.phone, "address": facts.address, "legal_rep": facts.legal_rep}
    is_updated = update_party(session, actor=actor, now=now, party=party, changes=contact)
    is_set = set_party(session, actor=actor, now=now, well=well, role=role, party_id=party.id)
    return is_set or is_updated


def set_alias(
    session: Session, *, actor: Actor, now: datetime, well: Well, kind: AliasKind, value: str
) -> bool:
    """Give a well another number of one kind, or take it away with an empty value; say whether it changed."""
    if not actor.can(Permission.WELL_IMPORT):
        actor.need(Permission.WELL_EDIT)
    actor.need_reach(well.division_code, "well", well.code)
    query = select(WellAlias).where(WellAlias.county_code == well.county_code, WellAlias.kind == kind)
    current = session.scalar(query.where(WellAlias.well_id == well.id).order_by(WellAlias.rowid).limit(1))
    before = current.value if current else ""
    if before == value:
        return False
    if value and session.scalar(query.where(WellAlias.value == value)) is not None:
        raise RuleBroken("alias_taken", field="plate", number=value)
    if current is not None:
        session.delete(current)
        session.flush()
    if value:
        session.add(WellAlias(county_code=well.county_code, well_id=well.id, kind=kind, value=value))
    well.version, well.changed_at = well.version + 1, now
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="well:alias",
        subject=subject_of(well),
        before={kind.value: before},
        after={kind.value: value},
    )
    return True
