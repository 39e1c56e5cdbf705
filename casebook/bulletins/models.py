"""Tables of settings, Monday's pages and bulletins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.bulletins.rules import BulletinState, SettingKind, Week
from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value

HASH_LENGTH = 160


class BulletinSetting(CountyRecord):
    """One version of what a county sets for lights, ranking, or who answers for a township."""

    __tablename__ = "bulletin_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "kind", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("paper <> ''", name="paper_given"),
    )

    kind: Mapped[SettingKind] = mapped_column(by_value(SettingKind))
    version: Mapped[int]
    facts: Mapped[dict[str, Any]]
    """Limits by name; weights by indicator; or `{"name", "post"}` by division."""
    paper: Mapped[str] = mapped_column(String(200))
    """The paper that orders it."""
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    set_by: Mapped[str] = mapped_column(String(60))
    set_at: Mapped[datetime]


class MondayPage(CountyRecord):
    """Monday's page of one week: made once, with the bytes that were sent."""

    __tablename__ = "monday_page"
    __table_args__ = (
        UniqueConstraint("county_code", "monday"),
        CheckConstraint("made_at >= due_at", name="not_before_due"),
        CheckConstraint("red >= 0 AND amber >= 0 AND green >= 0", name="counts"),
    )

    monday: Mapped[date]
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    red: Mapped[int]
    amber: Mapped[int]
    green: Mapped[int]
    facts: Mapped[str] = mapped_column(Text)
    """Canonical JSON of all that is on the page."""
    facts_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    pdf_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    picture_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))

    @property
    def week(self) -> Week:
        """The week."""
        return Week(self.monday)


class Bulletin(CountyRecord):
    """A bulletin (通报) on one month: drafted, then issued and frozen, or dropped with a reason."""

    __tablename__ = "bulletin"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name="issued_has_number"),
        CheckConstraint("(state = 'issued') = (body IS NOT NULL)", name="issued_is_frozen"),
        CheckConstraint("state <> 'dropped' OR reason <> ''", name="dropped_has_reason"),
        Index(None, "county_code", "rowid"),
    )

    month: Mapped[str] = mapped_column(String(7))
    """`YYYY-MM`: it speaks of the end of this month."""
    state: Mapped[BulletinState] = mapped_column(by_value(BulletinState))
    well_done: Mapped[str] = mapped_column(Text)
    lagging: Mapped[str] = mapped_column(Text)
    demands: Mapped[str] = mapped_column(Text)
    reply_on: Mapped[date]
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drafted_by: Mapped[str] = mapped_column(String(60))
    drafted_at: Mapped[datetime]
    number: Mapped[str | None] = mapped_column(String(80))
    issued_on: Mapped[date | None]
    issued_by: Mapped[str] = mapped_column(String(60), default="")
    agency: Mapped[str] = mapped_column(String(100), default="")
    body: Mapped[str | None] = mapped_column(Text)
    """Canonical JSON of all that it says, ranking included."""
    body_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    pdf_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    docx_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    reason: Mapped[str] = mapped_column(String(500), default="")
    """Why it was not issued."""
    version: Mapped[int] = mapped_column(default=1)


class BulletinEvent(Record):
    """One step of a bulletin's course."""

    __tablename__ = "bulletin_event"
    __table_args__ = (UniqueConstraint("bulletin_id", "sequence"),)

    bulletin_id: Mapped[UUID] = mapped_column(ForeignKey("bulletin.id"))
    sequence: Mapped[int]
    to_state: Mapped[BulletinState] = mapped_column(by_value(BulletinState))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(600))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(60))


append_only.protect(BulletinSetting.__table__)
append_only.protect(MondayPage.__table__)
append_only.protect(BulletinEvent.__table__)
