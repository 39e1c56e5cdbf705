"""Tables of letters, their courses, and of confirmed statements."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.accounts.models import Agency
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import Json, by_value
from casebook.handovers.rules import LetterKind, LetterState, Way

HASH_LENGTH = 160


class Letter(CountyRecord):
    """A letter from one agency to another, or to one outside casebook; frozen in `body` when it is sent."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("(number IS NULL) = (sent_on IS NULL)", name="sent_has_number"),
        CheckConstraint("state NOT IN ('received', 'answered') OR received_on IS NOT NULL", name="receipt"),
        CheckConstraint("state <> 'answered' OR answered_on IS NOT NULL", name="answer"),
        CheckConstraint("state NOT IN ('closed', 'withdrawn') OR ended_on IS NOT NULL", name="ended"),
        Index(None, "county_code", "from_agency_id", "rowid"),
        Index(None, "county_code", "to_agency_id", "rowid"),
        Index(None, "county_code", "state", "rowid"),
        Index(None, "subject_id"),
        Index(None, "in_reply_to_id"),
    )

    kind: Mapped[LetterKind] = mapped_column(by_value(LetterKind))
    number: Mapped[str | None] = mapped_column(String(80))
    """Taken when it is sent."""
    division_code: Mapped[str] = mapped_column(String(12))
    from_agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    to_agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    """None for an agency outside casebook."""
    to_name: Mapped[str] = mapped_column(String(100))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    subject_title: Mapped[str] = mapped_column(String(300))
    in_reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"))
    """The letter whose result it tells, or whose limit it lifts."""
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    asked: Mapped[list[str]]
    """Questions of a 行政认定函."""
    reply_on: Mapped[date | None]
    """The day of answer that the letter itself names."""
    way: Mapped[Way] = mapped_column(by_value(Way))
    state: Mapped[LetterState] = mapped_column(by_value(LetterState))
    drafted_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    drafted_by: Mapped[str] = mapped_column(String(60))
    drafted_at: Mapped[datetime]
    sent_on: Mapped[date | None]
    body: Mapped[str | None] = mapped_column(Text)
    """Canonical JSON of what was sent."""
    body_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    received_on: Mapped[date | None]
    receiver: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[date | None]
    answer_no: Mapped[str] = mapped_column(String(80), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    findings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Answer by question of a 行政认定函."""
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence_item.id"))
    """The answer as evidence of the case."""
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    from_agency: Mapped[Agency] = relationship(foreign_keys=[from_agency_id], lazy="selectin")
    wells: Mapped[list[LetterWell]] = relationship(lazy="selectin", order_by="LetterWell.rowid")
    events: Mapped[list[LetterEvent]] = relationship(
        lazy="select", order_by="LetterEvent.sequence", viewonly=True
    )


class LetterWell(Record):
    """A well that a letter is about: of a 限批函 those for which nothing new is permitted."""

    __tablename__ = "letter_well"
    __table_args__ = (UniqueConstraint("letter_id", "well_id"), Index(None, "well_id"))

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))


class LetterEvent(Record):
    """One step of a letter, with the scan of the paper that proves it where there is one."""

    __tablename__ = "letter_event"
    __table_args__ = (UniqueConstraint("letter_id", "sequence"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"))
    sequence: Mapped[int]
    from_state: Mapped[LetterState | None] = mapped_column(by_value(LetterState))
    to_state: Mapped[LetterState] = mapped_column(by_value(LetterState))
    at: Mapped[datetime]
    on: Mapped[date]
    what: Mapped[str] = mapped_column(String(1200))
    scan_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    scan_name: Mapped[str] = mapped_column(String(120), default="")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(60))
    agency_name: Mapped[str] = mapped_column(String(100))


class LetterStatement(CountyRecord):
    """One side's word that a month's statement is right; the same figures from both make it agreed."""

    __tablename__ = "letter_statement"
    __table_args__ = (
        UniqueConstraint("county_code", "month", "agency_id", "other_name", "figures_hash"),
        Index(None, "county_code", "month"),
    )

    month: Mapped[date]
    """Its first day."""
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    """Who confirms."""
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    other_name: Mapped[str] = mapped_column(String(100))
    figures: Mapped[str] = mapped_column(Text)
    """Canonical JSON of both sides' figures, in the order of the two names."""
    figures_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    confirmed_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    confirmed_by: Mapped[str] = mapped_column(String(60))
    confirmed_at: Mapped[datetime]


append_only.protect(LetterWell.__table__)
append_only.protect(LetterEvent.__table__)
append_only.protect(LetterStatement.__table__)
