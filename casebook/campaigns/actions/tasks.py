"""Steps of townships' tasks: answered with words and pictures, accepted or sent back; sweeps well by well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.campaigns import queries, rules
from casebook.campaigns.models import SweepWell, TownshipTask, TownshipTaskEvent
from casebook.cases.rules import tasks as departments
from casebook.cases.rules.checks import step
from casebook.cases.rules.tasks import TASK_TRANSITIONS, TaskState
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import get_term
from casebook.evidence import actions as evidence
from casebook.evidence.queries import list_items
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.notices.actions import tell
from casebook.notices.rules import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.campaigns.rules import SweepFinding
    from casebook.evidence.rules import Upload

KIND = "township_task"
LONGEST_TITLE = 120


def subject_of(task: TownshipTask) -> Subject:
    """Return a task as the subject of its clock, its evidence, notices and audit."""
    return Subject(KIND, task.id, f"{task.number} {task.title}"[:LONGEST_TITLE], task.division_code)


def note_finding(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    task: TownshipTask,
    row: SweepWell,
    finding: SweepFinding,
    note: str,
) -> None:
    """Note what a sweep found at one well; it can be put right until the task is answered."""
    _hold_own(session, actor, task)
    rules.check_finding(task.state, finding, note)
    before = row.finding
    row.finding, row.note = finding, note.strip()[:400]
    row.found_on, row.found_by_id = local_day(now), actor.officer_id
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="township_task:find",
        subject=subject_of(task),
        before={"well": row.code, "finding": before},
        after={"well": row.code, "finding": finding},
    )


def answer_township_task(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    task: TownshipTask,
    text: str,
    uploads: Sequence[Upload] = (),
) -> None:
    """Answer a task with words and pictures, for the township's own agency.

    Pictures of an earlier answer count; a sweep is answered when each of its wells was looked at.
    """
    _hold_own(session, actor, task)
    unseen = sum(one.finding is None for one in queries.list_sweep_wells(session, task.id))
    kept = len(list_items(session, KIND, task.id))
    rules.check_answer(task.kind, text=text, pictures=kept + len(uploads), unseen=unseen)
    task.answer, task.answered_by_id, task.answered_on = text.strip(), actor.officer_id, local_day(now)
    _step(session, task, TaskState.ANSWERED, task.answer, "township_task:answer", actor=actor, now=now)
    if uploads:
        evidence.add_photographs(session, actor=actor, now=now, subject=subject_of(task), uploads=uploads)


def accept_township_task(session: Session, *, actor: Actor, now: datetime, task: TownshipTask) -> None:
    """Accept an answer: the task was done on the day of the answer. Nobody accepts their own."""
    _hold(session, actor, task)
    departments.check_acceptance(answered_by=task.answered_by_id, officer=actor.officer_id)
    step(TASK_TRANSITIONS, task.state, TaskState.ACCEPTED, what=task.number)
    task.accepted_by_id = actor.officer_id
    _step(session, task, TaskState.ACCEPTED, "认可", "township_task:accept", actor=actor, now=now)
    term = get_term(session, task.term_id)
    on = max(task.answered_on or local_day(now), term.started_on)
    deadlines.meet_term(session, actor=actor, now=now, term=term, on=on)


def return_township_task(
    session: Session, *, actor: Actor, now: datetime, task: TownshipTask, reason: str
) -> None:
    """Send an answer back that does not do; the clock has gone on, and who answered is told."""
    _hold(session, actor, task)
    if not reason.strip():
        raise RuleBroken("task_return_needs_reason", field="reason")
    if task.state is not TaskState.ANSWERED:
        raise RuleBroken("step_out_of_order", what=task.number, present=task.state, to=TaskState.ASSIGNED)
    what = f"退回：{reason.strip()}"
    _step(session, task, TaskState.ASSIGNED, what, "township_task:return", actor=actor, now=now)
    if task.answered_by_id is not None:
        tell(
            session,
            now=now,
            officer_id=task.answered_by_id,
            kind=NoticeKind.RETURNED,
            subject=subject_of(task),
            text=reason.strip(),
        )


def withdraw_township_task(
    session: Session, *, actor: Actor, now: datetime, task: TownshipTask, reason: str
) -> None:
    """Withdraw a task that is no longer needed."""
    _hold(session, actor, task)
    if not reason.strip():
        raise RuleBroken("task_return_needs_reason", field="reason")
    what = f"撤回：{reason.strip()}"
    _step(session, task, TaskState.WITHDRAWN, what, "township_task:withdraw", actor=actor, now=now)
    term = get_term(session, task.term_id)
    deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason.strip())


def tell_overdue(session: Session, *, now: datetime) -> int:
    """Tell each giver once of every task that was not answered by its day; return how many were told."""
    told = 0
    for task in queries.list_overdue(session, local_day(now)):
        if task.assigned_by_id is not None:
            notice = tell(
                session,
                now=now,
                officer_id=task.assigned_by_id,
                kind=NoticeKind.ESCALATION,
                subject=subject_of(task),
                text=task.demand,
                due_on=get_term(session, task.term_id).alarm_on,
                key=f"township_task:{task.id}:{task.term_id}",
            )
            told += notice is not None
    return told


def _hold(session: Session, actor: Actor, task: TownshipTask) -> None:
    actor.need(Permission.CAMPAIGN_EDIT)
    actor.need_reach(task.division_code, KIND, task.number)
    session.refresh(task, with_for_update=True)


def _hold_own(session: Session, actor: Actor, task: TownshipTask) -> None:
    actor.need(Permission.CAMPAIGN_ANSWER)
    actor.need_reach(task.division_code, KIND, task.number)
    session.refresh(task, with_for_update=True)
    if actor.agency_id != task.agency_id:
        raise RuleBroken("task_of_other_agency")


def _step(
    session: Session,
    task: TownshipTask,
    to: TaskState,
    what: str,
    action: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    before = task.state
    step(TASK_TRANSITIONS, before, to, what=task.number)
    task.state = to
    task.version += 1
    note_task(session, task, what, actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject_of(task),
        before={"state": before},
        after={"state": to},
        reason=what,
    )


def note_task(session: Session, task: TownshipTask, what: str, *, actor: Actor, now: datetime) -> None:
    """Write an event of a task, in the state that it is in now."""
    session.flush()
    last = session.scalar(
        select(func.max(TownshipTaskEvent.sequence)).where(TownshipTaskEvent.task_id == task.id)
    )
    session.add(
        TownshipTaskEvent(
            task_id=task.id,
            sequence=(last or 0) + 1,
            to_state=task.state,
            at=now,
            what=what,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
