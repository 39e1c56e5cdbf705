"""Tables of the ledger. Only this feature imports them; others get `queries.Entry`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.append_only import protect
from casebook.db.chain import HASH_LENGTH, ChainEntry
from casebook.db.types import by_value
from casebook.ledger.rules import AquiferGroup, PostingKind


class LedgerEntry(ChainEntry):
    """One posting. Columns hold what is filtered or summed; subject, actor and papers stand in the body."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("chain = 'ledger:' || county_code", name="own_chain"),
        CheckConstraint(
            "(reverses_id IS NULL AND count >= 0 AND full_year_l >= 0 AND this_year_l >= 0)"
            " OR (reverses_id IS NOT NULL AND count <= 0 AND full_year_l <= 0 AND this_year_l <= 0)",
            name="sign",
        ),
        Index(None, "county_code", "year", "booked_on"),
        Index(None, "county_code", "well_code"),
        Index(None, "subject_id"),
    )

    kind: Mapped[PostingKind] = mapped_column(by_value(PostingKind))
    effective_on: Mapped[date]
    """Closing day, day of reopening, of striking off."""
    booked_on: Mapped[date]
    """The Chinese day of `at`; figures as of a day are the entries booked by then."""
    year: Mapped[int]
    """The year that it counts for."""
    division_code: Mapped[str] = mapped_column(String(12))
    well_code: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    aquifer_group: Mapped[AquiferGroup] = mapped_column(by_value(AquiferGroup))
    count: Mapped[int]
    full_year_m3: Mapped[Decimal] = mapped_column("full_year_l")
    this_year_m3: Mapped[Decimal] = mapped_column("this_year_l")
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    """The entry that this one takes back; no entry is taken back twice."""
    is_history: Mapped[bool | None]
    """True for 历史补录; null otherwise, as in every entry that was sealed before there was such."""


class ClosedMonth(CountyRecord):
    """A month that is closed (月结): its report was made once and stands, signed, in the store of files."""

    __tablename__ = "ledger_month"
    __table_args__ = (
        UniqueConstraint("county_code", "year", "month"),
        UniqueConstraint("county_code", "number"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("head_count >= 0", name="head_count"),
    )

    year: Mapped[int]
    month: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    head_count: Mapped[int] = mapped_column(BigInteger)
    """Sequence of the last entry booked by the end of the month; 0 where there is none."""
    head_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    statement: Mapped[bytes] = mapped_column(LargeBinary)
    """Canonical JSON of number, month, head and the files' hashes: the very bytes that were signed."""
    signature: Mapped[str] = mapped_column(String(200))
    xlsx_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    pdf_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    json_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    closed_by: Mapped[str] = mapped_column(String(80))
    closed_at: Mapped[datetime]


protect(ClosedMonth.__table__)


class LedgerRollup(CountyRecord):
    """Sums of the entries of one kind, written in the transaction that appends them."""

    __tablename__ = "ledger_rollup"
    __table_args__ = (UniqueConstraint("county_code", "year", "division_code", "kind", "aquifer_group"),)

    year: Mapped[int]
    division_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[PostingKind] = mapped_column(by_value(PostingKind))
    aquifer_group: Mapped[AquiferGroup] = mapped_column(by_value(AquiferGroup))
    count: Mapped[int]
    full_year_m3: Mapped[Decimal] = mapped_column("full_year_l")
    this_year_m3: Mapped[Decimal] = mapped_column("this_year_l")
