"""The registers of packages and of archive bundles that left the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, append_only
from casebook.db.types import Json, by_value
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


class ArchiveBundle(CountyRecord):
    """One archive bundle (卷宗) of a case; the file itself is kept for some days only, its head for ever."""

    __tablename__ = "archive_bundle"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("pages > 0", name="has_pages"),
        Index(None, "case_id", "made_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    number: Mapped[str] = mapped_column(String(40))
    """Of the case."""
    division_code: Mapped[str] = mapped_column(String(12))
    archive_no: Mapped[str] = mapped_column(String(20), default="")
    """Empty for one that was made before the case was archived."""
    head: Mapped[str] = mapped_column(String(90))
    """Hash of the manifest; it stands on the printed list."""
    key: Mapped[str] = mapped_column(String(90))
    """Fingerprint of the key that sealed it."""
    pdf_hash: Mapped[str] = mapped_column(String(90))
    """Of the one PDF that holds both volumes."""
    pages: Mapped[int]
    """Numbered pages of both volumes, without covers and lists."""
    items: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    contents: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """The list of contents: volume, section, title, number, id and first page of each leaf."""
    has_time_stamp: Mapped[bool]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    made_by: Mapped[str] = mapped_column(String(80))


append_only.protect(EvidencePackage.__table__)
append_only.protect(ArchiveBundle.__table__)
