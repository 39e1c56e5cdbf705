"""Tables of leads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.cases.rules import FoundHow, LeadState
from casebook.db import CountyRecord, Record
from casebook.db.types import by_value
from casebook.inspections.rules.patrols import PatrolSign

_OPEN = text("state IN ('new', 'taken')")


class Lead(CountyRecord):
    """A hint that something is off at a well; of one well there is at most one open lead."""

    __tablename__ = "lead"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_position"),
        CheckConstraint("well_id IS NOT NULL OR lon IS NOT NULL", name="well_or_position"),
        Index("uq_lead_open", "well_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "county_code", "state", "number"),
        Index(None, "county_code", "division_code", "number"),
    )

    number: Mapped[str] = mapped_column(String(40))
    channel: Mapped[FoundHow] = mapped_column(by_value(FoundHow))
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    """Where it is, for a well that the register does not have."""
    division_code: Mapped[str] = mapped_column(String(12))
    village: Mapped[str] = mapped_column(String(60))
    sign: Mapped[PatrolSign] = mapped_column(by_value(PatrolSign))
    """The gravest of what was off when it was first told."""
    what: Mapped[str] = mapped_column(String(400))
    found_at: Mapped[datetime]
    found_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    found_by: Mapped[str] = mapped_column(String(60))
    state: Mapped[LeadState] = mapped_column(by_value(LeadState), default=LeadState.NEW)
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    """The verification that was begun or that settled it."""
    version: Mapped[int] = mapped_column(default=1)


class LeadEvent(Record):
    """One step of a lead, or one more hint about the same well."""

    __tablename__ = "lead_event"
    __table_args__ = (UniqueConstraint("lead_id", "sequence"), Index(None, "visit_id"))

    lead_id: Mapped[UUID] = mapped_column(ForeignKey("lead.id"))
    sequence: Mapped[int]
    from_state: Mapped[LeadState | None] = mapped_column(by_value(LeadState))
    to_state: Mapped[LeadState] = mapped_column(by_value(LeadState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(400))
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("patrol_visit.id"))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))
