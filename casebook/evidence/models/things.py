"""Things: what is preserved for the time being (先行登记保存), and exhibits (物证) with their hand-overs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.evidence.models.items import EvidenceItem, EvidenceSubject
from casebook.evidence.rules import Disposal, KeptWhere, PreservationState


class Preservation(CountyRecord):
    """One order to keep things as evidence, with one notice and one clock."""

    __tablename__ = "preservation"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("(approved_on IS NULL) = (approved_by IS NULL)", name="approval_whole"),
        CheckConstraint("served_on IS NULL OR approved_on IS NOT NULL", name="served_after_approval"),
        Index(None, "about_id"),
        Index(None, "county_code", "status"),
    )

    about_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_subject.id"))
    number: Mapped[str | None] = mapped_column(String(60))
    """Of the notice (…存字〔year〕第…号), from the approval on."""
    number_word: Mapped[str] = mapped_column(String(20))
    """The requesting agency's, as it was on the day."""
    reason: Mapped[str] = mapped_column(String(500))
    """Why it may be lost or be hard to get later."""
    status: Mapped[PreservationState] = mapped_column(by_value(PreservationState))
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    requested_by: Mapped[str] = mapped_column(String(60))
    requested_at: Mapped[datetime]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    approved_by: Mapped[str | None] = mapped_column(String(60))
    approved_on: Mapped[date | None]
    served_on: Mapped[date | None]
    receiver: Mapped[str] = mapped_column(String(60), default="")
    servers: Mapped[str] = mapped_column(String(160), default="")
    """Both officers with their certificates, as they were on the day."""
    due_on: Mapped[date | None]
    """Last day to decide what becomes of the things, as the clock had it at service."""

    about: Mapped[EvidenceSubject] = relationship(lazy="joined")
    things: Mapped[list[PreservedThing]] = relationship(
        lazy="selectin", order_by="PreservedThing.position", back_populates="preservation"
    )
    events: Mapped[list[PreservationEvent]] = relationship(
        lazy="select", order_by="PreservationEvent.sequence", viewonly=True
    )

    @property
    def open_things(self) -> list[PreservedThing]:
        """Those of which nobody has said what becomes of them."""
        return [thing for thing in self.things if thing.disposal is None]


class PreservedThing(Record):
    """One thing on the list."""

    __tablename__ = "preserved_thing"
    __table_args__ = (
        UniqueConstraint("preservation_id", "position"),
        CheckConstraint("(disposal IS NULL) = (disposed_on IS NULL)", name="disposal_whole"),
    )

    preservation_id: Mapped[UUID] = mapped_column(ForeignKey("preservation.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    specification: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[str] = mapped_column(String(40))
    condition: Mapped[str] = mapped_column(String(200))
    kept_where: Mapped[KeptWhere] = mapped_column(by_value(KeptWhere))
    place: Mapped[str] = mapped_column(String(200))
    disposal: Mapped[Disposal | None] = mapped_column(by_value(Disposal))
    disposed_on: Mapped[date | None]
    disposal_note: Mapped[str] = mapped_column(String(500), default="")
    """Number of the paper, or to whom it went."""
    disposed_by: Mapped[str] = mapped_column(String(60), default="")

    preservation: Mapped[Preservation] = relationship(back_populates="things")


class PreservationEvent(Record):
    """One step of a preservation."""

    __tablename__ = "preservation_event"
    __table_args__ = (UniqueConstraint("preservation_id", "sequence"),)

    preservation_id: Mapped[UUID] = mapped_column(ForeignKey("preservation.id"))
    sequence: Mapped[int]
    from_status: Mapped[PreservationState | None] = mapped_column(by_value(PreservationState))
    to_status: Mapped[PreservationState] = mapped_column(by_value(PreservationState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(600))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(60))


class Exhibit(CountyRecord):
    """A thing that is evidence itself (物证); where it is stands in its last hand-over."""

    __tablename__ = "exhibit"
    __table_args__ = (UniqueConstraint("number"), Index(None, "about_id"))

    about_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_subject.id"))
    number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    specification: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(500))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence_item.id"))
    """Its photograph."""
    registered_by: Mapped[str] = mapped_column(String(60))
    registered_at: Mapped[datetime]

    about: Mapped[EvidenceSubject] = relationship(lazy="joined")
    photograph: Mapped[EvidenceItem | None] = relationship(lazy="selectin")
    moves: Mapped[list[ExhibitMove]] = relationship(
        lazy="selectin", order_by="ExhibitMove.sequence", viewonly=True
    )


class ExhibitMove(Record):
    """One hand-over: from whom and where, to whom and where, when and why."""

    __tablename__ = "exhibit_move"
    __table_args__ = (UniqueConstraint("exhibit_id", "sequence"),)

    exhibit_id: Mapped[UUID] = mapped_column(ForeignKey("exhibit.id"))
    sequence: Mapped[int]
    from_holder: Mapped[str] = mapped_column(String(60))
    from_place: Mapped[str] = mapped_column(String(200))
    to_holder: Mapped[str] = mapped_column(String(60))
    to_place: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    recorded_by: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]


append_only.protect(PreservationEvent.__table__)
append_only.protect(Exhibit.__table__)
append_only.protect(ExhibitMove.__table__)
