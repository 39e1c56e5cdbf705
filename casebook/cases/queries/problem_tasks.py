"""Reading tasks of departments, looks back, and submissions of small acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases.models import (
    Case,
    CaseProblem,
    Decision,
    ExemptItem,
    ExemptSubmission,
    Problem,
    ProblemRecheck,
    ProblemTask,
    ProblemTaskEvent,
)
from casebook.cases.rules.small_acts import PENDING, SubmissionState
from casebook.cases.rules.status import ProblemStatus
from casebook.cases.rules.tasks import TaskState
from casebook.db.paging import PAGE_SIZE, page
from casebook.deadlines.models import Term
from casebook.kernel.errors import NotFound
from casebook.wells.models import Well, WellParty
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

MAY_LEAVE = (ProblemStatus.LISTED, ProblemStatus.RECTIFYING, ProblemStatus.RECTIFIED, ProblemStatus.VERIFIED)
"""Where a problem may be that leaves by the fourth exit: in no case, and not over."""


def get_task(session: Session, task_id: UUID, actor: Actor) -> ProblemTask:
    """Return a task in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(ProblemTask).where(ProblemTask.id == task_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("problem_task", task_id)
    return found


def list_tasks(session: Session, problem_id: UUID) -> list[ProblemTask]:
    """Return the tasks about a problem in the order they were given."""
    query = select(ProblemTask).where(ProblemTask.problem_id == problem_id)
    return list(session.scalars(query.order_by(ProblemTask.assigned_at, ProblemTask.rowid)))


def list_task_events(session: Session, task_ids: Collection[UUID]) -> list[ProblemTaskEvent]:
    """Return all that happened to tasks, in order."""
    query = select(ProblemTaskEvent).where(ProblemTaskEvent.task_id.in_(task_ids))
    return list(session.scalars(query.order_by(ProblemTaskEvent.task_id, ProblemTaskEvent.sequence)))


@dataclass(frozen=True)
class TaskFilter:
    """What a list of tasks is narrowed to; empty means all."""

    agency_id: UUID | None = None
    state: TaskState | None = None


def page_tasks(
    session: Session, *, actor: Actor, wanted: TaskFilter, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ProblemTask]:
    """Return a page of tasks in the actor's jurisdiction, newest first."""
    query = select(ProblemTask).where(
        ProblemTask.county_code == actor.county_code, ProblemTask.division_code.startswith(actor.jurisdiction)
    )
    if wanted.agency_id is not None:
        query = query.where(ProblemTask.agency_id == wanted.agency_id)
    if wanted.state is not None:
        query = query.where(ProblemTask.state == wanted.state)
    return page(
        session,
        query,
        columns=[ProblemTask.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_tasks_waiting(session: Session, actor: Actor, *, most: int) -> list[tuple[ProblemTask, str]]:
    """Return the tasks that wait for the actor's own department with the problems' numbers, oldest first."""
    return _waiting(session, actor, ProblemTask.agency_id == actor.agency_id, TaskState.ASSIGNED, most=most)


def list_tasks_to_accept(session: Session, actor: Actor, *, most: int) -> list[tuple[ProblemTask, str]]:
    """Return answered tasks that somebody else answered, with the problems' numbers, oldest first."""
    return _waiting(
        session, actor, ProblemTask.answered_by_id != actor.officer_id, TaskState.ANSWERED, most=most
    )


def _waiting(
    session: Session, actor: Actor, condition: object, state: TaskState, *, most: int
) -> list[tuple[ProblemTask, str]]:
    query = (
        select(ProblemTask, Problem.number)
        .join(Problem, Problem.id == ProblemTask.problem_id)
        .where(
            ProblemTask.county_code == actor.county_code,
            ProblemTask.division_code.startswith(actor.jurisdiction),
            ProblemTask.state == state,
            condition,  # type: ignore[arg-type]  # a column's comparison
        )
        .order_by(ProblemTask.assigned_at, ProblemTask.rowid)
        .limit(most)
    )
    return [(task, number) for task, number in session.execute(query)]


def numbers_of_rechecks(session: Session, recheck_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of the problems that are looked back at, by the look's id."""
    query = select(ProblemRecheck.id, Problem.number).join(Problem, Problem.id == ProblemRecheck.problem_id)
    return dict(session.execute(query.where(ProblemRecheck.id.in_(recheck_ids))).all()) if recheck_ids else {}


def list_rechecks(session: Session, problem_id: UUID) -> list[ProblemRecheck]:
    """Return the looks back at a problem, the nearest first."""
    query = select(ProblemRecheck).where(ProblemRecheck.problem_id == problem_id)
    return list(session.scalars(query.order_by(ProblemRecheck.sequence)))


def last_rechecks(session: Session, problem_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return the last day on which each of these struck-off problems was looked back at."""
    query = (
        select(ProblemRecheck.problem_id, func.max(ProblemRecheck.done_on))
        .where(ProblemRecheck.problem_id.in_(problem_ids), ProblemRecheck.done_on.is_not(None))
        .group_by(ProblemRecheck.problem_id)
    )
    if not problem_ids:
        return {}
    found = session.execute(query)
    return {problem_id: done_on for problem_id, done_on in found if done_on is not None}


def list_pending_rechecks(
    session: Session, well_id: UUID, *, before: date
) -> list[tuple[Problem, list[ProblemRecheck]]]:
    """Return the problems of a well that were struck off by a day, with the looks back that still run."""
    query = (
        select(Problem, ProblemRecheck)
        .join(ProblemRecheck, ProblemRecheck.problem_id == Problem.id)
        .join(Term, Term.id == ProblemRecheck.term_id)
        .where(
            ProblemRecheck.well_id == well_id,
            ProblemRecheck.done_on.is_(None),
            Term.cancelled_at.is_(None),
            Problem.struck_off_on <= before,
        )
        .order_by(Problem.number, ProblemRecheck.sequence)
    )
    found: dict[UUID, tuple[Problem, list[ProblemRecheck]]] = {}
    for problem, recheck in session.execute(query):
        found.setdefault(problem.id, (problem, []))[1].append(recheck)
    return list(found.values())


def list_relapses(session: Session, problem_id: UUID) -> list[Problem]:
    """Return the problems that are relapses of one, oldest first."""
    query = select(Problem).where(Problem.predecessor_id == problem_id)
    return list(session.scalars(query.order_by(Problem.number)))


def list_problems_of_lead(session: Session, lead_id: UUID) -> list[Problem]:
    """Return the problems that a lead's verification put on the list."""
    return list(session.scalars(select(Problem).where(Problem.lead_id == lead_id).order_by(Problem.number)))


def get_submission(session: Session, number: str, actor: Actor) -> ExemptSubmission:
    """Return a submission of small acts in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(ExemptSubmission).where(ExemptSubmission.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("exempt_submission", number)
    return found


def page_submissions(
    session: Session, *, actor: Actor, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ExemptSubmission]:
    """Return a page of submissions, newest number first."""
    query = select(ExemptSubmission).where(
        ExemptSubmission.county_code == actor.county_code,
        ExemptSubmission.division_code.startswith(actor.jurisdiction),
    )
    return page(
        session,
        query,
        columns=[ExemptSubmission.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_items_of(session: Session, submission_id: UUID) -> list[tuple[ExemptItem, Problem]]:
    """Return the lines of a submission with their problems, by number."""
    query = (
        select(ExemptItem, Problem)
        .join(Problem, Problem.id == ExemptItem.problem_id)
        .where(ExemptItem.submission_id == submission_id)
    )
    return [(item, problem) for item, problem in session.execute(query.order_by(Problem.number))]


def count_items(session: Session, submission_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many problems each of these submissions holds."""
    query = select(ExemptItem.submission_id, func.count()).where(ExemptItem.submission_id.in_(submission_ids))
    return dict(session.execute(query.group_by(ExemptItem.submission_id)).all()) if submission_ids else {}


def find_submission_of(
    session: Session, problem_id: UUID, states: Collection[SubmissionState] = tuple(PENDING)
) -> ExemptSubmission | None:
    """Return the submission in one of these states that holds a problem; pending ones by default."""
    query = (
        select(ExemptSubmission)
        .join(ExemptItem, ExemptItem.submission_id == ExemptSubmission.id)
        .where(ExemptItem.problem_id == problem_id, ExemptSubmission.state.in_(states))
    )
    return session.scalar(query.order_by(ExemptSubmission.number).limit(1))


def list_may_leave(session: Session, actor: Actor, *, division_code: str, village: str) -> list[Problem]:
    """Return the problems of a village that are in no case, not over and in no submission, by number."""
    taken = (
        select(ExemptItem.problem_id)
        .join(ExemptSubmission, ExemptSubmission.id == ExemptItem.submission_id)
        .where(ExemptSubmission.state.in_([*PENDING, SubmissionState.APPROVED]))
    )
    query = (
        select(Problem)
        .join(Well, Well.id == Problem.well_id)
        .where(
            Problem.county_code == actor.county_code,
            Problem.division_code == division_code,
            Problem.division_code.startswith(actor.jurisdiction),
            Well.village == village,
            Problem.status.in_(MAY_LEAVE),
            Problem.id.not_in(taken),
        )
    )
    return list(session.scalars(query.order_by(Problem.number)))


def count_earlier(session: Session, problem: Problem, *, since: date) -> int:
    """Count what stands against a first time: penal matters of the same user of water, or at the same well.

    Problems that were struck off since a day, others that left by the fourth exit, decisions in cases.
    """
    same = _same_user(session, problem)
    struck = select(func.count(Problem.rowid)).where(
        Problem.id != problem.id, Problem.well_id.in_(same), Problem.struck_off_on >= since
    )
    left = (
        select(func.count(ExemptItem.rowid))
        .join(ExemptSubmission, ExemptSubmission.id == ExemptItem.submission_id)
        .join(Problem, Problem.id == ExemptItem.problem_id)
        .where(
            Problem.id != problem.id,
            Problem.well_id.in_(same),
            Problem.status != ProblemStatus.STRUCK_OFF,
            ExemptSubmission.state == SubmissionState.APPROVED,
            ExemptSubmission.ended_on >= since,
        )
    )
    decided = (
        select(func.count(Decision.rowid))
        .join(Case, Case.id == Decision.case_id)
        .join(CaseProblem, CaseProblem.case_id == Case.id)
        .join(Problem, Problem.id == CaseProblem.problem_id)
        .where(
            Problem.id != problem.id,
            Problem.well_id.in_(same),
            Problem.status != ProblemStatus.STRUCK_OFF,
            Decision.decided_on >= since,
        )
    )
    return sum(session.scalar(query) or 0 for query in (struck, left, decided))


def _same_user(session: Session, problem: Problem) -> list[UUID]:
    """Return the wells of whoever uses a problem's well; only that well where nobody is registered."""
    user = select(WellParty.party_id).where(
        WellParty.well_id == problem.well_id, WellParty.role == PartyRole.USER
    )
    of_user = select(WellParty.well_id).where(WellParty.party_id.in_(user), WellParty.role == PartyRole.USER)
    return list({problem.well_id, *session.scalars(of_user)})
