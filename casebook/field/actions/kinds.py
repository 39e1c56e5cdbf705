"""Kinds of operations: each one's payload, what must be there before it, and the one action it calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.cases.actions.steps import subject_of_problem
from casebook.closures import queries as closures
from casebook.closures.actions.steps import subject_of as subject_of_closure
from casebook.evidence import actions as evidence
from casebook.field.rules.states import OperationState
from casebook.inspections import queries as inspections
from casebook.inspections.actions.drafts import subject_of as subject_of_inspection
from casebook.inspections.filed import FiledAddition
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.subjects import Subject


@dataclass(frozen=True)
class Task:
    """An operation about to be applied: on whose behalf, when, from which device, about what."""

    actor: Actor
    now: datetime
    device_id: UUID
    operation_id: UUID
    record_id: UUID
    payload: Any


@dataclass(frozen=True)
class Applied:
    """How applying ended; the result is what the tablet gets."""

    result: dict[str, Any]
    state: OperationState = OperationState.APPLIED


@dataclass(frozen=True)
class Kind:
    """One kind of operation."""

    payload: type[Any]
    apply: Callable[[Session, Task], Applied]
    inspection: Callable[[UUID, Any], UUID | None] = lambda _record, _payload: None
    """The inspection that must be there first, from record and payload."""
    makes_record: bool = False
    """Whether the record begins with it, so that a second one is a mistake."""
    makes_inspection: bool = False
    """Whether others may wait for its record."""


def _inspection_of_addition(record_id: UUID, payload: FiledAddition) -> UUID | None:
    return record_id if payload.subject_kind == "inspection" else None


def _add_evidence(session: Session, task: Task) -> Applied:
    payload: FiledAddition = task.payload
    items = evidence.add_filed(
        session,
        actor=task.actor,
        now=task.now,
        subject=_subject_of_addition(session, task.actor, payload.subject_kind, task.record_id),
        filed=payload.evidence,
        device_id=task.device_id,
    )
    return Applied({"evidence": [str(item.id) for item in items]})


def _subject_of_addition(session: Session, actor: Actor, kind: str, record_id: UUID) -> Subject:
    """Return what further evidence is for, where this officer may add to it."""
    if kind == "inspection":
        inspection = inspections.get_inspection(session, record_id, actor)
        if not inspection.has_officer(actor.officer_id):
            raise Forbidden("not_an_officer_of_the_inspection")
        return subject_of_inspection(inspection)
    if kind == "closure":
        actor.need(Permission.CLOSURE_PHOTOGRAPH)
        closure = closures.get_closure_by_id(session, record_id, actor)
        return subject_of_closure(closure, wells.get_well_by_id(session, closure.well_id).code)
    if kind == "problem":
        actor.need(Permission.PROBLEM_EDIT)
        return subject_of_problem(cases.get_problem_by_id(session, record_id, actor))
    raise RuleBroken("evidence_subject_unknown", field="payload.subject_kind")


KINDS: dict[str, Kind] = {
    "evidence.add": Kind(FiledAddition, _add_evidence, inspection=_inspection_of_addition),
}
