"""What an officer in the office decides about operations that do not go by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.field.actions import settling
from casebook.field.actions.settling import Standing
from casebook.field.models import RefusedFile
from casebook.field.queries import operations as queries
from casebook.field.rules.reasons import reasons_of
from casebook.field.rules.states import OperationState
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.field.models import OperationStatus
    from casebook.field.queries.listing import Entry

LONGEST_REASON = 400


def release(session: Session, *, actor: Actor, now: datetime, entry: Entry, reason: str) -> Standing:
    """Take up a quarantined or refused operation once more; what the rules refuse stays refused.

    Raises RuleBroken without a reason, and for an operation that is neither.
    """
    status = _need_open(session, actor, entry, reason)
    missing = queries.awaited_by_operation(session, [entry.id]).get(entry.id, [])
    if missing:
        mine = (RefusedFile.officer_id == status.officer_id, RefusedFile.file_hash.in_(missing))
        session.execute(delete(RefusedFile).where(*mine))
    _decide(session, actor, now, entry, status, reason, "operation:release")
    waits = OperationState.WAITING_FILES if missing else OperationState.RECEIVED
    settling.write(session, status=status, standing=Standing(waits), now=now)
    return settling.settle_stored(session, operation_id=entry.id, now=now)


def reject(session: Session, *, actor: Actor, now: datetime, entry: Entry, reason: str) -> Standing:
    """Refuse a quarantined operation for good; its bytes stay, and so does its receipt."""
    status = _need_open(session, actor, entry, reason)
    if status.state is not OperationState.QUARANTINED:
        raise RuleBroken("operation_settled", state=status.state)
    _decide(session, actor, now, entry, status, reason, "operation:reject")
    reasons = reasons_of(RuleBroken("operation_rejected", by=actor.name, reason=reason.strip()))
    standing = Standing(OperationState.REFUSED, reasons)
    settling.write(session, status=status, standing=standing, now=now)
    return standing


def _need_open(session: Session, actor: Actor, entry: Entry, reason: str) -> OperationStatus:
    actor.need(Permission.OPERATION_DECIDE)
    actor.need_reach(entry.jurisdiction, "operation", entry.id)
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise RuleBroken("operation_decision_needs_reason", field="reason", most=LONGEST_REASON)
    hold(session, f"operation:{entry.id}")
    status = queries.get_status(session, entry.id)
    session.refresh(status)
    if status.state not in (OperationState.QUARANTINED, OperationState.REFUSED):
        raise RuleBroken("operation_settled", state=status.state)
    return status


def _decide(
    session: Session,
    actor: Actor,
    now: datetime,
    entry: Entry,
    status: OperationStatus,
    reason: str,
    action: str,
) -> None:
    status.decided_by, status.decision = actor.name, reason.strip()
    session.flush()
    subject = Subject("operation", entry.id, str(entry.id), entry.jurisdiction)
    facts = {"state": status.state, "kind": entry.kind, "officer": entry.officer_name}
    record(session, actor=actor, now=now, action=action, subject=subject, before=facts, reason=reason)
