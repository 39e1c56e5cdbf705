"""When a job runs, runs again, or is given up: pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

MOST_ATTEMPTS = 5
LEASE = timedelta(seconds=60)
"""A worker that was not heard of for so long is taken for dead."""
HEARTBEAT = timedelta(seconds=15)
FIRST_DELAY = timedelta(seconds=10)

_HOPELESS = (RuleBroken, Refused, NotFound, Forbidden)
"""Refusals: trying again would be refused again."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self in (JobState.QUEUED, JobState.RUNNING)


TRANSITIONS = {
    JobState.QUEUED: frozenset({JobState.RUNNING}),
    JobState.RUNNING: frozenset({JobState.RUNNING, JobState.QUEUED, JobState.SUCCEEDED, JobState.FAILED}),
    JobState.SUCCEEDED: frozenset[JobState](),
    JobState.FAILED: frozenset[JobState](),
}
"""Running to running: the lease of a dead worker ran out and another one takes over."""


@dataclass(frozen=True)
class Lease:
    """A worker's hold on a job: void as soon as another attempt has begun."""

    job_id: UUID
    worker: str
    attempt: int


def delay(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 10 s, then 20 s, then 40 s."""
    return FIRST_DELAY * (1 << (attempts - 1))


def is_given_up(error: Exception, attempts: int) -> bool:
    """Say whether a failed job is not tried again."""
    return isinstance(error, _HOPELESS) or attempts >= MOST_ATTEMPTS


def slot_of(moment: datetime, every: timedelta) -> datetime:
    """Return the beginning of the turn of periodic work that an instant falls into."""
    return moment - (moment - _EPOCH) % every
