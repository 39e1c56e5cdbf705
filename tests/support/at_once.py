"""Acts side by side, each on a connection of its own: one comes first, nothing is half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Connection

from casebook.db.transaction import unit_of_work
from casebook.kernel.errors import CasebookError
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    Act = Callable[[Session, Any], object]

SECONDS = 30
"""Waiting longer for each other means that one never came."""


def at_once(session: Session, load: Callable[[Session], Any], *acts: Act) -> list[str]:
    """Run the acts on what each has loaded; return `done` or the code of the refusal of each, sorted.

    All have loaded before any acts, so that the later one holds what is no longer so. On SQLite the
    first read takes the one write lock, and the acts only begin together.
    """
    if isinstance(session.get_bind(), Connection):
        raise pytest.UsageError("Two at once need a database of their own: take the fixture database_url.")
    # What the acts know of the test's own rows must not make its session begin a transaction again.
    session.expire_on_commit = False
    session.commit()
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    together = Barrier(len(acts))
    reads_lock = url.startswith("sqlite")

    def run(act: Act) -> str:
        engine = engine_for(url)
        try:
            with session_on(engine) as own, unit_of_work(own):
                if reads_lock:
                    together.wait(SECONDS)
                found = load(own)
                if not reads_lock:
                    together.wait(SECONDS)
                act(own, found)
        except CasebookError as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            engine.dispose()

    with ThreadPoolExecutor(len(acts)) as pool:
        answers = sorted(pool.map(run, acts))
    session.expire_all()
    return answers
