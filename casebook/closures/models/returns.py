"""Returns of closures as they were checked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.closures.rules import CheckOutcome, ReturnState
from casebook.db import CountyRecord, Record
from casebook.db.types import Json, by_value


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
