"""Tables of closures."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.closures.rules import (
    BaselineMethod,
    CheckOutcome,
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    ConfirmingPart,
    EmergencyStatus,
    PlanPhase,
    PlanStatus,
    PlanStep,
    ReplacementSource,
    ReturnState,
    SignatureRole,
)
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import Json, by_value
from casebook.inspections.filed import SignedHow
from casebook.inspections.rules.presence import PlateSeen

LIVE = text("status <> 'reopened'")
_PLANNED = text("status NOT IN ('plan_closed', 'plan_dropped')")
_OPEN = text("status IN ('emergency_asked', 'emergency_approved', 'emergency_open')")


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


class ClosurePlan(CountyRecord):
    """A line of a year's programme: one well to be closed, who does it, and how far its replacement is."""

    __tablename__ = "closure_plan"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(status = 'plan_closed') = (closure_id IS NOT NULL)", name="closed_by"),
        Index(
            "uq_closure_plan_live", "well_id", unique=True, sqlite_where=_PLANNED, postgresql_where=_PLANNED
        ),
        Index(None, "county_code", "year", "division_code", "number"),
        Index(None, "closure_id"),
    )

    number: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    origin: Mapped[ClosureOrigin] = mapped_column(by_value(ClosureOrigin))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    phase: Mapped[PlanPhase] = mapped_column(by_value(PlanPhase))
    status: Mapped[PlanStatus] = mapped_column(by_value(PlanStatus))
    obliged: Mapped[str] = mapped_column(String(200), default="")
    """Who has to close the well; empty for one that is nobody's."""
    executor: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str] = mapped_column(String(120), default="")
    """Number of the paper that issued the programme."""
    planned_on: Mapped[date | None]
    source: Mapped[ReplacementSource] = mapped_column(by_value(ReplacementSource))
    network: Mapped[str] = mapped_column(String(200), default="")
    is_covered: Mapped[bool] = mapped_column(default=False)
    """Whether the network was found to reach the well."""
    announced_on: Mapped[date | None]
    determined_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    joined_on: Mapped[date | None]
    supplied_on: Mapped[date | None]
    """Last day of the metered supply that was looked at."""
    power_cut_on: Mapped[date | None]
    last_on: Mapped[date | None]
    """The latest day of its steps."""
    closure_id: Mapped[UUID | None] = mapped_column(ForeignKey("closure.id"))
    version: Mapped[int] = mapped_column(default=1)


class ClosurePlanEvent(Record):
    """One step of a line, with what it brought."""

    __tablename__ = "closure_plan_event"
    __table_args__ = (
        UniqueConstraint("plan_id", "sequence"),
        CheckConstraint("(step = 'cost') = (amount_fen IS NOT NULL)", name="cost"),
    )

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("closure_plan.id"))
    sequence: Mapped[int]
    step: Mapped[PlanStep | None] = mapped_column(by_value(PlanStep))
    """None for the listing."""
    from_status: Mapped[PlanStatus | None] = mapped_column(by_value(PlanStatus))
    to_status: Mapped[PlanStatus] = mapped_column(by_value(PlanStatus))
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime]
    paper: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    amount_fen: Mapped[int | None]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


class EmergencyOpening(CountyRecord):
    """应急启用 of a reserve well: asked, allowed up to a volume and a day, opened, closed again."""

    __tablename__ = "emergency_opening"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("limit_l > 0", name="limit"),
        CheckConstraint("until_on >= from_on", name="days"),
        CheckConstraint("(status = 'emergency_sealed') = (used_l IS NOT NULL)", name="used"),
        Index(
            "uq_emergency_opening_open", "well_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        Index(None, "closure_id", "number"),
        Index(None, "county_code", "status", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    status: Mapped[EmergencyStatus] = mapped_column(by_value(EmergencyStatus))
    cause: Mapped[str] = mapped_column(String(400))
    limit_m3: Mapped[Decimal] = mapped_column("limit_l")
    from_on: Mapped[date]
    until_on: Mapped[date]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(String(400), default="")
    """The paper that allows it, or why not."""
    opened_on: Mapped[date | None]
    sealed_on: Mapped[date | None]
    first_reading: Mapped[Decimal | None] = mapped_column("first_reading_l")
    last_reading: Mapped[Decimal | None] = mapped_column("last_reading_l")
    """Of the meter at opening and at closing again, m³."""
    tag_no: Mapped[str] = mapped_column(String(60), default="")
    """On the new seal."""
    used_m3: Mapped[Decimal | None] = mapped_column("used_l")
    overrun: Mapped[str] = mapped_column(String(400), default="")
    """Why more was taken, or for longer, than was allowed."""
    version: Mapped[int] = mapped_column(default=1)


class ClosureReturn(CountyRecord):
    """A return of closures (封井完成情况表) as it was checked, and what was posted of it as history."""

    __tablename__ = "closure_return"
    __table_args__ = (
        CheckConstraint("(state = 'return_checked') = (posted_at IS NULL)", name="posted_at"),
        CheckConstraint("(state = 'return_taken_back') = (taken_back_at IS NOT NULL)", name="taken_back_at"),
        Index(None, "county_code", "checked_at"),
        Index(None, "county_code", "file_hash"),
    )

    division_code: Mapped[str] = mapped_column(String(12))
    """The jurisdiction of who checked it: wells beyond were unknown."""
    file_hash: Mapped[str] = mapped_column(String(160), ForeignKey("stored_file.hash"))
    file_name: Mapped[str] = mapped_column(String(200))
    sheet: Mapped[str] = mapped_column(String(120), default="")
    year: Mapped[int | None]
    """The year that its title names, else that most of its lines were closed in."""
    state: Mapped[ReturnState] = mapped_column(by_value(ReturnState))
    claimed_wells: Mapped[int]
    claimed_m3: Mapped[Decimal] = mapped_column("claimed_l")
    admissible_wells: Mapped[int]
    admissible_m3: Mapped[Decimal] = mapped_column("admissible_l")
    admissible_this_year_m3: Mapped[Decimal] = mapped_column("admissible_this_year_l")
    doubtful_wells: Mapped[int]
    doubtful_m3: Mapped[Decimal] = mapped_column("doubtful_l")
    doubtful_this_year_m3: Mapped[Decimal] = mapped_column("doubtful_this_year_l")
    checked_at: Mapped[datetime]
    checked_by: Mapped[str] = mapped_column(String(80))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[str] = mapped_column(String(80), default="")
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str] = mapped_column(String(80), default="")
    taken_back_reason: Mapped[str] = mapped_column(String(400), default="")


class ClosureReturnLine(Record):
    """A line of a checked return, with every rule that applied to it."""

    __tablename__ = "closure_return_line"
    __table_args__ = (
        UniqueConstraint("return_id", "line"),
        CheckConstraint("NOT is_posted OR well_id IS NOT NULL", name="posted_well"),
        Index(None, "return_id", "outcome", "line"),
        Index(None, "well_id"),
    )

    return_id: Mapped[UUID] = mapped_column(ForeignKey("closure_return.id"))
    line: Mapped[int]
    row_number: Mapped[int]
    """As the sheet shows it."""
    code: Mapped[str] = mapped_column(String(40))
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    """Of a line that was posted."""
    outcome: Mapped[CheckOutcome] = mapped_column(by_value(CheckOutcome))
    full_year_m3: Mapped[Decimal] = mapped_column("full_year_l")
    this_year_m3: Mapped[Decimal] = mapped_column("this_year_l")
    is_dead: Mapped[bool]
    claim: Mapped[dict[str, Any]] = mapped_column(Json)
    """What the line says, by names of `ClaimLine`."""
    findings: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each `{rule, facts}`."""
    is_posted: Mapped[bool] = mapped_column(default=False)


for _table in (ClosureFieldAcceptance, ClosureSignatureImage, ClosureWorks, ClosurePlanEvent):
    append_only.protect(_table.__table__)
