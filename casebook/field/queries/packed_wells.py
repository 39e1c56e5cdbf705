"""The wells of a package, as columns: five thousand of them in as many statements as five."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from casebook.access import Permission
from casebook.field.queries.packed_meters import pack_meters
from casebook.inspections.models import ChecklistAnswer, Inspection, PatrolVisit
from casebook.inspections.rules import InspectionState
from casebook.kernel.clock import local_day
from casebook.parties.models import Party
from casebook.plates.models import WellPlate
from casebook.quotas.models import Permit, PermitWell
from casebook.quotas.queries import GRANTED
from casebook.regions.models import ControlZone
from casebook.wells.models import Well, WellAlias, WellParty, WellZone
from casebook.wells.queries.filters import in_force
from casebook.wells.rules import AliasKind, PartyRole, PermitExemption

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor

DIAL = "C12"
"""The checklist's item that holds the reading of the meter (rules.md 8)."""
_IS_SUBMITTED = Inspection.state == InspectionState.SUBMITTED
_COLUMNS = (
    Well.id,
    Well.code,
    Well.division_code,
    Well.village,
    Well.lon,
    Well.lat,
    Well.status,
    Well.use,
    Well.aquifer,
    Well.exemption,
    Well.depth_m,
    Well.pump_flow_m3h,
    Well.meter_kind,
    Well.meter_no,
    Well.electricity_account,
    Well.closed_on,
    Well.version,
)


def pack_wells(
    session: Session, actor: Actor, scope: ColumnElement[bool], today: date
) -> list[dict[str, Any]]:
    """Return the wells that a condition means as the part `wells`, by code.

    Names of users are only told to who may see personal data.
    """
    ids = select(Well.id).where(scope)
    rows = session.execute(select(*_COLUMNS).where(scope).order_by(Well.code)).all()
    users = _users(session, ids) if actor.can(Permission.PARTY_SEE_PERSONAL) else {}
    permits, plates = _permits(session, ids), _plates(session, ids)
    zones = _zones(session, scope, today)
    visits, dials = _visits(session, ids, actor), _dials(session, ids, actor)
    meters = pack_meters(session, actor, scope)
    return [
        {
            **_facts(row),
            "user": users.get(row.id),
            "permit": permits.get(row.id),
            "plate": plates.get(row.id),
            "zones": zones.get(row.id, []),
            "last_visit_on": visits.get(row.id),
            "last_dial": dials.get(row.id),
            "meter": meters.get(row.id),
        }
        for row in rows
    ]


def _facts(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of columns
    return {
        "id": row.id,
        "code": row.code,
        "township": row.division_code,
        "village": row.village or None,
        "lon": row.lon,
        "lat": row.lat,
        "status": row.status,
        "use": row.use,
        "aquifer": row.aquifer,
        "exemption": None if row.exemption is PermitExemption.NONE else row.exemption,
        "depth_m": row.depth_m,
        "pump_flow_m3h": row.pump_flow_m3h,
        "meter_kind": row.meter_kind,
        "meter_no": row.meter_no or None,
        "electricity_account": row.electricity_account or None,
        "closed_on": row.closed_on,
        "version": row.version,
    }


def _first(rows: Iterable[tuple[UUID, Any]]) -> dict[UUID, Any]:
    """Return the first of each well."""
    found: dict[UUID, Any] = {}
    for well_id, value in rows:
        found.setdefault(well_id, value)
    return found


def _users(session: Session, ids: Select[UUID]) -> dict[UUID, str]:
    query = (
        select(WellParty.well_id, Party.name)
        .join(Party, Party.id == WellParty.party_id)
        .where(WellParty.role == PartyRole.USER, WellParty.well_id.in_(ids))
        .order_by(WellParty.rowid)
    )
    return _first((well_id, name) for well_id, name in session.execute(query))


def _permits(session: Session, ids: Select[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return the longest valid permit of each well."""
    query = (
        select(PermitWell.well_id, Permit.number, Permit.valid_to, Permit.permitted_m3)
        .join(Permit, Permit.id == PermitWell.permit_id)
        .where(PermitWell.well_id.in_(ids), GRANTED)
        .order_by(Permit.valid_to.is_(None), Permit.valid_to.desc(), Permit.number)
    )
    return _first(
        (well_id, {"number": number, "valid_to": valid_to, "volume_m3": None if m3 is None else float(m3)})
        for well_id, number, valid_to, m3 in session.execute(query)
    )


def _plates(session: Session, ids: Select[UUID]) -> dict[UUID, str]:
    """Return what stands on the plate: the number that the register knows, else the QR plate's own."""
    known = select(WellAlias.well_id, WellAlias.value).where(
        WellAlias.kind == AliasKind.PLATE, WellAlias.well_id.in_(ids)
    )
    printed = select(WellPlate.well_id, WellPlate.serial).where(
        WellPlate.revoked_at.is_(None), WellPlate.well_id.in_(ids)
    )
    rows = [*session.execute(known.order_by(WellAlias.value)), *session.execute(printed)]
    return _first((well_id, value) for well_id, value in rows)


def _zones(session: Session, scope: ColumnElement[bool], today: date) -> dict[UUID, list[str]]:
    """Return the kinds of the zones in force that each well lies in and that are about its layer."""
    query = (
        select(WellZone.well_id, ControlZone.kind)
        .join(ControlZone, ControlZone.id == WellZone.zone_id)
        .join(Well, Well.id == WellZone.well_id)
        .where(scope, in_force(today))
        .where((ControlZone.aquifer.is_(None)) | (ControlZone.aquifer == Well.aquifer))
        .distinct()
        .order_by(WellZone.well_id, ControlZone.kind)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for well_id, kind in session.execute(query):
        found[well_id].append(kind)
    return found


def _visits(session: Session, ids: Select[UUID], actor: Actor) -> dict[UUID, date]:
    """Return the day of the last visit to each well: patrols, and inspections for who may see them."""
    patrolled = select(PatrolVisit.well_id, func.max(PatrolVisit.visited_at).label("at"))
    last = patrolled.where(PatrolVisit.well_id.in_(ids)).group_by(PatrolVisit.well_id)
    rows = [*session.execute(last)]
    if actor.can(Permission.INSPECTION_SEE):
        inspected = select(Inspection.well_id, func.max(visited_at()))
        inspected = inspected.where(Inspection.well_id.in_(ids), _IS_SUBMITTED)
        rows += session.execute(inspected.group_by(Inspection.well_id))
    found: dict[UUID, date] = {}
    for well_id, at in rows:
        day = local_day(at)
        found[well_id] = max(day, found.get(well_id, day))
    return found


def _dials(session: Session, ids: Select[UUID], actor: Actor) -> dict[UUID, str]:
    """Return the last reading of each well's meter, as it was written down."""
    read = select(PatrolVisit.well_id, PatrolVisit.visited_at.label("at"), PatrolVisit.dial_m3)
    found = [
        (well_id, at, f"{dial:f}".rstrip("0").rstrip("."))
        for well_id, at, dial in session.execute(
            _newest(read.where(PatrolVisit.well_id.in_(ids), PatrolVisit.dial_m3.is_not(None)))
        )
    ]
    if actor.can(Permission.INSPECTION_SEE):
        answered = (
            select(Inspection.well_id, visited_at().label("at"), ChecklistAnswer.value)
            .join(ChecklistAnswer, ChecklistAnswer.inspection_id == Inspection.id)
            .where(Inspection.well_id.in_(ids), _IS_SUBMITTED)
            .where(ChecklistAnswer.item_code == DIAL, ChecklistAnswer.value != "")
        )
        found += [(well_id, at, value) for well_id, at, value in session.execute(_newest(answered))]
    found.sort(key=lambda row: row[1])
    return {well_id: value for well_id, _at, value in found}


def visited_at() -> ColumnElement[Any]:
    """Return when officers were at the well: at the arrival, or from the beginning while none is recorded."""
    return func.coalesce(Inspection.arrival_at, Inspection.started_at)


def _newest(query: Any) -> Any:  # noqa: ANN401 - a Select of three columns
    """Return the newest row of each well of a query for `well_id`, `at` and a value."""
    columns = query.selected_columns
    place = func.row_number().over(partition_by=columns.well_id, order_by=columns.at.desc())
    rows = query.add_columns(place.label("place")).subquery()
    return select(*list(rows.c)[:-1]).where(rows.c.place == 1)
