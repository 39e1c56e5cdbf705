"""Keeping what a patroller saw. `cases.actions.file_patrol_visit` calls it and makes the leads."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from sqlalchemy import update

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.evidence import actions as evidence
from casebook.inspections.models import Patrol, PatrolVisit
from casebook.inspections.queries import find_patrol, find_visit
from casebook.inspections.rules.patrols import check_visit
from casebook.kernel.cells import Unit, read_number
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.regions.queries import load_locator
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.rules import Upload
    from casebook.inspections.filed import FiledPatrolVisit
    from casebook.wells.models import Well

_LITRE = Decimal("0.001")


def record_visit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    visit_id: UUID,
    filed: FiledPatrolVisit,
    uploads: Sequence[Upload] = (),
) -> PatrolVisit:
    """Keep one visit of a round; visits of a round may come in any order.

    `uploads` are photographs chosen at the desk. Raises RuleBroken for a visit that contradicts itself,
    NotFound for a well out of reach and for somebody else's round.
    """
    actor.need(Permission.PATROL_RECORD)
    dial = _read_dial(filed.dial_m3)
    check_visit(filed, dial)
    if find_visit(session, visit_id) is not None:
        raise RuleBroken("patrol_visit_filed_already", field="id")
    well = None if filed.well is None else get_well_by_id(session, filed.well)
    division_code = _division(session, actor, filed, well)
    visit = _visit(actor, _round(session, actor, filed), visit_id, filed, dial)
    visit.division_code, visit.village = division_code, well.village if well else ""
    visit.device_id, visit.filed_at = device_id, now
    session.add(visit)
    session.flush()
    subject, after = subject_of_visit(visit, well), {"state": visit.state}
    _add_pictures(session, actor, now, subject, filed, uploads, device_id)
    record(session, actor=actor, now=now, action="patrol:visit", subject=subject, after=after)
    return visit


def _visit(
    actor: Actor, patrol: Patrol, visit_id: UUID, filed: FiledPatrolVisit, dial: Decimal | None
) -> PatrolVisit:
    fix = filed.fix
    return PatrolVisit(
        id=visit_id,
        county_code=actor.county_code,
        patrol_id=patrol.id,
        well_id=filed.well,
        state=filed.state,
        is_closure_intact=filed.is_closure_intact,
        dial_m3=None if dial is None else dial.quantize(_LITRE, ROUND_HALF_EVEN),
        note=filed.note.strip(),
        visited_at=filed.at,
        lon=fix.lon if fix else None,
        lat=fix.lat if fix else None,
        accuracy_m=fix.accuracy_m if fix else None,
        officer_id=actor.officer_id,
    )


def subject_of_visit(visit: PatrolVisit, well: Well | None) -> Subject:
    """Return a visit as the subject of evidence and audit."""
    return Subject("patrol_visit", visit.id, well.code if well else "—", visit.division_code)


def _read_dial(text: str) -> Decimal | None:
    found = read_number(text, Unit.CUBIC_METRE) if text.strip() else None
    if found is None:
        return None
    if not isinstance(found, Decimal):
        raise RuleBroken("answer_not_a_number", field="dial_m3", item="dial_m3", written=text)
    return found


def _division(session: Session, actor: Actor, filed: FiledPatrolVisit, well: Well | None) -> str:
    """Return the township of a visit: the well's, or where the new well lies."""
    if well is not None:
        actor.need_reach(well.division_code, "well", filed.well)
        return well.division_code
    assert filed.fix is not None  # check_visit refuses a new well without a position
    lon, lat = filed.fix.lon, filed.fix.lat
    place = load_locator(session, actor.county_code).locate(lon, lat)
    if not place.is_inside or place.township is None:
        raise RuleBroken("patrol_position_outside", field="fix", lon=lon, lat=lat)
    if not actor.reaches(place.township):
        raise RuleBroken("patrol_position_elsewhere", field="fix", lon=lon, lat=lat)
    return place.township


def _round(session: Session, actor: Actor, filed: FiledPatrolVisit) -> Patrol:
    if actor.officer_id is None:
        raise Forbidden("officer_needed")
    patrol = find_patrol(session, filed.patrol)
    if patrol is None:
        patrol = Patrol(
            id=filed.patrol,
            county_code=actor.county_code,
            division_code=actor.jurisdiction,
            officer_id=actor.officer_id,
            officer_name=actor.name,
            started_at=filed.at,
        )
        session.add(patrol)
        session.flush()
    elif patrol.officer_id != actor.officer_id:
        raise NotFound("patrol", filed.patrol)
    elif filed.at < patrol.started_at:
        session.execute(update(Patrol).where(Patrol.id == patrol.id).values(started_at=filed.at))
    return patrol


def _add_pictures(
    session: Session,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: FiledPatrolVisit,
    uploads: Sequence[Upload],
    device_id: UUID | None,
) -> None:
    if filed.photograph is not None:
        photograph = (filed.photograph,)
        evidence.add_filed(
            session, actor=actor, now=now, subject=subject, filed=photograph, device_id=device_id
        )
    if uploads:
        evidence.add_photographs(session, actor=actor, now=now, subject=subject, uploads=uploads)
