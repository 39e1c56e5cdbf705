"""What a handler gets to work with."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from casebook.db import transaction
from casebook.db.transaction import is_reading, writing
from casebook.jobs import actions
from casebook.jobs.rules import Lease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from casebook.jobs.models import Job

_SECONDS_BETWEEN = 0.5


class JobContext:
    """A job at work: its facts, its session, and how it tells its progress.

    The session's transaction is committed with the job's end, whole or not at all. On SQLite it
    holds the only write lock from its first statement on, so a long handler computes before it
    writes, reads inside `reading()`, and keeps the writing short.
    """

    def __init__(self, session: Session, job: Job, worker: str) -> None:
        self.session = session
        self.lease = Lease(job.id, worker, job.attempts)
        self.kind = job.kind
        self.payload = job.payload
        self.requested_by = job.requested_by
        self._told_at = float("-inf")

    @property
    def engine(self) -> Engine:
        """Where connections beside the session come from."""
        return self.session.get_bind().engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read without holding the write lock; what was loaded is detached at the end."""
        with transaction.reading(self.session) as session:
            yield session

    def progress(self, done: int, total: int | None = None) -> None:
        """Tell how far the work is, at most twice a second; call it as often as you like.

        It is seen at once, except where this very job holds SQLite's write lock.
        """
        now = time.monotonic()
        if (now - self._told_at < _SECONDS_BETWEEN and done != total) or self._holds_the_lock():
            return
        self._told_at = now
        with writing(), self.engine.begin() as connection:
            actions.show_progress(connection, lease=self.lease, done=done, total=total)

    def _holds_the_lock(self) -> bool:
        is_embedded = self.session.get_bind().dialect.name == "sqlite"
        return is_embedded and self.session.in_transaction() and not is_reading()
