"""Writing rows that nobody needs as objects: one statement, nothing of the ORM's unit of work."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Table, inspect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Insert
    from sqlalchemy.orm import Session

    from casebook.db.base import Base


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one table by one statement; each names the model's attributes, all the same ones.

    Defaults of the model fill in the others. Rows that these refer to must be there: nothing that waits
    in the session is flushed before.
    """
    if rows:
        statement, names = _insert(model)
        session.execute(statement, [{names[name]: value for name, value in row.items()} for row in rows])


@cache
def _insert(model: type[Base]) -> tuple[Insert, dict[str, str]]:
    """Return the statement, and the column of each attribute."""
    names = {attribute.key: attribute.columns[0].key for attribute in inspect(model).column_attrs}
    return cast("Table", model.__table__).insert(), names
