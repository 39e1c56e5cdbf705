"""Giving tasks to townships, and beginning sweeps from a problem (举一反三)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission, Role
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.campaigns import queries, rules
from casebook.campaigns.actions.spot import check_townships
from casebook.campaigns.actions.tasks import KIND, LONGEST_TITLE, note_task, subject_of
from casebook.campaigns.models import SweepWell, TownshipTask
from casebook.campaigns.rules import MOST_WELLS, CampaignState, TownshipTaskKind
from casebook.cases.rules.tasks import TaskState
from casebook.deadlines import actions as deadlines
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import TASK_TERM
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.notices.actions import tell
from casebook.notices.rules import NoticeKind
from casebook.numbering import actions as numbering

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.campaigns.models import Campaign
    from casebook.cases.models import Problem
    from casebook.deadlines.models import Term
    from casebook.wells.models import Well

NUMBERS = "RW"
"""Kind of the numbers of tasks (任务)."""
_ANSWERERS = frozenset({Role.TOWNSHIP_LEAD, Role.INFORMANT})


@dataclass(frozen=True)
class TaskWish:
    """What townships are asked to do, within so many working days; `source` is what it follows from."""

    kind: TownshipTaskKind
    title: str
    demand: str
    days: int
    townships: tuple[str, ...]
    campaign: Campaign | None = None
    source: Subject | None = None


def give_tasks(session: Session, *, actor: Actor, now: datetime, wish: TaskWish) -> list[TownshipTask]:
    """Give each of the townships a task of its own; all of them or none.

    A sweep begins at a problem (`begin_sweep`). RuleBroken where a township has no agency that could answer.
    """
    if wish.kind is TownshipTaskKind.SWEEP:
        raise RuleBroken("sweep_source_missing", field="kind")
    return _give(session, actor, now, wish, {})


def begin_sweep(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problem: Problem,
    demand: str,
    days: int,
    townships: tuple[str, ...],
) -> list[TownshipTask]:
    """Have townships look for the same kind of problem at the other wells of its kind (举一反三).

    Each gets the list of its wells; a township without any gets no task. RuleBroken where there are none at
    all, or too many for a sweep.
    """
    actor.need_reach(problem.division_code, "problem", problem.number)
    by_place: dict[str, list[Well]] = {}
    for well in queries.list_same_kind(session, problem, townships):
        by_place.setdefault(well.division_code, []).append(well)
    if townships and not by_place:
        raise RuleBroken("sweep_no_wells", field="townships")
    for code, wells in by_place.items():
        if len(wells) > MOST_WELLS:
            raise RuleBroken(
                "sweep_too_many", field="townships", township=code, n=len(wells), most=MOST_WELLS
            )
    source = Subject("problem", problem.id, problem.number, problem.division_code)
    title = f"举一反三排查（{problem.code}）"
    chosen = tuple(code for code in townships if code in by_place)
    wish = TaskWish(TownshipTaskKind.SWEEP, title, demand, days, chosen, source=source)
    return _give(session, actor, now, wish, by_place, problem.code)


def _give(
    session: Session,
    actor: Actor,
    now: datetime,
    wish: TaskWish,
    wells: dict[str, list[Well]],
    problem_code: str = "",
) -> list[TownshipTask]:
    actor.need(Permission.CAMPAIGN_EDIT)
    rules.check_task(title=wish.title, demand=wish.demand, days=wish.days)
    if not wish.townships:
        raise RuleBroken("township_task_no_townships", field="townships")
    check_townships(session, actor, wish.townships)
    if wish.campaign is not None:
        session.refresh(wish.campaign, with_for_update=True)  # nobody ends it meanwhile
        if wish.campaign.state is not CampaignState.RUNNING:
            raise RuleBroken("township_task_campaign", field="campaign", number=wish.campaign.number)
    agencies = queries.township_agencies(session, actor.county_code)
    for code in wish.townships:
        if code not in agencies:
            raise RuleBroken("township_task_no_agency", field="townships", township=code)
    made = []
    for code in wish.townships:
        task = _made(session, actor, now, wish, agencies[code], problem_code)
        session.add_all(
            SweepWell(task_id=task.id, well_id=well.id, code=well.code) for well in wells.get(code, ())
        )
        session.flush()
        made.append(task)
    return made


def _made(
    session: Session, actor: Actor, now: datetime, wish: TaskWish, agency: Agency, problem_code: str
) -> TownshipTask:
    task_id, source, answerers = new_id(), wish.source, _answerers(session, agency)
    number, term = _numbered(session, actor, now, wish, agency, task_id, answerers)
    task = TownshipTask(
        id=task_id,
        county_code=actor.county_code,
        number=number,
        division_code=agency.division_code,
        agency_id=agency.id,
        kind=wish.kind,
        title=wish.title.strip()[:LONGEST_TITLE],
        demand=wish.demand.strip(),
        campaign_id=wish.campaign.id if wish.campaign else None,
        source_kind=source.kind if source else None,
        source_id=source.id if source else None,
        source_title=source.title if source else "",
        problem_code=problem_code,
        term_id=term.id,
        state=TaskState.ASSIGNED,
        assigned_by_id=actor.officer_id,
        assigned_at=now,
    )
    session.add(task)
    note_task(session, task, task.demand, actor=actor, now=now)
    _tell(session, now, task, answerers, term.due_on)
    after = {"agency": agency.name, "due_on": term.due_on, "kind": task.kind}
    record(session, actor=actor, now=now, action="township_task:give", subject=subject_of(task), after=after)
    return task


def _numbered(
    session: Session,
    actor: Actor,
    now: datetime,
    wish: TaskWish,
    agency: Agency,
    task_id: UUID,
    answerers: list[Officer],
) -> tuple[str, Term]:
    """Take the task's number, and start its clock for the first of those who answer."""
    today, place = local_day(now), agency.division_code
    number = numbering.issue(
        session,
        county_code=actor.county_code,
        kind=NUMBERS,
        year=today.year,
        subject=Subject(KIND, task_id, "", place),
        now=now,
    )
    term = deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=Subject(KIND, task_id, f"{number} {wish.title.strip()}"[:LONGEST_TITLE], place),
        rule_id=TASK_TERM,
        started_on=today,
        length=Length(wish.days, Unit.WORKING_DAY),
        assignee_id=answerers[0].id if answerers else None,
    )
    return number, term


def _tell(
    session: Session, now: datetime, task: TownshipTask, answerers: list[Officer], due_on: date
) -> None:
    for officer in answerers:
        tell(
            session,
            now=now,
            officer_id=officer.id,
            kind=NoticeKind.ARRIVED,
            subject=subject_of(task),
            text=task.demand,
            due_on=due_on,
        )


def _answerers(session: Session, agency: Agency) -> list[Officer]:
    """Return who answers for a township: its responsible persons first."""
    found = accounts.list_officers(session, county_code=agency.county_code, agency_id=agency.id)
    active = [one for one in found if one.is_active and _ANSWERERS & one.roles]
    return sorted(active, key=lambda one: Role.TOWNSHIP_LEAD not in one.roles)
