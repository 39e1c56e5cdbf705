"""Reading orders handed over on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.cases.models import CaseProblem, OrderProblem, OrderTakeover, Problem, SiteOrder
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def find_order(session: Session, order_id: UUID) -> SiteOrder | None:
    """Return an order, or None."""
    return session.scalar(select(SiteOrder).where(SiteOrder.id == order_id))


def get_order(session: Session, order_id: UUID, actor: Actor) -> SiteOrder:
    """Return an order in the actor's jurisdiction, or raise NotFound."""
    found = find_order(session, order_id)
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("site_order", order_id)
    return found


def list_orders_of_problems(session: Session, problem_ids: Collection[UUID]) -> list[SiteOrder]:
    """Return the orders about any of these problems in the order of their service."""
    about = select(OrderProblem.order_id).where(OrderProblem.problem_id.in_(problem_ids))
    query = select(SiteOrder).where(SiteOrder.id.in_(about))
    return list(session.scalars(query.order_by(SiteOrder.served_at, SiteOrder.number)))


def list_orders_of_inspection(session: Session, inspection_id: UUID) -> list[SiteOrder]:
    """Return the orders that were served over an inspection, in the order of their service."""
    query = select(SiteOrder).where(SiteOrder.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(SiteOrder.served_at, SiteOrder.number)))


def list_orders_to_take_over(session: Session, case_id: UUID) -> list[SiteOrder]:
    """Return the orders about problems of a case that no case has taken over yet."""
    about = (
        select(OrderProblem.order_id)
        .join(CaseProblem, CaseProblem.problem_id == OrderProblem.problem_id)
        .where(CaseProblem.case_id == case_id)
    )
    taken = select(OrderTakeover.order_id)
    query = select(SiteOrder).where(SiteOrder.id.in_(about), SiteOrder.id.not_in(taken))
    return list(session.scalars(query.order_by(SiteOrder.served_at, SiteOrder.number)))


def is_taken_over(session: Session, order_id: UUID) -> bool:
    """Say whether a case has taken an order over."""
    wanted = select(OrderTakeover.rowid).where(OrderTakeover.order_id == order_id)
    return session.scalar(wanted) is not None


def problems_of_orders(session: Session, order_ids: Collection[UUID]) -> dict[UUID, list[Problem]]:
    """Return the problems of each of these orders, by number."""
    query = (
        select(OrderProblem.order_id, Problem)
        .join(Problem, Problem.id == OrderProblem.problem_id)
        .where(OrderProblem.order_id.in_(order_ids))
        .order_by(Problem.number)
    )
    found: dict[UUID, list[Problem]] = {}
    for order_id, problem in session.execute(query):
        found.setdefault(order_id, []).append(problem)
    return found
