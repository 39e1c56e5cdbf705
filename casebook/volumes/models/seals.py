"""The lead seals (铅封) of meters."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.types import by_value
from casebook.volumes.rules.metering import SealEnd
from casebook.wells.models import Code

_INTACT = text("ended_on IS NULL")


class MeterSeal(CountyRecord):
    """A lead seal on a meter, until it is broken, opened or renewed. A meter has one at a time."""

    __tablename__ = "meter_seal"
    __table_args__ = (
        CheckConstraint("number <> ''", name="number_given"),
        CheckConstraint("ended_on IS NULL OR ended_on >= put_on", name="order"),
        CheckConstraint("(ended_on IS NULL) = (ending IS NULL)", name="end_has_day"),
        Index(
            "uq_meter_seal_intact", "meter_id", unique=True, sqlite_where=_INTACT, postgresql_where=_INTACT
        ),
        Index(None, "meter_id", "put_on"),
    )

    meter_id: Mapped[UUID] = mapped_column(ForeignKey("meter.id"))
    number: Mapped[str] = mapped_column(Code)
    put_on: Mapped[date]
    put_by: Mapped[str] = mapped_column(String(80))
    ended_on: Mapped[date | None]
    ending: Mapped[SealEnd | None] = mapped_column(by_value(SealEnd))
    note: Mapped[str] = mapped_column(String(400), default="")
    """What was found when it ended."""
    recorded_at: Mapped[datetime]
