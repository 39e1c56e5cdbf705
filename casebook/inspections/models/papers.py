"""Tables of the papers made at the well: kept once, never changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.inspections.filed import PaperForm, SignedHow, SignerRole


class SitePaper(CountyRecord):
    """A paper as it was read back and signed; what was signed is the hash of its text."""

    __tablename__ = "site_paper"
    __table_args__ = (
        CheckConstraint("(refusal_reason = '') = (refusal_witness = '')", name="refusal_whole"),
        UniqueConstraint("county_code", "number"),
        Index(None, "subject_id"),
        Index(None, "county_code", "kept_at", "id"),
    )

    form: Mapped[PaperForm] = mapped_column(by_value(PaperForm))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    """The record that it belongs to: inspection, interview, site_order or closure."""
    title: Mapped[str] = mapped_column(String(120))
    """What people call that record; never a party's name."""
    division_code: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(90))
    number: Mapped[str | None] = mapped_column(String(60))
    """Of an order, or printed on a paper that is signed with pen; others have none."""
    is_read_back: Mapped[bool]
    is_on_paper: Mapped[bool]
    """Signed with pen: the sheet on the shelf is the original, the pages are photographs of it."""
    shelf: Mapped[str] = mapped_column(String(120))
    refusal_reason: Mapped[str] = mapped_column(String(400))
    refusal_witness: Mapped[str] = mapped_column(String(60))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    """The tablet that it was made on; none for one that was registered at the desk."""
    made_at: Mapped[datetime]
    """The last signature, by the clock of the device."""
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))

    signatures: Mapped[list[PaperSignature]] = relationship(
        lazy="selectin", order_by="PaperSignature.position", viewonly=True
    )
    pages: Mapped[list[PaperPage]] = relationship(
        lazy="selectin", order_by="PaperPage.position", viewonly=True
    )

    @property
    def is_refused(self) -> bool:
        """Whether the party would not sign."""
        return bool(self.refusal_reason)


class PaperSignature(Record):
    """One signature below a paper."""

    __tablename__ = "paper_signature"
    __table_args__ = (UniqueConstraint("paper_id", "position"),)

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("site_paper.id"))
    position: Mapped[int]
    role: Mapped[SignerRole] = mapped_column(by_value(SignerRole))
    name: Mapped[str] = mapped_column(String(60))
    how: Mapped[SignedHow] = mapped_column(by_value(SignedHow))
    signed_at: Mapped[datetime]
    image_hash: Mapped[str | None] = mapped_column(ForeignKey("stored_file.hash"))
    """The drawn signature (PNG)."""


class PaperPage(Record):
    """The photograph of one page of a paper signed with pen; it is evidence of the paper's record."""

    __tablename__ = "paper_page"
    __table_args__ = (UniqueConstraint("paper_id", "position"), Index(None, "evidence_id"))

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("site_paper.id"))
    position: Mapped[int]
    evidence_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))


class PaperBlank(CountyRecord):
    """A form printed beforehand for a visit, with the number that is reserved for it."""

    __tablename__ = "paper_blank"
    __table_args__ = (UniqueConstraint("county_code", "number"), Index(None, "well_id", "printed_on"))

    form: Mapped[PaperForm] = mapped_column(by_value(PaperForm))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(60))
    printed_on: Mapped[date]
    printed_at: Mapped[datetime]
    printed_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    printed_by: Mapped[str] = mapped_column(String(60))
    agency_name: Mapped[str] = mapped_column(String(100))


for _table in (SitePaper, PaperSignature, PaperPage, PaperBlank):
    append_only.protect(_table.__table__)
