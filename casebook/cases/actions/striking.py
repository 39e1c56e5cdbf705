"""Putting a problem right outside a case, re-checking it, and striking it off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.looking_back import plan_rechecks
from casebook.cases.actions.orders import meet_orders
from casebook.cases.actions.steps import check_recheck, hold, note_problem, subject_of_problem, way_back
from casebook.cases.rules import Disposition, ProblemStatus, checks, get_code
from casebook.cases.rules.channels import FIX_NOW
from casebook.cases.rules.striking import StrikeFacts, strike_off
from casebook.deadlines.actions import meet_term, start_term
from casebook.deadlines.queries import find_running, get_term
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import FIX_CHECK
from casebook.documents.queries import frozen_hashes
from casebook.evidence import queries as evidence
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.ledger import actions as ledger
from casebook.ledger.rules import GROUPS, PostingKind
from casebook.wells import queries as wells
from casebook.wells.rules import CLOSED

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Problem
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well


def report_rectified(
    session: Session, *, actor: Actor, now: datetime, problem: Problem, rectified_on: date, how: str
) -> None:
    """Record that a problem was put right; a re-check by others has to follow."""
    actor.need(Permission.PROBLEM_EDIT)
    actor.need_reach(problem.division_code, "problem", problem.number)
    hold(session, problem)
    checks.not_after_today(rectified_on, clock.local_day(now), field="rectified_on")
    checks.not_before(rectified_on, problem.found_on, field="rectified_on", cause_name="发现日期")
    note_problem(
        session,
        problem,
        actor=actor,
        now=now,
        on=rectified_on,
        what=f"报告整改完成：{how}",
        to=ProblemStatus.RECTIFIED,
    )
    problem.rectified_on, problem.rectified_by_id, problem.rectification = (
        rectified_on,
        actor.officer_id,
        how.strip(),
    )
    record(
        session,
        actor=actor,
        now=now,
        action="problem:rectify",
        subject=subject_of_problem(problem),
        reason=how,
    )
    _start_fix_check(session, actor=actor, now=now, problem=problem)
    session.flush()


def _start_fix_check(session: Session, *, actor: Actor, now: datetime, problem: Problem) -> None:
    """Start the clock of the re-check of what was put right on the spot (即知即改)."""
    running = find_running(session, subject_id=problem.id, rule_id=FIX_CHECK)
    if problem.disposition is not Disposition.FIX_NOW or running is not None:
        return
    days = queries.settings_of(session, problem.county_code)[FIX_NOW]
    start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_problem(problem),
        rule_id=FIX_CHECK,
        started_on=clock.local_day(now),
        length=Length(days, Unit.CALENDAR_DAY),
        assignee_id=problem.responsible_officer_id,
    )


def _meet_fix_check(session: Session, *, actor: Actor, now: datetime, problem: Problem, on: date) -> None:
    term = find_running(session, subject_id=problem.id, rule_id=FIX_CHECK)
    if term is not None:
        meet_term(session, actor=actor, now=now, term=term, on=max(on, term.started_on))


def verify_problem(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problem: Problem,
    inspection: Inspection,
    is_fixed: bool,
    note: str,
) -> None:
    """Record what a submitted re-check found about a problem that was reported put right."""
    actor.need(Permission.MEASURE_VERIFY)
    actor.need_reach(problem.division_code, "problem", problem.number)
    hold(session, problem)
    _check_verification(actor, problem, inspection)
    on = inspection.visited_on
    to = ProblemStatus.VERIFIED if is_fixed else way_back(session, problem)
    what = f"复查{'合格' if is_fixed else '不合格'}：{note}"
    note_problem(session, problem, actor=actor, now=now, on=on, what=what, to=to)
    _meet_fix_check(session, actor=actor, now=now, problem=problem, on=on)
    if is_fixed:
        meet_orders(session, actor=actor, now=now, problem=problem, on=on)
    record(
        session,
        actor=actor,
        now=now,
        action="problem:verify",
        subject=subject_of_problem(problem),
        after={"is_fixed": is_fixed, "inspection": inspection.id},
        reason=note,
    )
    session.flush()


def _check_verification(actor: Actor, problem: Problem, inspection: Inspection) -> None:
    """Hold that a re-check of the problem's well backs the verification, and not the rectifier's own word."""
    if problem.status is not ProblemStatus.RECTIFIED:
        raise RuleBroken("rectification_open")
    check_recheck(inspection, well_id=problem.well_id)
    since = problem.rectified_on or problem.found_on
    checks.not_before(inspection.visited_on, since, field="inspection", cause_name="整改完成日期")
    if actor.officer_id == problem.rectified_by_id:
        raise RuleBroken("verified_by_rectifier", field="inspection")


def strike_off_problem(
    session: Session, *, actor: Actor, now: datetime, problem: Problem, remark: str
) -> None:
    """Strike a problem off the list (销号) and post it to the ledger.

    Refused with the rule while no re-check passed, a penal problem has no decision, an exit
    problem's well is not closed, a measure is open, or for the officer who saw to the rectifying.
    """
    actor.need(Permission.PROBLEM_STRIKE_OFF)
    actor.need_reach(problem.division_code, "problem", problem.number)
    hold(session, problem)
    well = wells.get_well_by_id(session, problem.well_id)
    _check_strike_off(session, actor, problem, well)
    on = clock.local_day(now)
    note_problem(
        session,
        problem,
        actor=actor,
        now=now,
        on=on,
        what=f"销号：{remark}",
        to=ProblemStatus.STRUCK_OFF,
        changes={"struck_off_on": on, "struck_off_by_id": actor.officer_id, "remark": remark.strip()},
    )
    _meet_rectification(session, actor=actor, now=now, problem=problem)
    plan_rechecks(session, actor=actor, now=now, problem=problem, on=on)
    _post(session, actor=actor, now=now, on=on, problem=problem, well=well)
    subject = subject_of_problem(problem)
    record(session, actor=actor, now=now, action="problem:strike_off", subject=subject, reason=remark)
    session.flush()


def _check_strike_off(session: Session, actor: Actor, problem: Problem, well: Well) -> None:
    facts = StrikeFacts(
        code=get_code(problem.code),
        status=problem.status,
        number=problem.number,
        problem_class=problem.problem_class,
        is_well_closed=well.status in CLOSED,
        has_ending=queries.has_ending(session, problem.id),
        has_pair=queries.has_pair(session, problem),
        has_receipt=problem.transfer_taken_on is not None,
        open_measures=queries.count_open_measures(session, problem),
        open_tasks=queries.count_open_tasks(session, problem.id),
        rectified_by=problem.rectified_by_id or problem.responsible_officer_id,
    )
    strike_off(facts, officer=actor.officer_id)


def _papers(session: Session, problem: Problem) -> list[str]:
    """Return what a strike-off rests on: evidence of problem and visit, facts of the papers issued."""
    visits = [problem.inspection_id] if problem.inspection_id else []
    files = [
        *evidence.hashes_by_subject(session, "problem", [problem.id]).values(),
        *evidence.hashes_by_subject(session, "inspection", visits).values(),
    ]
    file = queries.cases_of_problems(session, [problem.id]).get(problem.id)
    issued = frozen_hashes(session, [problem.id, *([file.id] if file else [])])
    return [*(one for some in files for one in some), *issued]


def _post(session: Session, *, actor: Actor, now: datetime, on: date, problem: Problem, well: Well) -> None:
    ledger.post(
        session,
        actor=actor,
        now=now,
        kind=PostingKind.PROBLEM_STRUCK_OFF,
        on=on,
        year=on.year,
        well_code=well.code,
        division_code=problem.division_code,
        subject=subject_of_problem(problem),
        count=1,
        aquifer_group=GROUPS[well.aquifer],
        papers=_papers(session, problem),
    )


def _meet_rectification(session: Session, *, actor: Actor, now: datetime, problem: Problem) -> None:
    if problem.rectification_term_id is None:
        return
    term = get_term(session, problem.rectification_term_id)
    if term.is_running:
        met_on = problem.rectified_on or clock.local_day(now)
        meet_term(session, actor=actor, now=now, term=term, on=max(met_on, term.started_on))
