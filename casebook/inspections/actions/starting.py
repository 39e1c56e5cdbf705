"""Beginning a field check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.accounts.queries import get_officer
from casebook.audit.actions import record
from casebook.inspections.actions.automatic import automatic_answers
from casebook.inspections.actions.checklists import ensure_checklist
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.actions.seconds import need_certified
from casebook.inspections.models import ChecklistAnswer, Inspection, InspectionOfficer
from casebook.inspections.rules import InspectionState, OfficerPart, needs_of
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.inspections.rules import InspectionKind
    from casebook.wells.models import Well

FAR_LIMIT_M = 200.0
"""Beyond this distance from the registered position officers must say why, unless the setting says else."""


def start(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    kind: InspectionKind,
    second_officer_id: UUID,
    far_limit_m: float = FAR_LIMIT_M,
    inspection_id: UUID | None = None,
) -> Inspection:
    """Begin the record of a visit to a well, kept by the actor and a second officer (处罚法 42, G1).

    `inspection_id` was made where the record was begun: the same one again gives the same draft
    back, somebody else's is NotFound.
    """
    actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    if actor.officer_id is None:
        raise Forbidden("inspection_needs_officer")
    if not needs_of(kind).is_startable:
        raise RuleBroken("inspection_kind_elsewhere", field="kind")
    known = None if inspection_id is None else _find_own(session, actor, inspection_id, well)
    if known is not None:
        return known
    inspection = _new(session, actor.officer_id, actor.agency_id, now, well, second_officer_id)
    inspection.id, inspection.kind = inspection_id or new_id(), kind
    inspection.far_limit_m = far_limit_m
    session.add(inspection)
    _answer(session, inspection)
    session.flush()
    _note(session, inspection, actor, now)
    return inspection


def _note(session: Session, inspection: Inspection, actor: Actor, now: datetime) -> None:
    after = {
        "kind": inspection.kind,
        "well": inspection.well.code,
        "officers": [row.name for row in inspection.officers],
    }
    record(
        session,
        actor=actor,
        now=now,
        action="inspection:start",
        subject=subject_of(inspection),
        after=after,
    )


def _new(
    session: Session, lead_id: UUID, agency_id: UUID | None, now: datetime, well: Well, second_id: UUID
) -> Inspection:
    on = clock.local_day(now)
    return Inspection(
        county_code=well.county_code,
        well=well,
        well_id=well.id,
        division_code=well.division_code,
        state=InspectionState.DRAFT,
        agency_id=agency_id,
        checklist=ensure_checklist(session, well.county_code, on=on),
        started_at=now,
        created_by=lead_id,
        officers=_officers(session, lead_id, second_id, on),
    )


def _find_own(session: Session, actor: Actor, inspection_id: UUID, well: Well) -> Inspection | None:
    found = session.scalar(select(Inspection).where(Inspection.id == inspection_id))
    if found is not None and (found.created_by != actor.officer_id or found.well_id != well.id):
        raise NotFound("inspection", inspection_id)
    return found


def _officers(session: Session, lead_id: UUID, second_id: UUID, on: date) -> list[InspectionOfficer]:
    if second_id == lead_id:
        raise RuleBroken("inspection_officers_same", field="second_officer_id", article="处罚法 42")
    return [
        on_record(get_officer(session, lead_id), OfficerPart.LEAD, on),
        on_record(get_officer(session, second_id), OfficerPart.SECOND, on),
    ]


def on_record(officer: Officer, part: OfficerPart, on: date) -> InspectionOfficer:
    """Return an officer's line on the record; refused without a certificate that is valid on the day."""
    need_certified(officer, on)
    return InspectionOfficer(
        officer_id=officer.id,
        part=part,
        name=officer.name,
        certificate_no=officer.certificate_no,
        certificate_valid_to=officer.certificate_valid_to,
    )


def _answer(session: Session, inspection: Inspection) -> None:
    """Answer the items that the register answers by itself."""
    found = automatic_answers(
        session,
        items=inspection.checklist.questions,
        kind=inspection.kind,
        well=inspection.well,
        on=inspection.visited_on,
    )
    for code, (value, note) in found.items():
        inspection.answers.append(ChecklistAnswer(item_code=code, value=value, note=note))
