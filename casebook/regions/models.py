"""Tables of divisions and control zones. Shapes are EPSG:4490."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.types import by_value, shape
from casebook.kernel.coordinates import CrsSource
from casebook.regions.rules import Aquifer, DivisionKind, ZoneKind

OPEN_PERIOD = text("ended_on IS NULL")
OPEN_ALL_LAYERS = text("ended_on IS NULL AND aquifer IS NULL")
PERIOD_IN_ORDER = "ended_on IS NULL OR ended_on >= valid_from"


class Division(CountyRecord):
    """A county or township for a period; a changed outline ends the row and begins another."""

    __tablename__ = "division"
    __table_args__ = (
        CheckConstraint(PERIOD_IN_ORDER, name="period"),
        CheckConstraint("(geom IS NULL) = (crs_source IS NULL)", name="outline_has_crs"),
        CheckConstraint("substr(code, 1, 6) = county_code", name="code_in_county"),
        Index(
            "uq_division_open", "code", unique=True, sqlite_where=OPEN_PERIOD, postgresql_where=OPEN_PERIOD
        ),
        Index(None, "county_code", "code", "valid_from"),
    )

    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(60))
    written_name: Mapped[str] = mapped_column(String(60))
    """The name as the source wrote it, before blanks and full-width forms were mended."""
    kind: Mapped[DivisionKind] = mapped_column(by_value(DivisionKind))
    geom: Mapped[Any | None] = mapped_column(shape("MULTIPOLYGON"), deferred=True)
    crs_source: Mapped[CrsSource | None] = mapped_column(by_value(CrsSource))
    valid_from: Mapped[date]
    ended_on: Mapped[date | None]
    """First day on which this row no longer holds."""


class ControlZone(CountyRecord):
    """An area in which abstraction is forbidden, restricted or replaceable, for a period."""

    __tablename__ = "control_zone"
    __table_args__ = (
        CheckConstraint(PERIOD_IN_ORDER, name="period"),
        Index(
            "uq_control_zone_open",
            "county_code",
            "kind",
            "name",
            "aquifer",
            unique=True,
            sqlite_where=OPEN_PERIOD,
            postgresql_where=OPEN_PERIOD,
        ),
        Index(
            "uq_control_zone_open_all_layers",
            "county_code",
            "kind",
            "name",
            unique=True,
            sqlite_where=OPEN_ALL_LAYERS,
            postgresql_where=OPEN_ALL_LAYERS,
        ),
        Index(None, "county_code", "kind", "name", "valid_from"),
    )

    kind: Mapped[ZoneKind] = mapped_column(by_value(ZoneKind))
    name: Mapped[str] = mapped_column(String(100))
    aquifer: Mapped[Aquifer | None] = mapped_column(by_value(Aquifer))
    """The one layer it is about; None means all."""
    geom: Mapped[Any] = mapped_column(shape("MULTIPOLYGON"), deferred=True)
    crs_source: Mapped[CrsSource] = mapped_column(by_value(CrsSource))
    valid_from: Mapped[date]
    ended_on: Mapped[date | None]
    """First day on which this row no longer holds."""


class KnownPoint(CountyRecord):
    """A place whose position is certain, where a tablet can check in what datum its browser speaks."""

    __tablename__ = "known_point"
    __table_args__ = (
        UniqueConstraint("county_code", "name"),
        CheckConstraint("lon BETWEEN 73 AND 136", name="lon_in_china"),
        CheckConstraint("lat BETWEEN 3 AND 54", name="lat_in_china"),
    )

    name: Mapped[str] = mapped_column(String(60))
    lon: Mapped[float]
    lat: Mapped[float]
