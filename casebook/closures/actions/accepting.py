"""Accepting a reported closure with its four signatures, or returning it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.closures import rules
from casebook.closures.actions.steps import hold, note, officer_id, subject_of
from casebook.closures.models import ClosureSignature, ClosureWorks
from casebook.closures.rules import ClosureKind, ClosureStatus
from casebook.evidence import actions as evidence
from casebook.evidence import queries as evidence_queries
from casebook.kernel import clock
from casebook.kernel.errors import Refused, RuleBroken
from casebook.wells import actions as wells
from casebook.wells import queries as well_queries
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.closures.rules import SignatureRole, Works

STATUS_OF = {
    ClosureKind.PLUGGED: WellStatus.PLUGGED,
    ClosureKind.MOTHBALLED: WellStatus.MOTHBALLED,
    ClosureKind.MONITORING: WellStatus.MONITORING,
}


@dataclass(frozen=True)
class Signature:
    """One signature of the acceptance record."""

    role: SignatureRole
    unit: str
    name: str
    signed_on: date


def accept_closure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    accepted_on: date,
    signatures: Sequence[Signature],
    works: Works,
    base_version: int | None = None,
) -> None:
    """Accept a closure on site: the works step by step, four signatures, photographs of all three stages.

    It is another who accepts than who reported.

    The well takes its closed status on the closing day. Raises Refused with all that is missing,
    Conflict when the closure changed after `base_version`.
    """
    actor.need(Permission.CLOSURE_ACCEPT)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure, base_version)
    rules.step(closure.status, ClosureStatus.ACCEPTED, closure.number)
    faults = _faults(session, actor, closure, accepted_on, signatures, today=clock.local_day(now))
    faults += rules.work_faults(closure.kind, works)
    if faults:
        raise Refused(faults)
    session.add(_works_row(actor, now, closure, works))
    for one in signatures:
        session.add(
            ClosureSignature(
                closure_id=closure.id, role=one.role, unit=one.unit, name=one.name, signed_on=one.signed_on
            )
        )
    changes = {"accepted_on": accepted_on, "accepted_by_id": officer_id(actor)}
    to = ClosureStatus.ACCEPTED
    note(session, closure, actor=actor, now=now, on=accepted_on, what="验收合格", to=to, changes=changes)
    _close_well(session, actor=actor, now=now, closure=closure)


def _works_row(actor: Actor, now: datetime, closure: Closure, works: Works) -> ClosureWorks:
    answers = {one.step: one for one in works.steps}
    return ClosureWorks(
        closure_id=closure.id,
        steps=[
            {"step": step.value, "answer": answers[step].answer.value, "note": answers[step].note.strip()}
            for step in rules.STEPS[closure.kind]
        ],
        tag_no=works.tag_no.strip(),
        fill_m3=works.fill_m3,
        material=works.material.strip(),
        officer_id=officer_id(actor),
        at=now,
    )


def _faults(
    session: Session,
    actor: Actor,
    closure: Closure,
    accepted_on: date,
    signatures: Sequence[Signature],
    *,
    today: date,
) -> list[RuleBroken]:
    faults = [RuleBroken("signature_missing", role=role) for role in _unsigned(signatures)]
    photographs = evidence_queries.count_by_stage(session, "closure", closure.id)
    faults += [
        RuleBroken("stage_photograph_missing", stage=stage) for stage in rules.missing_stages(photographs)
    ]
    days = [one.signed_on for one in signatures]
    if min([accepted_on, *days]) < closure.closed_on:
        faults.append(RuleBroken("accepted_before_closed", field="accepted_on"))
    if max([accepted_on, *days]) > today:
        faults.append(RuleBroken("date_in_future", field="accepted_on"))
    if accepted_on < max(days, default=accepted_on):
        faults.append(RuleBroken("accepted_before_signed", field="accepted_on"))
    if len({one.role for one in signatures}) < len(signatures):
        faults.append(RuleBroken("signature_twice"))
    if actor.officer_id == closure.reported_by_id:
        faults.append(RuleBroken("accepted_by_reporter"))
    return faults


def _unsigned(signatures: Sequence[Signature]) -> list[SignatureRole]:
    return rules.missing_signatures({one.role for one in signatures if one.name.strip() and one.unit.strip()})


def _close_well(session: Session, *, actor: Actor, now: datetime, closure: Closure) -> None:
    well = well_queries.get_well_by_id(session, closure.well_id)
    subject = subject_of(closure, well.code)
    if well.status is not STATUS_OF[closure.kind]:
        wells.change_status(
            session,
            actor=actor,
            now=now,
            well=well,
            to=STATUS_OF[closure.kind],
            on=closure.closed_on,
            reason=f"封停验收 {closure.number}",
            subject=subject,
        )
    evidence.lock_items(session, actor=actor, now=now, subject=subject)
    record(session, actor=actor, now=now, action="closure:accept", subject=subject)
    session.flush()


def return_closure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Send a closure back to who reported it, with a reason."""
    actor.need(Permission.CLOSURE_ACCEPT)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure, base_version)
    if not reason.strip():
        raise RuleBroken("return_needs_reason", field="reason")
    on, to = clock.local_day(now), ClosureStatus.RETURNED
    note(session, closure, actor=actor, now=now, on=on, what=f"退回：{reason}", to=to)
    well = well_queries.get_well_by_id(session, closure.well_id)
    subject = subject_of(closure, well.code)
    record(session, actor=actor, now=now, action="closure:return", subject=subject, reason=reason)
    session.flush()
