"""Tables of work packages: what was taken along by whom, and its parts as long as it lasts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, Record
from casebook.db.chain import HASH_LENGTH


class WorkPackage(CountyRecord):
    """What one device took along, as the server signed it."""

    __tablename__ = "work_package"
    __table_args__ = (
        CheckConstraint("expires_at > made_at", name="lasts"),
        Index(None, "device_id", "made_at"),
        Index(None, "expires_at"),
    )

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    device_id: Mapped[UUID] = mapped_column(ForeignKey("device.id"))
    scope: Mapped[dict[str, Any]]
    text: Mapped[str] = mapped_column(Text)
    """JSON; names every part with its hash."""
    signature: Mapped[str] = mapped_column(String(90))
    """The server's, over the text's bytes."""
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes of all parts, unpacked; without the base map."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class WorkPackagePart(Record):
    """One part of a package, removed when the package has run out or a newer one took its place."""

    __tablename__ = "work_package_part"
    __table_args__ = (UniqueConstraint("package_id", "name"),)

    package_id: Mapped[UUID] = mapped_column(ForeignKey("work_package.id"))
    name: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    """Of the unpacked bytes."""
    size: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """Packed with gzip."""
