"""Tables of field checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record
from casebook.db.types import Json, by_value
from casebook.inspections.rules import InspectionKind, InspectionState, OfficerPart


class ChecklistVersion(CountyRecord):
    """One version of a checklist; answers name the version that they answered."""

    __tablename__ = "checklist_version"
    __table_args__ = (UniqueConstraint("county_code", "code", "version"),)

    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(100))
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """List of {code, question, kind, unit, bad, problem_codes, hint}."""
    valid_from: Mapped[date]


class Inspection(CountyRecord):
    """One visit to one well."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="submitted_has_time"),
        CheckConstraint("arrival_lon BETWEEN 73 AND 136", name="arrival_lon"),
        CheckConstraint("arrival_lat BETWEEN 3 AND 54", name="arrival_lat"),
        Index(None, "county_code", "started_at", "id"),
        Index(None, "well_id", "started_at"),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    """Township of the well on the day, for jurisdiction."""
    kind: Mapped[InspectionKind] = mapped_column(by_value(InspectionKind))
    state: Mapped[InspectionState] = mapped_column(by_value(InspectionState), default=InspectionState.DRAFT)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    checklist_id: Mapped[UUID] = mapped_column(ForeignKey("checklist_version.id"))
    started_at: Mapped[datetime]
    arrival_at: Mapped[datetime | None]
    arrival_lon: Mapped[float | None]
    arrival_lat: Mapped[float | None]
    arrival_accuracy_m: Mapped[float | None]
    distance_m: Mapped[float | None]
    """From where the officers stood to the registered position."""
    far_reason: Mapped[str] = mapped_column(String(400), default="")
    """Why the record is good although the officers stood far from the registered position."""
    id_shown: Mapped[bool | None]
    recusal_asked: Mapped[bool | None]
    person_on_site: Mapped[str] = mapped_column(String(60), default="")
    situation: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    submitted_at: Mapped[datetime | None]

    officers: Mapped[list[InspectionOfficer]] = relationship(
        lazy="selectin", order_by="InspectionOfficer.part", cascade="all, delete-orphan"
    )
    answers: Mapped[list[ChecklistAnswer]] = relationship(
        lazy="selectin", order_by="ChecklistAnswer.item_code", cascade="all, delete-orphan"
    )
    findings: Mapped[list[Finding]] = relationship(
        lazy="selectin", order_by="Finding.rowid", cascade="all, delete-orphan"
    )
    checklist: Mapped[ChecklistVersion] = relationship(lazy="joined")


class InspectionOfficer(Record):
    """An officer of the visit, with the certificate as it was on the day."""

    __tablename__ = "inspection_officer"
    __table_args__ = (
        UniqueConstraint("inspection_id", "officer_id"),
        UniqueConstraint("inspection_id", "part"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    part: Mapped[OfficerPart] = mapped_column(by_value(OfficerPart))
    name: Mapped[str] = mapped_column(String(60))
    certificate_no: Mapped[str] = mapped_column(String(40))
    certificate_valid_to: Mapped[date]


class ChecklistAnswer(Record):
    """One answered item."""

    __tablename__ = "checklist_answer"
    __table_args__ = (UniqueConstraint("inspection_id", "item_code"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    item_code: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(400))
    note: Mapped[str] = mapped_column(String(400), default="")


class Finding(Record):
    """A problem code of rules.md 9 that the officers saw, in their words."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("inspection_id", "problem_code"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    problem_code: Mapped[str] = mapped_column(String(4))
    description: Mapped[str] = mapped_column(Text)
