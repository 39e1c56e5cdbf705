"""Where closed months were sent, and the water bureau's report of closed wells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, Record
from casebook.db.append_only import protect
from casebook.db.chain import HASH_LENGTH
from casebook.db.types import by_value
from casebook.reports.rules import MailedReport, WellReportStatus

_STANDING = text("status <> 'report_returned'")


class MonthSending(CountyRecord):
    """One closed month's report sent to one office: once, because it never changes."""

    __tablename__ = "month_sending"
    __table_args__ = (
        UniqueConstraint("closed_id", "recipient"),
        CheckConstraint("recipient <> ''", name="recipient_given"),
    )

    closed_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_month.id"))
    recipient: Mapped[str] = mapped_column(String(100))
    paper: Mapped[str] = mapped_column(String(120), default="")
    """Number of the letter that it went with."""
    sent_on: Mapped[date]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    sent_by: Mapped[str] = mapped_column(String(80))
    sent_at: Mapped[datetime]


protect(MonthSending.__table__)


class WellReport(CountyRecord):
    """A version of the water bureau's report of the wells confirmed closed in a month (封井月报)."""

    __tablename__ = "well_report"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("county_code", "year", "month", "version"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint(
            "(status IN ('report_draft', 'report_checked')) = (sent_on IS NULL)", name="sent_with_day"
        ),
        CheckConstraint("(sent_on IS NULL) = (pdf_hash IS NULL)", name="sent_with_files"),
        Index(
            "uq_well_report_standing",
            "county_code",
            "year",
            "month",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    year: Mapped[int]
    month: Mapped[int]
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    status: Mapped[WellReportStatus] = mapped_column(by_value(WellReportStatus))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """Canonical JSON: number, month, lines, corrections, sums; its hash stands in each event."""
    wells: Mapped[int]
    full_year_m3: Mapped[Decimal] = mapped_column("full_year_l")
    """Of the lines, as the list of reports shows them."""
    drafted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    drafted_by: Mapped[str] = mapped_column(String(80))
    checked_by: Mapped[str] = mapped_column(String(80), default="")
    recipient: Mapped[str] = mapped_column(String(100), default="")
    paper: Mapped[str] = mapped_column(String(120), default="")
    sent_on: Mapped[date | None]
    xlsx_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    pdf_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    answer: Mapped[str] = mapped_column(String(400), default="")
    """Why it was returned, or what was said when it was accepted."""
    edition: Mapped[int] = mapped_column(default=1)
    """Rises with each step, so that of two people one comes second."""


class WellReportEvent(Record):
    """One step of a report, with the hash of what it said then."""

    __tablename__ = "well_report_event"
    __table_args__ = (UniqueConstraint("report_id", "sequence"),)

    report_id: Mapped[UUID] = mapped_column(ForeignKey("well_report.id"))
    sequence: Mapped[int]
    from_status: Mapped[WellReportStatus | None] = mapped_column(by_value(WellReportStatus))
    to_status: Mapped[WellReportStatus] = mapped_column(by_value(WellReportStatus))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(500))
    body_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    actor_name: Mapped[str] = mapped_column(String(80))


protect(WellReportEvent.__table__)


class ReportMailing(CountyRecord):
    """That a report leaves by mail each month by itself; ended ones stay."""

    __tablename__ = "report_mailing"
    __table_args__ = (
        CheckConstraint("day BETWEEN 1 AND 28", name="day"),
        CheckConstraint("since_month BETWEEN 1 AND 12", name="since_month"),
        Index(None, "county_code", "ended_at"),
    )

    report: Mapped[MailedReport] = mapped_column(by_value(MailedReport))
    day: Mapped[int]
    """Of the following month; what is ready later leaves as soon as it is."""
    addresses: Mapped[str] = mapped_column(String(1000))
    """With commas."""
    since_year: Mapped[int]
    since_month: Mapped[int]
    """The first month that is sent."""
    set_by: Mapped[str] = mapped_column(String(80))
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
