"""Tables of orders handed over on the spot: served once, never changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord, Record, append_only
from casebook.db.types import by_value
from casebook.inspections.filed import PaperForm


class SiteOrder(CountyRecord):
    """责令停止 or 责令限期改正, served at the well over problems that an inspection found."""

    __tablename__ = "site_order"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        CheckConstraint("due_on IS NULL OR due_on > served_on", name="due_after_service"),
        Index(None, "inspection_id"),
        Index(None, "well_id"),
    )

    number: Mapped[str] = mapped_column(String(60))
    """文号, from the tablet's block or printed beforehand."""
    form: Mapped[PaperForm] = mapped_column(by_value(PaperForm))
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"))
    well_id: Mapped[UUID] = mapped_column(ForeignKey("well.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str] = mapped_column(String(100))
    demand: Mapped[str] = mapped_column(String(400))
    due_on: Mapped[date | None]
    """Until when; an order to stop may name none and holds at once."""
    served_at: Mapped[datetime]
    served_on: Mapped[date]
    """The Chinese day of service; the term counts from here (处罚法 28)."""
    receiver: Mapped[str] = mapped_column(String(60))
    served_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    filed_at: Mapped[datetime]


class OrderProblem(Record):
    """A problem that an order is about."""

    __tablename__ = "site_order_problem"
    __table_args__ = (UniqueConstraint("order_id", "problem_id"), Index(None, "problem_id"))

    order_id: Mapped[UUID] = mapped_column(ForeignKey("site_order.id"))
    problem_id: Mapped[UUID] = mapped_column(ForeignKey("problem.id"))


class OrderTakeover(Record):
    """A case took an order over as its measure, with number, day of service and term."""

    __tablename__ = "site_order_takeover"
    __table_args__ = (UniqueConstraint("order_id"), UniqueConstraint("measure_id"))

    order_id: Mapped[UUID] = mapped_column(ForeignKey("site_order.id"))
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officer.id"))


for _table in (SiteOrder, OrderProblem, OrderTakeover):
    append_only.protect(_table.__table__)
