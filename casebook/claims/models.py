"""Tables of claims: baselines, substitute water with its months, claims with their events."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.claims.rules import BaselineMethod, BaselineStatus, ClaimStatus, MeasureKind, ReplacementSource
from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.types import Json, by_value
from casebook.ledger.rules import AquiferGroup
from casebook.parties.models import Party
from casebook.wells.models import Well

STANDING = text("status = 'baseline_locked'")


class Baseline(CountyRecord):
    """What a well, or a unit in one group of layers, took per year before a measure."""

    __tablename__ = "claim_baseline"
    __table_args__ = (
        CheckConstraint("(well_id IS NULL) <> (party_id IS NULL)", name="one_owner"),
        CheckConstraint("baseline_l >= 0", name="volume"),
        CheckConstraint("(locked_on IS NULL) = (locked_at IS NULL)", name="locked"),
        Index(
            "uq_claim_baseline_well",
            "well_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(
            "uq_claim_baseline_unit",
            "party_id",
            "aquifer_group",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(None, "county_code", "status", "drafted_at"),
    )

    division_code: Mapped[str] = mapped_column(String(12))
    """Of the well; a unit's is the county, or the township that was named."""
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    aquifer_group: Mapped[AquiferGroup] = mapped_column(by_value(AquiferGroup))
    before_year: Mapped[int]
    """The year of the measure: B1 is the mean of the three full years before it."""
    method: Mapped[BaselineMethod] = mapped_column(by_value(BaselineMethod))
    baseline_m3: Mapped[Decimal] = mapped_column("baseline_l")
    figures: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """What B1 was made of: each `{well, year, m3, by}`; empty where the figure was stated with its papers."""
    papers: Mapped[str] = mapped_column(String(400))
    explanation: Mapped[str] = mapped_column(String(400), default="")
    """Why it does not fit use or size, with the paper."""
    status: Mapped[BaselineStatus] = mapped_column(by_value(BaselineStatus))
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drafted_by: Mapped[str] = mapped_column(String(80))
    drafted_at: Mapped[datetime]
    locked_on: Mapped[date | None]
    """The day of the paper that approves it; measures begin after it."""
    lock_paper: Mapped[str] = mapped_column(String(120), default="")
    locked_by: Mapped[str] = mapped_column(String(80), default="")
    locked_at: Mapped[datetime | None]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim_baseline.id"))
    ended_reason: Mapped[str] = mapped_column(String(400), default="")
    """Why another took its place, or why it was dropped."""
    version: Mapped[int] = mapped_column(default=1)

    well: Mapped[Well | None] = relationship(lazy="joined")
    party: Mapped[Party | None] = relationship(lazy="joined")


class SubstituteWater(CountyRecord):
    """Water that takes the place of groundwater: where from, how much, how much of it is groundwater."""

    __tablename__ = "substitute_water"
    __table_args__ = (
        UniqueConstraint("county_code", "name"),
        CheckConstraint("groundwater_permille BETWEEN 0 AND 1000", name="share"),
        CheckConstraint("capacity_l > 0", name="capacity"),
    )

    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[ReplacementSource] = mapped_column(by_value(ReplacementSource))
    capacity_m3: Mapped[Decimal] = mapped_column("capacity_l")
    """Per day."""
    groundwater_permille: Mapped[int]
    papers: Mapped[str] = mapped_column(String(400))
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class SubstituteSupply(Record):
    """What a substitute was metered to supply in a month; a correction adds a version."""

    __tablename__ = "substitute_supply"
    __table_args__ = (
        UniqueConstraint("substitute_id", "year", "month", "version"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("volume_l >= 0", name="volume"),
    )

    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("substitute_water.id"))
    year: Mapped[int]
    month: Mapped[int]
    version: Mapped[int]
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    paper: Mapped[str] = mapped_column(String(120))
    """The meter's sheet, or why a figure is corrected."""
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime]


class SubstituteDraw(CountyRecord):
    """What a booked claim or closure took of a substitute, until it is given back."""

    __tablename__ = "substitute_draw"
    __table_args__ = (
        UniqueConstraint("subject_id"),
        CheckConstraint("volume_l >= 0", name="volume"),
        Index(None, "substitute_id"),
    )

    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("substitute_water.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    volume_m3: Mapped[Decimal] = mapped_column("volume_l")
    booked_on: Mapped[date]
    returned_on: Mapped[date | None]


class Claim(CountyRecord):
    """A reduction by a measure other than closing a well, from draft to booking."""

    __tablename__ = "reduction_claim"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("claimed_l > 0 AND residual_l >= 0 AND emergency_l >= 0", name="volumes"),
        CheckConstraint("saving_l BETWEEN 0 AND claimed_l", name="saving"),
        CheckConstraint("booked_l IS NULL OR booked_l BETWEEN 0 AND claimed_l", name="booked"),
        Index(None, "county_code", "year", "number"),
        Index(None, "baseline_id", "status"),
    )

    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[MeasureKind] = mapped_column(by_value(MeasureKind))
    baseline_id: Mapped[UUID] = mapped_column(ForeignKey("claim_baseline.id"))
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("substitute_water.id"))
    began_on: Mapped[date]
    year: Mapped[int]
    """Of the day that the measure began: the year that it counts for."""
    claimed_m3: Mapped[Decimal] = mapped_column("claimed_l")
    residual_m3: Mapped[Decimal] = mapped_column("residual_l")
    emergency_m3: Mapped[Decimal] = mapped_column("emergency_l")
    saving_m3: Mapped[Decimal] = mapped_column("saving_l")
    what: Mapped[str] = mapped_column(String(400))
    papers: Mapped[str] = mapped_column(String(400))
    explanation: Mapped[str] = mapped_column(String(400), default="")
    status: Mapped[ClaimStatus] = mapped_column(by_value(ClaimStatus))
    edited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    submitted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    booked_m3: Mapped[Decimal | None] = mapped_column("booked_l")
    booked_this_year_m3: Mapped[Decimal | None] = mapped_column("booked_this_year_l")
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    baseline: Mapped[Baseline] = relationship(lazy="joined")
    substitute: Mapped[SubstituteWater | None] = relationship(lazy="joined")


class ClaimEvent(Record):
    """One step of a claim."""

    __tablename__ = "reduction_claim_event"
    __table_args__ = (UniqueConstraint("claim_id", "sequence"),)

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("reduction_claim.id"))
    sequence: Mapped[int]
    to_status: Mapped[ClaimStatus] = mapped_column(by_value(ClaimStatus))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(600))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class ClaimPaper(CountyRecord):
    """A paper behind a baseline or a claim, as a picture or a PDF."""

    __tablename__ = "claim_paper"
    __table_args__ = (
        CheckConstraint("(baseline_id IS NULL) <> (claim_id IS NULL)", name="one_subject"),
        Index(None, "baseline_id"),
        Index(None, "claim_id"),
    )

    baseline_id: Mapped[UUID | None] = mapped_column(ForeignKey("claim_baseline.id"))
    claim_id: Mapped[UUID | None] = mapped_column(ForeignKey("reduction_claim.id"))
    title: Mapped[str] = mapped_column(String(120))
    file_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    file_name: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[str] = mapped_column(String(80))
    added_at: Mapped[datetime]


protect(ClaimPaper.__table__)
protect(SubstituteSupply.__table__)
protect(ClaimEvent.__table__)
