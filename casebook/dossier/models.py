"""The register of packages that left the house."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, append_only
from casebook.db.types import by_value
from casebook.dossier.rules import PackageKind


class EvidencePackage(CountyRecord):
    """One package that was made; the file itself is kept for some days only, its head for ever."""

    __tablename__ = "evidence_package"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"), Index(None, "subject_id", "made_at"))

    kind: Mapped[PackageKind] = mapped_column(by_value(PackageKind))
    subject_id: Mapped[UUID]
    """The case or the closure."""
    number: Mapped[str] = mapped_column(String(40))
    division_code: Mapped[str] = mapped_column(String(12))
    head: Mapped[str] = mapped_column(String(90))
    """Hash of the manifest; it stands on the printed list."""
    key: Mapped[str] = mapped_column(String(90))
    """Fingerprint of the key that sealed it."""
    items: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    has_time_stamp: Mapped[bool]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    made_by: Mapped[str] = mapped_column(String(80))


append_only.protect(EvidencePackage.__table__)
