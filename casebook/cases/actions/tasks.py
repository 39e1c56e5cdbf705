"""Tasks of departments about a problem: given, answered with evidence, accepted (rules.md 13.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases.actions.steps import hold, note_problem
from casebook.cases.models import ProblemTask, ProblemTaskEvent
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.checks import step
from casebook.cases.rules.tasks import (
    TASK_TRANSITIONS,
    TaskState,
    check_acceptance,
    check_answer,
    check_task,
)
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import get_term
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import TASK_TERM
from casebook.evidence import actions as evidence
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.cases.models import Problem
    from casebook.cases.rules.tasks import Duty
    from casebook.evidence.rules import Upload

TASK = "problem_task"


def subject_of_task(task: ProblemTask, title: str) -> Subject:
    """Return a task as the subject of its clock, its evidence and of audit; `title` names the problem."""
    return Subject(TASK, task.id, title[:200], task.division_code)


def give_task(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problem: Problem,
    agency: Agency,
    duty: Duty,
    what: str,
    due_on: date,
) -> ProblemTask:
    """Give a department something to do about an open problem, until a day (today at the earliest)."""
    actor.need(Permission.PROBLEM_ASSIGN)
    actor.need_reach(problem.division_code, "problem", problem.number)
    hold(session, problem)
    if problem.status is ProblemStatus.STRUCK_OFF:
        raise RuleBroken("problem_closed", number=problem.number)
    today = clock.local_day(now)
    check_task(due_on=due_on, today=today, what=what)
    task = ProblemTask(
        id=new_id(),
        county_code=problem.county_code,
        problem_id=problem.id,
        division_code=problem.division_code,
        agency_id=agency.id,
        duty=duty,
        what=what.strip(),
        state=TaskState.ASSIGNED,
        assigned_by_id=actor.officer_id,
        assigned_at=now,
    )
    session.add(task)
    _note(session, task, TaskState.ASSIGNED, what.strip(), actor=actor, now=now)
    _start_term(session, task, problem, agency, actor=actor, now=now, due_on=due_on)
    told = f"交办 {agency.name}：{what.strip()}（{due_on.isoformat()} 前）"
    note_problem(session, problem, actor=actor, now=now, on=today, what=told)
    _record(session, "problem_task:add", task, problem, actor=actor, now=now, after={"agency": agency.name})
    return task


def _start_term(
    session: Session,
    task: ProblemTask,
    problem: Problem,
    agency: Agency,
    *,
    actor: Actor,
    now: datetime,
    due_on: date,
) -> None:
    """Start the task's clock; what is due today counts from yesterday, because a start day is not counted."""
    started_on = min(clock.local_day(now), due_on - timedelta(days=1))
    term = deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_task(task, f"{problem.number} {agency.name}"),
        rule_id=TASK_TERM,
        started_on=started_on,
        length=Length((due_on - started_on).days, Unit.CALENDAR_DAY),
    )
    task.term_id = term.id
    session.flush()


def answer_task(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    task: ProblemTask,
    problem: Problem,
    text: str,
    uploads: Sequence[Upload] = (),
) -> None:
    """Record a department's answer with its pictures; only an officer of that department gives it."""
    actor.need(Permission.TASK_ANSWER)
    actor.need_reach(task.division_code, TASK, task.id)
    session.refresh(task, with_for_update=True)
    check_answer(text=text, agency=actor.agency_id, of=task.agency_id)
    _step(session, task, TaskState.ANSWERED, text.strip(), actor=actor, now=now)
    task.answer, task.answered_by_id, task.answered_on = text.strip(), actor.officer_id, clock.local_day(now)
    if uploads:
        subject = subject_of_task(task, f"{problem.number} {actor.agency_name}")
        evidence.add_photographs(session, actor=actor, now=now, subject=subject, uploads=uploads)
    _record(session, "problem_task:answer", task, problem, actor=actor, now=now, reason=text.strip())


def accept_task(
    session: Session, *, actor: Actor, now: datetime, task: ProblemTask, problem: Problem
) -> None:
    """Accept an answer: the task is done on the day it was answered. Nobody accepts their own."""
    _hold(session, actor, task)
    check_acceptance(answered_by=task.answered_by_id, officer=actor.officer_id)
    step(TASK_TRANSITIONS, task.state, TaskState.ACCEPTED, what=problem.number)
    task.accepted_by_id = actor.officer_id
    _step(session, task, TaskState.ACCEPTED, "认可", actor=actor, now=now)
    if task.term_id is not None:
        term = get_term(session, task.term_id)
        on = max(task.answered_on or clock.local_day(now), term.started_on)
        deadlines.meet_term(session, actor=actor, now=now, term=term, on=on)
    _record(session, "problem_task:accept", task, problem, actor=actor, now=now)


def return_task(
    session: Session, *, actor: Actor, now: datetime, task: ProblemTask, problem: Problem, reason: str
) -> None:
    """Send an answer back that does not do, with what is wanting; the clock has gone on."""
    _hold(session, actor, task)
    if not reason.strip():
        raise RuleBroken("task_return_needs_reason", field="reason")
    if task.state is not TaskState.ANSWERED:
        raise RuleBroken("step_out_of_order", what=problem.number, present=task.state, to=TaskState.ASSIGNED)
    _step(session, task, TaskState.ASSIGNED, f"退回：{reason.strip()}", actor=actor, now=now)
    _record(session, "problem_task:return", task, problem, actor=actor, now=now, reason=reason.strip())


def withdraw_task(
    session: Session, *, actor: Actor, now: datetime, task: ProblemTask, problem: Problem, reason: str
) -> None:
    """Withdraw a task that is no longer needed, with the reason."""
    _hold(session, actor, task)
    if not reason.strip():
        raise RuleBroken("task_return_needs_reason", field="reason")
    _step(session, task, TaskState.WITHDRAWN, f"撤回：{reason.strip()}", actor=actor, now=now)
    if task.term_id is not None:
        term = get_term(session, task.term_id)
        deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason.strip())
    _record(session, "problem_task:withdraw", task, problem, actor=actor, now=now, reason=reason.strip())


def _hold(session: Session, actor: Actor, task: ProblemTask) -> None:
    actor.need(Permission.PROBLEM_ASSIGN)
    actor.need_reach(task.division_code, TASK, task.id)
    session.refresh(task, with_for_update=True)


def _step(
    session: Session, task: ProblemTask, to: TaskState, what: str, *, actor: Actor, now: datetime
) -> None:
    step(TASK_TRANSITIONS, task.state, to, what=what[:40])
    task.state = to
    task.version += 1
    _note(session, task, to, what, actor=actor, now=now)


def _note(
    session: Session, task: ProblemTask, to: TaskState, what: str, *, actor: Actor, now: datetime
) -> None:
    session.flush()
    last = session.scalar(
        select(func.max(ProblemTaskEvent.sequence)).where(ProblemTaskEvent.task_id == task.id)
    )
    session.add(
        ProblemTaskEvent(
            task_id=task.id,
            sequence=(last or 0) + 1,
            to_state=to,
            at=now,
            what=what,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()


def _record(
    session: Session,
    action: str,
    task: ProblemTask,
    problem: Problem,
    *,
    actor: Actor,
    now: datetime,
    after: dict[str, object] | None = None,
    reason: str | None = None,
) -> None:
    subject = subject_of_task(task, problem.number)
    record(session, actor=actor, now=now, action=action, subject=subject, after=after, reason=reason)
