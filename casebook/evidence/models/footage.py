"""The index of body cameras; only clips that are used become evidence here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only
from casebook.evidence.models.items import EvidenceItem


class FootageRecording(CountyRecord):
    """One recording of a body camera (执法记录仪), which lies outside casebook."""

    __tablename__ = "footage_recording"
    __table_args__ = (
        UniqueConstraint("county_code", "device_no", "file_name", "file_hash"),
        CheckConstraint("ended_at > started_at", name="span"),
        Index(None, "county_code", "started_at", "id"),
    )

    division_code: Mapped[str] = mapped_column(String(12))
    device_no: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime]
    """By the camera's clock, like the end."""
    ended_at: Mapped[datetime]
    clock_offset_s: Mapped[int]
    """The camera's clock minus the true time."""
    file_hash: Mapped[str] = mapped_column(String(160))
    """Of the recording where it lies; never looked at from here."""
    place: Mapped[str] = mapped_column(String(200))
    user_name: Mapped[str] = mapped_column(String(60))
    indexed_by: Mapped[str] = mapped_column(String(60))
    indexed_at: Mapped[datetime]

    clips: Mapped[list[FootageClip]] = relationship(
        lazy="selectin", order_by="FootageClip.from_at, FootageClip.rowid", viewonly=True
    )


class FootageClip(Record):
    """What part of a recording an item is."""

    __tablename__ = "footage_clip"
    __table_args__ = (
        UniqueConstraint("item_id"),
        CheckConstraint("to_at > from_at", name="span"),
        Index(None, "recording_id"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))
    recording_id: Mapped[UUID] = mapped_column(ForeignKey("footage_recording.id"))
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]

    recording: Mapped[FootageRecording] = relationship(lazy="joined", viewonly=True)
    item: Mapped[EvidenceItem] = relationship(lazy="select", viewonly=True)


append_only.protect(FootageRecording.__table__)
append_only.protect(FootageClip.__table__)
