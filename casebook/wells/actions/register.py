"""Putting wells on the register, one or a whole file of them, and taking a file's wells off again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db import spatial
from casebook.kernel import ids
from casebook.kernel.errors import RuleBroken
from casebook.regions.queries import load_locator
from casebook.regions.rules import Aquifer
from casebook.wells.facts import NewWell
from casebook.wells.models import Well, WellAlias, WellEvent, WellParty, WellZone, subject_of
from casebook.wells.rules import MeterKind, PermitExemption, WellStatus, WellUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.subjects import Subject
    from casebook.wells.facts import WellFacts
    from casebook.wells.rules import PartyRole

AT_ONCE = 500
"""Keys in one IN list."""

_UNSAID: WellFacts = {
    "village": "",
    "use": WellUse.OTHER,
    "aquifer": Aquifer.UNKNOWN,
    "exemption": PermitExemption.NONE,
    "built_on": None,
    "built_precision": None,
    "depth_m": None,
    "casing_mm": None,
    "casing_material": "",
    "screen_from_m": None,
    "screen_to_m": None,
    "static_level_m": None,
    "pump_flow_m3h": None,
    "pump_power_kw": None,
    "irrigated_mu": None,
    "people_served": None,
    "meter_kind": MeterKind.UNKNOWN,
    "meter_no": "",
    "electricity_account": "",
    "remark": "",
}


def position(lon: float, lat: float) -> dict[str, Any]:
    """Return the three columns of a position. Nothing else sets them, so they always agree."""
    return {"lon": lon, "lat": lat, "geom": spatial.point(lon, lat)}


def register_well(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    code: str,
    facts: WellFacts,
    status: WellStatus,
    on: date,
    parties: tuple[tuple[PartyRole, UUID], ...] = (),
) -> Well:
    """Put one well on the register of the actor's county.

    Refused: a code that is taken, a position outside the county or the actor's jurisdiction.
    """
    actor.need(Permission.WELL_EDIT)
    county_code = actor.county_code
    taken = session.scalar(select(Well.id).where(Well.county_code == county_code, Well.code == code))
    if taken is not None:
        raise RuleBroken("well_code_taken", field="code", number=code)
    place = load_locator(session, county_code).locate(facts["lon"], facts["lat"])
    if not place.is_inside or place.township is None:
        raise RuleBroken("well_outside_county", field="lon")
    actor.need_reach(place.township, "well", code)
    new = NewWell(code=code, facts=facts, place=place, status=status, status_on=on, parties=parties)
    (well_id,) = register_wells(session, actor=actor, now=now, county_code=county_code, wells=[new])
    well = session.scalars(select(Well).where(Well.id == well_id)).one()
    record(
        session,
        actor=actor,
        now=now,
        action="well:register",
        subject=subject_of(well),
        after={"code": code, "status": status, **facts},
    )
    return well


def register_wells(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    county_code: str,
    wells: Sequence[NewWell],
    subject: Subject | None = None,
    reason: str = "",
) -> list[UUID]:
    """Put wells on the register in bulk and return their ids in order; the caller checks and audits.

    Positions must be placed in a township. `subject` is the import that brings them.
    """
    well_ids = [ids.new_id() for _ in wells]
    pairs = list(zip(well_ids, wells, strict=True))
    step = _first_step(actor, now, subject, reason)
    _insert(session, Well, [_well(well_id, new, county_code, now) for well_id, new in pairs])
    _insert(session, WellEvent, [step | _life(well_id, new) for well_id, new in pairs])
    _insert(session, WellParty, [row for pair in pairs for row in _parties(*pair)])
    _insert(session, WellZone, [row for pair in pairs for row in _zones(*pair)])
    _insert(session, WellAlias, [row for pair in pairs for row in _aliases(*pair, county_code)])
    return well_ids


def remove_wells(session: Session, *, actor: Actor, well_ids: Sequence[UUID]) -> None:
    """Take wells off the register as if they had never come: only for rolling back an import.

    The caller has made sure that nothing else uses them; the database refuses if something does.
    """
    actor.need(Permission.WELL_IMPORT)
    for start in range(0, len(well_ids), AT_ONCE):
        some = well_ids[start : start + AT_ONCE]
        for table in (WellAlias, WellZone, WellParty, WellEvent):
            session.execute(delete(table).where(table.well_id.in_(some)))
        session.execute(delete(Well).where(Well.id.in_(some)))


def _insert(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    if rows:
        # The table, not the class: for a whole register the ORM's bookkeeping costs as much as the database.
        session.execute(insert(table.__table__), rows)


def _well(well_id: UUID, new: NewWell, county_code: str, now: datetime) -> dict[str, Any]:
    return {
        **_UNSAID,
        "written": {},
        **new.facts,
        **position(new.facts["lon"], new.facts["lat"]),
        "id": well_id,
        "county_code": county_code,
        "code": new.code,
        "code_reversed": new.code[::-1],
        "division_code": new.place.township,
        "status": new.status,
        "closed_on": new.closed_on,
        "registered_at": now,
        "changed_at": now,
    }


def _first_step(actor: Actor, now: datetime, subject: Subject | None, reason: str) -> dict[str, Any]:
    return {
        "sequence": 1,
        "from_status": None,
        "at": now,
        "reason": reason,
        "actor_id": actor.officer_id,
        "actor_name": actor.name,
        "subject_kind": subject.kind if subject else "",
        "subject_id": subject.id if subject else None,
        "subject_title": subject.title if subject else "",
    }


def _life(well_id: UUID, new: NewWell) -> dict[str, Any]:
    return {"well_id": well_id, "to_status": new.status, "on_day": new.status_on}


def _parties(well_id: UUID, new: NewWell) -> list[dict[str, Any]]:
    pairs = dict.fromkeys(new.parties)
    return [{"well_id": well_id, "role": role, "party_id": party_id} for role, party_id in pairs]


def _zones(well_id: UUID, new: NewWell) -> list[dict[str, Any]]:
    return [{"well_id": well_id, "zone_id": zone_id} for zone_id in new.place.zones]


def _aliases(well_id: UUID, new: NewWell, county_code: str) -> list[dict[str, Any]]:
    about = {"well_id": well_id, "county_code": county_code}
    return [{**about, "kind": kind, "value": value} for kind, value in new.aliases]
