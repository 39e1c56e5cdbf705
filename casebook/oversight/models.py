"""Tables of targets, and of figures that are stated to casebook."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.types import by_value
from casebook.oversight.rules import Figure, Indicator, shown

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
    """Wells, litres per year or thousandths of a per cent; `value` has them as people read them."""
    definition: Mapped[int | None]
    """Version of the indicator's definition that it was set by; None is the first."""
    baseline: Mapped[int | None] = mapped_column(BigInteger)
    """What it is measured from, in the same measure as the amount; None where the paper names nothing."""
    baseline_note: Mapped[str | None] = mapped_column(String(200))
    """Year and source of the baseline."""
    paper: Mapped[str] = mapped_column(String(200))
    """The paper that sets it."""
    reason: Mapped[str | None] = mapped_column(String(400))
    """Why it was changed once a month of its year was closed."""
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    set_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    @property
    def value(self) -> Decimal:
        """Wells, m³ per year, or per cent."""
        return shown(self.indicator, self.amount)

    @property
    def baseline_value(self) -> Decimal | None:
        """The baseline in the same measure."""
        return None if self.baseline is None else shown(self.indicator, self.baseline)


class StatedFigure(CountyRecord):
    """A figure of the county's year that casebook cannot count itself; a change keeps the old one."""

    __tablename__ = "stated_figure"
    __table_args__ = (
        CheckConstraint("amount_l >= 0", name="amount"),
        CheckConstraint("paper <> ''", name="paper_given"),
        Index(
            "uq_stated_figure_in_force",
            "county_code",
            "year",
            "figure",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    year: Mapped[int]
    figure: Mapped[Figure] = mapped_column(by_value(Figure))
    amount_m3: Mapped[Decimal] = mapped_column("amount_l")
    paper: Mapped[str] = mapped_column(String(200))
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))
    set_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
