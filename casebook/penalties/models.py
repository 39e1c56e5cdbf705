"""Tables of what a county sets about penalties. All of them are only added to."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.append_only import protect
from casebook.db.types import by_value
from casebook.deadlines.rules.table import Certainty
from casebook.penalties.rules import Condition
from casebook.penalties.rules.settings import SettingKey


class PenaltySetting(CountyRecord):
    """A value that a county set, from a day on. A later row takes the place of an earlier one."""

    __tablename__ = "penalty_setting"
    __table_args__ = (
        UniqueConstraint("county_code", "key", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("source <> ''", name="source_given"),
    )

    key: Mapped[SettingKey] = mapped_column(by_value(SettingKey))
    version: Mapped[int]
    """The how manieth value of this key."""
    value: Mapped[str] = mapped_column(String(60))
    """Its form depends on the key: `rules.settings`."""
    valid_from: Mapped[date]
    certainty: Mapped[Certainty] = mapped_column(by_value(Certainty))
    source: Mapped[str] = mapped_column(String(200))
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]


class DiscretionLevel(CountyRecord):
    """One version of a level of the 裁量基准. Changing or ending a level adds a version of its line."""

    __tablename__ = "discretion_level"
    __table_args__ = (
        UniqueConstraint("line_id", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("0 <= min_fen AND min_fen <= max_fen", name="fines"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="days"),
        Index(None, "county_code", "pen_id"),
    )

    line_id: Mapped[UUID]
    """The same for all versions of a level."""
    version: Mapped[int]
    pen_id: Mapped[str] = mapped_column(String(20))
    condition: Mapped[Condition] = mapped_column(by_value(Condition))
    """The tier of the law that it narrows."""
    level: Mapped[str] = mapped_column(String(20))
    """一般, 较重, 严重, or the county's own word."""
    conditions: Mapped[str] = mapped_column(Text)
    """When it fits."""
    min_fen: Mapped[int] = mapped_column(BigInteger)
    max_fen: Mapped[int] = mapped_column(BigInteger)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    doc_no: Mapped[str] = mapped_column(String(60))
    """文号 of the published paper."""
    reason: Mapped[str] = mapped_column(String(200), default="")
    """Why this version was made; empty for the first."""
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    entered_by: Mapped[str] = mapped_column(String(80))
    entered_at: Mapped[datetime]


class LocalPack(CountyRecord):
    """A version of a local pack as it was taken in: the bytes of the file as text, with their hash."""

    __tablename__ = "penalty_pack"
    __table_args__ = (
        UniqueConstraint("county_code", "code", "version"),
        CheckConstraint("version >= 1", name="version"),
    )

    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(6))
    source: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(80))
    loaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    loaded_by: Mapped[str] = mapped_column(String(80))
    loaded_at: Mapped[datetime]


for _table in (PenaltySetting, DiscretionLevel, LocalPack):
    protect(_table.__table__)
