"""Electronic monitoring devices and their reviews (处罚法 41, rules.md 5.4, G15)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casebook.db import CountyRecord, append_only
from casebook.db.types import by_value
from casebook.evidence.rules import DeviceStanding, Review, ReviewKind


class MonitoringDevice(CountyRecord):
    """A meter or camera whose data may become evidence: remote meters, 井电双控."""

    __tablename__ = "monitoring_device"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("(published_on IS NULL) = (published_where = '')", name="publication_whole"),
    )

    number: Mapped[str] = mapped_column(String(40))
    """As it stands on the device."""
    name: Mapped[str] = mapped_column(String(120))
    """What it is: make and model."""
    place: Mapped[str] = mapped_column(String(200))
    division_code: Mapped[str] = mapped_column(String(12))
    published_on: Mapped[date | None]
    """When its place was made public."""
    published_where: Mapped[str] = mapped_column(String(200), default="")
    added_by: Mapped[str] = mapped_column(String(60))
    added_at: Mapped[datetime]

    reviews: Mapped[list[MonitoringReview]] = relationship(
        lazy="selectin", order_by="MonitoringReview.rowid", viewonly=True
    )

    @property
    def standing(self) -> DeviceStanding:
        """What speaks for it, as the rules take it."""
        given = tuple(
            Review(one.kind, one.is_passed, one.reviewed_on, one.valid_from, one.valid_to)
            for one in self.reviews
        )
        return DeviceStanding(given, self.published_on)


class MonitoringReview(CountyRecord):
    """One legal or technical review of a device; a later one speaks louder, none is taken back."""

    __tablename__ = "monitoring_review"
    __table_args__ = (
        CheckConstraint("valid_to >= valid_from", name="span"),
        Index(None, "device_id"),
    )

    device_id: Mapped[UUID] = mapped_column(ForeignKey("monitoring_device.id"))
    kind: Mapped[ReviewKind] = mapped_column(by_value(ReviewKind))
    is_passed: Mapped[bool]
    reviewed_on: Mapped[date]
    paper: Mapped[str] = mapped_column(String(200))
    """Number of the review's paper."""
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    remark: Mapped[str] = mapped_column(String(500))
    reviewer_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    reviewer_name: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]


append_only.protect(MonitoringReview.__table__)
