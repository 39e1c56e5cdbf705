"""Series of numbers and every number taken from them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.types import by_value
from casebook.numbering.rules import NumberState, spell_series


class NumberSeries(CountyRecord):
    """One row of numbers, counted up by one statement that locks it until its transaction ends."""

    __tablename__ = "number_series"
    __table_args__ = (
        UniqueConstraint("county_code", "kind", "word", "year"),
        CheckConstraint("last >= 0", name="counts_up"),
    )

    kind: Mapped[str] = mapped_column(String(2))
    """WT problem, AJ case, FJ closure, …"""
    word: Mapped[str] = mapped_column(String(40))
    """Agency's and paper's word of a document number; empty for register numbers."""
    year: Mapped[int]
    last: Mapped[int]
    """The highest number taken."""

    @property
    def title(self) -> str:
        """What its document numbers begin with."""
        return spell_series(self.word, self.year)


class IssuedNumber(CountyRecord):
    """A number that was taken, whatever became of it."""

    __tablename__ = "issued_number"
    __table_args__ = (
        UniqueConstraint("series_id", "number"),
        UniqueConstraint("county_code", "text"),
        CheckConstraint("number > 0", name="positive"),
        CheckConstraint("state != 'void' OR reason != ''", name="void_says_why"),
        Index(None, "subject_kind", "subject_id"),
    )

    series_id: Mapped[UUID] = mapped_column(ForeignKey("number_series.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(80))
    state: Mapped[NumberState] = mapped_column(by_value(NumberState))
    subject_kind: Mapped[str] = mapped_column(String(40))
    """What bears the number, or what it is reserved for."""
    subject_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it is void."""
    taken_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """When its state last changed."""
