"""Reading what a case's steps have to know beside its own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from casebook.cases.models import CaseProblem, Decision, Problem
from casebook.wells.models import Well

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def well_codes_of_case(session: Session, case_id: UUID) -> list[str]:
    """Return the codes of the wells that a case is about."""
    query = (
        select(Well.code)
        .join(Problem, Problem.well_id == Well.id)
        .join(CaseProblem, CaseProblem.problem_id == Problem.id)
        .where(CaseProblem.case_id == case_id)
        .distinct()
        .order_by(Well.code)
    )
    return list(session.scalars(query))


def list_fined_elsewhere(session: Session, case_id: UUID) -> list[str]:
    """Return the numbers of this case's problems that a decision in another case fined (处罚法 29)."""
    other = aliased(CaseProblem)
    query = (
        select(Problem.number)
        .join(CaseProblem, CaseProblem.problem_id == Problem.id)
        .join(other, other.problem_id == Problem.id)
        .join(Decision, Decision.case_id == other.case_id)
        .where(CaseProblem.case_id == case_id, other.case_id != case_id)
        .where(Decision.fine_fen > 0)
        .distinct()
        .order_by(Problem.number)
    )
    return list(session.scalars(query))
