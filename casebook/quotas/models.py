"""Tables of permits and yearly volumes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.types import by_value
from casebook.kernel.identifiers import PermitNumberKind
from casebook.parties.models import Party
from casebook.quotas.rules import (
    Grade,
    PermitStatus,
    PermitStep,
    Validity,
    Verdict,
    VolumeMethod,
    VolumeSource,
    WaterSource,
)
from casebook.regions.rules import Aquifer
from casebook.wells.rules import WellUse

IN_FORCE = text("replaced_at IS NULL")


class Permit(CountyRecord):
    """A water abstraction permit (取水许可证) as it is now; what it was before stands in `permit_change`."""

    __tablename__ = "permit"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("permitted_l >= 0", name="volume"),
        CheckConstraint("number <> ''", name="number_given"),
        CheckConstraint("version >= 1", name="version"),
    )

    number: Mapped[str] = mapped_column(String(60))
    number_kind: Mapped[PermitNumberKind | None] = mapped_column(by_value(PermitNumberKind))
    """Which form the number has (rules.md 12.4); None when neither."""
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"), index=True)
    permitted_m3: Mapped[Decimal | None] = mapped_column("permitted_l")
    """Per year, of all its wells together."""
    issued_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    """Last day of validity, as the paper says it; dates out of order are kept as written."""
    use: Mapped[WellUse | None] = mapped_column(by_value(WellUse))
    aquifer: Mapped[Aquifer | None] = mapped_column(by_value(Aquifer))
    conditions: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[PermitStatus] = mapped_column(by_value(PermitStatus), default=PermitStatus.VALID)
    """What registers bring counts as granted."""
    source: Mapped[WaterSource | None] = mapped_column(by_value(WaterSource))
    application_no: Mapped[str] = mapped_column(String(20), default="")
    """Number of the application that it came from; an application bears it as its number as well."""
    list_paper: Mapped[str] = mapped_column(String(120), default="")
    """Paper that lists the wells of a bundled permit (打捆)."""
    renewal_asked_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    """Day from which it no longer holds because it was revoked, withdrawn or cancelled."""
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    holder: Mapped[Party | None] = relationship(lazy="joined")

    @property
    def validity(self) -> Validity:
        """Its days and status, for the rules."""
        return Validity(self.status, self.valid_from, self.valid_to, self.ended_on)


class PermitChange(Record):
    """What a permit said before it was changed."""

    __tablename__ = "permit_change"
    __table_args__ = (UniqueConstraint("permit_id", "version"),)

    permit_id: Mapped[UUID] = mapped_column(ForeignKey("permit.id"))
    version: Mapped[int]
    """The version that these facts were."""
    facts: Mapped[dict[str, Any]]
    replaced_at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(String(400), default="")


class PermitWell(Record):
    """A well that a permit covers; one permit may cover several, a well may stand on several."""

    __tablename__ = "permit_well"
    __table_args__ = (UniqueConstraint("permit_id", "well_id"), Index(None, "well_id", "permit_id"))

    permit_id: Mapped[UUID] = mapped_column(ForeignKey("permit.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))


class PermitEvent(Record):
    """One step of a permit's life; permits that a register brought have none before their first step here."""

    __tablename__ = "permit_event"
    __table_args__ = (UniqueConstraint("permit_id", "sequence"),)

    permit_id: Mapped[UUID] = mapped_column(ForeignKey("permit.id"))
    sequence: Mapped[int]
    step: Mapped[PermitStep] = mapped_column(by_value(PermitStep))
    from_status: Mapped[PermitStatus | None] = mapped_column(by_value(PermitStatus))
    to_status: Mapped[PermitStatus] = mapped_column(by_value(PermitStatus))
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime]
    paper: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What the step changed or was decided on: volumes, wells, days, the pre-check."""
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class PermitList(CountyRecord):
    """A list of electronic permits as it was held against ours; taking over is told by the permits."""

    __tablename__ = "permit_list"
    __table_args__ = (CheckConstraint("file_name <> ''", name="file_named"),)

    file_name: Mapped[str] = mapped_column(String(200))
    listed_on: Mapped[date | None]
    """The day of which the list speaks, as its sender says; None where nobody said."""
    rows: Mapped[int]
    unchanged: Mapped[int]
    counts: Mapped[dict[str, Any]]
    """Number of entries by verdict."""
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(80))
    taken_over_at: Mapped[datetime | None]
    """When its lines were taken into our register."""


class PermitListEntry(Record):
    """A permit of either side of a reconciliation."""

    __tablename__ = "permit_list_entry"
    __table_args__ = (
        UniqueConstraint("list_id", "sequence"),
        Index(None, "list_id", "verdict", "sequence"),
    )

    list_id: Mapped[UUID] = mapped_column(ForeignKey("permit_list.id"))
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    row: Mapped[int | None] = mapped_column("row_no")
    theirs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    differences: Mapped[list[str]] = mapped_column(default=list)
    faults: Mapped[list[str]] = mapped_column(default=list)


class AnnualVolume(CountyRecord):
    """Water taken from a well in a calendar year. A correction replaces the row and keeps the old one."""

    __tablename__ = "annual_volume"
    __table_args__ = (
        CheckConstraint("volume_l >= 0", name="volume"),
        CheckConstraint("year BETWEEN 1949 AND 2200", name="year"),
        Index(
            "uq_annual_volume_in_force",
            "well_id",
            "year",
            "source",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(None, "well_id", "year"),
        Index(None, "county_code", "year"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    year: Mapped[int]
    source: Mapped[VolumeSource] = mapped_column(by_value(VolumeSource))
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    method: Mapped[VolumeMethod] = mapped_column(by_value(VolumeMethod))
    grade: Mapped[Grade] = mapped_column(by_value(Grade))
    written: Mapped[str] = mapped_column(String(80), default="")
    """The figure as the source wrote it, where that was not plain cubic metres."""
    recorded_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    """When a later figure took its place; None for the one in force."""


protect(PermitEvent.__table__)
