"""From everything that is kept of a case to the plain facts that its file is examined by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from casebook.accounts.models import AgencyPower
from casebook.cases import acts
from casebook.cases import queries as cases
from casebook.cases.acts import ActKind, Decided, Handling, HearingCalled, HearingHeld, Notified, Review
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.facts import OfficerFact
from casebook.cases.rules.folding import CONTENTS, last
from casebook.cases.rules.status import DecisionKind
from casebook.cases.rules.workflow import Procedure
from casebook.deadlines.queries import get_calendar
from casebook.documents.rules import FormCode
from casebook.dossier.queries import course, law, papers
from casebook.dossier.queries.counting import count_again, count_rule, windows_of
from casebook.dossier.rules.file_facts import Evidence, FileFacts, Mark, PartyFact
from casebook.evidence.models import EvidenceItem, EvidenceSubject, Preservation
from casebook.evidence.queries import verify_custody
from casebook.inspections.filed import PaperForm
from casebook.inspections.models import Interview, SitePaper

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.queries.file import CaseFile
    from casebook.cases.queries.file_parts import Person
    from casebook.cases.rules.facts import CaseFacts
    from casebook.deadlines.rules import Calendar

SIGNED = {
    PaperForm.SITE_RECORD: FormCode.F04,
    PaperForm.SURVEY_RECORD: FormCode.F06A,
    PaperForm.INTERVIEW_RECORD: FormCode.F07,
    PaperForm.ORDER_STOP: FormCode.F09,
    PaperForm.ORDER_RECTIFY: FormCode.F10,
}
"""Which form of the catalogue a paper made at the well is."""
_OUTCOMES = {DecisionKind.PENALTY: Handling.PENALTY, DecisionKind.NO_PENALTY: Handling.NO_PENALTY}


def facts_of_file(session: Session, file: CaseFile, *, today: date) -> FileFacts:
    """Return what a file that was read is examined by."""
    made = papers.list_papers(session, file)
    approved = course.list_approved(session, file)
    days = course.days_of(session, file, approved, made)
    decided_on = days.get(Mark.DECIDED, today)
    decided = _act(file, ActKind.DECIDED, Decided)
    judged = law.judge(session, file, decided, on=decided_on)
    gates = facts_of(file, on=decided_on)
    calendar = get_calendar(session)
    return FileFacts(
        number=file.case.number,
        cause=file.case.cause,
        outcome=_outcome(session, file, decided),
        is_simple=file.case.procedure is Procedure.SIMPLE,
        is_simple_allowed=judged.is_simple_allowed,
        days=days,
        parties=tuple(
            PartyFact(name=one.name, is_code_sound=one.is_identifier_sound is not False)
            for one in file.parties
        ),
        has_power=_has_power(session, file, decided_on),
        has_authority=bool(file.case.authorisation.strip()),
        needs=judged.needs,
        law=judged.law,
        fines=judged.fines,
        investigators=tuple(_on(one, file.case.opened_on, gates) for one in file.investigators),
        papers=made,
        sheets=course.sheets_of(approved) | _signed(session, file) | _decided_before(file, decided),
        windows=windows_of(file.terms, calendar, until=today),
        **_of_evidence(session, file, today=today),
        **_of_gates(session, file, gates, decided),
        **_of_people(file, gates, calendar),
        **_limits(file, days, calendar, today=today),
    )


def _decided_before(file: CaseFile, decided: Decided | None) -> frozenset[FormCode]:
    """Return the form of an old decision: its number stands in the act, its paper in the archive."""
    if not file.case.is_history or decided is None or not decided.number:
        return frozenset()
    is_penalty = decided.proposal.outcome is Handling.PENALTY
    return frozenset({FormCode.F27 if is_penalty else FormCode.F28})


def _act(file: CaseFile, kind: ActKind, payload: type[Any]) -> Any:  # noqa: ANN401 - a payload of that type
    found = last(file.entries, kind)
    return found.act if found is not None and isinstance(found.act, payload) else None


def _outcome(session: Session, file: CaseFile, decided: Decided | None) -> Handling | None:
    if decided is not None:
        return decided.proposal.outcome
    rows = cases.list_decisions(session, file.case.id)
    return _OUTCOMES.get(rows[-1].kind) if rows else None


def _has_power(session: Session, file: CaseFile, on: date) -> bool:
    power = session.scalar(select(AgencyPower).where(AgencyPower.id == file.case.power_id))
    if power is None:
        return False
    return power.valid_from <= on and (power.valid_to is None or on <= power.valid_to)


def _on(person: Person, day: date, gates: CaseFacts) -> OfficerFact:
    """Return an investigator on the day of filing; a certificate may have been renewed since."""
    expired = person.valid_to is None or person.valid_to < day
    recused = any(one.id == person.id and one.is_recused for one in gates.investigators)
    return OfficerFact(
        person.id, person.name, is_certified=bool(person.certificate_no) and not expired, is_recused=recused
    )


def _of_gates(session: Session, file: CaseFile, gates: CaseFacts, decided: Decided | None) -> dict[str, Any]:
    """Return what the gates of the case say, as it stands on the day of its decision."""
    visits = gates.visits
    penal = decided is not None and decided.proposal.outcome is Handling.PENALTY and not file.case.is_history
    lacks = [name for name in CONTENTS if penal and not getattr(decided, name).strip()]
    return {
        "visits": visits,
        "id_shown": gates.id_shown or (bool(visits) and all(one.id_shown for one in visits)),
        "recusal_asked": gates.recusal_asked or (bool(visits) and all(one.recusal_asked for one in visits)),
        "essential_gaps": gates.essential_gaps,
        "has_record": gates.has_record,
        "decision_lacks": tuple(_words(lacks)),
        "is_out_of_time": gates.is_out_of_time,
        "unordered_wells": gates.unordered_wells,
        "fined_before": tuple(cases.list_fined_elsewhere(session, file.case.id)),
        "crime_suspected": decided is not None and decided.proposal.crime_suspected,
        "unanswered": gates.unanswered,
    }


_CONTENT_WORDS = {"facts": "事实和证据", "performance": "履行方式和期限", "remedies": "救济途径和期限"}


def _words(names: Iterable[str]) -> list[str]:
    """Return the contents of a decision as 处罚法 59 names them."""
    return [_CONTENT_WORDS[name] for name in names]


def _of_people(file: CaseFile, gates: CaseFacts, calendar: Calendar) -> dict[str, Any]:
    """Return who reviewed, presided and decided, and whether the hearing was called in time."""
    ever = gates.ever_investigated
    reviewed, decided = last(file.entries, ActKind.REVIEWED), last(file.entries, ActKind.DECIDED)
    held = _act(file, ActKind.HEARING_HELD, HearingHeld)
    called = _act(file, ActKind.HEARING_CALLED, HearingCalled)
    notice = _act(file, ActKind.NOTIFIED, Notified)
    latest = count_rule("D-07", called.held_on, calendar) if called is not None else None
    if file.case.is_history:  # whoever writes an old file down did none of it
        reviewed = decided = None
    fit = reviewed is None or (
        reviewed.actor_id not in ever and isinstance(reviewed.act, Review) and reviewed.act.is_qualified
    )
    return {
        "is_reviewer_fit": fit,
        "presider_investigated": held is not None and held.presider in ever,
        "is_hearing_called_late": latest is not None and called is not None and called.served_on > latest,
        "offers_hearing": notice.offers_hearing if notice is not None else _old_offer(file),
        "decided_by_investigator": decided is not None and decided.actor_id in ever,
    }


def _old_offer(file: CaseFile) -> bool:
    said = [one.act.paper for one in file.entries if isinstance(one.act, acts.History)]
    return any("听证" in words for words in said)


def _limits(file: CaseFile, days: dict[Mark, date], calendar: Calendar, *, today: date) -> dict[str, Any]:
    """Return until when the party had time, and until when the agency had to act, counted again."""
    own = {one.rule: one for one in file.terms if one.subject_id == file.case.id and one.cancelled_at is None}
    notified, decided = days.get(Mark.NOTIFIED), days.get(Mark.DECIDED)

    def until(rule: str, start: date | None) -> date | None:
        term = own.get(rule)
        if term is None or (start is not None and term.started_on != start):
            return count_rule(rule, start, calendar)
        counted = count_again(term, calendar, until=today)
        return counted.raw if rule == "D-02" else counted.due

    offered = FormCode.F23 in {one.form for one in file.papers} or file.case.is_history
    return {
        "statement_until": until("D-08", notified),
        "hearing_until": until("D-06", notified) if offered else None,
        "decide_until": until("D-02", days.get(Mark.FILED)),
        "serve_until": count_rule("D-09", decided, calendar),
    }


def _signed(session: Session, file: CaseFile) -> frozenset[FormCode]:
    """Return the forms that were made and signed on site."""
    visits = [one.id for one in file.visits]
    asked = select(Interview.id).where(Interview.inspection_id.in_(visits))
    query = select(SitePaper.form).where(
        or_(SitePaper.subject_id.in_(visits), SitePaper.subject_id.in_(asked))
    )
    return frozenset(SIGNED[form] for form in session.scalars(query))


def _of_evidence(session: Session, file: CaseFile, *, today: date) -> dict[str, Any]:
    items = list_evidence(session, file)
    return {
        "evidence": tuple(
            Evidence(
                name=one.describes or one.file_name,
                id=one.id,
                doubts=tuple(one.doubts),
                contradicts=bool(one.has_mismatch),
                is_broken=bool(verify_custody(session, one.id)),
            )
            for one in items
        ),
        "kept_too_long": tuple(_kept_too_long(session, file, today=today)),
    }


def list_evidence(session: Session, file: CaseFile) -> list[EvidenceItem]:
    """Return the evidence of a file that was not withdrawn, in the order in which it came."""
    about = _about(file)
    asked = select(Interview.id).where(Interview.inspection_id.in_([one.id for one in file.visits]))
    query = (
        select(EvidenceItem)
        .join(EvidenceSubject, EvidenceSubject.id == EvidenceItem.about_id)
        .where(or_(EvidenceSubject.subject_id.in_(about), EvidenceSubject.subject_id.in_(asked)))
        .where(EvidenceItem.withdrawn_at.is_(None))
        .order_by(EvidenceItem.rowid)
    )
    return list(session.scalars(query).unique())


def _about(file: CaseFile) -> list[UUID]:
    return [file.case.id, *(one.id for one in file.problems), *(one.id for one in file.visits)]


def _kept_too_long(session: Session, file: CaseFile, *, today: date) -> Iterable[str]:
    query = (
        select(Preservation)
        .join(EvidenceSubject, EvidenceSubject.id == Preservation.about_id)
        .where(EvidenceSubject.subject_id.in_(_about(file)), Preservation.due_on.is_not(None))
        .order_by(Preservation.rowid)
    )
    for one in session.scalars(query).unique():
        ends = [thing.disposed_on or today for thing in one.things]
        if one.due_on is not None and any(day > one.due_on for day in ends):
            yield one.number or one.about.title
