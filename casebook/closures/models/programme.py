"""The programme of closings, and the emergency uses of reserve wells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.closures.rules import (
    ClosureOrigin,
    EmergencyStatus,
    PlanPhase,
    PlanStatus,
    PlanStep,
    ReplacementSource,
)
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import Json, by_value

_PLANNED = text("status NOT IN ('plan_closed', 'plan_dropped')")
_OPEN = text("status IN ('emergency_asked', 'emergency_approved', 'emergency_open')")


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


append_only.protect(ClosurePlanEvent.__table__)
