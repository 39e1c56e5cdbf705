"""Tables of performance and enforcement: money, instalments, costs of 代履行, reviews and suits."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from casebook.cases.acts import CashGround, Debt, DisputeKind, DisputeResult, PayWay
from casebook.db import CountyRecord
from casebook.db.types import by_value


class PaymentKind(StrEnum):
    """Which way money went."""

    RECEIVED = "received"
    REFUND = "refund"
    REVERSAL = "reversal"
    """更正: a payment that was entered wrongly is taken out again."""


class Payment(CountyRecord):
    """One receipt (罚没票据), refund or reversal; amounts never change, cash is followed to the bank."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("county_code", "receipt_no"),
        UniqueConstraint("reverses_id"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal_names"),
        CheckConstraint("(way = 'cash') = (ground IS NOT NULL)", name="cash_has_ground"),
        CheckConstraint(
            "(handed_on IS NULL AND banked_on IS NULL) OR (way = 'cash' AND handed_on IS NOT NULL)",
            name="only_cash_is_handed",
        ),
        Index(None, "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    division_code: Mapped[str] = mapped_column(String(12))
    kind: Mapped[PaymentKind] = mapped_column(by_value(PaymentKind))
    debt: Mapped[Debt] = mapped_column(by_value(Debt))
    way: Mapped[PayWay] = mapped_column(by_value(PayWay))
    fen: Mapped[int]
    paid_on: Mapped[date]
    receipt_no: Mapped[str] = mapped_column(String(60))
    """Of the receipt; of a refund or reversal that of its own paper."""
    ground: Mapped[CashGround | None] = mapped_column(by_value(CashGround))
    reason: Mapped[str] = mapped_column(String(400), default="")
    reverses_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment.id"))
    handed_on: Mapped[date | None]
    banked_on: Mapped[date | None]
    bank_no: Mapped[str] = mapped_column(String(60), default="")
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    recorded_at: Mapped[datetime]


class Instalment(CountyRecord):
    """One part of a plan to pay later or in parts (处罚法 66), with its clock."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("case_id", "party_id", "plan", "sequence"),
        CheckConstraint("fen > 0", name="fen_positive"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    plan: Mapped[int]
    """A later plan takes the place of an earlier one."""
    sequence: Mapped[int]
    due_on: Mapped[date]
    fen: Mapped[int]
    document_id: Mapped[UUID] = mapped_column(ForeignKey("document.id"))
    """延期（分期）缴纳罚款决定书."""
    term_id: Mapped[UUID] = mapped_column(ForeignKey("term.id"))


class SubstituteCost(CountyRecord):
    """One line of the costs of 代履行: estimated, or spent; a correction names the line it takes back."""

    __tablename__ = "substitute_cost"
    __table_args__ = (
        UniqueConstraint("corrects_id"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("is_estimate OR paper <> ''", name="spent_has_paper"),
        Index(None, "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    is_estimate: Mapped[bool]
    item: Mapped[str] = mapped_column(String(200))
    fen: Mapped[int]
    paper: Mapped[str] = mapped_column(String(100), default="")
    """Invoice or contract by its number."""
    payee: Mapped[str] = mapped_column(String(120), default="")
    on: Mapped[date] = mapped_column("on_day")
    reason: Mapped[str] = mapped_column(String(400), default="")
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("substitute_cost.id"))
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    recorded_at: Mapped[datetime]


class Dispute(CountyRecord):
    """A 行政复议 or 行政诉讼 of one party about the decision of a case."""

    __tablename__ = "dispute"
    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (result IS NULL)", name="ended_whole"),
        CheckConstraint("ended_on IS NULL OR ended_on >= begun_on", name="days_in_order"),
        CheckConstraint("(result = 'changed') = (fine_fen IS NOT NULL)", name="change_says_fine"),
        CheckConstraint("stayed_until IS NULL OR stayed_from IS NOT NULL", name="stay_whole"),
        Index(
            "uq_dispute_open",
            "case_id",
            "party_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        Index(None, "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("enforcement_case.id"))
    party_id: Mapped[UUID] = mapped_column(ForeignKey("party.id"))
    kind: Mapped[DisputeKind] = mapped_column(by_value(DisputeKind))
    organ: Mapped[str] = mapped_column(String(100))
    number: Mapped[str] = mapped_column(String(80))
    """Of the notice by which it was taken up."""
    begun_on: Mapped[date]
    """The day on which it was taken up: from here no surcharge grows."""
    received_on: Mapped[date]
    """The day on which the agency heard of it."""
    stayed_from: Mapped[date | None]
    stayed_until: Mapped[date | None]
    stay_paper: Mapped[str] = mapped_column(String(100), default="")
    stay_reason: Mapped[str] = mapped_column(String(400), default="")
    result: Mapped[DisputeResult | None] = mapped_column(by_value(DisputeResult))
    ended_on: Mapped[date | None]
    """The day on which the review decision was served, or the judgement took effect."""
    result_paper: Mapped[str] = mapped_column(String(100), default="")
    fine_fen: Mapped[int | None]
    must_remake: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("officer.id"))
    recorded_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
