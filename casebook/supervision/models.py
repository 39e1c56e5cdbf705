"""Tables of triggers, steps of the ladder, their courses, and sweeps."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.access import Role
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.supervision.rules import Lapse, Rung, StepState

HASH_LENGTH = 160


class SupervisionTrigger(CountyRecord):
    """One version of when a rung is due in a county."""

    __tablename__ = "supervision_trigger"
    __table_args__ = (
        UniqueConstraint("county_code", "lapse", "rung", "version"),
        CheckConstraint("more_than >= 0", name="counts_up"),
    )

    lapse: Mapped[Lapse] = mapped_column(by_value(Lapse))
    rung: Mapped[Rung] = mapped_column(by_value(Rung))
    version: Mapped[int]
    more_than: Mapped[int]
    """Days, or percent."""
    issuer: Mapped[Role] = mapped_column(by_value(Role))
    reply_days: Mapped[int]
    """Working days."""
    is_active: Mapped[bool]
    valid_from: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    """Number or name of the paper that orders it."""
    set_by: Mapped[str] = mapped_column(String(60))
    set_at: Mapped[datetime]


class SupervisionStep(CountyRecord):
    """One rung for one lapse: proposed by the system, issued by an officer."""

    __tablename__ = "supervision_step"
    __table_args__ = (
        UniqueConstraint("subject_id", "lapse", "rung", "occasion"),
        UniqueConstraint("county_code", "number"),
        CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name="issued_has_number"),
        CheckConstraint("state <> 'answered' OR replied_on IS NOT NULL", name="answered_whole"),
        Index(None, "county_code", "state", "rowid"),
        Index(None, "unit_id", "state"),
    )

    division_code: Mapped[str] = mapped_column(String(12))
    lapse: Mapped[Lapse] = mapped_column(by_value(Lapse))
    rung: Mapped[Rung] = mapped_column(by_value(Rung))
    occasion: Mapped[str] = mapped_column(String(60))
    """The clock that ran out, or the year: the same rung comes once for it."""
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    subject_title: Mapped[str] = mapped_column(String(300))
    unit: Mapped[str] = mapped_column(String(100))
    """Who is behind."""
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    degree: Mapped[int]
    """Days or percent when it was proposed."""
    issuer: Mapped[Role] = mapped_column(by_value(Role))
    reply_days: Mapped[int]
    state: Mapped[StepState] = mapped_column(by_value(StepState))
    proposed_at: Mapped[datetime]
    number: Mapped[str | None] = mapped_column(String(80))
    issued_on: Mapped[date | None]
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    issued_by: Mapped[str] = mapped_column(String(60), default="")
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    """In whose name it was issued."""
    agency: Mapped[str] = mapped_column(String(100), default="")
    to_person: Mapped[str] = mapped_column(String(100), default="")
    demand: Mapped[str] = mapped_column(Text, default="")
    reply_on: Mapped[date | None]
    body: Mapped[str | None] = mapped_column(Text)
    """Canonical JSON of the paper."""
    body_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    replied_on: Mapped[date | None]
    replied_by: Mapped[str] = mapped_column(String(60), default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    """答复 and 表态."""
    talked_on: Mapped[date | None]
    talk_place: Mapped[str] = mapped_column(String(100), default="")
    attendees: Mapped[str] = mapped_column(String(500), default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    """约谈纪要."""
    version: Mapped[int] = mapped_column(default=1)

    sweeps: Mapped[list[SupervisionSweep]] = relationship(
        lazy="selectin", order_by="SupervisionSweep.rowid", viewonly=True
    )


class SupervisionEvent(Record):
    """One step of the course of a supervision, with the scan that proves it where there is one."""

    __tablename__ = "supervision_event"
    __table_args__ = (UniqueConstraint("step_id", "sequence"),)

    step_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_step.id"))
    sequence: Mapped[int]
    to_state: Mapped[StepState] = mapped_column(by_value(StepState))
    at: Mapped[datetime]
    on: Mapped[date]
    what: Mapped[str] = mapped_column(String(1200))
    scan_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    scan_name: Mapped[str] = mapped_column(String(120), default="")
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(60))


class SupervisionSweep(Record):
    """举一反三: what else the unit has to look through, by when, and what it found."""

    __tablename__ = "supervision_sweep"
    __table_args__ = (
        CheckConstraint("(done_on IS NULL) = (found IS NULL)", name="done_whole"),
        CheckConstraint("found IS NULL OR found >= 0", name="counts"),
    )

    step_id: Mapped[UUID] = mapped_column(ForeignKey("supervision_step.id"), index=True)
    demand: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    found: Mapped[int | None]
    """How many of the same kind were found."""
    result: Mapped[str] = mapped_column(String(1000), default="")
    added_at: Mapped[datetime]


append_only.protect(SupervisionTrigger.__table__)
append_only.protect(SupervisionEvent.__table__)
