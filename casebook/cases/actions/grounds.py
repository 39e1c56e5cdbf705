"""What a case and a penalty rest on: evidence that can carry it, not leads alone (处罚法 40, 41, 46; G15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.evidence import queries as evidence
from casebook.inspections.queries import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.cases.models import Case, Problem


def need_grounds(session: Session, problems: Iterable[Problem], case: Case | None = None) -> None:
    """Raise RuleBroken when all that there is about a problem supports leads only.

    It counts what lies with the visit that found it, with the problem itself, and with the case.
    """
    of_case = {"case": [case.id]} if case is not None else {}
    for problem in problems:
        visits: list[UUID] = [problem.inspection_id] if problem.inspection_id else []
        evidence.need_grounds(session, {SUBJECT: visits, "problem": [problem.id], **of_case})
