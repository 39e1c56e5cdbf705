"""Kinds of operations: each one's payload, what must be there before it, and what applies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.closures.filed import FiledAcceptance
from casebook.field.actions import applying
from casebook.inspections.filed import (
    FiledAddition,
    FiledInspection,
    FiledInterview,
    FiledOrder,
    FiledPatrolVisit,
    FiledSignature,
)
from casebook.volumes.filed import FiledReading
from casebook.wells.filed import FiledWellEdit

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.field.actions.applying import Applied, Task


@dataclass(frozen=True)
class Kind:
    """One kind of operation."""

    payload: type[Any]
    apply: Callable[[Session, Task], Applied]
    inspection: Callable[[UUID, Any], UUID | None] = lambda _record, _payload: None
    """The inspection that must be there first, from record and payload."""
    makes_inspection: bool = False
    """Whether others may wait for its record."""


def _of_record(record_id: UUID, _payload: object) -> UUID:
    return record_id


def _of_payload(_record_id: UUID, payload: FiledOrder | FiledInterview) -> UUID | None:
    return payload.inspection


def _of_addition(record_id: UUID, payload: FiledAddition) -> UUID | None:
    return record_id if payload.subject_kind == "inspection" else None


KINDS: dict[str, Kind] = {
    "inspection.file": Kind(FiledInspection, applying.file_inspection, makes_inspection=True),
    "signature.add": Kind(FiledSignature, applying.add_second_signature, _of_record),
    "patrol.visit": Kind(FiledPatrolVisit, applying.file_visit),
    "interview.file": Kind(FiledInterview, applying.file_interview, _of_payload),
    "order.serve": Kind(FiledOrder, applying.serve_order, _of_payload),
    "evidence.add": Kind(FiledAddition, applying.add_evidence, _of_addition),
    "well.edit": Kind(FiledWellEdit, applying.merge_well_edit),
    "closure.accept": Kind(FiledAcceptance, applying.accept_closure),
    "reading.record": Kind(FiledReading, applying.read_meter),
}
