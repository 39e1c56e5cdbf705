"""What a case's papers are filled from beside its file: wells, visit, evidence, opinions, other papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.accounts.queries import officers_by_id
from casebook.approvals.queries import asked_of
from casebook.approvals.queries import list_for as list_approvals
from casebook.cases.acts import HearingCalled, HearingHeld
from casebook.cases.models import MeasureVerification
from casebook.documents.queries import list_documents
from casebook.documents.rules import DocumentState
from casebook.evidence.models import EvidenceItem, EvidenceSubject
from casebook.inspections.models import Inspection
from casebook.regions.queries import names as division_names
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.approvals.rules import ChainKind
    from casebook.cases.queries.file import CaseFile
    from casebook.documents.models import Document
    from casebook.documents.rules import FormCode

MOST_EVIDENCE = 400


@dataclass(frozen=True)
class OpinionLine:
    """One answer of a chain, as a 审批表 shows it."""

    title: str
    name: str
    words: str
    on: date


@dataclass(frozen=True)
class PaperSources:
    """What the papers of one case say beside its file."""

    wells: tuple[Well, ...]
    divisions: Mapping[str, str]
    visit: Inspection | None
    """The last one submitted that the case rests on."""
    evidence: tuple[EvidenceItem, ...]
    opinions: Mapping[ChainKind, tuple[OpinionLine, ...]]
    """Of the last approval of each kind."""
    documents: tuple[Document, ...]
    """The case's papers that are not void, in the order in which they were drafted."""
    officers: Mapping[UUID, Officer]
    """Investigators, and who presides over a hearing."""
    verified: tuple[MeasureVerification, ...] = ()

    def last_paper(self, *forms: FormCode) -> Document | None:
        """Return the newest issued paper of these forms, or None."""
        issued = (one for one in reversed(self.documents) if one.form in forms and one.issued_on)
        return next(issued, None)


def load_sources(session: Session, file: CaseFile) -> PaperSources:
    """Return what the papers of a case are filled from: a fixed number of statements."""
    case = file.case
    documents = list_documents(session, [case.id])
    measures = [one.id for one in file.measures]
    return PaperSources(
        wells=_wells(session, file),
        divisions=division_names(session, case.county_code),
        visit=_visit(session, file),
        evidence=_evidence(session, file),
        opinions=_opinions(session, case.id),
        documents=tuple(one for one in documents if one.state is not DocumentState.VOID),
        officers=officers_by_id(session, _people(file)),
        verified=tuple(
            session.scalars(
                select(MeasureVerification)
                .where(MeasureVerification.measure_id.in_(measures))
                .order_by(MeasureVerification.rowid)
            )
        ),
    )


def _wells(session: Session, file: CaseFile) -> tuple[Well, ...]:
    return tuple(session.scalars(select(Well).where(Well.id.in_(file.well_codes)).order_by(Well.code)))


def _visit(session: Session, file: CaseFile) -> Inspection | None:
    visited = [one.id for one in file.visits if one.is_submitted]
    query = select(Inspection).where(Inspection.id.in_(visited)).order_by(Inspection.started_at.desc())
    return session.scalars(query.limit(1)).unique().first()


def _evidence(session: Session, file: CaseFile) -> tuple[EvidenceItem, ...]:
    about = [file.case.id, *(one.id for one in file.problems), *(one.id for one in file.visits)]
    query = (
        select(EvidenceItem)
        .join(EvidenceSubject, EvidenceSubject.id == EvidenceItem.about_id)
        .where(EvidenceSubject.subject_id.in_(about), EvidenceItem.withdrawn_at.is_(None))
        .order_by(EvidenceItem.rowid)
        .limit(MOST_EVIDENCE)
    )
    return tuple(session.scalars(query))


def _opinions(session: Session, case_id: UUID) -> dict[ChainKind, tuple[OpinionLine, ...]]:
    found = {}
    for one in list_approvals(session, [case_id]):
        positions = asked_of(one).positions
        found[one.kind] = tuple(
            OpinionLine(positions[each.position].title, each.officer_name, each.words, each.answered_on)
            for each in one.opinions
        )
    return found


def _people(file: CaseFile) -> set[UUID]:
    presiders = {one.act.presider for one in file.entries if isinstance(one.act, HearingCalled | HearingHeld)}
    return {one.id for one in file.investigators} | presiders
