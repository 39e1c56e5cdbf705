"""Tables of chains, approvals, opinions, entries from paper and substitutes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.access import Role
from casebook.approvals.rules import ApprovalState, ChainKind, PaperState, Verdict
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import Json, by_value

_OPEN = text("state = 'requested'")
_TO_CHECK = text("state = 'to_review'")
HASH_LENGTH = 160


class ApprovalChain(CountyRecord):
    """One version of the chain of a kind, for an agency or for all of the county."""

    __tablename__ = "approval_chain"
    __table_args__ = (
        UniqueConstraint("county_code", "kind", "version"),
        CheckConstraint("version >= 1", name="counts_up"),
    )

    kind: Mapped[ChainKind] = mapped_column(by_value(ChainKind))
    agency_id: Mapped[UUID | None] = mapped_column(ForeignKey("agency.id"))
    """Whose own chain it is; None for every agency that has none of its own."""
    version: Mapped[int]
    valid_from: Mapped[date]
    positions: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    paper: Mapped[str] = mapped_column(String(200))
    """Number or name of the paper that orders it."""
    set_by: Mapped[str] = mapped_column(String(60))
    set_at: Mapped[datetime]


class Approval(CountyRecord):
    """One thing asked of a chain. What is asked is frozen in `body`; only the course of it changes."""

    __tablename__ = "approval"
    __table_args__ = (
        UniqueConstraint("subject_id", "kind", "round"),
        CheckConstraint("(state = 'requested') = (ended_on IS NULL)", name="ended_has_day"),
        CheckConstraint("(state = 'requested') = (turn IS NOT NULL)", name="open_has_turn"),
        Index(
            "uq_approval_open",
            "subject_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index(None, "county_code", "state", "turn_role", "rowid"),
        Index(None, "asked_by_id", "rowid"),
    )

    division_code: Mapped[str] = mapped_column(String(12))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    subject_title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[ChainKind] = mapped_column(by_value(ChainKind))
    round: Mapped[int]
    """1 for the first time that this was asked of the subject."""
    previous_id: Mapped[UUID | None] = mapped_column(ForeignKey("approval.id"))
    """The one before, which was returned, refused or withdrawn."""
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    """Canonical JSON of what is asked: subject, title, text, facts, chain, asker and instant."""
    body_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    state: Mapped[ApprovalState] = mapped_column(by_value(ApprovalState))
    turn: Mapped[int | None]
    """The position whose turn it is, from 0."""
    turn_role: Mapped[Role | None] = mapped_column(by_value(Role))
    turn_own_agency: Mapped[bool] = mapped_column(default=False)
    turn_asker: Mapped[bool] = mapped_column(default=False)
    turn_earlier: Mapped[bool] = mapped_column(default=False)
    turn_substitutes: Mapped[bool] = mapped_column(default=False)
    """What the position whose turn it is allows, so that one statement finds who is waited for."""
    turn_since: Mapped[datetime]
    """Since when it waits there, or when it ended."""
    ended_on: Mapped[date | None]
    """The day that counts: of the last opinion, or of the withdrawal."""
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was withdrawn."""

    opinions: Mapped[list[ApprovalOpinion]] = relationship(
        lazy="selectin", order_by="ApprovalOpinion.sequence", viewonly=True
    )
    bars: Mapped[list[ApprovalBar]] = relationship(lazy="selectin", order_by="ApprovalBar.rowid")
    papers: Mapped[list[ApprovalPaper]] = relationship(
        lazy="selectin", order_by="ApprovalPaper.rowid", viewonly=True
    )


class ApprovalBar(Record):
    """An officer who may not answer beyond 承办人: an investigator is no legal reviewer."""

    __tablename__ = "approval_bar"
    __table_args__ = (UniqueConstraint("approval_id", "officer_id"),)

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))


class ApprovalOpinion(Record):
    """One opinion that counts; those from paper stand here once a second person has checked them."""

    __tablename__ = "approval_opinion"
    __table_args__ = (
        UniqueConstraint("approval_id", "sequence"),
        UniqueConstraint("approval_id", "position", "officer_id"),
    )

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"))
    sequence: Mapped[int]
    position: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    words: Mapped[str] = mapped_column(Text)
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"), index=True)
    officer_name: Mapped[str] = mapped_column(String(60))
    stands_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    stands_for: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[date]
    """The day it was signed."""
    entered_at: Mapped[datetime]
    """When it came to count here."""
    paper_id: Mapped[UUID | None] = mapped_column(ForeignKey("approval_paper.id"))


class ApprovalPaper(Record):
    """A scan of the printed form with what somebody read off it, waiting for a second pair of eyes."""

    __tablename__ = "approval_paper"
    __table_args__ = (
        CheckConstraint("(state = 'to_review') = (checked_at IS NULL)", name="checked_whole"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> entered_by_id", name="two_officers"),
        Index(
            "uq_approval_paper_open",
            "approval_id",
            unique=True,
            sqlite_where=_TO_CHECK,
            postgresql_where=_TO_CHECK,
        ),
        Index(None, "approval_id"),
    )

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approval.id"))
    state: Mapped[PaperState] = mapped_column(by_value(PaperState))
    scan_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    scan_name: Mapped[str] = mapped_column(String(120))
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Officer, verdict, words and signed day of each, in the order of the paper."""
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    entered_by: Mapped[str] = mapped_column(String(60))
    entered_at: Mapped[datetime]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    checked_by: Mapped[str] = mapped_column(String(60), default="")
    checked_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(String(500), default="")


class ApprovalSubstitute(CountyRecord):
    """Who answers in an absent officer's place, from one day to another, by which paper."""

    __tablename__ = "approval_substitute"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="in_order"),
        CheckConstraint("absent_id <> substitute_id", name="two_officers"),
        Index(None, "substitute_id", "until_on"),
        Index(None, "county_code", "until_on"),
    )

    absent_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    named_by: Mapped[str] = mapped_column(String(60))
    named_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    """The last day, where it was ended before its time."""


append_only.protect(ApprovalChain.__table__)
append_only.protect(ApprovalBar.__table__)
append_only.protect(ApprovalOpinion.__table__)
