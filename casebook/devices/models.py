"""The table of devices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.accounts.models import Officer
from casebook.db import CountyRecord

HASH_LENGTH = 90


class Device(CountyRecord):
    """One browser that an officer registered; its keys never leave it."""

    __tablename__ = "device"
    __table_args__ = (
        UniqueConstraint("fingerprint"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revocation_has_reason"),
        Index(None, "officer_id", "registered_at"),
    )

    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(String(60))
    """What the officer calls it."""
    signing_key: Mapped[str] = mapped_column(Text)
    """ECDSA P-256, SubjectPublicKeyInfo (DER), base64url."""
    agreement_key: Mapped[str] = mapped_column(Text)
    """ECDH P-256, written alike: what is for this device only is sealed to it."""
    fingerprint: Mapped[str] = mapped_column(String(HASH_LENGTH))
    """Hash of the signing key's DER."""
    server_fingerprint: Mapped[str] = mapped_column(String(HASH_LENGTH))
    """The server's key that the device was given to believe."""
    registered_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When it last sent something, to the minute."""
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(60), default="")
    """Name of who revoked it."""
    revoked_reason: Mapped[str] = mapped_column(String(400), default="")

    officer: Mapped[Officer] = relationship(lazy="joined")

    @property
    def is_revoked(self) -> bool:
        """Whether its signatures are no longer believed."""
        return self.revoked_at is not None
