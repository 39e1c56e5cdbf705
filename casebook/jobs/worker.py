"""The worker: takes jobs one by one, each in its own transaction, until it is told to stop."""

from __future__ import annotations

import logging
import os
import socket
import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import OperationalError

from casebook.db.transaction import unit_of_work
from casebook.jobs import actions, handlers, rules
from casebook.jobs.context import JobContext
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime
    from typing import Self

    from sqlalchemy.orm import Session

_POLL_SECONDS = 1.0
_log = logging.getLogger(__name__)


def worker_name() -> str:
    """Return a name that no other living worker has."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


class Worker:
    """Runs jobs. `scope` opens a session of its own for each of them and closes it."""

    def __init__(self, scope: Callable[[], AbstractContextManager[Session]]) -> None:
        self._scope = scope
        self._name = worker_name()
        self._stop = threading.Event()
        self._slots: dict[str, datetime] = {}

    def stop(self) -> None:
        """End after the job at hand."""
        self._stop.set()

    def run(self) -> None:
        """Work until told to stop; a database that cannot be reached is waited for."""
        while not self._stop.is_set():
            try:
                is_busy = self.step()
            except OperationalError:
                _log.exception("the database does not answer; the worker waits")
                is_busy = False
            if not is_busy:
                self._stop.wait(_POLL_SECONDS)

    def run_due(self) -> int:
        """Work until nothing is due; return how many jobs were run."""
        count = 0
        while not self._stop.is_set() and self.step():
            count += 1
        return count

    def step(self) -> bool:
        """Queue periodic work whose turn has come, run one due job, and say whether there was one."""
        self._queue_periodic()
        with self._scope() as session:
            with unit_of_work(session):
                job = actions.claim(session, worker=self._name, now=clock.now())
                if job is None:
                    return False
                context = JobContext(session, job, self._name)
            _run(context)
        return True

    def _queue_periodic(self) -> None:
        now = clock.now()
        for kind, every in handlers.periodic():
            slot = rules.slot_of(now, every)
            if self._slots.get(kind) == slot:
                continue
            with self._scope() as session, unit_of_work(session):
                actions.enqueue_slot(session, kind=kind, every=every, now=now)
            self._slots[kind] = slot


def _run(context: JobContext) -> None:
    lease = context.lease
    try:
        with _Heartbeat(context), unit_of_work(context.session) as session:
            result = _handle(context)
            actions.finish(session, lease=lease, result=result, now=clock.now())
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is its job's failure, not the worker's
        _log.exception("job %s (%s), attempt %d failed", lease.job_id, context.kind, lease.attempt)
        with unit_of_work(context.session) as session:
            if not actions.fail(session, lease=lease, error=error, now=clock.now()):
                _log.warning("job %s was taken over by another worker", lease.job_id)


def _handle(context: JobContext) -> dict[str, Any] | None:
    if context.lease.attempt > rules.MOST_ATTEMPTS:
        raise RuleBroken("job_kept_dying", attempts=context.lease.attempt - 1)
    run = handlers.handler_of(context.kind)
    if run is None:
        raise RuleBroken("job_kind_unknown", kind=context.kind)
    return run(context)


class _Heartbeat:
    """Extends the lease while the job runs."""

    def __init__(self, context: JobContext) -> None:
        self._lease = context.lease
        self._engine = context.engine
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._ended.wait(rules.HEARTBEAT.total_seconds()):
            try:
                with self._engine.begin() as connection:
                    actions.extend_lease(connection, lease=self._lease, now=clock.now())
            except OperationalError:
                # On SQLite the job itself may hold the write lock; nobody else can take the job then.
                _log.warning("job %s: heartbeat not written", self._lease.job_id, exc_info=True)
