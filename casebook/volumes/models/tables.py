"""Tables of meters, readings, electricity, coefficients, queries and the roll-ups of volumes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import Base, CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.partitions import partition_by_month
from casebook.db.types import by_value
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.regions.rules import Aquifer
from casebook.volumes.rules import (
    ImportKind,
    QueryKind,
    QueryState,
    ReadingMark,
    ReadingSource,
    ReadingWay,
)
from casebook.wells.models import Code, Well
from casebook.wells.rules import MeterKind

_IN_FORCE = text("replaced_at IS NULL")
_MONTH = "month BETWEEN 1 AND 12"
_YEAR = "year BETWEEN 1949 AND 2200"


class Meter(CountyRecord):
    """A water meter (水表)."""

    __tablename__ = "meter"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("number <> ''", name="number_given"),
        CheckConstraint("digits BETWEEN 3 AND 12", name="digits"),
    )

    number: Mapped[str] = mapped_column(Code)
    kind: Mapped[MeterKind] = mapped_column(by_value(MeterKind))
    digits: Mapped[int | None]
    """Whole digits of the dial; learned from its readings where nobody gave them."""
    seal_no: Mapped[str] = mapped_column(String(40), default="")
    """Number of the lead seal (铅封)."""
    calibration_due_on: Mapped[date | None]
    opened_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class MeterAssignment(CountyRecord):
    """A meter on a well for a while, with the readings at both ends where they are known."""

    __tablename__ = "meter_assignment"
    __table_args__ = (
        UniqueConstraint("meter_id", "well_id", "from_on"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="order"),
        Index(None, "well_id", "from_on"),
    )

    meter_id: Mapped[UUID] = mapped_column(ForeignKey("meter.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    """Day of the closing reading (旧表止码)."""
    opening_m3: Mapped[Decimal | None] = mapped_column("opening_l")
    closing_m3: Mapped[Decimal | None] = mapped_column("closing_l")
    ground: Mapped[str] = mapped_column(String(200), default="")

    meter: Mapped[Meter] = relationship(lazy="raise")
    well: Mapped[Well] = relationship(lazy="raise")


class ReadingImport(CountyRecord):
    """One file of readings or of electricity that was taken in, and what became of its rows."""

    __tablename__ = "reading_import"
    __table_args__ = (Index(None, "county_code", "at"),)

    kind: Mapped[ImportKind] = mapped_column(by_value(ImportKind))
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))
    counts: Mapped[dict[str, Any]]
    """rows, accepted, unchanged, refused by code, queries by code."""


class MeterReading(Base):
    """A dial as it was read; the one big table, cut by month on PostgreSQL, written once.

    The id is made of meter, day, second and revision, so that the same reading can't come twice. A correction
    is a further revision that names its reason; the highest one counts. Foreign keys would cost more than
    the rows: `well_id` and `meter_id` are only ever written by the actions of this feature.
    """

    __tablename__ = "meter_reading"
    __table_args__ = (
        CheckConstraint("dial_l >= 0", name="dial"),
        CheckConstraint("(revision = 1) = (reason = '')", name="correction_has_reason"),
        Index(None, "well_id", "read_on"),
        {"postgresql_partition_by": "RANGE (read_on)"},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    read_on: Mapped[date] = mapped_column(primary_key=True)
    county_code: Mapped[str] = mapped_column(String(6))
    well_id: Mapped[UUID]
    meter_id: Mapped[UUID]
    second: Mapped[int] = mapped_column(default=-1)
    """Of the Chinese day; -1 where only the day is known."""
    dial_l: Mapped[int | None] = mapped_column(BigInteger)
    """Litres; None in a revision that takes a reading back."""
    mark: Mapped[ReadingMark] = mapped_column(by_value(ReadingMark), default=ReadingMark.NONE)
    way: Mapped[ReadingWay] = mapped_column(by_value(ReadingWay))
    source: Mapped[ReadingSource] = mapped_column(by_value(ReadingSource))
    revision: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(400), default="")
    written: Mapped[str] = mapped_column(String(40), default="")
    """The cell or text as it was written."""
    batch_id: Mapped[UUID | None]
    """The import, message or inspection that brought it."""
    line: Mapped[int | None]
    recorded_at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80), default="")


class ElectricityAccount(CountyRecord):
    """A supply of electricity (电表户号); one without any well is a lead."""

    __tablename__ = "electricity_account"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("number <> ''", name="number_given"),
    )

    number: Mapped[str] = mapped_column(Code)
    opened_at: Mapped[datetime]


class ElectricityAccountWell(Record):
    """A well whose pump runs on an account; several may share one, a well may have several."""

    __tablename__ = "electricity_account_well"
    __table_args__ = (UniqueConstraint("account_id", "well_id"), Index(None, "well_id", "account_id"))

    account_id: Mapped[UUID] = mapped_column(ForeignKey("electricity_account.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    by_share: Mapped[bool] = mapped_column(default=False)
    """Whether only shares say so: in months that none covers it gets nothing."""


class ElectricityShare(CountyRecord):
    """The part of an account's electricity that a well's pump takes, from one month to another.

    Months that no share covers are dealt out by rated power. A row that is taken back stays with its reason.
    """

    __tablename__ = "electricity_share"
    __table_args__ = (
        CheckConstraint("share BETWEEN 1 AND 10000", name="share"),
        CheckConstraint("to_on IS NULL OR to_on > from_on", name="order"),
        Index(None, "account_id", "from_on"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("electricity_account.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    share: Mapped[int]
    """Of 10 000."""
    from_on: Mapped[date]
    """First day of the first month."""
    to_on: Mapped[date | None]
    """Last day of the last month."""
    ground: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80))
    replaced_at: Mapped[datetime | None]


class ElectricityUse(CountyRecord):
    """Electricity of an account in a month. A correction replaces the row and keeps the old one."""

    __tablename__ = "electricity_use"
    __table_args__ = (
        CheckConstraint("energy_wh >= 0", name="energy"),
        CheckConstraint(_MONTH, name="month"),
        CheckConstraint(_YEAR, name="year"),
        Index(
            "uq_electricity_use_in_force",
            "account_id",
            "year",
            "month",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        Index(None, "county_code", "year", "month"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("electricity_account.id"))
    year: Mapped[int]
    month: Mapped[int]
    energy_kwh: Mapped[Decimal] = mapped_column("energy_wh")
    """Kept in whole watt-hours, so that sums are exact."""
    batch_id: Mapped[UUID | None]
    line: Mapped[int | None]
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(400), default="")


class Coefficient(CountyRecord):
    """Water per electricity (以电折水系数) of an area, layer and season while it is in force."""

    __tablename__ = "coefficient"
    __table_args__ = (
        UniqueConstraint(
            "county_code", "division_code", "aquifer", "first_month", "last_month", "valid_from", "version"
        ),
        CheckConstraint("litres_per_kwh > 0", name="value"),
        CheckConstraint("first_month BETWEEN 1 AND 12 AND last_month BETWEEN 1 AND 12", name="season"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="order"),
        CheckConstraint("low_per_kwh <= litres_per_kwh AND litres_per_kwh <= high_per_kwh", name="band"),
    )

    division_code: Mapped[str] = mapped_column(Code)
    """The county or a township; the narrower one counts."""
    aquifer: Mapped[Aquifer | None] = mapped_column(by_value(Aquifer))
    """None for every layer."""
    first_month: Mapped[int] = mapped_column(default=1)
    last_month: Mapped[int] = mapped_column(default=12)
    """The season's months, both included; the first may come after the last (November to March)."""
    litres_per_kwh: Mapped[int]
    low_per_kwh: Mapped[int]
    high_per_kwh: Mapped[int]
    """The band in which the true value lies."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200))
    """The paper or the trial that found it."""
    version: Mapped[int] = mapped_column(default=1)
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class VolumeEstimate(CountyRecord):
    """A well's volume in a month by pump × hours or by a norm. A correction replaces the row and keeps it."""

    __tablename__ = "volume_estimate"
    __table_args__ = (
        CheckConstraint("volume_l >= 0", name="volume"),
        CheckConstraint(_MONTH, name="month"),
        CheckConstraint(_YEAR, name="year"),
        Index(
            "uq_volume_estimate_in_force",
            "well_id",
            "year",
            "month",
            "method",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    year: Mapped[int]
    month: Mapped[int]
    method: Mapped[VolumeMethod] = mapped_column(by_value(VolumeMethod))
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    basis: Mapped[str] = mapped_column(String(200))
    """How it was found: 32 m³/h × 210 h."""
    paper: Mapped[str] = mapped_column(String(200), default="")
    """Where its figures are written; empty in rows from before it was asked for."""
    norm_id: Mapped[UUID | None] = mapped_column(ForeignKey("water_norm.id"))
    """The version of the county's norm that it was found by; None for a norm that was typed."""
    norm_m3: Mapped[Decimal | None] = mapped_column("norm_l")
    """What that version said for one unit."""
    recorded_at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80), default="")
    replaced_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(400), default="")
    """Why another took its place, or it was taken back."""


class VolumeQuery(CountyRecord):
    """What a figure leaves unexplained, until somebody explains or dismisses it."""

    __tablename__ = "volume_query"
    __table_args__ = (
        UniqueConstraint("well_id", "kind", "to_on"),
        CheckConstraint("(state = 'query_open') = (decided_at IS NULL)", name="decision_has_time"),
        Index(None, "county_code", "state", "kind"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(Code)
    kind: Mapped[QueryKind] = mapped_column(by_value(QueryKind))
    from_on: Mapped[date]
    to_on: Mapped[date]
    """The interval: day of its opening and of its closing reading."""
    facts: Mapped[dict[str, Any]]
    """Figures that its words name."""
    state: Mapped[QueryState] = mapped_column(by_value(QueryState))
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    explanation: Mapped[str] = mapped_column(String(400), default="")


class WellMonth(CountyRecord):
    """The volume of a well in a month as it stands now; what it was before is in `well_month_past`.

    A roll-up without foreign keys, like the readings below it: they took as long as all of its indexes.
    `volumes recompute --check` names rows of either whose well is not in the register.
    """

    __tablename__ = "well_month"
    __table_args__ = (
        UniqueConstraint("well_id", "year", "month"),
        CheckConstraint("volume_l >= 0", name="volume"),
        CheckConstraint("(volume_l IS NULL) = (method IS NULL)", name="figure_has_method"),
        CheckConstraint("(volume_l IS NULL) = (grade IS NULL)", name="figure_has_grade"),
        CheckConstraint(_MONTH, name="month"),
        Index(None, "county_code", "year", "month", "division_code"),
    )

    well_id: Mapped[UUID]
    division_code: Mapped[str] = mapped_column(Code)
    """The township that the well lay in when the figure was found."""
    year: Mapped[int]
    month: Mapped[int]
    volume_m3: Mapped[Decimal | None] = mapped_column("volume_l")
    method: Mapped[VolumeMethod | None] = mapped_column(by_value(VolumeMethod))
    grade: Mapped[Grade | None] = mapped_column(by_value(Grade))
    flags: Mapped[str] = mapped_column(String(200), default="")
    """Values of VolumeFlag with blanks between them."""
    coefficient_id: Mapped[UUID | None]
    """The one that the figure was found with; a later version does not change it."""
    version: Mapped[int] = mapped_column(default=1)
    figured_at: Mapped[datetime]


class WellMonthPast(Record):
    """What a month's figure was before later readings or a correction changed it."""

    __tablename__ = "well_month_past"
    __table_args__ = (UniqueConstraint("well_id", "year", "month", "version"),)

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    year: Mapped[int]
    month: Mapped[int]
    version: Mapped[int]
    volume_m3: Mapped[Decimal | None] = mapped_column("volume_l")
    method: Mapped[VolumeMethod | None] = mapped_column(by_value(VolumeMethod))
    grade: Mapped[Grade | None] = mapped_column(by_value(Grade))
    flags: Mapped[str] = mapped_column(String(200), default="")
    figured_at: Mapped[datetime]
    replaced_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200), default="")


class TownshipMonth(CountyRecord):
    """The volumes of a township's wells in a month, by grade: the sum of its `well_month` rows."""

    __tablename__ = "township_month"
    __table_args__ = (
        UniqueConstraint("county_code", "year", "month", "division_code", "grade"),
        CheckConstraint("wells >= 0", name="wells"),
    )

    division_code: Mapped[str] = mapped_column(Code)
    year: Mapped[int]
    month: Mapped[int]
    grade: Mapped[Grade] = mapped_column(by_value(Grade))
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    wells: Mapped[int]
    """How many wells have a figure of this grade."""


partition_by_month(MeterReading.__table__)
protect(MeterReading.__table__)
protect(WellMonthPast.__table__)
