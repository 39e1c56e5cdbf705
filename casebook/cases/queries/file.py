"""Reading a whole case at once: six statements, however long its chronology is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from casebook.accounts.models import Officer
from casebook.approvals.models import Approval
from casebook.approvals.rules import ApprovalState
from casebook.cases.acts import ActKind, FilingAsked, PaperMade, decode
from casebook.cases.models import (
    Case,
    CaseEvent,
    CaseParty,
    CaseProblem,
    Measure,
    MeasureVerification,
    Problem,
)
from casebook.cases.queries.file_parts import Paper, Person, Seen
from casebook.cases.rules.folding import Entry, last
from casebook.cases.rules.sufficiency import Piece
from casebook.deadlines.models import Term
from casebook.documents.models import Document
from casebook.evidence.models import EvidenceItem, EvidenceSubject, MonitoringDevice, MonitoringReview
from casebook.evidence.rules import DeviceStanding, EvidenceKind, Review
from casebook.evidence.rules.weight import doubts_of
from casebook.inspections.models import Inspection, InspectionOfficer, Interview
from casebook.kernel.clock import local_day, today
from casebook.kernel.errors import NotFound
from casebook.parties.models import Party
from casebook.penalties.models import PenaltySetting
from casebook.penalties.rules.settings import WHOLE, SettingKey
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, ScalarSelect, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.rules.weight import Doubt


SUIT_RULE = "D-14"
"""Every decision starts it."""


@dataclass(frozen=True)
class CaseFile:
    """A case with all that its page shows and its gates look at."""

    case: Case
    parties: tuple[Party, ...]
    investigators: tuple[Person, ...]
    problems: tuple[Problem, ...]
    well_codes: dict[UUID, str]
    entries: tuple[Entry, ...] = ()
    visits: tuple[Seen, ...] = ()
    papers: tuple[Paper, ...] = ()
    """Documents of the case and of the visits that it rests on, in the order in which they were drafted."""
    pieces: tuple[Piece, ...] = ()
    """What can carry a finding."""
    doubtful: int = 0
    """How many further pieces support leads only."""
    terms: tuple[Term, ...] = ()
    measures: tuple[Measure, ...] = ()
    unmet: frozenset[UUID] = field(default_factory=frozenset)
    """Measures that a re-check after their term found not met."""
    on_whole: bool = False
    """The county's setting: a fine paid in part costs a surcharge as a whole until it is paid (未核实)."""
    seats: dict[UUID, UUID] = field(default_factory=dict)
    """The row of each party in the case: where a case has several, what its own clocks run on."""

    @property
    def party(self) -> Party:
        """The first party."""
        return self.parties[0]

    def only(self, party: UUID | None) -> CaseFile:
        """Return the file as a paper to one party tells it: its name, its fine; None: the file as it is."""
        if party is None:
            return self
        return replace(self, parties=tuple(one for one in self.parties if one.id == party))

    @property
    def act_ended_on(self) -> date | None:
        """The day on which the unlawful act ended; None while it goes on, as far as anybody said."""
        asked = last(self.entries, ActKind.FILING_ASKED)
        return asked.act.act_ended_on if asked and isinstance(asked.act, FilingAsked) else None

    @property
    def dues(self) -> dict[str, date]:
        """The due day of the newest clock of each rule: of the case, or the last of its parties' own."""
        found = {term.rule: term.due_on for term in self.terms if term.subject_id == self.case.id}
        for party in self.seats:
            for rule, due_on in self._own_dues(party).items():
                found[rule] = max(due_on, found.get(rule, due_on))
        return found

    def dues_of(self, party: UUID) -> dict[str, date]:
        """Return the due day of each rule for one party: its own clock's, else the case's."""
        whole = {term.rule: term.due_on for term in self.terms if term.subject_id == self.case.id}
        return whole | self._own_dues(party)

    def _own_dues(self, party: UUID) -> dict[str, date]:
        seat = self.seats.get(party)
        return {term.rule: term.due_on for term in self.terms if term.subject_id == seat}

    def has_own_clocks(self, party: UUID) -> bool:
        """Say whether the decision was served on this party by itself; then its terms are its own."""
        return SUIT_RULE in self._own_dues(party)

    def party_of_paper(self, document_id: UUID) -> UUID | None:
        """Return the party that a paper of the case is made out to; None where it is made out to all."""
        made = (one for one in self.entries if isinstance(one.act, PaperMade))
        return next((one.act.party for one in made if one.document_id == document_id), None)  # type: ignore[attr-defined]  # a PaperMade


def load_file(session: Session, number: str, actor: Actor) -> CaseFile:
    """Return a case in the actor's jurisdiction with its whole file, or raise NotFound."""
    found = _head(session, Case.number == number)
    if found is None or not actor.reaches(found.case.division_code):
        raise NotFound("case", number)
    return _with_file(session, found)


def reload_file(session: Session, case: Case) -> CaseFile:
    """Return the file of a case that the caller holds."""
    found = _head(session, Case.id == case.id)
    assert found is not None  # the caller has its row
    return _with_file(session, found)


def _with_file(session: Session, head: CaseFile) -> CaseFile:
    case = head.case
    visited = {one.id for one in head.visits}
    pieces, doubtful = _pieces(session, case, head.problems, visited)
    submitted = [Piece(EvidenceKind.SITE_RECORD) for one in head.visits if one.is_submitted]
    terms, measures, unmet = _clocks(session, case)
    return replace(
        head,
        entries=_entries(session, case.id),
        papers=_papers(session, {case.id} | visited),
        pieces=(*submitted, *pieces),
        doubtful=doubtful,
        terms=terms,
        measures=measures,
        unmet=unmet,
    )


def _head(session: Session, wanted: ColumnElement[bool]) -> CaseFile | None:
    rows = list_rows(session, wanted)
    if not rows:
        return None
    case = rows[0].Case
    parties = {row.Party.id: row.Party for row in rows}
    problems = {row.Problem.id: row.Problem for row in rows if row.Problem is not None}
    visited = sorted((row for row in rows if row.visit_id is not None), key=lambda row: str(row.visit_id))
    return CaseFile(
        case=case,
        parties=tuple(sorted(parties.values(), key=lambda one: one.id != case.party_id)),
        investigators=(Person(*_texts(rows[0][4:9])), Person(*_texts(rows[0][9:14]))),
        problems=tuple(problems.values()),
        well_codes={row.Problem.well_id: row.code for row in rows if row.Problem is not None},
        visits=tuple(_visit(list(group)) for _id, group in groupby(visited, key=lambda row: row.visit_id)),
        on_whole=rows[0].surcharge_base == WHOLE,
        seats={row.seated_id: row.seat_id for row in rows if row.seat_id is not None},
    )


def list_rows(session: Session, wanted: ColumnElement[bool]) -> list[Any]:
    """Return a case beside each of its parties, problems, and the officers of each visit that found one."""
    first, second, visitor = aliased(Officer), aliased(Officer), aliased(Officer)
    query = (
        select(Case, Party, Problem, Well.code, *_card(first), *_card(second), *_VISIT)
        .add_columns(visitor.certificate_valid_from.label("valid_from"))
        .add_columns(CaseParty.id.label("seat_id"), CaseParty.party_id.label("seated_id"))
        .add_columns(_surcharge_base().label("surcharge_base"))
        .join(first, first.id == Case.investigator_id)
        .join(second, second.id == Case.second_investigator_id)
        .outerjoin(CaseParty, CaseParty.case_id == Case.id)
        .join(Party, or_(Party.id == Case.party_id, Party.id == CaseParty.party_id))
        .outerjoin(CaseProblem, CaseProblem.case_id == Case.id)
        .outerjoin(Problem, Problem.id == CaseProblem.problem_id)
        .outerjoin(Well, Well.id == Problem.well_id)
        .outerjoin(Inspection, Inspection.id == Problem.inspection_id)
        .outerjoin(InspectionOfficer, InspectionOfficer.inspection_id == Inspection.id)
        .outerjoin(visitor, visitor.id == InspectionOfficer.officer_id)
        .where(wanted)
        .order_by(Party.name, Party.id, Problem.number, InspectionOfficer.part)
    )
    return list(session.execute(query))


def _surcharge_base() -> ScalarSelect[str]:
    """Return the county's newest word on what a surcharge is counted of, read with the case itself."""
    own = PenaltySetting.county_code == Case.county_code
    query = select(PenaltySetting.value).where(own, PenaltySetting.key == SettingKey.SURCHARGE_BASE)
    begun = query.where(PenaltySetting.valid_from <= today())
    return (
        begun.order_by(PenaltySetting.valid_from.desc(), PenaltySetting.rowid.desc())
        .limit(1)
        .scalar_subquery()
    )


_VISIT: tuple[Any, ...] = (
    Inspection.id.label("visit_id"),
    Inspection.arrival_at,
    Inspection.started_at,
    Inspection.submitted_at,
    Inspection.id_shown,
    Inspection.recusal_asked,
    InspectionOfficer.officer_id,
    InspectionOfficer.name.label("officer_name"),
    InspectionOfficer.certificate_no.label("card_no"),
    InspectionOfficer.certificate_valid_to.label("valid_to"),
)


def _card(officer: Any) -> tuple[Any, ...]:  # noqa: ANN401 - an alias of Officer
    return (
        officer.id,
        officer.name,
        officer.certificate_no,
        officer.certificate_valid_from,
        officer.certificate_valid_to,
    )


def _texts(card: Sequence[Any]) -> list[Any]:
    """Return a card with an empty text where there is no number."""
    return [card[0], card[1], card[2] or "", *card[3:]]


def list_entries(session: Session, case_id: UUID) -> tuple[Entry, ...]:
    """Return a case's acts in order."""
    return _entries(session, case_id)


def _entries(session: Session, case_id: UUID) -> tuple[Entry, ...]:
    return entries_of(session, [case_id]).get(case_id, ())


def entries_of(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, tuple[Entry, ...]]:
    """Return the acts of each of some cases in order, by case."""
    query = (
        select(CaseEvent, Approval.state, Approval.ended_on)
        .outerjoin(Approval, Approval.id == CaseEvent.approval_id)
        .where(CaseEvent.case_id.in_(case_ids))
        .order_by(CaseEvent.case_id, CaseEvent.sequence)
    )
    found: dict[UUID, tuple[Entry, ...]] = {}
    for case_id, rows in groupby(session.execute(query), key=lambda row: row.CaseEvent.case_id):
        found[case_id] = tuple(_entry(*row) for row in rows)
    return found


def _entry(one: CaseEvent, state: ApprovalState | None, ended_on: date | None) -> Entry:
    return Entry(
        sequence=one.sequence,
        kind=one.kind,
        step=one.step,
        act=decode(one.kind, one.facts),
        on=one.on,
        at=one.at,
        what=one.what,
        actor_id=one.actor_id,
        actor_name=one.actor_name,
        from_status=one.from_status,
        to_status=one.to_status,
        document_id=one.document_id,
        approval_id=one.approval_id,
        is_approved=state is ApprovalState.APPROVED,
        approval_ended_on=ended_on,
    )


def _visit(rows: Sequence[Any]) -> Seen:
    row = rows[0]
    on = local_day(row.arrival_at or row.started_at)
    cards = {
        one.officer_id: Person(one.officer_id, one.officer_name, one.card_no, one.valid_from, one.valid_to)
        for one in rows
        if one.officer_id is not None
    }
    return Seen(
        id=row.visit_id,
        on=on,
        is_submitted=row.submitted_at is not None,
        id_shown=row.id_shown,
        recusal_asked=row.recusal_asked,
        officers=tuple(one.on(on) for one in cards.values()),
    )


def _papers(session: Session, subject_ids: Collection[UUID]) -> tuple[Paper, ...]:
    query = (
        select(
            Document.id,
            Document.subject_id,
            Document.form,
            Document.state,
            Document.number,
            Document.served_on,
        )
        .where(Document.subject_id.in_(subject_ids))
        .order_by(Document.rowid)
    )
    return tuple(
        Paper(one.id, one.subject_id, one.form, one.state, one.number or "", one.served_on)
        for one in session.execute(query)
    )


def _pieces(
    session: Session, case: Case, problems: Iterable[Problem], visited: Collection[UUID]
) -> tuple[list[Piece], int]:
    about = {"case": [case.id], "problem": [one.id for one in problems], "inspection": list(visited)}
    asked = select(Interview.id).where(Interview.inspection_id.in_(visited))
    query = (
        select(
            EvidenceItem.id,
            EvidenceItem.kind,
            EvidenceItem.origin,
            EvidenceItem.method,
            EvidenceItem.item_code,
            EvidenceItem.captured_at,
            EvidenceItem.received_at,
            EvidenceItem.monitoring_device_id,
            MonitoringDevice.published_on,
            MonitoringReview,
        )
        .join(EvidenceSubject, EvidenceSubject.id == EvidenceItem.about_id)
        .outerjoin(MonitoringDevice, MonitoringDevice.id == EvidenceItem.monitoring_device_id)
        .outerjoin(MonitoringReview, MonitoringReview.device_id == MonitoringDevice.id)
        .where(EvidenceItem.withdrawn_at.is_(None))
        .where(_about(about, asked))
        .order_by(EvidenceItem.rowid, MonitoringReview.rowid)
    )
    rows = session.execute(query).all()
    found = [list(group) for _id, group in groupby(rows, key=lambda row: row.id)]
    sound = [Piece(group[0].kind, group[0].item_code) for group in found if not _doubts(group)]
    return sound, len(found) - len(sound)


def _about(about: dict[str, list[UUID]], asked: Select[UUID]) -> ColumnElement[bool]:
    named = [
        and_(EvidenceSubject.kind == kind, EvidenceSubject.subject_id.in_(ids)) for kind, ids in about.items()
    ]
    interviews = and_(EvidenceSubject.kind == "interview", EvidenceSubject.subject_id.in_(asked))
    return or_(*named, interviews)


def _doubts(rows: Sequence[Any]) -> list[Doubt]:
    row = rows[0]
    reviews = tuple(
        Review(one.kind, one.is_passed, one.reviewed_on, one.valid_from, one.valid_to)
        for one in (each.MonitoringReview for each in rows)
        if one is not None
    )
    is_measured = row.kind is EvidenceKind.ELECTRONIC and row.monitoring_device_id is not None
    return doubts_of(
        origin=row.origin,
        kind=row.kind,
        method=row.method,
        device=DeviceStanding(reviews, row.published_on) if is_measured else None,
        on=local_day(row.captured_at or row.received_at),
    )


def _clocks(session: Session, case: Case) -> tuple[tuple[Term, ...], tuple[Measure, ...], frozenset[UUID]]:
    ordered = select(Measure.id).where(Measure.case_id == case.id)
    seated = select(CaseParty.id).where(CaseParty.case_id == case.id)
    query = (
        select(Term, Measure, MeasureVerification.is_met)
        .outerjoin(Measure, and_(Measure.term_id == Term.id, Measure.case_id == case.id))
        .outerjoin(MeasureVerification, MeasureVerification.measure_id == Measure.id)
        .options(joinedload(Term.suspensions))
        .where(or_(Term.subject_id == case.id, Term.subject_id.in_(ordered), Term.subject_id.in_(seated)))
        .order_by(Term.started_at, Term.rowid, MeasureVerification.rowid)
    )
    rows: list[Any] = list(session.execute(query).unique())
    terms = {row[0].id: row[0] for row in rows}
    measures = {row[1].id: row[1] for row in rows if row[1] is not None}
    unmet = {row[1].id for row in rows if row[1] is not None and row[2] is False}
    return tuple(terms.values()), tuple(measures.values()), frozenset(unmet)
