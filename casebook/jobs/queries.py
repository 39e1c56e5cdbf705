"""Reading jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.jobs.models import Job
from casebook.jobs.rules import JobState
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def get_job(session: Session, job_id: UUID, actor: Actor) -> Job:
    """Return a job that this person asked for, or any job for who looks after the system; else NotFound."""
    found = session.scalar(select(Job).where(Job.id == job_id))
    if found is None or not (_is_own(found, actor) or actor.can(Permission.SYSTEM_SEE)):
        raise NotFound("job", job_id)
    return found


def find_open(session: Session, open_key: str) -> Job | None:
    """Return the job of a key that has not ended, or None."""
    return session.scalar(select(Job).where(Job.open_key == open_key))


def count_by_state(session: Session) -> dict[JobState, int]:
    """Return how many jobs stand in each state."""
    counts = session.execute(select(Job.state, func.count()).group_by(Job.state))
    found: dict[JobState, int] = {state: count for state, count in counts}  # noqa: C416 - rows are no pairs to mypy
    return {state: found.get(state, 0) for state in JobState}


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Return since when the longest waiting job is due, or None; far back means that no worker runs."""
    return session.scalar(
        select(func.min(Job.run_after)).where(Job.state == JobState.QUEUED, Job.run_after <= now)
    )


def _is_own(job: Job, actor: Actor) -> bool:
    return job.requested_by is not None and job.requested_by == actor.officer_id
