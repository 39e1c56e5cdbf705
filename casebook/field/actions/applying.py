"""From operations to the actions of the trade: one each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook import config
from casebook.access import Permission
from casebook.cases import actions as case_actions
from casebook.cases import queries as cases
from casebook.cases.actions.steps import subject_of_problem
from casebook.closures import actions as closure_actions
from casebook.closures import queries as closures
from casebook.closures.actions.steps import subject_of as subject_of_closure
from casebook.evidence import actions as evidence
from casebook.field.rules.states import OperationState
from casebook.inspections import actions as inspection_actions
from casebook.inspections import queries as inspections
from casebook.inspections.actions.signing import add_signature
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.volumes import actions as volume_actions
from casebook.wells import actions as well_actions
from casebook.wells import queries as wells

if TYPE_CHECKING:
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

    @property
    def by(self) -> dict[str, Any]:
        """What every action is told."""
        return {"actor": self.actor, "now": self.now}


@dataclass(frozen=True)
class Applied:
    """How applying ended; the result is what the tablet gets."""

    result: dict[str, Any]
    state: OperationState = OperationState.APPLIED


def file_inspection(session: Session, task: Task) -> Applied:
    """File a finished record with its findings."""
    filing = case_actions.file_inspection(
        session,
        **task.by,
        device_id=task.device_id,
        inspection_id=task.record_id,
        filed=task.payload,
        far_limit_m=_far_limit_m(),
    )
    return Applied(filing.result())


def add_second_signature(session: Session, task: Task) -> Applied:
    """Keep the second officer's own signature on a record."""
    add_signature(
        session, **task.by, device_id=task.device_id, inspection_id=task.record_id, filed=task.payload
    )
    return Applied({"inspection": str(task.record_id)})


def file_visit(session: Session, task: Task) -> Applied:
    """Keep one visit of a patrol."""
    seen = case_actions.file_patrol_visit(
        session, **task.by, device_id=task.device_id, visit_id=task.record_id, filed=task.payload
    )
    return Applied(seen.result())


def file_interview(session: Session, task: Task) -> Applied:
    """Keep an interview."""
    interview = inspection_actions.file_interview(
        session, **task.by, device_id=task.device_id, interview_id=task.record_id, filed=task.payload
    )
    return Applied({"interview": str(interview.id)})


def serve_order(session: Session, task: Task) -> Applied:
    """Keep an order that was handed over at the well."""
    order = case_actions.serve_site_order(
        session, **task.by, device_id=task.device_id, order_id=task.record_id, filed=task.payload
    )
    return Applied({"order": str(order.id), "number": order.number})


def merge_well_edit(session: Session, task: Task) -> Applied:
    """Merge what an officer corrected in the register; what clashes waits for a person."""
    merge = well_actions.merge_edit(
        session,
        **task.by,
        well=wells.get_well_by_id(session, task.record_id),
        filed=task.payload,
        source_id=task.operation_id,
    )
    state = OperationState.CONFLICT if merge.conflicts else OperationState.APPLIED
    return Applied(merge.result(), state)


def accept_closure(session: Session, task: Task) -> Applied:
    """Accept a closure on site."""
    closure = closures.get_closure_by_id(session, task.record_id, task.actor)
    closure_actions.accept_in_field(
        session,
        **task.by,
        device_id=task.device_id,
        closure=closure,
        filed=task.payload,
        far_limit_m=_far_limit_m(),
    )
    return Applied({"closure": str(closure.id), "number": closure.number})


def read_meter(session: Session, task: Task) -> Applied:
    """Keep what came of going to a meter; a dial that was read becomes a reading."""
    well = wells.get_well_by_id(session, task.payload.well)
    changes = volume_actions.file_visit(
        session,
        **task.by,
        well=well,
        visit_id=task.record_id,
        filed=task.payload,
        device_id=task.device_id,
    )
    return Applied({"visit": str(task.record_id), "well": well.code, "queries": len(changes.queries)})


def add_evidence(session: Session, task: Task) -> Applied:
    """Keep further evidence of a record."""
    items = evidence.add_filed(
        session,
        **task.by,
        subject=_subject(session, task.actor, task.payload.subject_kind, task.record_id),
        filed=task.payload.evidence,
        device_id=task.device_id,
    )
    return Applied({"evidence": [str(item.id) for item in items]})


def _far_limit_m() -> float:
    return float(config.in_force().far_from_well_m)


def _subject(session: Session, actor: Actor, kind: str, record_id: UUID) -> Subject:
    """Return what further evidence is for, where this officer may add to it."""
    if kind == "inspection":
        inspection = inspections.get_inspection(session, record_id, actor)
        if not inspection.has_officer(actor.officer_id):
            raise Forbidden("not_an_officer_of_the_inspection")
        return inspection_actions.subject_of(inspection)
    if kind == "closure":
        actor.need(Permission.CLOSURE_PHOTOGRAPH)
        closure = closures.get_closure_by_id(session, record_id, actor)
        return subject_of_closure(closure, wells.get_well_by_id(session, closure.well_id).code)
    if kind == "problem":
        actor.need(Permission.PROBLEM_EDIT)
        return subject_of_problem(cases.get_problem_by_id(session, record_id, actor))
    raise RuleBroken("evidence_subject_unknown", field="payload.subject_kind")
