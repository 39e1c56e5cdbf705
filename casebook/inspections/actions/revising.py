"""Filing a returned record anew: the old one stays as it is, the new one says what it takes the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts.queries import get_officer
from casebook.audit.actions import record
from casebook.evidence import actions as evidence
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.rules import EvidenceKind, EvidenceMethod
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.actions.starting import on_record
from casebook.inspections.models import (
    ChecklistAnswer,
    EarlierFindingAnswer,
    Finding,
    Inspection,
    InspectionRevision,
)
from casebook.inspections.queries import (
    find_revision,
    get_inspection,
    list_earlier_answers,
    list_photographs,
    list_reviews,
)
from casebook.inspections.rules import InspectionState, ReviewState, state_of
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
    from casebook.inspections.filed import FiledInspection

_COPIED = (
    "county_code",
    "well_id",
    "division_code",
    "kind",
    "agency_id",
    "checklist_id",
    "started_at",
    "arrival_at",
    "arrival_lon",
    "arrival_lat",
    "arrival_accuracy_m",
    "arrival_origin",
    "distance_m",
    "far_limit_m",
    "far_reason",
    "id_shown",
    "id_shown_at",
    "recusal_asked",
    "recusal_note",
    "person_on_site",
    "absence_note",
    "situation",
)


def check_revision(session: Session, *, actor: Actor, filed: FiledInspection) -> None:
    """Refuse a revision of what was not returned, was revised already, or was another visit."""
    if filed.revises is None:
        return
    old = get_inspection(session, filed.revises, actor)
    _check_returned(session, old)
    if not old.has_officer(actor.officer_id) or old.well_id != filed.well or old.kind is not filed.kind:
        raise RuleBroken("inspection_revised_elsewhere", field="revises")


def note_revision(session: Session, *, inspection_id: UUID, revises: UUID | None) -> None:
    """Keep which returned record a record takes the place of."""
    if revises is not None:
        session.add(InspectionRevision(inspection_id=inspection_id, revises_id=revises))


def revise(session: Session, *, actor: Actor, now: datetime, returned: Inspection) -> Inspection:
    """Begin at the desk the draft that takes the place of a returned record; the one begun before comes back.

    Everything written is copied; its photographs become items of the draft too, with the same bytes.
    """
    actor.need(Permission.INSPECTION_RECORD)
    actor.need_reach(returned.division_code, "inspection", returned.id)
    if not returned.has_officer(actor.officer_id):
        raise Forbidden("inspection_not_on_record")
    begun = find_revision(session, returned.id, state=InspectionState.DRAFT)
    if begun is not None:
        return begun
    _check_returned(session, returned)
    draft = _copy(session, returned)
    session.add(draft)
    session.flush()
    session.add_all(
        EarlierFindingAnswer(
            inspection_id=draft.id, finding_id=answer.finding_id, result=answer.result, note=answer.note
        )
        for answer, _finding in list_earlier_answers(session, returned.id)
    )
    note_revision(session, inspection_id=draft.id, revises=returned.id)
    session.flush()
    _take_over_files(session, actor, now, returned, draft)
    record(
        session,
        actor=actor,
        now=now,
        action="inspection:revise",
        subject=subject_of(draft),
        after={"returned": str(returned.id)},
    )
    return draft


def _take_over_files(
    session: Session, actor: Actor, now: datetime, returned: Inspection, draft: Inspection
) -> None:
    filed = [
        FiledEvidence(
            id=new_id(),
            file=item.file_hash,
            name=item.file_name,
            kind=item.kind,
            method=item.method or _method_of(item),
            origin=item.origin,
            proves=item.describes,
            stage=item.stage,
            captured_at=item.captured_at,
            hashed_at=item.hashed_at,
            fix_at=item.fix_at,
            lon=item.lon,
            lat=item.lat,
            accuracy_m=item.accuracy_m,
            maker=item.maker_name,
            item_code=item.item_code,
        )
        for item in list_photographs(session, returned.id)
    ]
    evidence.add_filed(session, actor=actor, now=now, subject=subject_of(draft), filed=filed, device_id=None)


def _method_of(item: EvidenceItem) -> EvidenceMethod:
    """Return how an item was made that came before methods were asked for."""
    if item.kind is EvidenceKind.SITE_RECORD:
        return EvidenceMethod.DRAWING
    return EvidenceMethod.PHOTOGRAPH if item.is_picture else EvidenceMethod.SCAN


def _check_returned(session: Session, old: Inspection) -> None:
    reviews = list_reviews(session, old.id)
    is_replaced = find_revision(session, old.id, state=InspectionState.SUBMITTED) is not None
    verdict = reviews[-1].verdict if reviews else None
    if state_of(verdict, is_replaced=is_replaced) is not ReviewState.RETURNED:
        raise RuleBroken("inspection_not_returned", field="revises")


def _copy(session: Session, old: Inspection) -> Inspection:
    people = {row.part: get_officer(session, row.officer_id) for row in old.officers}
    return Inspection(
        **{name: getattr(old, name) for name in _COPIED},
        id=new_id(),
        well=old.well,
        checklist=old.checklist,
        created_by=old.created_by,
        state=InspectionState.DRAFT,
        officers=[on_record(officer, part, old.visited_on) for part, officer in people.items()],
        answers=[
            ChecklistAnswer(item_code=one.item_code, value=one.value, note=one.note) for one in old.answers
        ],
        findings=[
            Finding(problem_code=one.problem_code, description=one.description) for one in old.findings
        ],
    )
