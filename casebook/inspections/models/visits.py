"""Tables of field checks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only, frozen
from casebook.db.types import Json, by_value
from casebook.inspections.rules import InspectionKind, InspectionState, Item, OfficerPart, PositionOrigin
from casebook.kernel import clock
from casebook.wells.models import Well


class ChecklistVersion(CountyRecord):
    """One version of a checklist; an inspection names the one it answers. A change is a new version."""

    __tablename__ = "checklist_version"
    __table_args__ = (UniqueConstraint("county_code", "code", "version"),)

    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(100))
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """The questions in order, each as `rules.Item.as_data` writes it."""
    valid_from: Mapped[date]

    @property
    def questions(self) -> tuple[Item, ...]:
        """The questions in order."""
        return tuple(Item.of(data) for data in self.items)


class Inspection(CountyRecord):
    """One visit to one well."""

    __tablename__ = "inspection"
    __table_args__ = (
        CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name="submitted_has_time"),
        CheckConstraint("arrival_lon BETWEEN 73 AND 136", name="arrival_lon"),
        CheckConstraint("arrival_lat BETWEEN 3 AND 54", name="arrival_lat"),
        CheckConstraint("(arrival_lon IS NULL) = (arrival_lat IS NULL)", name="arrival_whole"),
        CheckConstraint("id_shown = (id_shown_at IS NOT NULL)", name="id_shown_has_time"),
        Index(None, "county_code", "started_at", "id"),
        Index(None, "well_id", "started_at"),
        Index(None, "created_by", "started_at"),
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
    arrival_origin: Mapped[PositionOrigin | None] = mapped_column(by_value(PositionOrigin))
    distance_m: Mapped[float | None]
    """From where the officers stood to the registered position."""
    far_limit_m: Mapped[float]
    """Beyond which a reason is asked for; the setting as it was when the record was begun."""
    far_reason: Mapped[str] = mapped_column(String(400), default="")
    """Why the record is good although the officers stood far from the registered position."""
    id_shown: Mapped[bool] = mapped_column(default=False)
    id_shown_at: Mapped[datetime | None]
    """When the officers recorded that they had shown their cards (处罚法 55)."""
    recusal_asked: Mapped[bool] = mapped_column(default=False)
    recusal_note: Mapped[str] = mapped_column(String(400), default="")
    """What the party answered to the question whether an officer should withdraw (处罚法 43)."""
    person_on_site: Mapped[str] = mapped_column(String(60), default="")
    absence_note: Mapped[str] = mapped_column(String(400), default="")
    """Where nobody was there to whom a card could be shown: what was found, and who witnessed it."""
    situation: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    """Counts the saves of the draft."""
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
    checklist: Mapped[ChecklistVersion] = relationship(lazy="joined", innerjoin=True)
    well: Mapped[Well] = relationship(lazy="joined", innerjoin=True)

    @property
    def visited_on(self) -> date:
        """The Chinese day of the visit: of the arrival, or of the beginning while none is recorded."""
        return clock.local_day(self.arrival_at or self.started_at)

    @property
    def is_draft(self) -> bool:
        """Whether the record can still be changed."""
        return self.state is InspectionState.DRAFT

    @property
    def second_officer_id(self) -> UUID | None:
        """The officer beside the one who keeps the record."""
        return next((row.officer_id for row in self.officers if row.part is OfficerPart.SECOND), None)

    def has_officer(self, officer_id: UUID | None) -> bool:
        """Say whether somebody is on the record."""
        return any(row.officer_id == officer_id for row in self.officers)

    def answer_values(self) -> dict[str, str]:
        """Return the answers by item code."""
        return {answer.item_code: answer.value for answer in self.answers}


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


append_only.protect(ChecklistVersion.__table__)
frozen.freeze(Inspection.__table__, InspectionState.SUBMITTED)
for _part in (InspectionOfficer, ChecklistAnswer, Finding):
    frozen.freeze_part(_part.__table__, Inspection.__table__, InspectionState.SUBMITTED)
