"""Tables of notices: what was told to whom, when clocks are told of, and what leaves the house."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, append_only
from casebook.db.types import by_value
from casebook.notices.rules import Channel, NoticeKind, Stage

_UNREAD = text("read_at IS NULL")
_UNSENT = text("sent_at IS NULL AND gave_up_at IS NULL")


class Notice(CountyRecord):
    """One thing told to one officer, once: `key` is what it tells, and no officer is told it twice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("officer_id", "key"),
        CheckConstraint("(term_id IS NULL) = (stage IS NULL)", name="stage_of_term"),
        Index(None, "officer_id", "rowid"),
        Index("ix_notice_unread", "officer_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
        Index(None, "term_id"),
        Index(None, "county_code", "told_at"),
    )

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[NoticeKind] = mapped_column(by_value(NoticeKind))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(200))
    division_code: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(String(500), default="")
    """What is told, for the app alone; it never leaves the house."""
    due_on: Mapped[date | None]
    term_id: Mapped[UUID | None] = mapped_column(ForeignKey("term.id"))
    stage: Mapped[Stage | None] = mapped_column(by_value(Stage))
    rule: Mapped[str] = mapped_column(String(30), default="")
    told_on: Mapped[date]
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class NoticePlan(CountyRecord):
    """When a county tells of clocks of one rule, or with an empty rule of all others."""

    __tablename__ = "notice_plan"
    __table_args__ = (
        UniqueConstraint("county_code", "rule", "version"),
        CheckConstraint("version >= 1", name="version"),
    )

    rule: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    ahead: Mapped[str] = mapped_column(String(40))
    """Days before, falling, with commas: 7,3,1; empty for none."""
    tells_due: Mapped[bool]
    head_after: Mapped[int | None]
    agency_after: Mapped[int | None]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    set_by: Mapped[str] = mapped_column(String(60))
    set_at: Mapped[datetime]


class NoticeChannel(CountyRecord):
    """A county's way out for notices. Its secrets lie sealed; the key to them is not in the database."""

    __tablename__ = "notice_channel"
    __table_args__ = (UniqueConstraint("county_code", "channel"),)

    channel: Mapped[Channel] = mapped_column(by_value(Channel))
    is_on: Mapped[bool]
    facts: Mapped[dict[str, Any]]
    """Of a mail server: host, port, security, login, sender."""
    sealed: Mapped[str] = mapped_column(Text, default="")
    """Password, or address and signing secret of a chat's robot."""
    shown: Mapped[str] = mapped_column(String(120), default="")
    """What may be shown of the secret: where it leads and its last signs."""
    version: Mapped[int]
    changed_by: Mapped[str] = mapped_column(String(60))
    changed_at: Mapped[datetime]


class NoticeChoice(CountyRecord):
    """Where one officer wants the daily digest beside the app."""

    __tablename__ = "notice_choice"
    __table_args__ = (UniqueConstraint("officer_id"),)

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    by_mail: Mapped[bool]
    mail: Mapped[str] = mapped_column(String(254), default="")
    changed_at: Mapped[datetime]


class Dispatch(CountyRecord):
    """One message on its way out of the house: made once for its key, sent once, tried until it is."""

    __tablename__ = "notice_dispatch"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("sent_at IS NULL OR gave_up_at IS NULL", name="ended_once"),
        Index("ix_notice_dispatch_unsent", "rowid", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        Index(None, "county_code", "channel", "made_at"),
    )

    key: Mapped[str] = mapped_column(String(160))
    channel: Mapped[Channel] = mapped_column(by_value(Channel))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    address: Mapped[str] = mapped_column(String(254), default="")
    """Of mail; a chat's address is the channel's secret."""
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    """Numbers, places and days; nothing about people."""
    attachments: Mapped[dict[str, Any] | None]
    """Hashes of the stored files that a mail brings, by the name that each bears; None for none."""
    made_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None]
    """A sender has it in hand until then."""
    fault: Mapped[str] = mapped_column(String(60), default="")
    """Code of why the last attempt failed."""
    sent_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]


append_only.protect(NoticePlan.__table__)
