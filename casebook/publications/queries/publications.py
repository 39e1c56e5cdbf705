"""Reading publications, applications for repair, and the county's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from casebook.cases.acts import ActKind, PaperMade
from casebook.cases.models import Case, CaseEvent, CaseParty, CaseProblem, Dispute, Problem
from casebook.cases.queries.facts import accounts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import MeasureStatus
from casebook.cases.rules.performing import unpaid_fen
from casebook.db.paging import page
from casebook.deadlines.models import Term
from casebook.documents.models import Document
from casebook.documents.rules import DocumentState
from casebook.inspections.models import Interview
from casebook.kernel.errors import NotFound
from casebook.parties.models import Party
from casebook.parties.rules import is_personal
from casebook.publications.models import CreditRepair, Publication, PublicationEvent, PublicationSetting
from casebook.publications.queries.subjects import REPAIR, SUBJECT
from casebook.publications.rules import (
    BY_RESULT,
    DEFAULT_FIGURES,
    OWES,
    TAKE_BACK_CLOCK,
    DownCause,
    Figures,
    Known,
    PublicationState,
    RepairFacts,
    RepairState,
    is_minor,
    known_of_person,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

_OPEN = (PublicationState.OWED, PublicationState.PROPOSED, PublicationState.CONFIRMED)


@dataclass(frozen=True)
class PublicationFilter:
    """What a list of publications is narrowed to; None and empty mean all."""

    state: PublicationState | None = None
    case_number: str = ""
    words: str = ""
    """Part of a number or of the cause."""


def get_publication(session: Session, publication_id: UUID, actor: Actor) -> Publication:
    """Return a publication in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Publication).where(Publication.id == publication_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound(SUBJECT, publication_id)
    return found


def find_by_document(session: Session, document_id: UUID) -> Publication | None:
    """Return the publication of a decision, or None."""
    return session.scalar(select(Publication).where(Publication.document_id == document_id))


def page_publications(
    session: Session, actor: Actor, wanted: PublicationFilter, *, cursor: str | None = None
) -> Page[Publication]:
    """Return a page of publications, the last to fall due first."""
    query = select(Publication).where(*_within(actor))
    if wanted.state is not None:
        query = query.where(Publication.state == wanted.state)
    if wanted.case_number:
        query = query.join(Case, Case.id == Publication.case_id).where(Case.number == wanted.case_number)
    if wanted.words:
        columns = (Publication.number, Publication.cause_words)
        query = query.where(or_(*(column.contains(wanted.words, autoescape=True) for column in columns)))
    return page(
        session,
        query,
        columns=[Publication.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def page_public(session: Session, county_code: str, *, cursor: str | None = None) -> Page[Publication]:
    """Return a page of what a county shows the public, the last published first."""
    return page(
        session,
        select(Publication).where(*_shown(county_code)),
        columns=[Publication.published_on, Publication.rowid],
        key=lambda row: [row.published_on, row.rowid],
        cursor=cursor,
        descending=True,
    )


def get_public(session: Session, county_code: str, publication_id: UUID) -> Publication:
    """Return what a county shows the public, or raise NotFound: also for what was taken down."""
    found = session.scalar(select(Publication).where(Publication.id == publication_id, *_shown(county_code)))
    if found is None:
        raise NotFound(SUBJECT, publication_id)
    return found


def list_owing(session: Session, actor: Actor, limit: int) -> list[Publication]:
    """Return what is still to be redacted, agreed to or published, the longest owed first."""
    query = select(Publication).where(*_within(actor), Publication.state.in_(_OPEN))
    return list(session.scalars(query.order_by(Publication.rowid).limit(limit)))


def list_to_take_down(session: Session, actor: Actor, limit: int) -> list[tuple[Publication, Term | None]]:
    """Return what is published and must not stay: its decision fell, or a repair was granted.

    Beside each the clock D-20 that runs on its case, or None.
    """
    granted = exists().where(
        CreditRepair.publication_id == Publication.id, CreditRepair.state == RepairState.GRANTED
    )
    runs = (
        (Term.subject_id == Publication.case_id)
        & (Term.rule == TAKE_BACK_CLOCK)
        & Term.met_on.is_(None)
        & Term.cancelled_at.is_(None)
    )
    query = (
        select(Publication, Term)
        .outerjoin(Term, runs)
        .where(*_within(actor), Publication.state == PublicationState.PUBLISHED, or_(_fell(), granted))
        .order_by(Publication.rowid)
        .limit(limit)
    )
    return [(row, term) for row, term in session.execute(query)]


def list_fallen(session: Session, case_id: UUID) -> list[Publication]:
    """Return what of a case is published although its decision was changed, revoked or found unlawful."""
    query = select(Publication).where(
        Publication.case_id == case_id, Publication.state == PublicationState.PUBLISHED, _fell()
    )
    return list(session.scalars(query.order_by(Publication.rowid)))


def _fell() -> ColumnElement[bool]:
    """Hold for publications whose very decision a review or suit changed, revoked or found unlawful."""
    return exists().where(
        Dispute.case_id == Publication.case_id,
        Dispute.result.in_(sorted(BY_RESULT)),
        Dispute.begun_on >= Publication.served_on,
        or_(Publication.party_id.is_(None), Dispute.party_id == Publication.party_id),
    )


def list_unowed(session: Session, on: date) -> list[tuple[Document, Case]]:
    """Return served decisions of cases without a publication; after a public notice once its time is over.

    Old files that were entered later are left out.
    """
    query = (
        select(Document, Case)
        .join(Case, Case.id == Document.subject_id)
        .where(
            Document.form.in_(sorted(OWES)),
            Document.state == DocumentState.SERVED,
            Document.served_on <= on,
            Case.is_history.is_(False),
            ~exists().where(Publication.document_id == Document.id),
        )
        .order_by(Document.rowid)
    )
    return [(document, case) for document, case in session.execute(query)]


def list_events(session: Session, publication_id: UUID) -> list[PublicationEvent]:
    """Return the course of a publication."""
    query = select(PublicationEvent).where(PublicationEvent.publication_id == publication_id)
    return list(session.scalars(query.order_by(PublicationEvent.sequence)))


def last_sequence(session: Session, publication_id: UUID) -> int:
    """Return the number of the last event of a publication; 0 before the first."""
    query = select(PublicationEvent.sequence).where(PublicationEvent.publication_id == publication_id)
    return session.scalar(query.order_by(PublicationEvent.sequence.desc()).limit(1)) or 0


def list_repairs(session: Session, publication_ids: Iterable[UUID]) -> list[CreditRepair]:
    """Return the applications for repair of some publications, oldest first."""
    query = select(CreditRepair).where(CreditRepair.publication_id.in_(list(publication_ids)))
    return list(session.scalars(query.order_by(CreditRepair.rowid)))


def list_repairs_to_decide(session: Session, actor: Actor, limit: int) -> list[CreditRepair]:
    """Return the applications that wait for a decision by somebody else than who recorded them."""
    query = select(CreditRepair).where(
        CreditRepair.county_code == actor.county_code,
        CreditRepair.division_code.startswith(actor.jurisdiction),
        CreditRepair.state == RepairState.ASKED,
        CreditRepair.recorded_by_id.is_distinct_from(actor.officer_id),
    )
    return list(session.scalars(query.order_by(CreditRepair.rowid).limit(limit)))


def get_repair(session: Session, row: Publication, repair_id: UUID) -> CreditRepair:
    """Return an application for repair of a publication, or raise NotFound."""
    query = select(CreditRepair).where(CreditRepair.id == repair_id, CreditRepair.publication_id == row.id)
    found = session.scalar(query)
    if found is None:
        raise NotFound(REPAIR, repair_id)
    return found


def publications_of_repairs(session: Session, repair_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the publication of each of these applications."""
    query = select(CreditRepair.id, CreditRepair.publication_id).where(CreditRepair.id.in_(repair_ids))
    return dict(session.execute(query).all())


def find_open_repair(session: Session, publication_id: UUID) -> CreditRepair | None:
    """Return the application that waits for its decision, or None."""
    query = select(CreditRepair).where(
        CreditRepair.publication_id == publication_id, CreditRepair.state == RepairState.ASKED
    )
    return session.scalar(query)


def find_setting(session: Session, county_code: str) -> PublicationSetting | None:
    """Return the newest version of a county's figures, or None where ours hold."""
    query = select(PublicationSetting).where(PublicationSetting.county_code == county_code)
    return session.scalar(query.order_by(PublicationSetting.version.desc()).limit(1))


def figures_of(session: Session, county_code: str) -> Figures:
    """Return the figures that hold in a county."""
    found = find_setting(session, county_code)
    return found.figures if found else DEFAULT_FIGURES


def last_version(session: Session, county_code: str) -> int:
    """Return the number of the newest version of a county's figures; 0 where there is none."""
    found = find_setting(session, county_code)
    return found.version if found else 0


def parties_of_case(session: Session, case: Case) -> list[Party]:
    """Return the parties of a case, the first of the case first."""
    of_case = select(CaseParty.party_id).where(CaseParty.case_id == case.id)
    query = select(Party).where(or_(Party.id == case.party_id, Party.id.in_(of_case)))
    found = list(session.scalars(query.order_by(Party.name, Party.id)))
    return sorted(found, key=lambda one: one.id != case.party_id)


def list_told(session: Session, row: Publication) -> list[Party]:
    """Return the parties that a decision is made out to."""
    every = parties_of_case(session, row.case)
    return [one for one in every if row.party_id in {None, one.id}]


def party_of_paper(session: Session, document_id: UUID) -> UUID | None:
    """Return the party that a paper of a case is made out to; None where it is made out to all."""
    query = select(CaseEvent).where(
        CaseEvent.document_id == document_id, CaseEvent.kind == ActKind.PAPER_MADE
    )
    made = session.scalars(query.order_by(CaseEvent.rowid).limit(1)).first()
    act = made.act if made else None
    return act.party if isinstance(act, PaperMade) else None


def is_gone(session: Session, row: Publication) -> bool:
    """Say whether a decision was changed, revoked, found unlawful or made void since it was served."""
    state = session.scalar(select(Document.state).where(Document.id == row.document_id))
    return state is DocumentState.VOID or bool(causes_found(session, row))


def list_known(session: Session, case: Case, on: date) -> tuple[Known, ...]:
    """Return what the file of a case knows of its private people: parties, and whoever was asked.

    Of a firm its telephone; its name, code, address and who stands for it are public.
    """
    found: list[Known] = []
    for one in parties_of_case(session, case):
        found += _of_party(one, on)
    for asked in _asked(session, case):
        young = is_minor(asked.person_identity, on)
        found += known_of_person(
            asked.person_name,
            number=asked.person_identity,
            phone=asked.person_phone,
            address=asked.person_address,
            is_young=young,
        )
    return tuple(dict.fromkeys(found))


def _of_party(one: Party, on: date) -> tuple[Known, ...]:
    if not is_personal(one.kind):
        return known_of_person("", phone=one.phone)
    young = is_minor(one.identifier, on)
    return known_of_person(
        one.name, number=one.identifier, phone=one.phone, address=one.address, is_young=young
    )


def _asked(session: Session, case: Case) -> Sequence[Interview]:
    visited = (
        select(Problem.inspection_id)
        .join(CaseProblem, CaseProblem.problem_id == Problem.id)
        .where(CaseProblem.case_id == case.id, Problem.inspection_id.is_not(None))
    )
    query = select(Interview).where(Interview.inspection_id.in_(visited))
    return session.scalars(query.order_by(Interview.rowid)).all()


def causes_found(session: Session, row: Publication) -> frozenset[DownCause]:
    """Return the causes of taking down that reviews and suits about this very decision brought."""
    query = select(Dispute.result).where(
        Dispute.case_id == row.case_id,
        Dispute.result.in_(sorted(BY_RESULT)),
        Dispute.begun_on >= row.served_on,
    )
    if row.party_id is not None:
        query = query.where(Dispute.party_id == row.party_id)
    return frozenset(BY_RESULT[one] for one in session.scalars(query) if one is not None)


def repair_facts(session: Session, row: CreditRepair, on: date) -> RepairFacts:
    """Return what a repair is judged by: what the case still owes, and since when it is published."""
    about = row.publication
    file = reload_file(session, about.case)
    open_measures = sum(one.status is MeasureStatus.ORDERED for one in file.measures)
    return RepairFacts(
        on=on,
        published_on=about.published_on if about.state is PublicationState.PUBLISHED else None,
        unpaid_fen=unpaid_fen(one for one in accounts_of(file, on=on) if about.party_id in {None, one.party}),
        open_measures=open_measures,
        has_pledge=row.pledge_hash is not None,
    )


def _within(actor: Actor) -> list[ColumnElement[bool]]:
    return [
        Publication.county_code == actor.county_code,
        Publication.division_code.startswith(actor.jurisdiction),
    ]


def _shown(county_code: str) -> list[ColumnElement[bool]]:
    return [Publication.county_code == county_code, Publication.state == PublicationState.PUBLISHED]
