"""回头看: looks back at what was struck off, and what came back (再犯)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.steps import note_problem
from casebook.cases.models import ProblemRecheck
from casebook.cases.rules.channels import recheck_days
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import get_term
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import FOLLOW_UP
from casebook.inspections.rules import InspectionKind
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Problem
    from casebook.inspections.models import Inspection

RECHECK = "problem_recheck"
LOOKS = frozenset({InspectionKind.FOLLOW_UP, InspectionKind.RECHECK})


def plan_rechecks(session: Session, *, actor: Actor, now: datetime, problem: Problem, on: date) -> None:
    """Start the clocks of the looks back at a problem that is struck off today, by the county's figures."""
    days = recheck_days(queries.settings_of(session, problem.county_code))
    for sequence, count in enumerate(days, start=1):
        recheck_id = new_id()
        term = deadlines.start_term(
            session,
            actor=actor,
            now=now,
            subject=Subject(
                RECHECK, recheck_id, f"{problem.number} 回头看（{count} 天）", problem.division_code
            ),
            rule_id=FOLLOW_UP,
            started_on=on,
            length=Length(count, Unit.CALENDAR_DAY),
            assignee_id=problem.responsible_officer_id,
        )
        session.add(
            ProblemRecheck(
                id=recheck_id,
                county_code=problem.county_code,
                problem_id=problem.id,
                well_id=problem.well_id,
                division_code=problem.division_code,
                sequence=sequence,
                days=count,
                term_id=term.id,
            )
        )
    session.flush()


def look_back(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, problems: Sequence[Problem]
) -> None:
    """Note what a submitted visit says of problems of its well that were struck off before it.

    A follow-up or re-check does the next look back at each. A problem that is a relapse of one, found by
    whatever visit, ends all looks back at that one: from now on the new problem is followed.
    """
    came_back = {one.predecessor_id: one for one in problems if one.inspection_id == inspection.id}
    on = inspection.visited_on
    for old, pending in queries.list_pending_rechecks(session, inspection.well_id, before=on):
        relapse = came_back.get(old.id)
        if relapse is not None:
            _do(session, pending[0], old, inspection, actor=actor, now=now, relapse=relapse)
            _end(session, pending[1:], f"再犯，另立 {relapse.number}", actor=actor, now=now)
        elif inspection.kind in LOOKS:
            _do(session, pending[0], old, inspection, actor=actor, now=now, relapse=None)


def _do(
    session: Session,
    recheck: ProblemRecheck,
    problem: Problem,
    inspection: Inspection,
    *,
    actor: Actor,
    now: datetime,
    relapse: Problem | None,
) -> None:
    on = inspection.visited_on
    recheck.done_on, recheck.is_relapse, recheck.inspection_id = on, relapse is not None, inspection.id
    term = get_term(session, recheck.term_id)
    deadlines.meet_term(session, actor=actor, now=now, term=term, on=on)
    what = f"回头看：再犯，另立 {relapse.number}" if relapse else "回头看：没有反弹"
    note_problem(session, problem, actor=actor, now=now, on=on, what=what)
    subject = Subject(RECHECK, recheck.id, problem.number, problem.division_code)
    after = {"on": on, "is_relapse": relapse is not None}
    record(session, actor=actor, now=now, action="problem_recheck:done", subject=subject, after=after)


def _end(
    session: Session, rechecks: Sequence[ProblemRecheck], reason: str, *, actor: Actor, now: datetime
) -> None:
    for recheck in rechecks:
        term = get_term(session, recheck.term_id)
        deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason)
