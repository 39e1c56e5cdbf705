"""What belongs into a package: the records of a case or a closure, and all evidence about any of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.cases.models import Decision, Measure, MeasureVerification, OrderProblem, SiteOrder
from casebook.closures import queries as closures
from casebook.closures.models import Closure, ClosureSignatureImage
from casebook.dossier.queries import records
from casebook.dossier.rules import PackageKind
from casebook.evidence.models import EvidenceItem, EvidenceSubject, Exhibit, Preservation
from casebook.inspections.models import InspectionRevision, Interview, PaperSignature, SitePaper
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.dossier.queries.records import Kind


@dataclass
class Material:
    """What goes into a package."""

    kind: PackageKind
    id: UUID
    number: str
    county_code: str
    division_code: str
    ids: dict[Kind, list[UUID]] = field(default_factory=dict)
    """The records, by their kinds."""
    records: list[tuple[str, bytes]] = field(default_factory=list)
    """Path and JSON of each record."""
    items: list[EvidenceItem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Hashes of drawn signatures: part of a paper, no evidence of their own."""

    def of(self, *kinds: Kind) -> list[UUID]:
        """Return the ids of the records of some kinds."""
        return [one for kind in kinds for one in self.ids.get(kind, ())]

    @property
    def filed(self) -> list[UUID]:
        """The records that a tablet may have sent."""
        return self.of(*(kind for kind in self.ids if kind is not records.WELL))


def get_material(session: Session, number: str, actor: Actor) -> Material:
    """Return what belongs to the case or the closure with this number; NotFound outside the jurisdiction."""
    actor.need(Permission.EVIDENCE_EXPORT)
    try:
        found = _of_case(session, cases.get_case(session, number, actor))
    except NotFound:
        found = _of_closure(closures.get_closure(session, number, actor))
    return _completed(session, found)


def _of_case(session: Session, case: Case) -> Material:
    found = Material(PackageKind.CASE, case.id, case.number, case.county_code, case.division_code)
    problems = cases.list_problems_of_case(session, case.id)
    measures = _ids(session, select(Measure.id).where(Measure.case_id == case.id))
    problem_ids = [problem.id for problem in problems]
    about = OrderProblem.problem_id.in_(problem_ids)
    checked = select(MeasureVerification.inspection_id).where(MeasureVerification.measure_id.in_(measures))
    orders = _ids(
        session, select(SiteOrder.id).join(OrderProblem, OrderProblem.order_id == SiteOrder.id).where(about)
    )
    wells = {problem.well_id for problem in problems}
    visits = [problem.inspection_id for problem in problems if problem.inspection_id]
    inspections = _with_revisions(session, [*visits, *_ids(session, checked)])
    asked = or_(
        Interview.inspection_id.in_(inspections),
        Interview.inspection_id.is_(None) & Interview.well_id.in_(wells),
    )
    found.ids = {
        records.CASE: [case.id],
        records.PROBLEM: problem_ids,
        records.MEASURE: measures,
        records.DECISION: _ids(session, select(Decision.id).where(Decision.case_id == case.id)),
        records.INSPECTION: inspections,
        records.ORDER: orders,
        records.INTERVIEW: _ids(session, select(Interview.id).where(asked)),
        records.CLOSURE: _ids(session, select(Closure.id).where(Closure.case_id == case.id)),
        records.WELL: sorted(wells),
    }
    return found


def _of_closure(closure: Closure) -> Material:
    found = Material(
        PackageKind.CLOSURE, closure.id, closure.number, closure.county_code, closure.division_code
    )
    found.ids = {records.CLOSURE: [closure.id], records.WELL: [closure.well_id]}
    return found


def _with_revisions(session: Session, ids: list[UUID]) -> list[UUID]:
    """Return field checks with the returned ones that they took the place of, and those that took theirs."""
    found, new = set(ids), set(ids)
    while new:
        pairs = select(InspectionRevision.inspection_id, InspectionRevision.revises_id).where(
            or_(InspectionRevision.inspection_id.in_(new), InspectionRevision.revises_id.in_(new))
        )
        new = {one for pair in session.execute(pairs).all() for one in pair} - found
        found |= new
    return sorted(found)


def _completed(session: Session, found: Material) -> Material:
    """Add papers, things and evidence about the records, and write the records out."""
    subjects = found.filed
    papers = select(SitePaper.id).where(SitePaper.subject_id.in_(subjects))
    found.ids[records.PAPER] = _ids(session, papers)
    about = select(EvidenceSubject.id).where(
        EvidenceSubject.subject_id.in_([*subjects, *found.of(records.PAPER)])
    )
    rows = _ids(session, about)
    found.ids[records.PRESERVATION] = _ids(
        session, select(Preservation.id).where(Preservation.about_id.in_(rows))
    )
    found.ids[records.EXHIBIT] = _ids(session, select(Exhibit.id).where(Exhibit.about_id.in_(rows)))
    things = found.of(records.PRESERVATION, records.EXHIBIT)
    rows += _ids(session, select(EvidenceSubject.id).where(EvidenceSubject.subject_id.in_(things)))
    for kind, ids in found.ids.items():
        found.records += records.list_records(session, kind, ids)
    found.items = _items(session, rows)
    found.files = _signatures(session, found)
    return found


def _items(session: Session, about: list[UUID]) -> list[EvidenceItem]:
    wanted = (EvidenceItem.about_id.in_(about), EvidenceItem.withdrawn_at.is_(None))
    return list(session.scalars(select(EvidenceItem).where(*wanted).order_by(EvidenceItem.rowid)))


def _signatures(session: Session, found: Material) -> list[str]:
    drawn = select(PaperSignature.image_hash).where(PaperSignature.paper_id.in_(found.of(records.PAPER)))
    accepted = select(ClosureSignatureImage.image_hash).where(
        ClosureSignatureImage.closure_id.in_(found.of(records.CLOSURE))
    )
    hashes = {one for query in (drawn, accepted) for one in session.scalars(query) if one}
    return sorted(hashes - {item.file_hash for item in found.items})


def _ids(session: Session, query: Select[Any]) -> list[UUID]:
    return list(session.scalars(query.distinct()))
