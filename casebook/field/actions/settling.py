"""Bringing an operation to its end: into the books, refused with a reason, or left waiting for a record."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from casebook.accounts import queries as accounts
from casebook.db.holding import hold, try_hold
from casebook.db.refusals import REFUSED, UNREACHABLE, refusal_of
from casebook.field.actions import receipts
from casebook.field.actions.applying import Task
from casebook.field.actions.kinds import KINDS
from casebook.field.models import OperationStatus
from casebook.field.queries import operations as queries
from casebook.field.rules import clocks, envelope, payloads
from casebook.field.rules.reasons import reasons_of
from casebook.field.rules.states import OperationState, check_step
from casebook.kernel.errors import CasebookError, Conflict, Forbidden, RuleBroken, StorageFull

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.field.actions.kinds import Kind
    from casebook.field.models import FieldOperation
    from casebook.field.rules.envelope import Envelope
    from casebook.field.rules.reasons import Reason

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """Where an operation stands after it was looked at; the columns of its status that this decides."""

    state: OperationState
    reasons: list[Reason] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    awaits_record: UUID | None = None
    has_failed: bool = False
    """Whether the server itself failed on it."""

    def columns(self, now: datetime) -> dict[str, Any]:
        """Return what is written of it."""
        return {
            "state": self.state,
            "reasons": self.reasons,
            "result": self.result,
            "awaits_record": self.awaits_record,
            "changed_at": now,
        }


def settle(
    session: Session, *, found: Envelope, owner: Actor | None, received_at: datetime, now: datetime
) -> Standing:
    """Apply an operation whose files are all here, in a savepoint: nothing of a refused one stays.

    `owner` is its officer as they are now; None when they may not act any more. A failure of the
    server's own is logged and leaves the operation to be tried again; a database that is gone and
    a full disk are raised, because then nothing can be kept.
    """
    try:
        return _look(session, found, owner, received_at, now)
    except (StorageFull, *UNREACHABLE):
        raise
    except CasebookError as refusal:
        return Standing(OperationState.REFUSED, reasons_of(refusal))
    except Exception as error:  # noqa: BLE001 - one fault must not hold up the tablet's other work
        refused = refusal_of(error) if isinstance(error, REFUSED) else None
        if refused is not None:
            return Standing(OperationState.REFUSED, reasons_of(refused))
        _log.exception("operation %s could not be applied", found.id)
        return Standing(OperationState.RECEIVED, has_failed=True)


def _look(
    session: Session, found: Envelope, owner: Actor | None, received_at: datetime, now: datetime
) -> Standing:
    kind = KINDS.get(found.kind)
    if kind is None:
        raise RuleBroken("operation_kind_unknown", field="kind", kind=found.kind)
    if owner is None:
        raise Forbidden("officer_disabled")
    payload = payloads.decode(bytes(found.payload), kind.payload, found.hashes)
    payload = clocks.put_right(payload, clocks.clock_of(found, received_at))
    awaited = kind.inspection(found.record, payload)
    if awaited is not None or kind.makes_inspection:
        hold(session, f"inspection:{awaited or found.record}")
    if awaited is not None and not queries.has_inspection(session, awaited):
        return Standing(OperationState.WAITING_RECORD, awaits_record=awaited)
    task = Task(owner, now, found.device, found.id, found.record, payload)
    return _apply(session, kind, task)


def _apply(session: Session, kind: Kind, task: Task) -> Standing:
    """Apply once, and once more when somebody else was first: what is so by now decides."""
    try:
        return _apply_once(session, kind, task)
    except (Conflict, *REFUSED):
        return _apply_once(session, kind, task)


def _apply_once(session: Session, kind: Kind, task: Task) -> Standing:
    with session.begin_nested():
        applied = kind.apply(session, task)
        session.flush()
    return Standing(applied.state, result=applied.result)


def settle_stored(session: Session, *, operation_id: UUID, now: datetime) -> Standing:
    """Look again at an operation that is kept already; the caller holds it.

    One whose files are all here gets its receipt; a quarantined or refused one stays as it is.
    """
    row, status = queries.get_operation(session, operation_id), queries.get_status(session, operation_id)
    found = envelope.read(row.body)
    is_complete = not queries.awaited_by_operation(session, [row.id])
    standing = _standing(session, found, row, status, is_complete=is_complete, now=now)
    is_due = is_complete and not queries.has_receipt(session, row.id)
    if is_due:
        receipts.issue(session, found=found, body_hash=row.body_hash, now=now)
    if is_due or standing.has_failed or standing.state is not status.state:
        write(session, status=status, standing=standing, now=now)
    if standing.state is OperationState.APPLIED:
        wake(session, found=found, now=now)
    return standing


def _standing(
    session: Session,
    found: Envelope,
    row: FieldOperation,
    status: OperationStatus,
    *,
    is_complete: bool,
    now: datetime,
) -> Standing:
    if not is_complete or status.state.is_settled:
        return Standing(status.state, status.reasons, status.result, status.awaits_record)
    owner = owner_of(session, found.officer)
    return settle(session, found=found, owner=owner, received_at=row.received_at, now=now)


def owner_of(session: Session, officer_id: UUID) -> Actor | None:
    """Return an operation's officer as they are now, or None when the account is closed."""
    officer = accounts.get_officer(session, officer_id)
    return accounts.actor_of(officer) if officer.is_active else None


def write(session: Session, *, status: OperationStatus, standing: Standing, now: datetime) -> None:
    """Keep where an operation stands now, by the steps of the table."""
    check_step(status.state, standing.state)
    change = update(OperationStatus).where(OperationStatus.operation_id == status.operation_id)
    attempts = OperationStatus.attempts + int(standing.has_failed)
    session.execute(change.values(**standing.columns(now), attempts=attempts))
    session.expire(status)


def wake(session: Session, *, found: Envelope, now: datetime) -> None:
    """Apply what has waited for the inspection that an operation has just filed.

    One that another transaction holds is left to it: that one sees the inspection as soon as this
    transaction ends, because both hold the inspection's name while they look.
    """
    kind = KINDS.get(found.kind)
    if kind is None or not kind.makes_inspection:
        return
    for operation_id in queries.list_waiting_for_record(session, found.record):
        if try_hold(session, f"operation:{operation_id}"):
            settle_stored(session, operation_id=operation_id, now=now)
