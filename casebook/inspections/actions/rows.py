"""The rows of a filed record, made from what the tablet sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.db.rows import insert_rows
from casebook.inspections.actions.automatic import automatic_answers, distance_answers
from casebook.inspections.models import (
    ChecklistAnswer,
    EarlierFindingAnswer,
    Finding,
    Inspection,
    InspectionOfficer,
)
from casebook.inspections.queries import findings_of_well, known_findings
from casebook.inspections.rules import InspectionState, OfficerPart, read_answer
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.actions.arriving import Arrival
    from casebook.inspections.filed import FiledInspection

SHORT, LONG, LONGEST = 60, 400, 20_000
"""Most characters of a name, of a note, and of what is told at length."""
MOST_FINDINGS = 40
Answers = dict[str, tuple[str, str]]
"""Value and note by the item's code."""


def check_texts(filed: FiledInspection) -> None:
    """Refuse a text that is longer than its place on the record, and more findings than there are codes."""
    for field, text, most in _texts(filed):
        if len(text) > most:
            raise RuleBroken("inspection_text_too_long", field=field, most=most)
    if len(filed.findings) > MOST_FINDINGS:
        raise RuleBroken("inspection_findings_too_many", field="findings", most=MOST_FINDINGS)


def _texts(filed: FiledInspection) -> Iterator[tuple[str, str, int]]:
    told = filed.told
    yield "presence.far_reason", filed.presence.far_reason, LONG
    yield "told.recusal_note", told.recusal_note, LONG
    yield "told.person_on_site", told.person_on_site, SHORT
    yield "told.absence_note", told.absence_note, LONG
    yield "situation", filed.situation, LONGEST
    yield from ((f"notes.{code}", note, LONG) for code, note in filed.notes.items())
    yield from (("findings.description", one.description, LONGEST) for one in filed.findings)
    yield from (("earlier.note", one.note, LONG) for one in filed.earlier)


def inspection_of(
    inspection_id: UUID,
    *,
    actor: Actor,
    filed: FiledInspection,
    visit: Arrival,
    far_limit_m: float,
) -> Inspection:
    """Return the record with its officers, as a draft until all of it is there."""
    standing = visit.presence.standing
    return Inspection(
        id=inspection_id,
        county_code=visit.well.county_code,
        well=visit.well,
        well_id=visit.well.id,
        division_code=visit.well.division_code,
        kind=filed.kind,
        state=InspectionState.DRAFT,
        agency_id=actor.agency_id,
        checklist=visit.checklist,
        started_at=visit.started_at,
        arrival_at=visit.arrival_at,
        arrival_lon=standing and round(standing.lon, 7),
        arrival_lat=standing and round(standing.lat, 7),
        arrival_accuracy_m=standing and standing.accuracy_m,
        arrival_origin=standing and standing.origin,
        distance_m=visit.presence.distance_m,
        far_limit_m=far_limit_m,
        far_reason=filed.presence.far_reason.strip(),
        situation=filed.situation.strip(),
        created_by=actor.officer_id,
        officers=_officers(visit),
        **_told(filed),
    )


def _told(filed: FiledInspection) -> dict[str, Any]:
    told = filed.told
    shown_at = told.id_shown_at or filed.arrival_at
    return {
        "id_shown": told.id_shown,
        "id_shown_at": shown_at if told.id_shown else None,
        "recusal_asked": told.recusal_asked,
        "recusal_note": told.recusal_note.strip(),
        "person_on_site": told.person_on_site.strip(),
        "absence_note": told.absence_note.strip(),
    }


def _officers(visit: Arrival) -> list[InspectionOfficer]:
    parts = (OfficerPart.LEAD, OfficerPart.SECOND)
    return [
        InspectionOfficer(
            officer_id=officer.id,
            part=part,
            name=officer.name,
            certificate_no=officer.certificate_no or "",
            certificate_valid_to=officer.certificate_valid_to or visit.on,
        )
        for part, officer in zip(parts, visit.officers, strict=False)
    ]


def answers_of(session: Session, filed: FiledInspection, visit: Arrival) -> Answers:
    """Return the answers: those of the tablet, read as their items ask, and those casebook makes."""
    items = visit.questions
    by_people = {item.code: item for item in items if not item.is_automatic}
    known = {item.code for item in items}
    for code in (*filed.answers, *filed.notes):
        if code not in known:
            raise RuleBroken("answer_item_unknown", field=f"answers.{code}", item=code)
    found = {
        code: (read_answer(item, filed.answers.get(code, "")), filed.notes.get(code, "").strip())
        for code, item in by_people.items()
    }
    found |= automatic_answers(session, items=items, kind=filed.kind, well=visit.well, on=visit.on)
    found |= distance_answers(items, visit.presence.distance_m)
    return {code: (value, note) for code, (value, note) in found.items() if value or note}


def keep_answers(session: Session, inspection_id: UUID, answers: Answers) -> None:
    """Insert the answers by one statement: there may be as many as a checklist has questions."""
    rows = [
        {"inspection_id": inspection_id, "item_code": code, "value": value, "note": note}
        for code, (value, note) in answers.items()
    ]
    insert_rows(session, ChecklistAnswer, rows)


def findings_of(session: Session, filed: FiledInspection, known_codes: Container[str]) -> list[Finding]:
    """Return the findings; RuleBroken for a code that is none or comes twice, or for no words."""
    codes: set[str] = set()
    for one in filed.findings:
        if one.problem_code not in known_codes:
            raise RuleBroken("finding_code_unknown", field="findings", code_written=one.problem_code)
        if one.problem_code in codes:
            raise RuleBroken("finding_twice", field="findings", code_written=one.problem_code)
        if not one.description.strip():
            raise RuleBroken("finding_description_missing", field="findings")
        codes.add(one.problem_code)
    taken = known_findings(session, {one.id for one in filed.findings}) if filed.findings else set()
    # A record that is filed anew may carry the ids of the returned one's findings.
    return [
        Finding(
            id=new_id() if one.id in taken else one.id,
            problem_code=one.problem_code,
            description=one.description.strip(),
        )
        for one in filed.findings
    ]


def earlier_of(session: Session, inspection_id: UUID, filed: FiledInspection) -> list[EarlierFindingAnswer]:
    """Return what a re-check found of earlier findings; RuleBroken for one of another well."""
    answers = {one.finding: one for one in filed.earlier}
    if answers and answers.keys() - findings_of_well(session, filed.well, answers.keys()):
        raise RuleBroken("inspection_earlier_unknown", field="earlier")
    return [
        EarlierFindingAnswer(
            inspection_id=inspection_id, finding_id=finding_id, result=one.result, note=one.note.strip()
        )
        for finding_id, one in answers.items()
    ]
