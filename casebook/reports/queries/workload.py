"""How old open cases are, and what each officer has in hand: for heads, never a ranking, never by fines."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.accounts import queries as accounts
from casebook.cases.models import Case, Problem
from casebook.cases.rules import CaseStatus, ProblemStatus
from casebook.deadlines.models import Term
from casebook.inspections.models import Inspection
from casebook.kernel import clock
from casebook.reports.rules import AGES, age_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor

_OVER = (
    CaseStatus.NOT_FILED,
    CaseStatus.TERMINATED,
    CaseStatus.WITHDRAWN,
    CaseStatus.TRANSFERRED,
    CaseStatus.CLOSED,
    CaseStatus.ARCHIVED,
)


@dataclass
class Workload:
    """One officer's work; counts. Cases count for both of their investigators."""

    officer: str
    agency: str
    open_cases: int = 0
    oldest_days: int | None = None
    """Since the oldest of the open cases was opened."""
    ended_cases: int = 0
    """Ended in the year."""
    open_problems: int = 0
    running_terms: int = 0
    overdue_terms: int = 0
    inspections: int = 0
    """Recorded in the year."""


@dataclass(frozen=True)
class AgeRow:
    """The open cases of one status, by age: as many numbers as `rules.AGES` has classes."""

    status: CaseStatus
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True)
class WorkStatistics:
    """Ages of the open cases by status, and officers by agency and name."""

    ages: list[AgeRow] = field(default_factory=list)
    officers: list[Workload] = field(default_factory=list)


def work_statistics(session: Session, actor: Actor, *, year: int, today: date) -> WorkStatistics:
    """Return the statistics of the actor's jurisdiction as of today, without history (历史补录).

    Officers stand by office and name: the order says nothing about who works well. Always seven queries.
    """
    cases = _open_cases(session, actor)
    found: dict[UUID, Workload] = {
        one.id: Workload(one.name, one.agency.name)
        for one in accounts.list_officers(session, county_code=actor.county_code)
    }
    _count_cases(cases, found, today)
    for what, counts in (
        ("ended_cases", _ended(session, actor, year)),
        ("open_problems", _problems(session, actor)),
        ("running_terms", _terms(session, actor)),
        ("overdue_terms", _terms(session, actor, Term.alarm_on < today)),
        ("inspections", _inspections(session, actor, year)),
    ):
        for officer_id, number in counts.items():
            if officer_id in found:
                setattr(found[officer_id], what, number)
    busy = [one for one in found.values() if any(_figures(one))]
    return WorkStatistics(_ages(cases, today), sorted(busy, key=lambda one: (one.agency, one.officer)))


def _figures(one: Workload) -> tuple[int, ...]:
    return (
        one.open_cases,
        one.ended_cases,
        one.open_problems,
        one.running_terms,
        one.inspections,
    )


def _within(model: type[Case | Problem | Term | Inspection], actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        model.county_code == actor.county_code,
        model.division_code.startswith(actor.jurisdiction, autoescape=True),
    )


def _open_cases(session: Session, actor: Actor) -> list[tuple[CaseStatus, date, UUID, UUID]]:
    query = select(Case.status, Case.opened_on, Case.investigator_id, Case.second_investigator_id).where(
        *_within(Case, actor), Case.status.not_in(_OVER), Case.is_history.is_(False)
    )
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(query)]


def _count_cases(
    cases: list[tuple[CaseStatus, date, UUID, UUID]], found: dict[UUID, Workload], today: date
) -> None:
    for _status, opened_on, *investigators in cases:
        age = (today - opened_on).days
        for officer_id in set(investigators) & found.keys():
            one = found[officer_id]
            one.open_cases += 1
            one.oldest_days = age if one.oldest_days is None else max(one.oldest_days, age)


def _ages(cases: list[tuple[CaseStatus, date, UUID, UUID]], today: date) -> list[AgeRow]:
    counted: dict[CaseStatus, Counter[int]] = defaultdict(Counter)
    for status, opened_on, *_investigators in cases:
        counted[status][age_of((today - opened_on).days)] += 1
    return [
        AgeRow(status, tuple(counted[status][place] for place in range(len(AGES) + 1)))
        for status in CaseStatus
        if status in counted
    ]


def _ended(session: Session, actor: Actor, year: int) -> dict[UUID, int]:
    """Count the cases that ended in the year for each of their investigators."""
    in_year = Case.closed_on.between(date(year, 1, 1), date(year, 12, 31))
    query = select(Case.investigator_id, Case.second_investigator_id).where(
        *_within(Case, actor), in_year, Case.is_history.is_(False)
    )
    found: Counter[UUID] = Counter()
    for investigators in session.execute(query):
        found.update(set(investigators))
    return found


def _problems(session: Session, actor: Actor) -> dict[UUID, int]:
    query = select(Problem.responsible_officer_id, func.count(Problem.rowid)).where(
        *_within(Problem, actor), Problem.status != ProblemStatus.STRUCK_OFF
    )
    return dict(session.execute(query.group_by(Problem.responsible_officer_id)).all())


def _terms(session: Session, actor: Actor, *also: ColumnElement[bool]) -> dict[UUID, int]:
    running = Term.met_on.is_(None), Term.cancelled_at.is_(None), Term.assignee_id.is_not(None)
    query = select(Term.assignee_id, func.count(Term.rowid)).where(*_within(Term, actor), *running, *also)
    rows = session.execute(query.group_by(Term.assignee_id)).all()
    return {officer_id: number for officer_id, number in rows if officer_id is not None}


def _inspections(session: Session, actor: Actor, year: int) -> dict[UUID, int]:
    first, last = clock.end_of_day(date(year - 1, 12, 31)), clock.end_of_day(date(year, 12, 31))
    query = select(Inspection.created_by, func.count(Inspection.rowid)).where(
        *_within(Inspection, actor),
        Inspection.submitted_at.is_not(None),
        Inspection.started_at >= first,
        Inspection.started_at < last,
    )
    return dict(session.execute(query.group_by(Inspection.created_by)).all())
