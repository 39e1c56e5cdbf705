"""The only place that commits. A unit of work is committed whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

_reading: ContextVar[bool] = ContextVar("casebook_reading", default=False)


def is_reading() -> bool:
    """Say whether the present work only reads (SQLite then begins DEFERRED, not IMMEDIATE)."""
    return _reading.get()


def set_reading(*, reading: bool) -> None:
    """Declare at the start of a request whether it may write."""
    _reading.set(reading)


def commit(session: Session) -> None:
    """Make the unit of work permanent; on failure nothing of it stays."""
    try:
        session.commit()
    except BaseException:
        session.rollback()
        raise


@contextmanager
def writing() -> Iterator[None]:
    """Begin write transactions at once inside this block, whatever the request declared."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def reading(session: Session) -> Iterator[Session]:
    """Read before the writing begins, without holding SQLite's write lock; what was loaded is detached."""
    if session.in_transaction():
        message = "read first, write afterwards"
        raise RuntimeError(message)
    token = _reading.set(True)
    try:
        yield session
    finally:
        session.rollback()
        session.expunge_all()
        _reading.reset(token)


@contextmanager
def unit_of_work(session: Session) -> Iterator[Session]:
    """Commit at the end of the block, roll back when it raises."""
    with writing():
        try:
            yield session
        except BaseException:
            session.rollback()
            raise
        commit(session)
