"""What follows a booked closure: its publication, and the looks back that were drawn."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.closures.rules import RecheckGround, RecheckResult
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value


class ClosurePublication(Record):
    """公示 of a booked closure: where, and from when until when."""

    __tablename__ = "closure_publication"
    __table_args__ = (
        UniqueConstraint("closure_id"),
        CheckConstraint("until_on >= published_on", name="days"),
    )

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    published_on: Mapped[date]
    until_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(300))
    """The site's address, or the board that it hung on."""
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime]


class ClosureRecheck(CountyRecord):
    """回头看 at a closed well, drawn by risk or by lot; done once somebody was there."""

    __tablename__ = "closure_recheck"
    __table_args__ = (
        CheckConstraint("(done_on IS NULL) = (result IS NULL)", name="done_whole"),
        UniqueConstraint("closure_id", "draw"),
        Index(None, "county_code", "done_on", "drawn_on"),
    )

    closure_id: Mapped[UUID] = mapped_column(ForeignKey("closure.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    draw: Mapped[str] = mapped_column(String(60))
    """The seed that anybody can draw the same wells with."""
    ground: Mapped[RecheckGround] = mapped_column(by_value(RecheckGround))
    drawn_on: Mapped[date]
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"))
    done_on: Mapped[date | None]
    result: Mapped[RecheckResult | None] = mapped_column(by_value(RecheckResult))
    note: Mapped[str] = mapped_column(String(400), default="")
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))


append_only.protect(ClosurePublication.__table__)
