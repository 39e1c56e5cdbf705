"""The table of plates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord
from casebook.plates.rules import LONGEST_TEXT
from casebook.wells.models import Well

_VALID = text("revoked_at IS NULL")


class WellPlate(CountyRecord):
    """One plate that was made for a well."""

    __tablename__ = "well_plate"
    __table_args__ = (
        UniqueConstraint("serial"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revocation_has_reason"),
        Index("uq_well_plate_valid", "well_id", unique=True, sqlite_where=_VALID, postgresql_where=_VALID),
    )

    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"), index=True)
    serial: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    """What the QR code says, without the public page's address."""
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(80))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(80), default="")
    revoked_reason: Mapped[str] = mapped_column(String(400), default="")

    well: Mapped[Well] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_valid(self) -> bool:
        """Whether the plate was not revoked."""
        return self.revoked_at is None
