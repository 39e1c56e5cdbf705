"""Items of evidence with their files, derivatives and custody."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record, append_only
from casebook.db.chain import ChainEntry
from casebook.db.types import by_value
from casebook.evidence import locks
from casebook.evidence.models.monitoring import MonitoringDevice
from casebook.evidence.rules import (
    CustodyAct,
    DerivativeKind,
    Doubt,
    EvidenceKind,
    EvidenceMethod,
    EvidenceOrigin,
    EvidenceStage,
    ExifFacts,
    Mismatch,
    Position,
    doubts_of,
    mismatches,
)
from casebook.kernel.clock import local_day
from casebook.kernel.subjects import Subject
from casebook.storage.models import StoredFile
from casebook.storage.rules import ACCEPTED, Media, MediaKind


class EvidenceSubject(CountyRecord):
    """What items are about: a record of some other feature, which evidence does not know further."""

    __tablename__ = "evidence_subject"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    title: Mapped[str] = mapped_column(String(120))
    division_code: Mapped[str] = mapped_column(String(12))
    """Decides who may see the items."""

    def as_subject(self) -> Subject:
        """Return the record as other features name it."""
        return Subject(self.kind, self.subject_id, self.title, self.division_code)


class EvidenceItem(CountyRecord):
    """One original file with its facts."""

    __tablename__ = "evidence_item"
    __table_args__ = (
        UniqueConstraint("about_id", "file_hash"),
        CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="whole_position"),
        CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="position_on_earth"),
        CheckConstraint("accuracy_m >= 0", name="accuracy"),
        CheckConstraint("(locked_at IS NULL) = (locked_by IS NULL)", name="lock_has_officer"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason = '')", name="withdrawal_has_reason"),
        CheckConstraint("locked_at IS NULL OR withdrawn_at IS NULL", name="locked_or_withdrawn"),
        CheckConstraint("corrects_id <> id", name="corrects_another"),
        Index(None, "file_hash"),
        Index(None, "corrects_id"),
        Index(None, "pair_of"),
    )

    about_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_subject.id"))
    kind: Mapped[EvidenceKind] = mapped_column(by_value(EvidenceKind))
    stage: Mapped[EvidenceStage | None] = mapped_column(by_value(EvidenceStage))
    describes: Mapped[str] = mapped_column(String(500))
    """What it shows and proves."""
    origin: Mapped[EvidenceOrigin] = mapped_column(by_value(EvidenceOrigin))
    file_name: Mapped[str] = mapped_column(String(120))
    """What the sender called it, without path."""
    file_hash: Mapped[str] = mapped_column(ForeignKey("stored_file.hash"))
    method: Mapped[EvidenceMethod | None] = mapped_column(by_value(EvidenceMethod))
    """How it was made; not known of what came before methods were asked for."""
    item_code: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """The checklist item that it belongs to."""
    captured_at: Mapped[datetime | None]
    """The device's clock at the shutter."""
    hashed_at: Mapped[datetime | None]
    """The device's clock when it had hashed the bytes."""
    fix_at: Mapped[datetime | None]
    """The position's own timestamp."""
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    exif_taken_at: Mapped[datetime | None]
    exif_lon: Mapped[float | None]
    exif_lat: Mapped[float | None]
    exif_device: Mapped[str] = mapped_column(String(100), default="")
    has_mismatch: Mapped[bool | None]
    """Whether the file contradicts the record, judged at arrival; not known of what came before that."""
    received_at: Mapped[datetime]
    """The server's clock."""
    maker_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    maker_name: Mapped[str] = mapped_column(String(60))
    device_id: Mapped[UUID | None]
    """The registered tablet that filed it."""
    pair_of: Mapped[UUID | None]
    """The earlier item of the same standpoint; it may come later by another way, so nothing binds it."""
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence_item.id"))
    """The item in whose place this one stands."""
    monitoring_device_id: Mapped[UUID | None] = mapped_column(ForeignKey("monitoring_device.id"))
    """The device that electronic data come from."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
    locked_at: Mapped[datetime | None]
    locked_by: Mapped[str | None] = mapped_column(String(60))
    """Name of who locked it."""

    about: Mapped[EvidenceSubject] = relationship(lazy="joined")
    original: Mapped[StoredFile] = relationship(lazy="joined")
    monitoring_device: Mapped[MonitoringDevice | None] = relationship()
    derivatives: Mapped[list[EvidenceDerivative]] = relationship(lazy="selectin", viewonly=True)

    @property
    def media(self) -> Media:
        """What kind of file it is."""
        return ACCEPTED[self.original.media_type]

    @property
    def is_picture(self) -> bool:
        """Whether a preview can be made of it."""
        return self.media.kind is MediaKind.PHOTO

    @property
    def is_recording(self) -> bool:
        """Whether it is played."""
        return self.media.kind in {MediaKind.VIDEO, MediaKind.AUDIO}

    @property
    def is_locked(self) -> bool:
        """Whether nothing of it may change any more."""
        return self.locked_at is not None

    @property
    def preview(self) -> EvidenceDerivative | None:
        """The picture that pages show, once it is made."""
        return {one.kind: one for one in self.derivatives}.get(DerivativeKind.PREVIEW)

    @property
    def position(self) -> Position | None:
        """Where the device said it was."""
        return None if self.lon is None or self.lat is None else Position(self.lon, self.lat)

    @property
    def exif(self) -> ExifFacts:
        """What the file says about itself."""
        has_place = self.exif_lon is not None and self.exif_lat is not None
        place = Position(self.exif_lon or 0.0, self.exif_lat or 0.0) if has_place else None
        return ExifFacts(self.exif_taken_at, place, self.exif_device)

    @property
    def of_day(self) -> date:
        """The Chinese day that it is of: of its making, or where that is not known of its arrival."""
        return local_day(self.captured_at or self.received_at)

    @property
    def doubts(self) -> list[Doubt]:
        """Why it supports leads only; empty when it can carry a finding."""
        device = self.monitoring_device if self.kind is EvidenceKind.ELECTRONIC else None
        return doubts_of(
            origin=self.origin,
            kind=self.kind,
            method=self.method,
            device=device.standing if device else None,
            on=self.of_day,
        )

    @property
    def mismatches(self) -> list[Mismatch]:
        """Where the file contradicts the record."""
        return mismatches(self.captured_at, self.position, self.exif)


class EvidenceDerivative(Record):
    """A picture made of an original, for looking at; never evidence itself."""

    __tablename__ = "evidence_derivative"
    __table_args__ = (UniqueConstraint("item_id", "kind"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))
    kind: Mapped[DerivativeKind] = mapped_column(by_value(DerivativeKind))
    file_hash: Mapped[str] = mapped_column(ForeignKey("stored_file.hash"))
    made_at: Mapped[datetime]


class CustodyEntry(ChainEntry, CountyRecord):
    """Something that happened to an item; the body says by whose hand and in what words."""

    __tablename__ = "custody_entry"
    __table_args__ = (Index(None, "item_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))
    act: Mapped[CustodyAct] = mapped_column(by_value(CustodyAct))
    actor_id: Mapped[UUID | None]
    file_hash: Mapped[str] = mapped_column(String(160))

    @property
    def facts(self) -> dict[str, Any]:
        """What the body says."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found


append_only.protect(EvidenceDerivative.__table__)
locks.install(EvidenceItem.__table__)
