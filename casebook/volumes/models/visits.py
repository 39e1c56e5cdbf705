"""Attempts to read a meter, with what came of each."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.append_only import protect
from casebook.db.types import by_value
from casebook.kernel.subjects import Subject
from casebook.volumes.rules import ReadingSource
from casebook.volumes.rules.visits import LONGEST_REASON, SUBJECT, DialOutcome
from casebook.wells.models import Code


class MeterVisit(CountyRecord):
    """An attempt to read a meter (抄表记录), by tablet or at the desk; photographs are its evidence.

    A dial that was read stands in `meter_reading` as well, under the same well and day.
    """

    __tablename__ = "meter_visit"
    __table_args__ = (
        CheckConstraint("dial_l >= 0", name="dial"),
        CheckConstraint("outcome <> 'dial_read' OR dial_l IS NOT NULL", name="read_has_dial"),
        CheckConstraint("outcome = 'dial_read' OR reason <> ''", name="unread_has_reason"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_position"),
        Index(None, "well_id", "read_on"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(Code)
    """The township that the well lay in."""
    meter_no: Mapped[str] = mapped_column(Code)
    """The meter that was meant; empty where none is known."""
    read_on: Mapped[date]
    at: Mapped[datetime]
    """When it was written down, by the tablet's clock put right, or the office's."""
    outcome: Mapped[DialOutcome] = mapped_column(by_value(DialOutcome))
    dial_m3: Mapped[Decimal | None] = mapped_column("dial_l")
    is_rolled: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    source: Mapped[ReadingSource] = mapped_column(by_value(ReadingSource))
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    officer_name: Mapped[str] = mapped_column(String(80))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    recorded_at: Mapped[datetime]

    def as_subject(self, well_code: str) -> Subject:
        """Return the attempt as evidence and audit name it."""
        return Subject(SUBJECT, self.id, f"{well_code} {self.read_on}", self.division_code)


protect(MeterVisit.__table__)
