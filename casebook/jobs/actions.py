"""Queueing work, and the steps by which a worker takes, ends or gives up a job."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from casebook.db.rows import insert_rows
from casebook.jobs import queries, rules
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState
from casebook.kernel.errors import CasebookError, Conflict

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import Session

    from casebook.jobs.rules import Lease

_LONGEST_TRACE = 8000


def enqueue(
    session: Session,
    *,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
    requested_by: UUID | None = None,
    dedupe_key: str | None = None,
    total: int | None = None,
) -> Job:
    """Queue work that begins after this transaction is committed; it vanishes with it when that fails.

    With a `dedupe_key` the job of the same kind and key that has not ended yet is returned instead.
    """
    open_key = None if dedupe_key is None else f"{kind}:{dedupe_key}"
    waiting = queries.find_open(session, open_key) if open_key else None
    if waiting is not None:
        return waiting
    job = Job(
        kind=kind,
        payload=payload,
        open_key=open_key,
        requested_by=requested_by,
        enqueued_at=now,
        run_after=now,
        total=total,
    )
    if _added(session, job):
        return job
    waiting = queries.find_open(session, open_key) if open_key else None
    if waiting is None:
        raise Conflict("job_changed", kind=kind)
    return waiting


def enqueue_unwatched(session: Session, *, kind: str, payload: dict[str, Any], now: datetime) -> None:
    """Queue work that nobody watches and that may be queued twice; it vanishes as `enqueue`'s does."""
    insert_rows(session, Job, [{"kind": kind, "payload": payload, "enqueued_at": now, "run_after": now}])


def enqueue_slot(session: Session, *, kind: str, every: timedelta, now: datetime) -> bool:
    """Queue this turn of periodic work unless some worker did; say whether it was queued here."""
    slot_key = f"{kind}@{rules.slot_of(now, every).isoformat()}"
    if session.scalar(select(Job.id).where(Job.slot_key == slot_key)) is not None:
        return False
    return _added(session, Job(kind=kind, payload={}, slot_key=slot_key, enqueued_at=now, run_after=now))


def claim(session: Session, *, worker: str, now: datetime) -> Job | None:
    """Take the job that has been due longest, in one statement that two workers cannot both win."""
    is_due = and_(Job.state == JobState.QUEUED, Job.run_after <= now)
    is_abandoned = and_(Job.state == JobState.RUNNING, Job.leased_until < now)
    first = (
        select(Job.rowid)
        .where(or_(is_due, is_abandoned))
        .order_by(Job.run_after, Job.rowid)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    take = (
        update(Job)
        .where(Job.rowid == first.scalar_subquery())
        .values(
            state=JobState.RUNNING,
            attempts=Job.attempts + 1,
            leased_by=worker,
            leased_until=now + rules.LEASE,
            started_at=now,
            done=0,
        )
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.scalar(take)


def finish(session: Session, *, lease: Lease, result: dict[str, Any] | None, now: datetime) -> None:
    """End a job in the transaction of its own work; Conflict when the lease was lost: nothing of it stays."""
    facts = {
        "state": JobState.SUCCEEDED,
        "result": result,
        "ended_at": now,
        "open_key": None,
        "error": None,
        "done": func.coalesce(Job.total, Job.done),
    }
    if not _change(session, lease, facts):
        raise Conflict("job_lease_lost", job=str(lease.job_id))


def fail(session: Session, *, lease: Lease, error: Exception, now: datetime) -> bool:
    """Keep why an attempt failed, and queue the next or give up; False when the lease was lost meanwhile."""
    facts: dict[str, Any] = {
        "error": "".join(traceback.format_exception(error))[-_LONGEST_TRACE:],
        "error_code": error.code if isinstance(error, CasebookError) else None,
        "error_facts": {k: str(v) for k, v in error.facts.items()}
        if isinstance(error, CasebookError)
        else None,
    }
    if rules.is_given_up(error, lease.attempt):
        facts |= {"state": JobState.FAILED, "ended_at": now, "open_key": None}
    else:
        facts |= {"state": JobState.QUEUED, "run_after": now + rules.delay(lease.attempt)}
    return _change(session, lease, facts)


def extend_lease(connection: Connection, *, lease: Lease, now: datetime) -> None:
    """Tell that the worker lives; on a connection of its own, because the job's transaction is still open."""
    connection.execute(update(Job).where(_is_held(lease)).values(leased_until=now + rules.LEASE))


def show_progress(connection: Connection, *, lease: Lease, done: int, total: int | None) -> None:
    """Let the requester see how far the work is; on a connection of its own."""
    connection.execute(update(Job).where(_is_held(lease)).values(done=done, total=total))


def _is_held(lease: Lease) -> ColumnElement[bool]:
    return and_(
        Job.id == lease.job_id,
        Job.state == JobState.RUNNING,
        Job.leased_by == lease.worker,
        Job.attempts == lease.attempt,
    )


def _change(session: Session, lease: Lease, facts: dict[str, Any]) -> bool:
    change = update(Job).where(_is_held(lease)).values(**facts).returning(Job.id)
    return session.scalar(change.execution_options(synchronize_session=False)) is not None


def _added(session: Session, job: Job) -> bool:
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:  # somebody else queued the same work at the same time
        return False
    return True
