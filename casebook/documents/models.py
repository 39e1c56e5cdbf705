"""Tables of papers: the paper with its frozen facts, its events, its seal, its service, and the templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.accounts.models import Agency
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.documents.rules import (
    FORMS,
    DeliveryMode,
    DocumentState,
    FormCode,
    ReceiverKind,
    Rendering,
)
from casebook.documents.rules.stamping import StampWay
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from casebook.documents.rules import Form


class Document(CountyRecord):
    """One paper about a subject. Once issued its facts stand; `facts` are the very bytes that were hashed."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("state != 'void' OR void_reason != ''", name="void_says_why"),
        CheckConstraint("(facts_hash IS NULL) = (issued_at IS NULL)", name="issue_whole"),
        CheckConstraint("(pdf_hash IS NULL) = (docx_hash IS NULL)", name="rendering_whole"),
        Index(None, "subject_id", "form"),
        Index(None, "county_code", "state"),
    )

    form: Mapped[FormCode] = mapped_column(by_value(FormCode))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    subject_title: Mapped[str] = mapped_column(String(120))
    division_code: Mapped[str] = mapped_column(String(12))
    """Where the subject lies, which says who may see it."""
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    state: Mapped[DocumentState] = mapped_column(by_value(DocumentState), default=DocumentState.DRAFT)
    facts: Mapped[str] = mapped_column(Text)
    """Canonical JSON: what the form was filled with; from the issue on with head and template."""
    facts_hash: Mapped[str | None] = mapped_column(String(160))
    """Of the bytes of `facts`, from the issue on."""
    number: Mapped[str | None] = mapped_column(String(80))
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drafted_by: Mapped[str] = mapped_column(String(60))
    drafted_at: Mapped[datetime]
    issued_on: Mapped[date | None]
    """成文日期."""
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[str] = mapped_column(String(60), default="")
    rendering: Mapped[Rendering] = mapped_column(by_value(Rendering), default=Rendering.NONE)
    render_job_id: Mapped[UUID | None]
    """The job that renders it; no foreign key, jobs are cleared away."""
    pdf_hash: Mapped[str | None] = mapped_column(String(160))
    docx_hash: Mapped[str | None] = mapped_column(String(160))
    rendered_at: Mapped[datetime | None]
    pages: Mapped[int] = mapped_column(default=0)
    stamped_on: Mapped[date | None]
    stamped_hash: Mapped[str | None] = mapped_column(String(160))
    """The version that is served: the scan of the sealed paper, or what the seal service gave back."""
    served_on: Mapped[date | None]
    void_reason: Mapped[str] = mapped_column(String(500), default="")

    agency: Mapped[Agency] = relationship(lazy="joined")
    events: Mapped[list[DocumentEvent]] = relationship(
        lazy="select", order_by="DocumentEvent.sequence", viewonly=True
    )

    @property
    def sheet(self) -> Form:
        """What the catalogue says of this paper."""
        return FORMS[self.form]

    @property
    def contents(self) -> dict[str, Any]:
        """The facts of the form, as they are kept."""
        found: dict[str, Any] = orjson.loads(self.facts)
        return found["facts"] if self.facts_hash else found

    @property
    def head(self) -> dict[str, Any]:
        """What was frozen beside the facts: agency, title, number, day, template; empty for a draft."""
        found: dict[str, Any] = orjson.loads(self.facts)
        return found["head"] if self.facts_hash else {}

    @property
    def served_hash(self) -> str | None:
        """The file that counts: what came back from the seal, else the PDF."""
        return self.stamped_hash or self.pdf_hash

    def about(self) -> Subject:
        """Return what the paper is about."""
        return Subject(self.subject_kind, self.subject_id, self.subject_title, self.division_code)

    def as_subject(self) -> Subject:
        """Return the paper as audit, numbers and clocks name it."""
        title = self.number or f"{self.sheet.title} {self.subject_title}"
        return Subject("document", self.id, title[:120], self.division_code)


class DocumentEvent(Record):
    """One step of a paper."""

    __tablename__ = "document_event"
    __table_args__ = (UniqueConstraint("document_id", "sequence"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    sequence: Mapped[int]
    from_state: Mapped[DocumentState | None] = mapped_column(by_value(DocumentState))
    to_state: Mapped[DocumentState] = mapped_column(by_value(DocumentState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(600))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(60))


class Stamping(CountyRecord):
    """One use of the seal (用印): in the register and checked, or through a seal service."""

    __tablename__ = "stamping"
    __table_args__ = (
        CheckConstraint("copies > 0", name="some_copies"),
        CheckConstraint("(decided_at IS NULL) = (is_agreed IS NULL)", name="decision_whole"),
        Index(None, "document_id"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    way: Mapped[StampWay] = mapped_column(by_value(StampWay))
    copies: Mapped[int]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    begun_by: Mapped[str] = mapped_column(String(60))
    sent_hash: Mapped[str] = mapped_column(String(160))
    """The PDF that was sealed, or that went out."""
    service: Mapped[str] = mapped_column(String(120), default="")
    """Name of the seal service."""
    stamped_on: Mapped[date | None]
    result_hash: Mapped[str | None] = mapped_column(String(160))
    """Scan of the sealed paper, or the file that came back."""
    is_agreed: Mapped[bool | None]
    """What the second person found (off-line), or that the file is back."""
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    remark: Mapped[str] = mapped_column(String(500), default="")

    document: Mapped[Document] = relationship(lazy="joined")


class AddressConfirmation(CountyRecord):
    """What a party confirmed about where papers reach it (送达地址确认书); a later one takes its place."""

    __tablename__ = "address_confirmation"
    __table_args__ = (Index(None, "subject_id"), Index(None, "county_code", "party_name"))

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    subject_title: Mapped[str] = mapped_column(String(120))
    division_code: Mapped[str] = mapped_column(String(12))
    party_name: Mapped[str] = mapped_column(String(120))
    receiver: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40))
    confirmed_on: Mapped[date]
    allows_electronic: Mapped[bool] = mapped_column(default=False)
    electronic_address: Mapped[str] = mapped_column(String(200), default="")
    scan_hash: Mapped[str] = mapped_column(String(160), default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))


class Delivery(CountyRecord):
    """One service of a paper, or one attempt that failed; never changed."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint("(served_on IS NULL) = (failure != '')", name="served_or_failed"),
        CheckConstraint("(corrects_id IS NULL) = (correction = '')", name="correction_says_why"),
        Index("uq_delivery_corrects_id", "corrects_id", unique=True),
        Index(None, "document_id"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    mode: Mapped[DeliveryMode] = mapped_column(by_value(DeliveryMode))
    delivered_on: Mapped[date]
    """The day on the receipt; of a public notice the day it was published."""
    served_on: Mapped[date | None]
    """The day from which terms run; none for an attempt that failed."""
    failure: Mapped[str] = mapped_column(String(400), default="")
    receiver: Mapped[str] = mapped_column(String(120))
    receiver_kind: Mapped[ReceiverKind | None] = mapped_column(by_value(ReceiverKind))
    relation: Mapped[str] = mapped_column(String(60), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    servers: Mapped[str] = mapped_column(String(200))
    """Both officers with their certificates, as the day had them."""
    refusal: Mapped[str] = mapped_column(String(400), default="")
    witness: Mapped[str] = mapped_column(String(120), default="")
    video: Mapped[str] = mapped_column(String(120), default="")
    tracking_no: Mapped[str] = mapped_column(String(60), default="")
    through: Mapped[str] = mapped_column(String(200), default="")
    ground: Mapped[str] = mapped_column(String(400), default="")
    confirmation_id: Mapped[UUID | None] = mapped_column(ForeignKey("address_confirmation.id"))
    remark: Mapped[str] = mapped_column(String(400), default="")
    served_hash: Mapped[str] = mapped_column(String(160), default="")
    """The file that was handed over."""
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery.id"))
    """The record that was wrong and that this one stands for; both stay."""
    correction: Mapped[str] = mapped_column(String(400), default="")
    """Why it was wrong."""
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    recorded_by: Mapped[str] = mapped_column(String(60))

    document: Mapped[Document] = relationship(lazy="joined")
    receipts: Mapped[list[DeliveryReceipt]] = relationship(
        lazy="selectin", order_by="DeliveryReceipt.rowid", viewonly=True
    )


class DeliveryReceipt(Record):
    """A scan of the signed receipt (送达回证); it often comes in later than the service is recorded."""

    __tablename__ = "delivery_receipt"
    __table_args__ = (UniqueConstraint("delivery_id", "file_hash"),)

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    file_hash: Mapped[str] = mapped_column(String(160))
    added_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(60))


class TemplateVersion(CountyRecord):
    """The bureau's own wording of a form; without one in force the house's stands."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("county_code", "form", "version"),)

    form: Mapped[FormCode] = mapped_column(by_value(FormCode))
    version: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    """Empty: back to the house's own."""
    source_hash: Mapped[str] = mapped_column(String(160))
    valid_from: Mapped[date | None]
    """In force from this day on until a later version is; none while it is being written."""
    note: Mapped[str] = mapped_column(String(200), default="")
    saved_at: Mapped[datetime]
    saved_by: Mapped[str] = mapped_column(String(60))


append_only.protect(DocumentEvent.__table__)
append_only.protect(AddressConfirmation.__table__)
append_only.protect(Delivery.__table__)
append_only.protect(DeliveryReceipt.__table__)
