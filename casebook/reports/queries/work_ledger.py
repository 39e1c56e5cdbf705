"""What the work ledger needs of problems, in batches: a fixed number of queries for each batch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.cases.models import CaseProblem, Measure, Problem, ProblemEvent
from casebook.cases.rules import ProblemStatus
from casebook.deadlines import queries as deadlines
from casebook.evidence import queries as evidence
from casebook.inspections import queries as inspections
from casebook.inspections.rules import InspectionKind
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries import ProblemFilter
    from casebook.parties.models import Party
    from casebook.wells.models import Well
    from casebook.wells.rules import PartyRole

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One problem with what became of it."""

    number: int
    """Its place in the sheet, from 1."""
    problem: Problem
    well: Well
    township: str
    parties: dict[PartyRole, list[Party]]
    officer: str
    measures: list[Measure]
    due_on: date | None
    """Of the rectification term (整改时限)."""
    verifier: str
    papers: list[str]
    """Hashes of the evidence of the field check that found it."""
    case: Case | None
    followed_up_on: date | None
    """The last 回头看 since it was found."""


def iterate_lines(session: Session, wanted: ProblemFilter, actor: Actor) -> Iterator[LedgerLine]:
    """Yield the lines of all problems that a filter means, by number, in bounded memory."""
    names = regions.names(session, actor.county_code)
    query = cases.problems_query(actor, wanted).order_by(Problem.number).limit(AT_ONCE)
    written, last = 0, ""
    while problems := list(session.scalars(query.where(Problem.number > last))):
        for line in _lines(session, problems, names, written):
            yield line
            written += 1
        last = problems[-1].number


def _lines(
    session: Session, problems: Sequence[Problem], names: dict[str, str], written: int
) -> Iterator[LedgerLine]:
    ids = [one.id for one in problems]
    well_ids = {one.well_id for one in problems}
    by_well, parties = wells.list_wells(session, well_ids), wells.parties_by_well(session, well_ids)
    officers = accounts.officers_by_id(session, [one.responsible_officer_id for one in problems])
    measures, verifiers = _measures(session, ids), _verifiers(session, ids)
    terms, found_cases = _due_days(session, ids), cases.cases_of_problems(session, ids)
    visits = [one.inspection_id for one in problems if one.inspection_id is not None]
    papers = evidence.hashes_by_subject(session, "inspection", visits)
    follow_ups = inspections.days_by_well(session, well_ids, InspectionKind.FOLLOW_UP)
    looked_back = cases.last_rechecks(session, ids)
    for number, problem in enumerate(problems, start=written + 1):
        yield LedgerLine(
            number=number,
            problem=problem,
            well=by_well[problem.well_id],
            township=names.get(problem.division_code, problem.division_code),
            parties=parties[problem.well_id],
            officer=officers[problem.responsible_officer_id].name,
            measures=[one for one in measures[problem.id] if one.well_id == problem.well_id],
            due_on=terms.get(problem.id),
            verifier=verifiers.get(problem.id, ""),
            papers=papers.get(problem.inspection_id, []) if problem.inspection_id else [],
            case=found_cases.get(problem.id),
            followed_up_on=looked_back.get(problem.id)
            or _last_since(follow_ups.get(problem.well_id, []), problem.found_on),
        )


def _measures(session: Session, problem_ids: Sequence[UUID]) -> dict[UUID, list[Measure]]:
    query = (
        select(CaseProblem.problem_id, Measure)
        .join(Measure, Measure.case_id == CaseProblem.case_id)
        .where(CaseProblem.problem_id.in_(problem_ids))
        .order_by(Measure.served_on, Measure.order_no)
    )
    found: dict[UUID, list[Measure]] = defaultdict(list)
    for problem_id, measure in session.execute(query):
        found[problem_id].append(measure)
    return found


def _verifiers(session: Session, problem_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return who found each problem put right; the last re-check counts."""
    query = (
        select(ProblemEvent.problem_id, ProblemEvent.actor_name)
        .where(ProblemEvent.problem_id.in_(problem_ids), ProblemEvent.to_status == ProblemStatus.VERIFIED)
        .order_by(ProblemEvent.sequence)
    )
    return {problem_id: name for problem_id, name in session.execute(query)}  # noqa: C416 - typed by row


def _due_days(session: Session, problem_ids: Sequence[UUID]) -> dict[UUID, date]:
    terms = deadlines.list_terms(session, problem_ids)
    return {term.subject_id: term.due_on for term in terms if term.cancelled_at is None}


def _last_since(days: Sequence[date], since: date) -> date | None:
    return max((day for day in days if day >= since), default=None)
