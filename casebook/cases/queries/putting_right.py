"""When problems were put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases.models import ProblemEvent
from casebook.cases.rules import ProblemStatus

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.cases.models import Problem


def put_right_at(session: Session, problem: Problem) -> datetime | None:
    """Return when a problem was last reported as put right, or None."""
    return session.scalar(
        select(func.max(ProblemEvent.at)).where(
            ProblemEvent.problem_id == problem.id,
            ProblemEvent.to_status == ProblemStatus.RECTIFIED,
            ProblemEvent.from_status != ProblemStatus.RECTIFIED,
        )
    )
