"""Table of targets."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.types import by_value
from casebook.kernel.volumes import cubic_metres
from casebook.oversight.rules import Indicator

IN_FORCE = text("replaced_at IS NULL")


class Target(CountyRecord):
    """A year's task for the county or a township; a change replaces the row and keeps the old one."""

    __tablename__ = "target"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        Index(
            "uq_target_in_force",
            "division_code",
            "year",
            "indicator",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(None, "county_code", "year"),
    )

    year: Mapped[int]
    division_code: Mapped[str] = mapped_column(String(12))
    """The county's six digits, or a township's nine."""
    indicator: Mapped[Indicator] = mapped_column(by_value(Indicator))
    amount: Mapped[int] = mapped_column(BigInteger)
    """Wells, or litres per year; `value` has them as people read them."""
    paper: Mapped[str] = mapped_column(String(200))
    """The paper that sets it."""
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    set_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    @property
    def value(self) -> Decimal:
        """Wells, or m³ per year."""
        is_volume = self.indicator is Indicator.REDUCTION
        return cubic_metres(self.amount) if is_volume else Decimal(self.amount)
