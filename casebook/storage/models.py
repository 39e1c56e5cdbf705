"""The record of every file that is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
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


append_only.protect(StoredFile.__table__)
