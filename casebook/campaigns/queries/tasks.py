"""Reading tasks of townships, and the wells that a sweep looks at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.accounts import queries as accounts
from casebook.accounts.rules import AgencyKind
from casebook.campaigns.models import SweepWell, TownshipTask, TownshipTaskEvent
from casebook.cases.models import Problem
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.tasks import TaskState
from casebook.db.paging import page
from casebook.deadlines.models import Term
from casebook.kernel.errors import NotFound
from casebook.wells.models import Well
from casebook.wells.queries import get_well_by_id
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.campaigns.rules import TownshipTaskKind
    from casebook.db.paging import Page


@dataclass(frozen=True)
class TownshipTaskFilter:
    """What a list of tasks is narrowed to; None and empty mean all."""

    state: TaskState | None = None
    kind: TownshipTaskKind | None = None
    township: str = ""


@dataclass(frozen=True)
class SweepCount:
    """How far a sweep is: wells on its list, looked at, and with the same kind of problem."""

    wells: int = 0
    seen: int = 0
    same: int = 0


def get_township_task(session: Session, number: str, actor: Actor) -> TownshipTask:
    """Return a task in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(TownshipTask).where(TownshipTask.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("township_task", number)
    return found


def page_township_tasks(
    session: Session, actor: Actor, wanted: TownshipTaskFilter, cursor: str | None = None
) -> Page[TownshipTask]:
    """Return a page of tasks in the actor's jurisdiction, the latest first."""
    query = select(TownshipTask).where(*_within(actor))
    if wanted.state is not None:
        query = query.where(TownshipTask.state == wanted.state)
    if wanted.kind is not None:
        query = query.where(TownshipTask.kind == wanted.kind)
    if wanted.township:
        query = query.where(TownshipTask.division_code == wanted.township)
    return page(
        session,
        query,
        columns=[TownshipTask.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def _within(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        TownshipTask.county_code == actor.county_code,
        TownshipTask.division_code.startswith(actor.jurisdiction),
    )


def list_tasks_of(session: Session, actor: Actor, campaign_id: UUID) -> list[TownshipTask]:
    """Return the tasks of a campaign, as far as they are in reach."""
    query = select(TownshipTask).where(*_within(actor), TownshipTask.campaign_id == campaign_id)
    return list(session.scalars(query.order_by(TownshipTask.number)))


def list_to_answer(session: Session, actor: Actor, most: int) -> list[TownshipTask]:
    """Return the tasks that wait for the actor's own agency, the oldest first."""
    query = select(TownshipTask).where(
        TownshipTask.agency_id == actor.agency_id, TownshipTask.state == TaskState.ASSIGNED
    )
    return list(session.scalars(query.order_by(TownshipTask.rowid).limit(most)))


def list_to_accept(session: Session, actor: Actor, most: int) -> list[TownshipTask]:
    """Return answers in reach that somebody else gave, the oldest first."""
    query = select(TownshipTask).where(
        *_within(actor),
        TownshipTask.state == TaskState.ANSWERED,
        TownshipTask.answered_by_id != actor.officer_id,
    )
    return list(session.scalars(query.order_by(TownshipTask.rowid).limit(most)))


def list_overdue(session: Session, today: date, *, given_by: UUID | None = None) -> list[TownshipTask]:
    """Return the tasks that were not answered by their day; of one giver, or of all."""
    query = (
        select(TownshipTask)
        .join(Term, Term.id == TownshipTask.term_id)
        .where(TownshipTask.state == TaskState.ASSIGNED, Term.alarm_on < today)
    )
    if given_by is not None:
        query = query.where(TownshipTask.assigned_by_id == given_by)
    return list(session.scalars(query.order_by(TownshipTask.rowid)))


def list_township_task_events(session: Session, task_id: UUID) -> list[TownshipTaskEvent]:
    """Return the course of a task."""
    query = select(TownshipTaskEvent).where(TownshipTaskEvent.task_id == task_id)
    return list(session.scalars(query.order_by(TownshipTaskEvent.sequence)))


def township_task_numbers(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of tasks by id."""
    query = select(TownshipTask.id, TownshipTask.number).where(TownshipTask.id.in_(ids))
    return dict(session.execute(query).all()) if ids else {}


def township_agencies(session: Session, county_code: str) -> dict[str, Agency]:
    """Return the agency of each township that has one in use, by the township's code."""
    known = accounts.list_agencies(session, county_code)
    return {one.division_code: one for one in known if one.kind is AgencyKind.TOWNSHIP and one.is_active}


def list_sweep_wells(session: Session, task_id: UUID) -> list[SweepWell]:
    """Return the wells of a sweep by code."""
    query = select(SweepWell).where(SweepWell.task_id == task_id)
    return list(session.scalars(query.order_by(SweepWell.code)))


def get_sweep_well(session: Session, task: TownshipTask, row_id: UUID) -> SweepWell:
    """Return one well of a sweep, or raise NotFound."""
    query = select(SweepWell).where(SweepWell.id == row_id, SweepWell.task_id == task.id)
    found = session.scalar(query)
    if found is None:
        raise NotFound("sweep_well", row_id)
    return found


def sweep_counts(session: Session, task_ids: Collection[UUID]) -> dict[UUID, SweepCount]:
    """Return how far sweeps are; tasks of other kinds are left out."""
    query = (
        select(SweepWell.task_id, SweepWell.finding, func.count(SweepWell.rowid))
        .where(SweepWell.task_id.in_(task_ids))
        .group_by(SweepWell.task_id, SweepWell.finding)
    )
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
    for task_id, finding, count in session.execute(query):
        sums[task_id][0] += count
        sums[task_id][1] += count * (finding is not None)
        sums[task_id][2] += count * (finding == "same")
    return {task_id: SweepCount(*one) for task_id, one in sums.items()}


def list_same_kind(session: Session, problem: Problem, townships: Collection[str]) -> list[Well]:
    """Return the other wells of townships that the problem's kind may be found at, by code.

    Those of the same use that are closed as its well is, or are not, without an open problem of this kind.
    """
    well = get_well_by_id(session, problem.well_id)
    known = select(Problem.well_id).where(
        Problem.county_code == problem.county_code,
        Problem.code == problem.code,
        Problem.status != ProblemStatus.STRUCK_OFF,
    )
    gone = sorted(CLOSED)
    query = select(Well).where(
        Well.county_code == problem.county_code,
        Well.division_code.in_(townships),
        Well.use == well.use,
        Well.id != well.id,
        Well.status.in_(gone) if well.status in CLOSED else Well.status.not_in([*gone, WellStatus.PROPOSED]),
        Well.id.not_in(known),
    )
    return list(session.scalars(query.order_by(Well.code)))
