"""Tables of village patrols (巡查): what was seen of each well; it makes leads, never findings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, append_only
from casebook.db.types import by_value
from casebook.inspections.filed import PatrolState


class Patrol(CountyRecord):
    """One round of one patroller; what it holds is told by its visits."""

    __tablename__ = "patrol"
    __table_args__ = (
        Index(None, "county_code", "started_at", "id"),
        Index(None, "officer_id", "started_at"),
    )

    division_code: Mapped[str] = mapped_column(String(12))
    """The patroller's jurisdiction, which says who may see the round."""
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    officer_name: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    """The earliest visit that has come in so far."""


class PatrolVisit(CountyRecord):
    """What a patroller saw of one well."""

    __tablename__ = "patrol_visit"
    __table_args__ = (
        CheckConstraint("(well_id IS NULL) = (state = 'new_well')", name="new_well_has_no_row"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_position"),
        CheckConstraint("well_id IS NOT NULL OR lon IS NOT NULL", name="well_or_position"),
        CheckConstraint("dial_l >= 0", name="dial"),
        Index(None, "patrol_id", "visited_at"),
        Index(None, "well_id", "visited_at"),
    )

    patrol_id: Mapped[UUID] = mapped_column(ForeignKey("patrol.id"))
    well_id: Mapped[UUID | None] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    village: Mapped[str] = mapped_column(String(60))
    state: Mapped[PatrolState] = mapped_column(by_value(PatrolState))
    is_closure_intact: Mapped[bool | None]
    dial_m3: Mapped[Decimal | None] = mapped_column("dial_l")
    note: Mapped[str] = mapped_column(String(400))
    visited_at: Mapped[datetime]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    filed_at: Mapped[datetime]


append_only.protect(PatrolVisit.__table__)
