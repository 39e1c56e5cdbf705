"""The records that go into a package, as data: which rows, and what hangs on each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geoalchemy2 import Geometry
from sqlalchemy import inspect, select

from casebook.cases import models as cases
from casebook.closures import models as closures
from casebook.dossier.rules import record_path
from casebook.evidence import models as evidence
from casebook.inspections import models as inspections
from casebook.kernel.hashing import canonical_json
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.db import Record

_BESIDE = frozenset({"rowid"})


@dataclass(frozen=True)
class Kind:
    """A kind of records: its table, the column that names a record, and the tables that hang on it."""

    what: str
    model: type[Record]
    key: str
    parts: tuple[tuple[type[Record], str], ...] = ()
    """Each with the column that leads to the record."""


_BY_INSPECTION = (
    inspections.InspectionOfficer,
    inspections.ChecklistAnswer,
    inspections.Finding,
    inspections.InspectionPresence,
    inspections.PresenceFix,
    inspections.InspectionFiling,
    inspections.InspectionRevision,
    inspections.EarlierFindingAnswer,
    inspections.InspectionSigning,
    inspections.InspectionReview,
)
_BY_CLOSURE = (
    closures.ClosureEvent,
    closures.ClosureSignature,
    closures.ClosureConfirmation,
    closures.ClosureFieldAcceptance,
    closures.ClosureSignatureImage,
)

CASE = Kind("case", cases.Case, "number", ((cases.CaseEvent, "case_id"),))
PROBLEM = Kind("problem", cases.Problem, "number", ((cases.ProblemEvent, "problem_id"),))
MEASURE = Kind("measure", cases.Measure, "order_no", ((cases.MeasureVerification, "measure_id"),))
DECISION = Kind("decision", cases.Decision, "number")
INSPECTION = Kind(
    "inspection", inspections.Inspection, "id", tuple((one, "inspection_id") for one in _BY_INSPECTION)
)
ORDER = Kind("order", cases.SiteOrder, "number", ((cases.OrderProblem, "order_id"),))
INTERVIEW = Kind(
    "interview",
    inspections.Interview,
    "id",
    ((inspections.InterviewOfficer, "interview_id"), (inspections.InterviewLine, "interview_id")),
)
PAPER = Kind(
    "paper",
    inspections.SitePaper,
    "id",
    ((inspections.PaperSignature, "paper_id"), (inspections.PaperPage, "paper_id")),
)
PRESERVATION = Kind(
    "preservation",
    evidence.Preservation,
    "id",
    ((evidence.PreservedThing, "preservation_id"), (evidence.PreservationEvent, "preservation_id")),
)
EXHIBIT = Kind("exhibit", evidence.Exhibit, "number", ((evidence.ExhibitMove, "exhibit_id"),))
CLOSURE = Kind("closure", closures.Closure, "number", tuple((one, "closure_id") for one in _BY_CLOSURE))
WELL = Kind("well", Well, "code")


def list_records(session: Session, kind: Kind, ids: Collection[UUID]) -> Iterator[tuple[str, bytes]]:
    """Yield path and JSON of each record, with its parts under their tables' names, in order of entry."""
    parts = {one.__tablename__: _parts(session, one, column, ids) for one, column in kind.parts}
    query = select(kind.model).where(kind.model.id.in_(ids)).order_by(kind.model.rowid)
    for row in session.scalars(query):
        hanging = {name: found[row.id] for name, found in parts.items() if row.id in found}
        yield record_path(kind.what, getattr(row, kind.key)), canonical_json({**plain(row), **hanging})


def plain(row: Record) -> dict[str, Any]:
    """Return a row's columns by name, without shapes and without what never leaves the database."""
    return {
        one.key: getattr(row, one.key)
        for one in inspect(type(row)).column_attrs
        if one.key not in _BESIDE and not isinstance(one.columns[0].type, Geometry)
    }


def _parts(
    session: Session, model: type[Record], column: str, ids: Collection[UUID]
) -> dict[UUID, list[dict[str, Any]]]:
    query = select(model).where(getattr(model, column).in_(ids)).order_by(model.rowid)
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in session.scalars(query):
        found[getattr(row, column)].append(plain(row))
    return found
