"""The record of every file that is kept, and of those that are on their way."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import Record, append_only


class StoredFile(Record):
    """Bytes known by their hash. The file may serve several records; each of those says who may see it."""

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("hash"), CheckConstraint("size > 0", name="not_empty"))

    hash: Mapped[str] = mapped_column(String(160))
    """`algorithm:hex` of the bytes; also their place in the store."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    media_type: Mapped[str] = mapped_column(String(100))
    """What the content is, found by looking at it."""
    received_at: Mapped[datetime]
    """When the bytes first arrived."""


class Upload(Record):
    """A file that arrives in pieces, known to its sender; how much of it is here only the disk knows."""

    __tablename__ = "upload"
    __table_args__ = (UniqueConstraint("officer_id", "hash"), CheckConstraint("length > 0", name="not_empty"))

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    hash: Mapped[str] = mapped_column(String(160))
    """What the whole must have."""
    length: Mapped[int] = mapped_column(BigInteger)
    """Bytes of the whole."""
    name: Mapped[str] = mapped_column(String(120))
    """What the sender calls it, without path."""
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    """When it was kept; from then on it is a stored file."""


append_only.protect(StoredFile.__table__)
