"""Holding a name until the transaction ends: two transactions that must see each other's rows take turns.

On SQLite a writing transaction has the whole database already (BEGIN IMMEDIATE).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_DIGITS = 15
"""Hexadecimal digits that fit PostgreSQL's signed 64-bit keys."""


def hold(session: Session, name: str) -> None:
    """Wait until nobody else holds the name, then hold it."""
    if _is_shared(session):
        session.execute(select(func.pg_advisory_xact_lock(_key(name))))


def try_hold(session: Session, name: str) -> bool:
    """Hold the name unless somebody else does; say whether it is held now."""
    if not _is_shared(session):
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(_key(name)))))


def _is_shared(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _key(name: str) -> int:
    return int(digest(name.encode()).partition(":")[2][:_DIGITS], 16)
