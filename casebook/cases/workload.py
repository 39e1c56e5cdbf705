"""What waits for one officer by name, for handing it over and for whoever closes an account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.cases.models import Case, Problem
from casebook.cases.rules import FINISHED, ProblemStatus
from casebook.deadlines import queries as deadlines
from casebook.inspections import queries as inspections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.deadlines.models import Term
    from casebook.inspections.models import Inspection

MOST_TERMS = 10_000


@dataclass(frozen=True)
class Work:
    """What waits for one officer by name."""

    problems: Sequence[Problem]
    """Open ones that the officer answers for."""
    cases: Sequence[Case]
    """Open ones that the officer investigates, first or second."""
    terms: Sequence[Term]
    drafts: Sequence[Inspection]

    @property
    def count(self) -> int:
        """How much it is altogether."""
        return len(self.problems) + len(self.cases) + len(self.terms) + len(self.drafts)

    @property
    def places(self) -> set[str]:
        """The divisions that it lies in."""
        return (
            {problem.division_code for problem in self.problems}
            | {case.division_code for case in self.cases}
            | {term.division_code for term in self.terms}
            | {draft.division_code for draft in self.drafts}
        )


def open_work_of(session: Session, officer: Officer) -> Work:
    """Return all that waits for an officer, wherever in the county."""
    code, officer_id = officer.county_code, officer.id
    problems = select(Problem).where(
        Problem.responsible_officer_id == officer_id, Problem.status != ProblemStatus.STRUCK_OFF
    )
    cases = select(Case).where(
        or_(Case.investigator_id == officer_id, Case.second_investigator_id == officer_id),
        Case.status.not_in(FINISHED),
    )
    return Work(
        problems=list(session.scalars(problems.order_by(Problem.number))),
        cases=list(session.scalars(cases.order_by(Case.number))),
        terms=deadlines.list_running(session, division_code=code, assignee_id=officer_id, limit=MOST_TERMS),
        drafts=inspections.list_drafts_of(session, officer_id),
    )
