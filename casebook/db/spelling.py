"""How a typed column's value is written in a hashed body, and how the database is asked to write it so.

One spelling on both databases, and both ways: `of` for a value in Python, `sqlite` and `postgresql` for a
stored one; PostgreSQL is told to write days as ISO does (`SET LOCAL datestyle`) by who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Float,
    Integer,
    String,
    Uuid,
    cast,
    func,
    type_coerce,
)

from casebook.db.types import LITRES_PER_M3, Litres, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable

Sql = ColumnElement[Any]


@dataclass(frozen=True)
class Spelling:
    """How one kind of value is spelled: in Python, by SQLite, by PostgreSQL. None and NULL stay."""

    of: Callable[[Any], object]
    sqlite: Callable[[Column[Any]], Sql]
    postgresql: Callable[[Column[Any]], Sql]
    in_sqlite: Callable[[str], str] | None = None
    """How SQLite stores what the body spells otherwise; turning the body is faster than asking it to.

    It turns many texts at once too, one a line.
    """


def _litres(value: Decimal | int) -> int:
    litres = Decimal(value) * LITRES_PER_M3
    if litres != litres.to_integral_value():
        message = f"{value} m³ is not a whole number of litres"
        raise ValueError(message)
    return int(litres)


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        message = "an instant needs its time zone"
        raise ValueError(message)
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _moment_in_sqlite(spelled: str) -> str:
    return spelled.replace("T", " ").replace("+00:00", "")


def _uuid_in_sqlite(spelled: str) -> str:
    return spelled.replace("-", "")


def _postgresql_moment(column: Column[Any]) -> Sql:
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"', type_=String)


def _as_is(kind: type[Any]) -> Callable[[Column[Any]], Sql]:
    return lambda column: type_coerce(column, kind)


_SPELLINGS: dict[type[Any], Spelling] = {
    UtcDateTime: Spelling(_moment, _as_is(String), _postgresql_moment, _moment_in_sqlite),
    Litres: Spelling(_litres, _as_is(BigInteger), _as_is(BigInteger)),
    Uuid: Spelling(
        lambda value: str(UUID(str(value))),
        _as_is(String),
        lambda column: cast(column, String),
        _uuid_in_sqlite,
    ),
    Date: Spelling(date.isoformat, _as_is(String), lambda column: cast(column, String)),
    Boolean: Spelling(bool, _as_is(Integer), _as_is(Boolean)),
    Integer: Spelling(int, _as_is(Integer), _as_is(Integer)),
    Float: Spelling(float, _as_is(Float), _as_is(Float)),
    String: Spelling(str, _as_is(String), _as_is(String)),
}


def spelling_of(column: Column[Any]) -> Spelling:
    """Return how a column is spelled; TypeError for kinds that have no one spelling (JSON, shapes, bytes)."""
    for kind, spelling in _SPELLINGS.items():
        if isinstance(column.type, kind):
            return spelling
    message = f"{column} cannot stand in a hashed body; keep it in the payload"
    raise TypeError(message)
