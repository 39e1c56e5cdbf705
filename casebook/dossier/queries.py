"""What belongs into a package: the records of a case or a closure, and all evidence about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geoalchemy2 import Geometry
from sqlalchemy import inspect, select

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.closures import queries as closures
from casebook.dossier.models import EvidencePackage
from casebook.dossier.rules import PackageKind, record_path
from casebook.evidence.models import EvidenceItem, EvidenceSubject
from casebook.inspections.models import Inspection
from casebook.kernel.errors import NotFound
from casebook.kernel.hashing import canonical_json
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.closures.models import Closure

_BESIDE = frozenset({"rowid", "body"})


@dataclass
class Material:
    """What goes into a package."""

    kind: PackageKind
    id: UUID
    number: str
    county_code: str
    division_code: str
    records: list[tuple[str, bytes]] = field(default_factory=list)
    """Path and JSON of each record."""
    items: list[EvidenceItem] = field(default_factory=list)
    inspection_ids: list[UUID] = field(default_factory=list)

    def add(self, what: str, key: object, *facts: object, **more: Iterable[object]) -> None:
        """Add a record with what hangs on it."""
        record: dict[str, Any] = {}
        for row in facts:
            record |= plain(row)
        record |= {name: [plain(row) for row in rows] for name, rows in more.items()}
        self.records.append((record_path(what, key), canonical_json(record)))


def plain(row: object) -> dict[str, Any]:
    """Return a row's columns by name, without shapes and without what never leaves the database."""
    columns = inspect(type(row)).column_attrs
    return {
        one.key: getattr(row, one.key)
        for one in columns
        if one.key not in _BESIDE and not isinstance(one.columns[0].type, Geometry)
    }


def get_material(session: Session, number: str, actor: Actor) -> Material:
    """Return what belongs to the case or the closure with this number; NotFound outside the jurisdiction."""
    actor.need(Permission.EVIDENCE_EXPORT)
    try:
        return _of_case(session, cases.get_case(session, number, actor))
    except NotFound:
        return _of_closure(session, closures.get_closure(session, number, actor))


def _of_case(session: Session, case: Case) -> Material:
    found = Material(PackageKind.CASE, case.id, case.number, case.county_code, case.division_code)
    found.add("case", case.number, case, events=cases.list_case_events(session, case.id))
    subjects, wells = [case.id], set()
    for problem in cases.list_problems_of_case(session, case.id):
        events = cases.list_problem_events(session, problem.id)
        found.add("problem", problem.number, problem, events=events)
        subjects.append(problem.id)
        wells.add(problem.well_id)
        found.inspection_ids += [problem.inspection_id] if problem.inspection_id else []
    measures = cases.list_measures(session, case.id)
    verifications = cases.list_verifications(session, [measure.id for measure in measures])
    for measure in measures:
        checks = [one for one in verifications if one.measure_id == measure.id]
        found.add("measure", measure.order_no, measure, verifications=checks)
        subjects.append(measure.id)
    found.inspection_ids += [one.inspection_id for one in verifications]
    for decision in cases.list_decisions(session, case.id):
        found.add("decision", decision.number, decision)
        subjects.append(decision.id)
    return _completed(session, found, subjects, wells)


def _of_closure(session: Session, closure: Closure) -> Material:
    found = Material(
        PackageKind.CLOSURE, closure.id, closure.number, closure.county_code, closure.division_code
    )
    found.add(
        "closure",
        closure.number,
        closure,
        events=closures.list_events(session, closure.id),
        signatures=closures.list_signatures(session, closure.id),
        confirmations=closures.list_confirmations(session, closure.id),
    )
    return _completed(session, found, [closure.id], {closure.well_id})


def _completed(session: Session, found: Material, subjects: list[UUID], wells: Iterable[UUID]) -> Material:
    """Add wells, field checks, and the evidence about all of them."""
    found.inspection_ids = list(dict.fromkeys(found.inspection_ids))
    for well_id in sorted(wells):
        well = get_well_by_id(session, well_id)
        found.add("well", well.code, well)
    for inspection in _inspections(session, found.inspection_ids):
        found.add(
            "inspection",
            inspection.id,
            inspection,
            officers=inspection.officers,
            answers=inspection.answers,
            findings=inspection.findings,
        )
    found.items = _items(session, [*subjects, *found.inspection_ids])
    return found


def _inspections(session: Session, ids: Sequence[UUID]) -> list[Inspection]:
    query = select(Inspection).where(Inspection.id.in_(ids)).order_by(Inspection.started_at, Inspection.id)
    return list(session.scalars(query))


def _items(session: Session, subject_ids: Sequence[UUID]) -> list[EvidenceItem]:
    query = (
        select(EvidenceItem)
        .join(EvidenceItem.about)
        .where(EvidenceSubject.subject_id.in_(subject_ids), EvidenceItem.withdrawn_at.is_(None))
        .order_by(EvidenceItem.rowid)
    )
    return list(session.scalars(query))


def list_packages(session: Session, subject_id: UUID) -> list[EvidencePackage]:
    """Return the packages that were made of a case or a closure, the newest first."""
    query = select(EvidencePackage).where(EvidencePackage.subject_id == subject_id)
    return list(session.scalars(query.order_by(EvidencePackage.rowid.desc())))


def get_package(session: Session, package_id: UUID, actor: Actor) -> EvidencePackage:
    """Return a package of the register, or raise NotFound, also outside the jurisdiction."""
    actor.need(Permission.EVIDENCE_EXPORT)
    found = session.scalar(select(EvidencePackage).where(EvidencePackage.id == package_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("evidence_package", package_id)
    return found
