"""What the database itself refuses, put as a refusal of ours where somebody can mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import UniqueConstraint, exc
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from casebook.db.base import Base
from casebook.kernel.errors import Conflict, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Index

REFUSED = (IntegrityError, DataError, StaleDataError)
"""What a flush may raise although the program is right: two at once, or a value no column holds."""
UNREACHABLE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
"""What is raised while the database is locked, busy or away."""

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")


def refusal_of(error: Exception) -> Conflict | RuleBroken | None:
    """Return what to tell whoever's act the database refused; None for a fault of the program.

    A broken unique constraint is a Conflict that names it: somebody else took the same number, step or
    name first. A feature may have words for it, under its name among its MESSAGES.
    """
    if isinstance(error, StaleDataError):
        return Conflict("changed_meanwhile")
    if isinstance(error, DataError):
        return RuleBroken("value_does_not_fit")
    if isinstance(error, IntegrityError):
        name = broken_unique(error)
        return None if name is None else Conflict("changed_meanwhile", constraint=name)
    return None


def is_busy(error: exc.DBAPIError) -> bool:
    """Say whether somebody else held the rows or the file; both databases name the lock in their words."""
    return isinstance(error, UNREACHABLE) and "lock" in str(error.orig)


def broken_unique(error: IntegrityError) -> str | None:
    """Return the name of the unique constraint or index that a statement broke, on either database."""
    found = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    names = {_name(one) for one in _uniques()}
    if found is not None:
        return found if found in names else None
    written = _SQLITE_UNIQUE.search(str(error.orig))
    if written is None:
        return None
    columns = written[1].split(", ")
    hits = (one for one in _uniques() if [str(column) for column in one.columns] == columns)
    return next((_name(one) for one in hits), None)


def _uniques() -> Iterator[UniqueConstraint | Index]:
    for table in Base.metadata.tables.values():
        yield from (one for one in table.constraints if isinstance(one, UniqueConstraint))
        yield from (one for one in table.indexes if one.unique)


def _name(one: UniqueConstraint | Index) -> str:
    return str(one.name)
