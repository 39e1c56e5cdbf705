"""Tables of the well register. Positions are EPSG:4490 degrees, lengths as the column says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record
from casebook.db.types import Json, by_value, shape
from casebook.kernel.cells import DatePrecision
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.subjects import Subject
from casebook.parties.models import Party
from casebook.regions.rules import Aquifer
from casebook.wells.rules import (
    AliasKind,
    EditState,
    MeterKind,
    PartyRole,
    PermitExemption,
    ProposalState,
    WellStatus,
    WellUse,
)

Code = String(40).with_variant(String(40, collation="C"), "postgresql")
"""Codes sort by their bytes on both databases, so that a prefix is a range of an index."""


class Well(CountyRecord):
    """A well of the register. Coordinates are mandatory: `geom`, `lon` and `lat` say the same."""

    __tablename__ = "well"
    __table_args__ = (
        UniqueConstraint("county_code", "code"),
        CheckConstraint("lon BETWEEN 73 AND 136", name="lon_in_china"),
        CheckConstraint("lat BETWEEN 3 AND 54", name="lat_in_china"),
        CheckConstraint("depth_m > 0", name="depth"),
        CheckConstraint("code <> ''", name="code_given"),
        CheckConstraint("substr(division_code, 1, 6) = county_code", name="division_in_county"),
        CheckConstraint("(built_on IS NULL) = (built_precision IS NULL)", name="built_has_precision"),
        CheckConstraint("version >= 1", name="version"),
        Index(None, "county_code", "division_code", "code"),
        Index(None, "county_code", "status", "code"),
        Index("ix_well_lives", "county_code", "status", "division_code", "closed_on"),
        Index(None, "county_code", "built_on"),
        Index(None, "county_code", "use", "code"),
        Index(None, "county_code", "aquifer", "code"),
        Index(None, "county_code", "meter_kind", "code"),
        Index(None, "county_code", "code_reversed"),
        Index(None, "county_code", "meter_no"),
        Index(None, "county_code", "electricity_account"),
        Index("ix_well_village", "county_code", "village", "id"),
        Index(None, "county_code", "changed_at"),
    )

    code: Mapped[str] = mapped_column(Code)
    code_reversed: Mapped[str] = mapped_column(Code)
    """The code backwards, so that its last digits can be searched by an index."""
    division_code: Mapped[str] = mapped_column(Code)
    """The township that the position lies in."""
    village: Mapped[str] = mapped_column(String(60), default="")
    lon: Mapped[float]
    lat: Mapped[float]
    geom: Mapped[Any] = mapped_column(shape("POINT"), deferred=True)
    crs_source: Mapped[CrsSource] = mapped_column(by_value(CrsSource))
    status: Mapped[WellStatus] = mapped_column(by_value(WellStatus))
    closed_on: Mapped[date | None]
    """Day since which it is plugged, mothballed or a monitoring well, where known."""
    use: Mapped[WellUse] = mapped_column(by_value(WellUse))
    aquifer: Mapped[Aquifer] = mapped_column(by_value(Aquifer))
    exemption: Mapped[PermitExemption] = mapped_column(
        by_value(PermitExemption), default=PermitExemption.NONE
    )
    built_on: Mapped[date | None]
    """First of the month or year where no more is known."""
    built_precision: Mapped[DatePrecision | None] = mapped_column(by_value(DatePrecision))
    depth_m: Mapped[float | None]
    casing_mm: Mapped[float | None]
    casing_material: Mapped[str] = mapped_column(String(40), default="")
    screen_from_m: Mapped[float | None]
    screen_to_m: Mapped[float | None]
    static_level_m: Mapped[float | None]
    """Depth to the water at rest, below ground."""
    pump_flow_m3h: Mapped[float | None]
    pump_power_kw: Mapped[float | None]
    irrigated_mu: Mapped[float | None]
    people_served: Mapped[int | None]
    meter_kind: Mapped[MeterKind] = mapped_column(by_value(MeterKind))
    meter_no: Mapped[str] = mapped_column(Code, default="")
    electricity_account: Mapped[str] = mapped_column(Code, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    written: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The register's own words where they differ from what is stored, by column: township, lon, use …"""
    registered_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    """Counts changes of the row; an edit names the version that it was based on."""


def subject_of(well: Well) -> Subject:
    """Return the well as what an act is about."""
    return Subject("well", well.id, well.code, well.division_code)


class WellParty(Record):
    """Who owns, manages or uses a well."""

    __tablename__ = "well_party"
    __table_args__ = (UniqueConstraint("well_id", "role", "party_id"), Index(None, "party_id", "well_id"))

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    role: Mapped[PartyRole] = mapped_column(by_value(PartyRole))

    party: Mapped[Party] = relationship(lazy="joined")


class WellZone(Record):
    """A well's position lies in a zone's shape. Whether the zone holds is asked at reading."""

    __tablename__ = "well_zone"
    __table_args__ = (UniqueConstraint("well_id", "zone_id"), Index(None, "zone_id", "well_id"))

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    zone_id: Mapped[UUID] = mapped_column(ForeignKey("control_zone.id"))


class WellEvent(Record):
    """One step of a well's life; the last one's `to_status` is the well's status."""

    __tablename__ = "well_event"
    __table_args__ = (
        UniqueConstraint("well_id", "sequence"),
        CheckConstraint("(sequence = 1) = (from_status IS NULL)", name="first_has_no_from"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    sequence: Mapped[int]
    from_status: Mapped[WellStatus | None] = mapped_column(by_value(WellStatus))
    to_status: Mapped[WellStatus] = mapped_column(by_value(WellStatus))
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(20), default="")
    subject_id: Mapped[UUID | None]
    subject_title: Mapped[str] = mapped_column(String(200), default="")
    """What caused the step: a closure, an inspection, an import; a register edit names none."""


class WellAlias(CountyRecord):
    """Another number by which a well is known."""

    __tablename__ = "well_alias"
    __table_args__ = (UniqueConstraint("county_code", "kind", "value"), Index(None, "county_code", "value"))

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"), index=True)
    kind: Mapped[AliasKind] = mapped_column(by_value(AliasKind))
    value: Mapped[str] = mapped_column(Code)


class FieldEdit(CountyRecord):
    """One field of a well as an officer corrected it on the spot; what was seen and written stays."""

    __tablename__ = "well_field_edit"
    __table_args__ = (
        UniqueConstraint("source_id", "field"),
        CheckConstraint(
            "(state IN ('taken', 'dropped')) = (decided_at IS NOT NULL)", name="decision_has_time"
        ),
        Index(None, "well_id", "field", "is_live"),
        Index(None, "county_code", "state", "received_at"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    field: Mapped[str] = mapped_column(String(40))
    base_version: Mapped[int]
    """The version of the well that the writer had."""
    base: Mapped[Any] = mapped_column(Json)
    """What the register said before this edit and all that are weighed with it."""
    seen: Mapped[Any] = mapped_column(Json)
    written: Mapped[Any] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(400), default="")
    at: Mapped[datetime]
    """By the writer's clock."""
    source_id: Mapped[UUID]
    """The operation that brought it."""
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    officer_name: Mapped[str] = mapped_column(String(80))
    device: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]
    state: Mapped[EditState] = mapped_column(by_value(EditState))
    is_live: Mapped[bool] = mapped_column(default=True)
    """Whether it is weighed with what comes next: until a person decides or the register changes."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_note: Mapped[str] = mapped_column(String(400), default="")

    well: Mapped[Well] = relationship(lazy="joined", innerjoin=True)


class PositionProposal(CountyRecord):
    """Where several visits agree that a well stands, away from the register; somebody decides."""

    __tablename__ = "position_proposal"
    __table_args__ = (
        CheckConstraint("lon BETWEEN 73 AND 136", name="lon_in_china"),
        CheckConstraint("lat BETWEEN 3 AND 54", name="lat_in_china"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decision_has_time"),
        Index(
            "uq_position_proposal_open",
            "well_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        Index(None, "county_code", "state", "proposed_at"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    lon: Mapped[float]
    lat: Mapped[float]
    distance_m: Mapped[float]
    """From the registered position."""
    spread_m: Mapped[float]
    """Between the visits that agree, at most."""
    visits: Mapped[list[str]]
    """Ids of the inspections that agree."""
    state: Mapped[ProposalState] = mapped_column(by_value(ProposalState), default=ProposalState.PROPOSED)
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_note: Mapped[str] = mapped_column(String(400), default="")

    well: Mapped[Well] = relationship(lazy="joined", innerjoin=True)
