"""Base of all tables: naming of constraints, and the two keys that every table has."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Integer, MetaData, String, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casebook.db.types import Json, Litres, UtcDateTime
from casebook.kernel import ids

NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

RowId = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """Declarative base; Python types map to columns the same way everywhere."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime,
        Decimal: Litres,
        UUID: Uuid(),
        dict[str, Any]: Json,
        list[str]: Json,
    }


class Record(Base):
    """A row: `rowid` ties indexes together and never leaves the database, `id` is what all else uses."""

    __abstract__ = True

    rowid: Mapped[int] = mapped_column(RowId, primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=ids.new_id, sort_order=-1)


class CountyRecord(Record):
    """A business row; it names its county so that counties can be merged or split later."""

    __abstract__ = True

    county_code: Mapped[str] = mapped_column(String(6), sort_order=-1)
