"""Tables of what comes by HTTP and by upload: sources of online meters, their messages, uploaded files."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.types import Json, by_value
from casebook.volumes.models.tables import ReadingImport
from casebook.volumes.rules import ImportKind, MessageState, ParserKind, UploadState
from casebook.wells.models import Well

HASH_LENGTH = 90


class MeterSource(CountyRecord):
    """A platform or gateway that sends what online meters show, with a token of its own."""

    __tablename__ = "meter_source"
    __table_args__ = (
        UniqueConstraint("county_code", "name"),
        UniqueConstraint("token_hash"),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("per_minute BETWEEN 1 AND 6000", name="per_minute"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revocation_has_reason"),
    )

    name: Mapped[str] = mapped_column(String(60))
    parser: Mapped[ParserKind] = mapped_column(by_value(ParserKind))
    settings: Mapped[dict[str, Any]]
    """What the parser is told: columns, encoding, unit."""
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    token_hint: Mapped[str] = mapped_column(String(12))
    """How the token begins, so that people can tell tokens apart."""
    token_set_at: Mapped[datetime]
    per_minute: Mapped[int] = mapped_column(default=60)
    """Requests that are answered in one minute."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(80))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(80), default="")
    revoked_reason: Mapped[str] = mapped_column(String(400), default="")
    window_at: Mapped[datetime | None]
    """The minute that is being counted."""
    window_count: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None]
    """When its last message came."""
    newest_at: Mapped[datetime | None]
    """Of its accepted readings the newest instant."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_revoked(self) -> bool:
        """Whether its token is no longer believed."""
        return self.revoked_at is not None


class MeterSourceWell(Record):
    """A meter that a source may speak of; of any other it learns nothing."""

    __tablename__ = "meter_source_well"
    __table_args__ = (UniqueConstraint("source_id", "device_no"), Index(None, "well_id"))

    source_id: Mapped[UUID] = mapped_column(ForeignKey("meter_source.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    meter_no: Mapped[str] = mapped_column(String(40))
    """Number of the meter on our register."""
    device_no: Mapped[str] = mapped_column(String(60))
    """The number under which the source speaks of it."""

    well: Mapped[Well] = relationship(lazy="raise")


class MeterMessage(CountyRecord):
    """What a source sent, byte by byte; written once, so that it can be read again."""

    __tablename__ = "meter_message"
    __table_args__ = (
        UniqueConstraint("source_id", "message_id"),
        UniqueConstraint("source_id", "body_hash"),
        Index(None, "source_id", "received_at"),
        Index(None, "county_code", "received_at"),
    )

    source_id: Mapped[UUID] = mapped_column(ForeignKey("meter_source.id"))
    message_id: Mapped[str | None] = mapped_column(String(100))
    """What the sender calls it; None where it calls it nothing."""
    received_at: Mapped[datetime]
    content_type: Mapped[str] = mapped_column(String(100), default="")
    body: Mapped[bytes] = mapped_column(LargeBinary)
    body_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    clock_off_s: Mapped[int | None]
    """Seconds by which the sender's clock is ahead of ours; None where it does not say its time."""

    source: Mapped[MeterSource] = relationship(lazy="raise")


class MeterMessagePass(Record):
    """One reading of a message: what was found in it then. The last one counts; written once."""

    __tablename__ = "meter_message_pass"
    __table_args__ = (UniqueConstraint("message_id", "number"),)

    message_id: Mapped[UUID] = mapped_column(ForeignKey("meter_message.id"))
    number: Mapped[int]
    """From 1; the later ones are replays."""
    at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80))
    state: Mapped[MessageState] = mapped_column(by_value(MessageState))
    reason: Mapped[str] = mapped_column(String(40), default="")
    """Code of why it could not be read."""
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[dict[str, Any]]
    """Rows by code."""
    queries: Mapped[dict[str, Any]]
    """Queries by kind."""
    entries: Mapped[list[Any]] = mapped_column(Json)
    """What became of each row, as it was answered."""


class ReadingUpload(CountyRecord):
    """A file of readings or of electricity that came by the page, and the report on it."""

    __tablename__ = "reading_upload"
    __table_args__ = (Index(None, "county_code", "uploaded_at"),)

    kind: Mapped[ImportKind] = mapped_column(by_value(ImportKind))
    file_hash: Mapped[str] = mapped_column(ForeignKey("stored_file.hash"))
    file_name: Mapped[str] = mapped_column(String(200))
    is_strict: Mapped[bool] = mapped_column(default=False)
    """All or nothing: one refused row, and none is kept."""
    state: Mapped[UploadState] = mapped_column(by_value(UploadState))
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(String(80))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    taken_at: Mapped[datetime | None]
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("reading_import.id"))
    counts: Mapped[dict[str, Any] | None]
    """As `Imported.counts`; None until it was read."""
    reason: Mapped[str] = mapped_column(String(400), default="")
    """Why the file as a whole could not be used, in the words of that moment."""
    report_hash: Mapped[str | None] = mapped_column(ForeignKey("stored_file.hash"))
    """The answers to its rows, one JSON object a line."""

    imported: Mapped[ReadingImport | None] = relationship(lazy="raise")


protect(MeterMessage.__table__)
protect(MeterMessagePass.__table__)
