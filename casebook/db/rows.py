"""Writing rows that nobody needs as objects: one statement, nothing of the ORM's unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, insert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from casebook.db.base import Base


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one table by one statement; each names its columns as the database does.

    All name the same columns; defaults of the model fill in the others. Rows they refer to must be there:
    nothing that waits in the session is flushed before.
    """
    if rows:
        session.execute(insert(cast("Table", model.__table__)), rows)
