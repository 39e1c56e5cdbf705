"""Tables of the audit: the chain, the details beside it, the looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, Record
from casebook.db.chain import ChainEntry


class AuditEntry(ChainEntry):
    """An act: who did what to which subject. Names, agency and device stand in the body."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "chain", "at"),
        Index(None, "chain", "actor_id", "sequence"),
        Index(None, "subject_id"),
    )

    action: Mapped[str] = mapped_column(String(60))
    """`noun:verb`, as permissions are named."""
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    actor_id: Mapped[UUID | None]
    """The officer; null for the local operator and for what the system does by itself."""
    details_hash: Mapped[str | None] = mapped_column(String(90))


class AuditDetail(Record):
    """Reason and values before and after of one entry. Both columns go when they must be erased."""

    __tablename__ = "audit_detail"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)


class AccessLog(CountyRecord):
    """A look at personal data. Not chained itself; an hourly entry covers what came in."""

    __tablename__ = "access_log"
    __table_args__ = (Index(None, "county_code", "sealed_by"), Index(None, "subject_id"))

    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(60))
    device: Mapped[str] = mapped_column(String(200))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[UUID]
    subject_title: Mapped[str] = mapped_column(String(120))
    division_code: Mapped[str] = mapped_column(String(12))
    what: Mapped[str] = mapped_column(String(60))
    """What was seen: `telephone`, `identity_number`, `original` …"""
    sealed_by: Mapped[UUID | None] = mapped_column(ForeignKey("audit_entry.id"))
    """The entry whose hash covers this look; null until the next hourly seal."""

    def facts(self) -> dict[str, Any]:
        """Return all that a seal's hash is taken over, under the columns' names."""
        return {column.key: getattr(self, column.key) for column in _HASHED}


_HASHED = tuple(c for c in AccessLog.__table__.columns if c.key not in {"rowid", "sealed_by"})
