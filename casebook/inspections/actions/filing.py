"""Taking in a finished record from a tablet, in one go: all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.rows import insert_rows
from casebook.evidence import actions as evidence
from casebook.evidence.filed import FiledEvidence
from casebook.evidence.queries import items_by_id
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, EvidenceOrigin
from casebook.inspections.actions.arriving import Arrival, arrive
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.actions.papers import keep_paper
from casebook.inspections.actions.presence import keep_presence
from casebook.inspections.actions.proposing import propose_position
from casebook.inspections.actions.revising import check_revision, note_revision
from casebook.inspections.actions.rows import (
    answers_of,
    check_texts,
    earlier_of,
    findings_of,
    inspection_of,
    keep_answers,
)
from casebook.inspections.actions.signing import sign_by_second, sign_own
from casebook.inspections.actions.starting import FAR_LIMIT_M
from casebook.inspections.models import Inspection, InspectionFiling
from casebook.inspections.queries import is_known, list_earlier
from casebook.inspections.rules import Flag, InspectionState, Record, asked, gaps, needs_of, unanswered
from casebook.inspections.rules.photographs import short_of_photographs
from casebook.kernel.errors import Forbidden, Refused, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.filed import FiledInspection


def file_record(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    inspection_id: UUID,
    filed: FiledInspection,
    known_codes: Container[str],
    far_limit_m: float = FAR_LIMIT_M,
) -> Inspection:
    """Make the submitted record of a visit with all that was filed of it, and lock its evidence.

    Refused with all that is missing; RuleBroken for what cannot be (position, checklist, signature,
    finding, revision); NotFound outside the jurisdiction. `cases.actions.file_inspection` calls it and
    puts the findings on the list.
    """
    _check_may(session, actor, inspection_id, filed)
    visit = arrive(session, actor=actor, filed=filed, far_limit_m=far_limit_m)
    check_revision(session, actor=actor, filed=filed)
    inspection = inspection_of(inspection_id, actor=actor, filed=filed, visit=visit, far_limit_m=far_limit_m)
    answers = answers_of(session, filed, visit)
    values = {code: value for code, (value, _note) in answers.items()}
    inspection.findings = findings_of(session, filed, known_codes)
    earlier = earlier_of(session, inspection_id, filed)
    _check_whole(session, filed, visit, inspection, values)
    session.add(inspection)
    session.flush()
    keep_answers(session, inspection_id, answers)
    session.add_all(earlier)
    _keep_proof(session, actor, now, device_id, filed, visit, inspection, _flags(filed, visit, values))
    inspection.state, inspection.submitted_at = InspectionState.SUBMITTED, now
    session.flush()
    _note(session, actor, now, inspection, filed)
    propose_position(session, actor=actor, now=now, inspection=inspection)
    return inspection


def _check_may(session: Session, actor: Actor, inspection_id: UUID, filed: FiledInspection) -> None:
    actor.need(Permission.INSPECTION_RECORD)
    if actor.officer_id is None:
        raise Forbidden("inspection_needs_officer")
    if not needs_of(filed.kind).is_startable:
        raise RuleBroken("inspection_kind_elsewhere", field="kind")
    if is_known(session, inspection_id):
        raise RuleBroken("inspection_filed_already", field="record")
    check_texts(filed)


def _check_whole(
    session: Session,
    filed: FiledInspection,
    visit: Arrival,
    inspection: Inspection,
    values: Mapping[str, str],
) -> None:
    needs = needs_of(filed.kind)
    items = asked(visit.questions, filed.kind)
    photographs = [one for one in filed.evidence if one.method is EvidenceMethod.PHOTOGRAPH]
    chat = [one for one in photographs if not one.origin.is_original_carrier]
    found = gaps(
        Record(
            officers=tuple(visit.present),
            has_arrival=visit.presence.standing is not None,
            distance_m=visit.presence.distance_m,
            far_limit_m=inspection.far_limit_m,
            far_reason=filed.presence.far_reason,
            id_shown=filed.told.id_shown,
            recusal_asked=filed.told.recusal_asked,
            absence_note=filed.told.absence_note,
            unanswered=tuple(unanswered(items, values)),
            photographs=len(photographs) - len(chat),
            chat_pictures=len(chat),
            earlier_open=_earlier_open(session, filed, visit) if needs.earlier else 0,
            has_sketch=bool(filed.sketch),
            needs=needs,
        )
    )
    if found:
        raise Refused(found)


def _earlier_open(session: Session, filed: FiledInspection, visit: Arrival) -> int:
    """Return how many earlier findings are open where none was asked for.

    A tablet asks for those that its package knew; what came since is the next re-check's.
    """
    if filed.earlier:
        return 0
    return len(list_earlier(session, filed.well, filed.kind, visit.arrival_at))


def _keep_proof(
    session: Session,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    filed: FiledInspection,
    visit: Arrival,
    inspection: Inspection,
    flags: list[Flag],
) -> None:
    text_hash = filed.paper.text_hash if filed.paper else digest(filed.situation.encode())
    row = {"inspection_id": inspection.id, "device_id": device_id, "text_hash": text_hash, "filed_at": now}
    insert_rows(session, InspectionFiling, [row])
    note_revision(session, inspection_id=inspection.id, revises=filed.revises)
    sign_own(session, actor=actor, now=now, inspection=inspection, device_id=device_id, text_hash=text_hash)
    if filed.second is not None:
        sign_by_second(session, now=now, inspection=inspection, second=filed.second, text_hash=text_hash)
    keep_presence(
        session,
        now=now,
        inspection=inspection,
        presence=visit.presence,
        arrival_at=filed.arrival_at,
        ended_at=filed.ended_at,
        are_times_in_order=filed.started_at <= filed.arrival_at <= filed.ended_at,
        flags=flags,
    )
    _keep_evidence(session, actor, now, device_id, filed, inspection)


def _flags(filed: FiledInspection, visit: Arrival, values: Mapping[str, str]) -> list[Flag]:
    found = []
    if any(not one.origin.is_original_carrier for one in filed.evidence):
        found.append(Flag.CHAT)
    counts: dict[str, int] = {}
    for one in filed.evidence:
        counts[one.item_code] = counts.get(one.item_code, 0) + 1
    if short_of_photographs(visit.questions, values, counts):
        found.append(Flag.PHOTOGRAPHS)
    return found


def _keep_evidence(
    session: Session,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    filed: FiledInspection,
    inspection: Inspection,
) -> None:
    subject = subject_of(inspection)
    items = [*_fresh(session, filed), *_sketch(filed)]
    evidence.add_final(session, actor=actor, now=now, subject=subject, filed=items, device_id=device_id)
    if filed.paper is not None:
        keep_paper(session, actor=actor, now=now, subject=subject, filed=filed.paper, device_id=device_id)
        evidence.lock_items(session, actor=actor, now=now, subject=subject)


def _fresh(session: Session, filed: FiledInspection) -> list[FiledEvidence]:
    """Return the cards; of a record that is filed anew, with ids of their own where the old one has them."""
    if filed.revises is None:
        return list(filed.evidence)
    taken = items_by_id(session, [one.id for one in filed.evidence])
    return [replace(one, id=new_id()) if one.id in taken else one for one in filed.evidence]


def _sketch(filed: FiledInspection) -> list[FiledEvidence]:
    """Return the drawing of a survey as evidence, unless it was filed with a card of its own."""
    if not filed.sketch or any(one.file == filed.sketch for one in filed.evidence):
        return []
    card = FiledEvidence(
        id=new_id(),
        file=filed.sketch,
        name="sketch.png",
        kind=EvidenceKind.SITE_RECORD,
        method=EvidenceMethod.DRAWING,
        origin=EvidenceOrigin.CAMERA,
        proves="勘验现场图",
    )
    return [card]


def _note(
    session: Session, actor: Actor, now: datetime, inspection: Inspection, filed: FiledInspection
) -> None:
    after = {
        "files": [one.file for one in filed.evidence],
        "kind": inspection.kind,
        "findings": {finding.problem_code: finding.description for finding in inspection.findings},
        "officers": [f"{row.name} {row.certificate_no}" for row in inspection.officers],
    }
    record(
        session, actor=actor, now=now, action="inspection:file", subject=subject_of(inspection), after=after
    )
