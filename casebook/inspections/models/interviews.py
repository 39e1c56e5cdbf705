"""Tables of interviews (询问笔录): filed once, never changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.inspections.filed import SignedHow
from casebook.inspections.rules import OfficerPart


class Interview(CountyRecord):
    """Somebody was asked about a well by two officers (rules.md 7.2, 7)."""

    __tablename__ = "interview"
    __table_args__ = (
        CheckConstraint("ended_at >= started_at", name="in_order"),
        Index(None, "county_code", "started_at", "id"),
        Index(None, "well_id", "started_at"),
        Index(None, "inspection_id"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    problem_codes: Mapped[list[str]]
    place: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    person_name: Mapped[str] = mapped_column(String(60))
    person_sex: Mapped[str] = mapped_column(String(10))
    person_born_on: Mapped[date | None]
    person_identity: Mapped[str] = mapped_column(String(40))
    person_work: Mapped[str] = mapped_column(String(120))
    person_phone: Mapped[str] = mapped_column(String(40))
    person_address: Mapped[str] = mapped_column(String(200))
    relation: Mapped[str] = mapped_column(String(60))
    """To the matter: user, manager, driller, neighbour …"""
    id_shown_at: Mapped[datetime | None]
    recusal_note: Mapped[str] = mapped_column(String(400))
    """What the person answered to the question whether an officer should withdraw."""
    is_told_rights: Mapped[bool]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    filed_at: Mapped[datetime]

    officers: Mapped[list[InterviewOfficer]] = relationship(
        lazy="selectin", order_by="InterviewOfficer.part", viewonly=True
    )
    lines: Mapped[list[InterviewLine]] = relationship(
        lazy="selectin", order_by="InterviewLine.position", viewonly=True
    )


class InterviewOfficer(Record):
    """One of the two who asked, with the certificate of the day."""

    __tablename__ = "interview_officer"
    __table_args__ = (
        UniqueConstraint("interview_id", "officer_id"),
        UniqueConstraint("interview_id", "part"),
    )

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    part: Mapped[OfficerPart] = mapped_column(by_value(OfficerPart))
    name: Mapped[str] = mapped_column(String(60))
    certificate_no: Mapped[str] = mapped_column(String(40))
    certificate_valid_to: Mapped[date]
    how: Mapped[SignedHow] = mapped_column(by_value(SignedHow))
    """How the officer stands behind the record; `declared` is a statement of the other one."""


class InterviewLine(Record):
    """One question and its answer."""

    __tablename__ = "interview_line"
    __table_args__ = (UniqueConstraint("interview_id", "position"),)

    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id"))
    position: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)


for _table in (Interview, InterviewOfficer, InterviewLine):
    append_only.protect(_table.__table__)
