"""The table of jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import Record
from casebook.db.types import by_value
from casebook.jobs.rules import JobState


class Job(Record):
    """One piece of work, enqueued in the transaction that wants it done."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("open_key"),
        UniqueConstraint("slot_key"),
        CheckConstraint("done >= 0 AND (total IS NULL OR total >= 0)", name="progress_counts"),
        CheckConstraint(
            "state != 'running' OR (leased_by IS NOT NULL AND leased_until IS NOT NULL)",
            name="running_is_leased",
        ),
        Index(None, "state", "run_after"),
        Index(None, "requested_by"),
    )

    kind: Mapped[str] = mapped_column(String(60))
    """Names the handler."""
    payload: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(by_value(JobState), default=JobState.QUEUED)
    open_key: Mapped[str | None] = mapped_column(String(200))
    """Keeps the same work from being queued twice; emptied when the job ends."""
    slot_key: Mapped[str | None] = mapped_column(String(200))
    """Kind and turn of periodic work; kept for ever, so that a turn comes once."""
    requested_by: Mapped[UUID | None]
    """The officer who may watch it; no foreign key, jobs know no accounts."""
    enqueued_at: Mapped[datetime]
    run_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    leased_by: Mapped[str | None] = mapped_column(String(100))
    leased_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    """How many units of work there are, where that is known."""
    result: Mapped[dict[str, Any] | None]
    """What the handler returned; `url` leads to what it made."""
    error: Mapped[str | None] = mapped_column(Text)
    """Trace of the last failure, for the administrator."""
    error_code: Mapped[str | None] = mapped_column(String(60))
    """Code of the refusal that ended it, for the requester."""
    error_facts: Mapped[dict[str, Any] | None]
