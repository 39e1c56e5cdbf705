"""A worker for tests, on a database of the test's own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from casebook.jobs import handlers
from casebook.jobs.worker import Worker
from tests.support.databases import session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import timedelta

    import pytest
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from casebook.jobs.context import JobContext


def worker_on(engine: Engine) -> Worker:
    @contextmanager
    def scope() -> Iterator[Session]:
        with session_on(engine) as session:
            yield session

    return Worker(scope)


class Bench:
    """Handlers of a test: name a kind, give a function."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(handlers, "_kinds", {})

    def add(
        self,
        kind: str,
        run: Callable[[JobContext], dict[str, object] | None],
        *,
        every: timedelta | None = None,
    ) -> None:
        handlers.register(kind, run, title=kind, every=every)
