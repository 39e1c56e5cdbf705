"""Tables of publications, their courses, applications for 信用修复, and the county's figures."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.cases.models import Case
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.documents.models import Document
from casebook.documents.rules import FormCode
from casebook.publications.rules import (
    CountsFrom,
    Cut,
    CutKind,
    DownCause,
    Figures,
    Ground,
    Origin,
    PublicationState,
    RepairState,
)

HASH_LENGTH = 160


class Publication(CountyRecord):
    """One decision and what became of making it public. Once confirmed its text stands."""

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("document_id"),
        CheckConstraint("(text_hash IS NULL) = (pdf_hash IS NULL)", name="frozen_whole"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'published', 'taken_down') OR text_hash IS NOT NULL", name="frozen"
        ),
        CheckConstraint(
            "(state IN ('published', 'taken_down')) = (published_on IS NOT NULL)", name="published_whole"
        ),
        CheckConstraint("(state = 'taken_down') = (taken_down_on IS NOT NULL)", name="down_whole"),
        CheckConstraint("(taken_down_on IS NULL) = (cause IS NULL)", name="down_has_cause"),
        CheckConstraint("state <> 'exempt' OR ground IS NOT NULL", name="exempt_has_ground"),
        Index(None, "county_code", "state", "rowid"),
        Index(None, "case_id"),
    )

    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    party_id: Mapped[UUID | None] = mapped_column(ForeignKey("party.id"))
    """The party of a case of several that the decision is made out to; None: all of the case."""
    division_code: Mapped[str] = mapped_column(String(12))
    form: Mapped[FormCode] = mapped_column(by_value(FormCode))
    number: Mapped[str] = mapped_column(String(80))
    """文号 of the decision."""
    agency: Mapped[str] = mapped_column(String(100))
    decided_on: Mapped[date]
    served_on: Mapped[date]
    state: Mapped[PublicationState] = mapped_column(by_value(PublicationState))
    shown_party: Mapped[str] = mapped_column(String(300), default="")
    """The parties as they are published; empty until a text is proposed."""
    cause_words: Mapped[str] = mapped_column(String(200))
    """案由, as the file has it."""
    shown_cause: Mapped[str] = mapped_column(String(200), default="")
    """案由 as it is published."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The redacted decision, paragraph by paragraph."""
    cuts_json: Mapped[str] = mapped_column(Text, default="[]")
    """What is hidden, as it was proposed: kind, phrase, what is shown, origin."""
    kept_json: Mapped[str] = mapped_column(Text, default="[]")
    """What the rules would hide and the officer let stay."""
    kept_reason: Mapped[str] = mapped_column(String(500), default="")
    ground: Mapped[Ground | None] = mapped_column(by_value(Ground))
    """Why it shall not be published: proposed, or agreed to once exempt."""
    ground_reason: Mapped[str] = mapped_column(String(500), default="")
    proposed_at: Mapped[datetime | None]
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    proposed_by: Mapped[str] = mapped_column(String(60), default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    confirmed_by: Mapped[str] = mapped_column(String(60), default="")
    text_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    pdf_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    published_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    """Address or board where it is published."""
    published_by: Mapped[str] = mapped_column(String(60), default="")
    taken_down_on: Mapped[date | None]
    cause: Mapped[DownCause | None] = mapped_column(by_value(DownCause))
    down_reason: Mapped[str] = mapped_column(String(500), default="")
    down_by: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int] = mapped_column(default=1)

    document: Mapped[Document] = relationship(lazy="select", viewonly=True)
    case: Mapped[Case] = relationship(lazy="joined", innerjoin=True, viewonly=True)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """What is hidden."""
        return _cuts(self.cuts_json)

    @property
    def kept(self) -> tuple[Cut, ...]:
        """What the rules would hide and was let stay."""
        return _cuts(self.kept_json)


def _cuts(text_: str) -> tuple[Cut, ...]:
    return tuple(
        Cut(CutKind(one["kind"]), one["phrase"], one["shown"], Origin(one["origin"]))
        for one in orjson.loads(text_)
    )


class PublicationEvent(Record):
    """One step of the course of a publication."""

    __tablename__ = "publication_event"
    __table_args__ = (UniqueConstraint("publication_id", "sequence"),)

    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"))
    sequence: Mapped[int]
    to_state: Mapped[PublicationState] = mapped_column(by_value(PublicationState))
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column("on_day")
    what: Mapped[str] = mapped_column(String(900))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(60))


class CreditRepair(CountyRecord):
    """One application of a party to have a publication taken down (信用修复), and its decision."""

    __tablename__ = "credit_repair"
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (decided_on IS NULL)", name="decided_whole"),
        Index(
            "uq_credit_repair_open",
            "publication_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
        Index(None, "county_code", "state", "rowid"),
    )

    publication_id: Mapped[UUID] = mapped_column(ForeignKey("publication.id"), index=True)
    division_code: Mapped[str] = mapped_column(String(12))
    state: Mapped[RepairState] = mapped_column(by_value(RepairState))
    applicant: Mapped[str] = mapped_column(String(120))
    asked_on: Mapped[date]
    statement: Mapped[str] = mapped_column(Text)
    """What the party did and why it asks."""
    pledge_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    """信用承诺书 as a scan."""
    pledge_name: Mapped[str] = mapped_column(String(120), default="")
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    recorded_by: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    findings_json: Mapped[str] = mapped_column(Text, default="{}")
    """What the conditions were judged by on the day of the decision."""
    version: Mapped[int] = mapped_column(default=1)

    publication: Mapped[Publication] = relationship(lazy="joined", innerjoin=True, viewonly=True)


class PublicationSetting(CountyRecord):
    """One version of a county's figures for publications; the newest holds."""

    __tablename__ = "publication_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "version"),
        CheckConstraint("least_months >= 0 AND most_months >= least_months", name="months_in_order"),
    )

    version: Mapped[int]
    is_page_on: Mapped[bool]
    counts_from: Mapped[CountsFrom] = mapped_column(by_value(CountsFrom))
    least_months: Mapped[int]
    most_months: Mapped[int]
    repair_days: Mapped[int]
    paper: Mapped[str] = mapped_column(String(200))
    """Number or name of the paper that orders it."""
    set_by: Mapped[str] = mapped_column(String(60))
    set_at: Mapped[datetime]

    @property
    def figures(self) -> Figures:
        """The figures of this version."""
        return Figures(
            self.is_page_on, self.counts_from, self.least_months, self.most_months, self.repair_days
        )


append_only.protect(PublicationEvent.__table__)
append_only.protect(PublicationSetting.__table__)
