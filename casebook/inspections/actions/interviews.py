"""Filing an interview (询问笔录) with its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts.queries import get_officer
from casebook.audit.actions import record
from casebook.evidence import actions as evidence
from casebook.inspections.actions.papers import keep_and_lock
from casebook.inspections.actions.seconds import how_second_stands
from casebook.inspections.actions.starting import on_record
from casebook.inspections.filed import SignedHow
from casebook.inspections.models import Interview, InterviewLine, InterviewOfficer
from casebook.inspections.queries import find_interview, get_inspection
from casebook.inspections.rules import OfficerPart
from casebook.inspections.rules.interviews import check_interview
from casebook.kernel import clock
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.rules import Upload
    from casebook.inspections.filed import FiledInterview
    from casebook.wells.models import Well


def file_interview(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    interview_id: UUID,
    filed: FiledInterview,
    uploads: Sequence[Upload] = (),
) -> Interview:
    """Keep an interview as two certified officers held it: person, questions, answers, signed paper.

    `uploads` are the pages of a paper that was signed with pen, chosen at the desk.

    Raises Refused with all that it lacks, RuleBroken for an officer without a certificate on the day,
    NotFound for a well, inspection or officer that the actor cannot see.
    """
    actor.need(Permission.INSPECTION_RECORD)
    if actor.officer_id is None:
        raise Forbidden("inspection_needs_officer")
    well = get_well_by_id(session, filed.well)
    actor.need_reach(well.division_code, "well", filed.well)
    check_interview(filed)
    _check_references(session, actor, interview_id, filed)
    officers = _officers(session, actor.officer_id, interview_id, filed, well.county_code)
    officers[0].how = SignedHow.OWN_DEVICE if device_id else SignedHow.SIGNED_IN
    interview = _interview(actor, now, device_id, interview_id, filed, well)
    session.add(interview)
    session.flush()
    _add_parts(session, interview, officers, filed)
    subject = subject_of_interview(interview, well)
    evidence.add_filed(
        session, actor=actor, now=now, subject=subject, filed=filed.evidence, device_id=device_id
    )
    keep_and_lock(session, actor, now, subject, filed.paper, device_id, uploads)
    after = {"problem_codes": list(filed.problem_codes), "officers": [one.name for one in officers]}
    record(session, actor=actor, now=now, action="interview:file", subject=subject, after=after)
    return interview


def subject_of_interview(interview: Interview, well: Well) -> Subject:
    """Return the interview as the subject of evidence, papers and audit."""
    title = f"询问 {well.code} {clock.local_day(interview.started_at).isoformat()}"
    return Subject("interview", interview.id, title, interview.division_code)


def _check_references(session: Session, actor: Actor, interview_id: UUID, filed: FiledInterview) -> None:
    if find_interview(session, interview_id) is not None:
        raise RuleBroken("interview_filed_already", field="id")
    if filed.inspection is None:
        return
    inspection = get_inspection(session, filed.inspection, actor)
    if inspection.well_id != filed.well:
        raise RuleBroken("interview_other_well", field="inspection")


def _officers(
    session: Session, lead_id: UUID, interview_id: UUID, filed: FiledInterview, county_code: str
) -> list[InterviewOfficer]:
    second = filed.second
    assert second is not None  # check_interview refuses it
    if second.officer == lead_id:
        raise RuleBroken("inspection_officers_same", field="second", article="处罚法 42")
    how = how_second_stands(session, second, record_id=interview_id, text_hash=filed.paper.text_hash)
    on = clock.local_day(filed.started_at)
    found = []
    for officer_id, part in ((lead_id, OfficerPart.LEAD), (second.officer, OfficerPart.SECOND)):
        officer = get_officer(session, officer_id)
        if officer.county_code != county_code:
            raise NotFound("officer", officer_id)
        line = on_record(officer, part, on)
        found.append(
            InterviewOfficer(
                interview_id=interview_id,
                officer_id=officer_id,
                part=part,
                name=line.name,
                certificate_no=line.certificate_no,
                certificate_valid_to=line.certificate_valid_to,
                how=how,
            )
        )
    return found


def _interview(
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    interview_id: UUID,
    filed: FiledInterview,
    well: Well,
) -> Interview:
    return Interview(
        id=interview_id,
        county_code=well.county_code,
        well_id=well.id,
        division_code=well.division_code,
        inspection_id=filed.inspection,
        agency_id=actor.agency_id,
        problem_codes=list(filed.problem_codes),
        place=filed.place.strip(),
        started_at=filed.started_at,
        ended_at=filed.ended_at,
        person_name=filed.person_name.strip(),
        person_sex=filed.person_sex.strip(),
        person_born_on=filed.person_born_on,
        person_identity=filed.person_identity.strip(),
        person_work=filed.person_work.strip(),
        person_phone=filed.person_phone.strip(),
        person_address=filed.person_address.strip(),
        relation=filed.relation.strip(),
        id_shown_at=filed.told.id_shown_at,
        recusal_note=filed.told.recusal_note.strip(),
        is_told_rights=filed.is_told_rights,
        device_id=device_id,
        filed_at=now,
    )


def _add_parts(
    session: Session, interview: Interview, officers: list[InterviewOfficer], filed: FiledInterview
) -> None:
    session.add_all(officers)
    session.add_all(
        InterviewLine(
            interview_id=interview.id,
            position=position,
            question=one.question.strip(),
            answer=one.answer.strip(),
        )
        for position, one in enumerate(filed.exchanges, 1)
    )
    session.flush()
