"""What earlier visits found at the wells where something waits, with pictures small enough to carry."""

from __future__ import annotations

import base64
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.evidence.models import EvidenceDerivative, EvidenceItem, EvidenceSubject
from casebook.evidence.pictures import make_small
from casebook.evidence.rules import DerivativeKind
from casebook.field.queries.packed_wells import visited_at
from casebook.inspections.models import Finding, Inspection
from casebook.inspections.queries import SUBJECT
from casebook.inspections.rules import InspectionState
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound
from casebook.storage.queries import open_file
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor

MOST_WELLS = 2000
MOST_RECORDS = 3
"""Of one well, the newest."""
MOST_PHOTOGRAPHS = 6
"""Of one record."""
MOST_PICTURES = 150
"""Of a package: some ten megabytes."""
LONGEST_SIDE = 640


@dataclass(frozen=True)
class Earlier:
    """The parts `earlier` and `pictures`."""

    records: dict[str, list[dict[str, Any]]]
    pictures: dict[str, str]


def pack_earlier(
    session: Session, actor: Actor, scope: ColumnElement[bool], wells: Sequence[UUID]
) -> Earlier:
    """Return the newest records of the first of some wells that a condition means, by well, newest first."""
    if not wells or not actor.can(Permission.INSPECTION_SEE):
        return Earlier({}, {})
    visits = _visits(session, scope, wells[:MOST_WELLS])
    ids = [row.id for row in visits]
    findings = _findings(session, ids)
    photographs = _photographs(session, ids) if actor.can(Permission.EVIDENCE_SEE) else {}
    pictures = _pictures(photographs)
    records: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in visits:
        told = {
            "inspection": row.id,
            "kind": row.kind,
            "on": local_day(row.at),
            "findings": findings.get(row.id, []),
            "photographs": [_photograph(one, pictures) for one in photographs.get(row.id, [])],
        }
        records[str(row.well_id)].append(told)
    return Earlier(dict(records), pictures)


def _visits(session: Session, scope: ColumnElement[bool], wells: Collection[UUID]) -> list[Any]:
    place = func.row_number().over(
        partition_by=Inspection.well_id, order_by=(visited_at().desc(), Inspection.id.desc())
    )
    ranked = (
        select(
            Inspection.id,
            Inspection.well_id,
            Inspection.kind,
            visited_at().label("at"),
            place.label("place"),
        )
        .join(Well, Well.id == Inspection.well_id)
        .where(scope, Inspection.well_id.in_(wells), Inspection.state == InspectionState.SUBMITTED)
        .subquery()
    )
    query = select(ranked).where(ranked.c.place <= MOST_RECORDS)
    return list(session.execute(query.order_by(ranked.c.at.desc(), ranked.c.id.desc())))


def _findings(session: Session, ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    query = select(Finding.inspection_id, Finding.id, Finding.problem_code, Finding.description)
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in session.execute(query.where(Finding.inspection_id.in_(ids)).order_by(Finding.rowid)):
        told = {"id": row.id, "problem_code": row.problem_code, "description": row.description}
        found[row.inspection_id].append(told)
    return found


def _photographs(session: Session, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """Return the items that have a preview, by inspection."""
    query = (
        select(
            EvidenceSubject.subject_id,
            EvidenceItem.id,
            EvidenceItem.describes,
            EvidenceItem.stage,
            EvidenceDerivative.file_hash,
        )
        .join(EvidenceItem, EvidenceItem.about_id == EvidenceSubject.id)
        .join(EvidenceDerivative, EvidenceDerivative.item_id == EvidenceItem.id)
        .where(
            EvidenceSubject.kind == SUBJECT,
            EvidenceSubject.subject_id.in_(ids),
            EvidenceItem.withdrawn_at.is_(None),
            EvidenceDerivative.kind == DerivativeKind.PREVIEW,
        )
        .order_by(EvidenceItem.rowid)
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        if len(found[row.subject_id]) < MOST_PHOTOGRAPHS:
            found[row.subject_id].append(row)
    return found


def _photograph(row: Any, pictures: dict[str, str]) -> dict[str, Any]:  # noqa: ANN401 - a row of columns
    evidence = str(row.id)
    picture = evidence if evidence in pictures else None
    return {"evidence": evidence, "describes": row.describes, "stage": row.stage, "picture": picture}


def _pictures(photographs: dict[UUID, list[Any]]) -> dict[str, str]:
    rows = [row for some in photographs.values() for row in some]
    return dict(_made(rows[:MOST_PICTURES]))


def _made(rows: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """Make the pictures; one whose preview is gone or damaged is left out, and its record says so."""
    for row in rows:
        try:
            with open_file(row.file_hash) as stream:
                picture = make_small(stream, LONGEST_SIDE)
        except NotFound:
            continue
        if picture is not None:
            yield str(row.id), base64.b64encode(picture).decode()
