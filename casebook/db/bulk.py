"""Adding many rows at once: COPY on PostgreSQL, one prepared INSERT on SQLite; nothing of the ORM.

Values are given as the columns' Python types: UUID or its 32 digits, day, aware instant, text, whole number.
Column types with a conversion of their own (cubic metres, enums) are given as they are stored.
"""

from __future__ import annotations

from datetime import UTC
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Date, Table, Uuid

from casebook.db.columns import BEGINS, ENDS, listed, spelled
from casebook.db.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Column
    from sqlalchemy.orm import Session

    from casebook.db.base import Base
    from casebook.db.columns import Values


def load_rows(
    session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows that name these columns of the database, all others left to their defaults there."""
    table = cast("Table", model.__table__)
    names = ", ".join(columns)
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        driver = cast("Any", connection.connection.driver_connection)
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = [(place, _plain(table.c[name])) for place, name in enumerate(columns)]
    changes = [(place, change) for place, change in places if change is not None]
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
    driver = cast("Any", connection.connection.driver_connection)
    driver.executemany(statement, (_changed(row, changes) for row in rows))


def load_columns(
    session: Session, model: type[Base], columns: Mapping[str, Values], same: Mapping[str, Any]
) -> None:
    """Add rows that are given column by column, as they are stored.

    `same` are the columns that all of these rows share, with values as for `load_rows`.
    """
    table = cast("Table", model.__table__)
    names = ", ".join([*columns, *same])
    session.flush()
    connection = session.connection()
    driver = cast("Any", connection.connection.driver_connection)
    if connection.dialect.name == "postgresql":
        kinds = {name: table.c[name].type.compile(connection.dialect) for name in (*columns, *same)}
        words = f"COPY {table.name} ({names}) FROM STDIN (FORMAT binary)"
        with driver.cursor() as cursor, cursor.copy(words) as copy:
            copy.write(BEGINS)
            for piece in spelled(columns, same, kinds):
                copy.write(piece)
            copy.write(ENDS)
        return
    changes = [_plain(table.c[name]) for name in same]
    shared = [
        change(value) if change and value is not None else value
        for change, value in zip(changes, same.values(), strict=True)
    ]
    marks = ", ".join("?" * (len(columns) + len(same)))
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own
    driver.executemany(statement, zip(*map(listed, columns.values()), *map(repeat, shared)))  # noqa: B905 - some never end


def _changed(row: Sequence[Any], changes: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Any]:
    found = list(row)
    for place, change in changes:
        if found[place] is not None:
            found[place] = change(found[place])
    return found


def _plain(column: Column[Any]) -> Callable[[Any], Any] | None:
    """Return how SQLite keeps a value of this column, None where it keeps it as it is."""
    if isinstance(column.type, Uuid):
        return _digits
    if isinstance(column.type, UtcDateTime):
        return _moment
    return _day if isinstance(column.type, Date) else None


def _digits(value: UUID | str) -> str:
    return value if isinstance(value, str) else value.hex


@lru_cache(maxsize=1024)
def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@lru_cache(maxsize=8192)
def _day(value: date) -> str:
    return value.isoformat()
