"""A closure: its report, works, signatures, confirmations and steps."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.closures.rules import (
    BaselineMethod,
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    ReplacementSource,
    SignatureRole,
)
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import Json, by_value
from casebook.inspections.filed import SignedHow
from casebook.inspections.rules.presence import PlateSeen

LIVE = text("status <> 'reopened'")


class Closure(CountyRecord):
    """One well reported closed."""

    __tablename__ = "closure"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("baseline_l >= 0 AND residual_l >= 0 AND residual_l <= baseline_l", name="volumes"),
        Index("uq_closure_live", "well_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index(None, "county_code", "status", "number"),
        Index(None, "county_code", "division_code", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    origin: Mapped[ClosureOrigin] = mapped_column(by_value(ClosureOrigin))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    kind: Mapped[ClosureKind] = mapped_column(by_value(ClosureKind))
    closed_on: Mapped[date]
    replacement_source: Mapped[ReplacementSource] = mapped_column(by_value(ReplacementSource))
    replacement_connected_on: Mapped[date | None]
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("substitute_water.id"), index=True)
    """The registered substitute that the reduction draws on."""
    baseline_method: Mapped[BaselineMethod] = mapped_column(by_value(BaselineMethod))
    baseline_m3: Mapped[Decimal] = mapped_column("baseline_l")
    """Per year, before the closure."""
    residual_m3: Mapped[Decimal] = mapped_column("residual_l")
    """Groundwater still taken per year after it."""
    full_year_m3: Mapped[Decimal] = mapped_column("full_year_l")
    this_year_m3: Mapped[Decimal] = mapped_column("this_year_l")
    basis_papers: Mapped[str] = mapped_column(String(400))
    """Papers behind the baseline: meter ledger, tax sheets, …"""
    permit_note: Mapped[str] = mapped_column(String(400), default="")
    """What became of the permit: volume cut, or cancelled at the last well."""
    status: Mapped[ClosureStatus] = mapped_column(by_value(ClosureStatus))
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """Of the works on the well, where they were forced or somebody noted them."""
    reported_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    reported_at: Mapped[datetime]
    accepted_on: Mapped[date | None]
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_on: Mapped[date | None]
    reopened_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class ClosureSignature(Record):
    """One of the four signatures of an acceptance record."""

    __tablename__ = "closure_signature"
    __table_args__ = (UniqueConstraint("closure_id", "role"),)

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    role: Mapped[SignatureRole] = mapped_column(by_value(SignatureRole))
    unit: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(60))
    signed_on: Mapped[date]


class ClosureConfirmation(Record):
    """One office's confirmation; with the last one the closure is booked."""

    __tablename__ = "closure_confirmation"
    __table_args__ = (UniqueConstraint("closure_id", "part"),)

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    part: Mapped[ConfirmingPart] = mapped_column(by_value(ConfirmingPart))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    confirmed_on: Mapped[date]
    remark: Mapped[str] = mapped_column(String(400))
    """What was seen on site, or the number of the joint acceptance record."""


class ClosureEvent(Record):
    """One step of a closure."""

    __tablename__ = "closure_event"
    __table_args__ = (UniqueConstraint("closure_id", "sequence"),)

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    sequence: Mapped[int]
    from_status: Mapped[ClosureStatus | None] = mapped_column(by_value(ClosureStatus))
    to_status: Mapped[ClosureStatus] = mapped_column(by_value(ClosureStatus))
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column("on_day")
    what: Mapped[str] = mapped_column(String(400))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class ClosureFieldAcceptance(Record):
    """That a closure was accepted on site with a tablet: who stood where, with whom."""

    __tablename__ = "closure_field_acceptance"
    __table_args__ = (
        UniqueConstraint("closure_id"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_position"),
    )

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    second_name: Mapped[str] = mapped_column(String(60))
    second_how: Mapped[SignedHow | None] = mapped_column(by_value(SignedHow))
    """By the signature of their own device, verified, or as the first one's tablet declares."""
    certificate_no: Mapped[str] = mapped_column(String(60), default="")
    second_certificate_no: Mapped[str] = mapped_column(String(60), default="")
    id_shown_at: Mapped[datetime | None]
    recusal_asked: Mapped[bool] = mapped_column(default=False)
    recusal_note: Mapped[str] = mapped_column(String(400), default="")
    person_on_site: Mapped[str] = mapped_column(String(200), default="")
    absence_note: Mapped[str] = mapped_column(String(400), default="")
    """Why nobody could be shown and told, with the witness."""
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    at: Mapped[datetime]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    distance_m: Mapped[float | None]
    """From where they stood to the registered position."""
    plate: Mapped[PlateSeen] = mapped_column(by_value(PlateSeen))
    far_reason: Mapped[str] = mapped_column(String(400))
    note: Mapped[str] = mapped_column(String(2000))
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("site_paper.id"))
    filed_at: Mapped[datetime]


class ClosureSignatureImage(Record):
    """A signature of an acceptance that was drawn on the glass (PNG)."""

    __tablename__ = "closure_signature_image"
    __table_args__ = (UniqueConstraint("closure_id", "role"),)

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    role: Mapped[SignatureRole] = mapped_column(by_value(SignatureRole))
    image_hash: Mapped[str] = mapped_column(ForeignKey("stored_file.hash"))


class ClosureWorks(Record):
    """The works of an accepted closure: each step with its answer, the plate's number, the fill."""

    __tablename__ = "closure_works"
    __table_args__ = (UniqueConstraint("closure_id"), CheckConstraint("fill_l >= 0", name="fill"))

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each `{step, answer, note}`, in the order of the works."""
    tag_no: Mapped[str] = mapped_column(String(60), default="")
    """On the plate, seal or lock."""
    fill_m3: Mapped[Decimal | None] = mapped_column("fill_l")
    material: Mapped[str] = mapped_column(String(200), default="")
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


for _table in (ClosureFieldAcceptance, ClosureSignatureImage, ClosureWorks):
    append_only.protect(_table.__table__)
