"""Column types: exact volumes, aware instants, enums by value, JSON, shapes in EPSG:4490."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from geoalchemy2 import Geometry
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from enum import StrEnum

SRID = 4490
"""CGCS2000 longitude and latitude, rules.md 12.7."""

LITRES_PER_M3 = 1000

Json = JSON().with_variant(JSONB(), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite keeps it as naive UTC text, PostgreSQL as timestamptz."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive instants: nobody could say later which clock they were read from."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "an instant needs its time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give every instant back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Litres(TypeDecorator[Decimal]):
    """Cubic metres in Python, whole litres in the database, so that sums are exact."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - signature
        """Refuse fractions of a litre: rounding is the caller's decision."""
        if value is None:
            return None
        litres = Decimal(value) * LITRES_PER_M3
        if litres != litres.to_integral_value():
            message = f"{value} m³ is not a whole number of litres"
            raise ValueError(message)
        return int(litres)

    def process_result_value(self, value: int | Decimal | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - as above
        """Return m³ with three decimals."""
        return None if value is None else (Decimal(int(value)) / LITRES_PER_M3).quantize(Decimal("0.001"))


def by_value(kind: type[StrEnum]) -> Enum:
    """Return a column type that stores an enum's value.

    There is no CHECK of the values in the database: a new value would mean rebuilding
    the table on SQLite, geometry and triggers included (ADR 0003). SQLAlchemy refuses
    foreign values on the way in and on the way out.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
        length=40,
    )


def shape(kind: str) -> Any:  # noqa: ANN401 - GeoAlchemy2 ships no stubs
    """Return a geometry column type in EPSG:4490; `kind` is POINT or MULTIPOLYGON."""
    return Geometry(kind, srid=SRID, spatial_index=True)
