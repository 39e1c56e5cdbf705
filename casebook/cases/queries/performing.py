"""Reading money, instalments, costs, reviews and suits of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases.models import Case, Dispute, Instalment, Payment, SubstituteCost
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session


def list_payments(session: Session, case_id: UUID) -> list[Payment]:
    """Return every receipt, refund and reversal of a case, oldest first."""
    query = select(Payment).where(Payment.case_id == case_id)
    return list(session.scalars(query.order_by(Payment.paid_on, Payment.rowid)))


def get_payment(session: Session, payment_id: UUID, case_id: UUID) -> Payment:
    """Return a payment of a case, or raise NotFound."""
    found = session.scalar(select(Payment).where(Payment.id == payment_id, Payment.case_id == case_id))
    if found is None:
        raise NotFound("payment", payment_id)
    return found


def is_receipt_taken(session: Session, county_code: str, number: str) -> bool:
    """Say whether a receipt of this number was recorded in the county."""
    query = select(Payment.rowid).where(Payment.county_code == county_code, Payment.receipt_no == number)
    return session.scalar(query) is not None


def is_reversed(session: Session, payment_id: UUID) -> bool:
    """Say whether a payment was taken out again."""
    return session.scalar(select(Payment.rowid).where(Payment.reverses_id == payment_id)) is not None


def list_plan(session: Session, case_id: UUID, party_id: UUID) -> list[Instalment]:
    """Return the instalments of a party's newest plan in their order; none where it has no plan."""
    newest = select(func.max(Instalment.plan)).where(
        Instalment.case_id == case_id, Instalment.party_id == party_id
    )
    query = select(Instalment).where(
        Instalment.case_id == case_id,
        Instalment.party_id == party_id,
        Instalment.plan == newest.scalar_subquery(),
    )
    return list(session.scalars(query.order_by(Instalment.sequence)))


def list_instalments(session: Session, case_id: UUID) -> list[Instalment]:
    """Return the instalments of all plans of a case, the newest plan of each party last."""
    query = select(Instalment).where(Instalment.case_id == case_id)
    return list(session.scalars(query.order_by(Instalment.party_id, Instalment.plan, Instalment.sequence)))


def list_costs(session: Session, case_id: UUID) -> list[SubstituteCost]:
    """Return the cost ledger of a case: estimates first, then what was spent, in the order of entry."""
    query = select(SubstituteCost).where(SubstituteCost.case_id == case_id)
    return list(session.scalars(query.order_by(SubstituteCost.is_estimate.desc(), SubstituteCost.rowid)))


def get_cost(session: Session, cost_id: UUID, case_id: UUID) -> SubstituteCost:
    """Return a line of a case's cost ledger, or raise NotFound."""
    query = select(SubstituteCost).where(SubstituteCost.id == cost_id, SubstituteCost.case_id == case_id)
    found = session.scalar(query)
    if found is None:
        raise NotFound("substitute_cost", cost_id)
    return found


def is_cost_corrected(session: Session, cost_id: UUID) -> bool:
    """Say whether a line of costs was taken back."""
    query = select(SubstituteCost.rowid).where(SubstituteCost.corrects_id == cost_id)
    return session.scalar(query) is not None


def list_disputes(session: Session, case_id: UUID) -> list[Dispute]:
    """Return the reviews and suits of a case, oldest first."""
    query = select(Dispute).where(Dispute.case_id == case_id)
    return list(session.scalars(query.order_by(Dispute.begun_on, Dispute.rowid)))


def get_dispute(session: Session, dispute_id: UUID, case_id: UUID) -> Dispute:
    """Return a review or suit of a case, or raise NotFound."""
    found = session.scalar(select(Dispute).where(Dispute.id == dispute_id, Dispute.case_id == case_id))
    if found is None:
        raise NotFound("dispute", dispute_id)
    return found


def case_numbers_of_payments(session: Session, payment_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the case number of each of these payments."""
    query = select(Payment.id, Case.number).join(Case, Case.id == Payment.case_id)
    return dict(session.execute(query.where(Payment.id.in_(payment_ids))).tuples().all())


def case_numbers_of_instalments(session: Session, instalment_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the case number of each of these instalments."""
    query = select(Instalment.id, Case.number).join(Case, Case.id == Instalment.case_id)
    return dict(session.execute(query.where(Instalment.id.in_(instalment_ids))).tuples().all())
