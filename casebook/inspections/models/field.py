"""What proves a visit beside its record: presence, signings, earlier findings, and the reviewer's verdict."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, Record, append_only, frozen
from casebook.db.types import Json, by_value
from casebook.inspections.filed import EarlierResult, SignedHow
from casebook.inspections.models.visits import Inspection
from casebook.inspections.rules import InspectionState, OfficerPart, Verdict
from casebook.inspections.rules.presence import Datum, PlateSeen

HASH_LENGTH = 90


class InspectionPresence(CountyRecord):
    """What speaks for the officers having been there, weighed when the record was submitted."""

    __tablename__ = "inspection_presence"
    __table_args__ = (
        UniqueConstraint("inspection_id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        Index(None, "county_code", "judged_at", "id"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    score: Mapped[int]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Each as `rules.presence.Reason.as_data` writes it; the travel between records is weighed at reading."""
    flags: Mapped[list[str]] = mapped_column(Json)
    """What else a reviewer should look at, as `rules.reviewing.Flag` values."""
    plate: Mapped[PlateSeen] = mapped_column(by_value(PlateSeen))
    plate_text: Mapped[str] = mapped_column(String(400), default="")
    plate_at: Mapped[datetime | None]
    datum: Mapped[Datum] = mapped_column(by_value(Datum))
    clock_ahead_s: Mapped[float | None]
    clock_compared_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    judged_at: Mapped[datetime]


class PresenceFix(Record):
    """One position that the browser gave during a visit; instants put right as the record's are."""

    __tablename__ = "presence_fix"
    __table_args__ = (UniqueConstraint("inspection_id", "place"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    place: Mapped[int]
    """Its place among the fixes of the visit, from 1."""
    at: Mapped[datetime]
    fix_at: Mapped[datetime]
    lon: Mapped[float]
    lat: Mapped[float]
    accuracy_m: Mapped[float]


class InspectionFiling(Record):
    """How a submitted record came: from which tablet, and what its officers signed."""

    __tablename__ = "inspection_filing"
    __table_args__ = (UniqueConstraint("inspection_id"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    """None for a record that was kept at the desk."""
    text_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), default="")
    """Hash of the text that its officers sign: that of its paper, or of the situation where there is none."""
    filed_at: Mapped[datetime]


class InspectionRevision(Record):
    """A record, or a draft of one, that takes the place of a returned record."""

    __tablename__ = "inspection_revision"
    __table_args__ = (UniqueConstraint("inspection_id"), Index(None, "revises_id"))

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    revises_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))


class EarlierFindingAnswer(Record):
    """What a re-check found of one finding of an earlier visit."""

    __tablename__ = "earlier_finding_answer"
    __table_args__ = (UniqueConstraint("inspection_id", "finding_id"),)

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    finding_id: Mapped[UUID] = mapped_column(ForeignKey("finding.id"))
    result: Mapped[EarlierResult] = mapped_column(by_value(EarlierResult))
    note: Mapped[str] = mapped_column(String(400), default="")


class InspectionSigning(Record):
    """How one officer stands behind a record; a stronger signing comes as a further row."""

    __tablename__ = "inspection_signing"
    __table_args__ = (
        UniqueConstraint("inspection_id", "officer_id", "how"),
        CheckConstraint("how <> 'own_device' OR device_id IS NOT NULL", name="own_device_is_named"),
        Index(None, "officer_id"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    part: Mapped[OfficerPart] = mapped_column(by_value(OfficerPart))
    how: Mapped[SignedHow] = mapped_column(by_value(SignedHow))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    signed_at: Mapped[datetime]
    text_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), default="")
    signature: Mapped[str] = mapped_column(Text, default="")
    """Empty where the whole operation is signed by the same device, and where nothing was."""
    kept_at: Mapped[datetime]
    """The server's clock."""


class InspectionReview(Record):
    """A reviewer's verdict on a submitted record."""

    __tablename__ = "inspection_review"
    __table_args__ = (
        CheckConstraint("verdict = 'approved' OR note <> ''", name="return_has_note"),
        Index(None, "inspection_id", "at"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    verdict: Mapped[Verdict] = mapped_column(by_value(Verdict))
    note: Mapped[str] = mapped_column(String(400), default="")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


frozen.freeze_part(EarlierFindingAnswer.__table__, Inspection.__table__, InspectionState.SUBMITTED)
for _kept in (InspectionPresence, PresenceFix, InspectionFiling, InspectionSigning, InspectionReview):
    append_only.protect(_kept.__table__)
