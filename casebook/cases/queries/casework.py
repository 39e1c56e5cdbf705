"""Reading problems, cases, measures and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from casebook.cases.models import (
    Case,
    CaseEvent,
    CaseProblem,
    Decision,
    Measure,
    MeasureRecheck,
    MeasureVerification,
    Problem,
    ProblemEvent,
)
from casebook.cases.rules import CaseStatus, MeasureStatus, ProblemClass, ProblemStatus
from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


@dataclass(frozen=True)
class ProblemFilter:
    """What a list of problems is narrowed to; empty means all."""

    status: ProblemStatus | None = None
    is_open: bool = False
    problem_class: ProblemClass | None = None
    code: str = ""
    division_code: str = ""
    responsible_officer_id: UUID | None = None
    year: int | None = None
    """Of their numbers: the year in which they were listed."""
    text: str = ""


@dataclass(frozen=True)
class CaseFilter:
    """What a list of cases is narrowed to; empty means all."""

    status: CaseStatus | None = None
    agency_id: UUID | None = None
    division_code: str = ""
    text: str = ""


def get_problem(session: Session, number: str, actor: Actor) -> Problem:
    """Return a problem in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Problem).where(Problem.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("problem", number)
    return found


def get_problem_by_id(session: Session, problem_id: UUID, actor: Actor) -> Problem:
    """Return a problem in the actor's jurisdiction that another record names, or raise NotFound."""
    found = session.scalar(select(Problem).where(Problem.id == problem_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("problem", problem_id)
    return found


def problems_query(actor: Actor, wanted: ProblemFilter) -> Select[Problem]:
    """Return the query of a filtered list, in the actor's jurisdiction; lists and exports share it."""
    query = select(Problem).where(
        Problem.county_code == actor.county_code, Problem.division_code.startswith(actor.jurisdiction)
    )
    if wanted.status is not None:
        query = query.where(Problem.status == wanted.status)
    if wanted.is_open:
        query = query.where(Problem.status != ProblemStatus.STRUCK_OFF)
    if wanted.problem_class is not None:
        query = query.where(Problem.problem_class == wanted.problem_class)
    if wanted.code:
        query = query.where(Problem.code == wanted.code)
    if wanted.division_code:
        query = query.where(Problem.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.responsible_officer_id is not None:
        query = query.where(Problem.responsible_officer_id == wanted.responsible_officer_id)
    if wanted.year is not None:
        prefix = f"{actor.county_code}-{wanted.year}-"
        query = query.where(Problem.number.startswith(prefix, autoescape=True))
    if wanted.text:
        query = query.where(
            or_(
                Problem.number.contains(wanted.text, autoescape=True),
                Problem.description.contains(wanted.text, autoescape=True),
                Problem.rectifier.contains(wanted.text, autoescape=True),
            )
        )
    return query


def list_problem_years(session: Session, county_code: str) -> list[int]:
    """Return the years from the first problem's number to the last one's, the newest first."""
    query = select(Problem.number).where(Problem.county_code == county_code).limit(1)
    ends = [session.scalar(query.order_by(order)) for order in (Problem.number, Problem.number.desc())]
    first, last = (0 if number is None else int(number.split("-")[1]) for number in ends)
    return list(range(last, first - 1, -1)) if last else []


def page_problems(
    session: Session, *, actor: Actor, wanted: ProblemFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Problem]:
    """Return a page of problems, newest number first."""
    return page(
        session,
        problems_query(actor, wanted),
        columns=[Problem.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_problems_by_well(session: Session, well_id: UUID) -> list[Problem]:
    """Return all problems of a well, newest first."""
    return list(
        session.scalars(select(Problem).where(Problem.well_id == well_id).order_by(Problem.number.desc()))
    )


def list_open_problems_by_wells(session: Session, well_ids: Collection[UUID]) -> list[Problem]:
    """Return the problems of wells that are not struck off, newest first."""
    query = select(Problem).where(Problem.well_id.in_(well_ids), Problem.status != ProblemStatus.STRUCK_OFF)
    return list(session.scalars(query.order_by(Problem.number.desc())))


def wells_with_open_problem(county_code: str) -> Select[UUID]:
    """Return a query of the ids of wells that have an open problem, for the well list's filter."""
    return select(Problem.well_id).where(
        Problem.county_code == county_code, Problem.status != ProblemStatus.STRUCK_OFF
    )


def list_problem_events(session: Session, problem_id: UUID) -> list[ProblemEvent]:
    """Return a problem's events in order."""
    query = select(ProblemEvent).where(ProblemEvent.problem_id == problem_id).order_by(ProblemEvent.sequence)
    return list(session.scalars(query))


def get_case(session: Session, number: str, actor: Actor) -> Case:
    """Return a case in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Case).where(Case.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("case", number)
    return found


def get_case_by_id(session: Session, case_id: UUID) -> Case:
    """Return a case, or raise NotFound."""
    found = session.scalar(select(Case).where(Case.id == case_id))
    if found is None:
        raise NotFound("case", case_id)
    return found


def page_cases(
    session: Session, *, actor: Actor, wanted: CaseFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Case]:
    """Return a page of cases, newest number first."""
    query = select(Case).where(
        Case.county_code == actor.county_code, Case.division_code.startswith(actor.jurisdiction)
    )
    if wanted.status is not None:
        query = query.where(Case.status == wanted.status)
    if wanted.agency_id is not None:
        query = query.where(Case.agency_id == wanted.agency_id)
    if wanted.division_code:
        query = query.where(Case.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.text:
        query = query.where(
            or_(
                Case.number.contains(wanted.text, autoescape=True),
                Case.cause.contains(wanted.text, autoescape=True),
            )
        )
    return page(
        session,
        query,
        columns=[Case.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_cases_by_well(session: Session, well_id: UUID) -> list[Case]:
    """Return the cases over problems of a well, newest first."""
    of_well = (
        select(CaseProblem.case_id)
        .join(Problem, Problem.id == CaseProblem.problem_id)
        .where(Problem.well_id == well_id)
    )
    return list(session.scalars(select(Case).where(Case.id.in_(of_well)).order_by(Case.number.desc())))


def find_case_of_problem(session: Session, problem_id: UUID) -> Case | None:
    """Return the newest case over a problem."""
    query = (
        select(Case)
        .join(CaseProblem, CaseProblem.case_id == Case.id)
        .where(CaseProblem.problem_id == problem_id)
        .order_by(Case.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def cases_of_problems(session: Session, problem_ids: Sequence[UUID]) -> dict[UUID, Case]:
    """Return the newest case of each of these problems that has one."""
    query = (
        select(CaseProblem.problem_id, Case)
        .join(Case, Case.id == CaseProblem.case_id)
        .where(CaseProblem.problem_id.in_(problem_ids))
        .order_by(Case.number)
    )
    return dict(session.execute(query).all())


def list_problems_of_case(session: Session, case_id: UUID) -> list[Problem]:
    """Return the problems that a case is about."""
    return list(session.scalars(_problems_of_case(case_id)))


def hold_problems_of_case(session: Session, case_id: UUID) -> list[Problem]:
    """Return the problems that a case is about as they are now; nobody else changes them meanwhile."""
    return list(session.scalars(_held(_problems_of_case(case_id))))


def hold_problems(session: Session, problem_ids: Collection[UUID]) -> list[Problem]:
    """Return these problems as they are now; nobody else changes them meanwhile."""
    query = select(Problem).where(Problem.id.in_(problem_ids)).order_by(Problem.number)
    return list(session.scalars(_held(query)))


def hold_open_problems(session: Session, well_id: UUID) -> dict[str, Problem]:
    """Return the open problems of a well by code; nobody else changes them meanwhile."""
    query = select(Problem).where(Problem.well_id == well_id, Problem.status != ProblemStatus.STRUCK_OFF)
    return {problem.code: problem for problem in session.scalars(_held(query.order_by(Problem.number)))}


def _held(query: Select[Problem]) -> Select[Problem]:
    return query.with_for_update(of=Problem).execution_options(populate_existing=True)


def _problems_of_case(case_id: UUID) -> Select[Problem]:
    return (
        select(Problem)
        .join(CaseProblem, CaseProblem.problem_id == Problem.id)
        .where(CaseProblem.case_id == case_id)
        .order_by(Problem.number)
    )


def has_investigated(session: Session, case: Case, officer_id: UUID) -> bool:
    """Say whether an officer investigates a case, or opened it and has handed it over."""
    opened = select(CaseEvent.rowid).where(
        CaseEvent.case_id == case.id, CaseEvent.sequence == 1, CaseEvent.actor_id == officer_id
    )
    return (
        officer_id in {case.investigator_id, case.second_investigator_id}
        or session.scalar(opened) is not None
    )


def list_measures(session: Session, case_id: UUID) -> list[Measure]:
    """Return the measures of a case in the order of their service."""
    query = select(Measure).where(Measure.case_id == case_id).order_by(Measure.served_on, Measure.order_no)
    return list(session.scalars(query))


def get_measure(session: Session, measure_id: UUID, actor: Actor) -> Measure:
    """Return a measure in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Measure).where(Measure.id == measure_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("measure", measure_id)
    return found


def find_measure_rechecked(session: Session, inspection_id: UUID) -> tuple[Measure, str] | None:
    """Return the measure that a re-check was made for, with the number of its case; or None."""
    query = (
        select(Measure, Case.number)
        .join(MeasureRecheck, MeasureRecheck.measure_id == Measure.id)
        .join(Case, Case.id == Measure.case_id)
        .where(MeasureRecheck.inspection_id == inspection_id)
    )
    found = session.execute(query).first()
    return None if found is None else (found[0], found[1])


def get_measure_of_term(session: Session, term_id: UUID) -> Measure:
    """Return the measure that an order term belongs to, or raise NotFound."""
    found = session.scalar(select(Measure).where(Measure.term_id == term_id))
    if found is None:
        raise NotFound("measure", term_id)
    return found


def list_verifications(session: Session, measure_ids: Sequence[UUID]) -> list[MeasureVerification]:
    """Return what re-checks found about measures, in order."""
    query = select(MeasureVerification).where(MeasureVerification.measure_id.in_(measure_ids))
    return list(session.scalars(query.order_by(MeasureVerification.verified_at, MeasureVerification.rowid)))


def count_open_measures(session: Session, problem: Problem) -> int:
    """Count the open measures for a problem's well in the cases over the problem."""
    of_problem = select(CaseProblem.case_id).where(CaseProblem.problem_id == problem.id)
    query = select(func.count(Measure.rowid)).where(
        Measure.case_id.in_(of_problem),
        Measure.well_id == problem.well_id,
        Measure.status == MeasureStatus.ORDERED,
    )
    return session.scalar(query) or 0


def list_decisions(session: Session, case_id: UUID) -> list[Decision]:
    """Return the decisions of a case in order."""
    query = select(Decision).where(Decision.case_id == case_id).order_by(Decision.decided_on, Decision.rowid)
    return list(session.scalars(query))


def is_decision_number_taken(session: Session, county_code: str, number: str) -> bool:
    """Say whether a decision bears this number already."""
    query = (
        select(Decision.rowid).where(Decision.county_code == county_code, Decision.number == number).limit(1)
    )
    return session.scalar(query) is not None


def problem_numbers(session: Session, problem_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the numbers of problems by id."""
    query = select(Problem.id, Problem.number).where(Problem.id.in_(problem_ids))
    return dict(session.execute(query).all()) if problem_ids else {}


def case_numbers(session: Session, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the numbers of cases by id."""
    return (
        dict(session.execute(select(Case.id, Case.number).where(Case.id.in_(case_ids))).all())
        if case_ids
        else {}
    )


def case_numbers_of_measures(session: Session, measure_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the numbers of the cases that measures were ordered in, by the measure's id."""
    query = (
        select(Measure.id, Case.number)
        .join(Case, Case.id == Measure.case_id)
        .where(Measure.id.in_(measure_ids))
    )
    return dict(session.execute(query).all()) if measure_ids else {}
