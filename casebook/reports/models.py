"""Where closed months were sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.append_only import protect


class MonthSending(CountyRecord):
    """One closed month's report sent to one office: once, because it never changes."""

    __tablename__ = "month_sending"
    __table_args__ = (
        UniqueConstraint("closed_id", "recipient"),
        CheckConstraint("recipient <> ''", name="recipient_given"),
    )

    closed_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_month.id"))
    recipient: Mapped[str] = mapped_column(String(100))
    paper: Mapped[str] = mapped_column(String(120), default="")
    """Number of the letter that it went with."""
    sent_on: Mapped[date]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    sent_by: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime]


protect(MonthSending.__table__)
