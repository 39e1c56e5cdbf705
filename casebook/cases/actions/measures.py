"""Ordering measures, giving them more time, and verifying them by a re-check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.steps import check_recheck, hold, note_case, note_problem, subject_of_measure
from casebook.cases.models import Measure, MeasureVerification
from casebook.cases.rules import FINISHED, PUT_RIGHT, MeasureStatus, ProblemStatus
from casebook.cases.rules.checks import measure_step, not_after_today, not_before
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import get_term
from casebook.deadlines.rules import ORDER_TERM, Length
from casebook.inspections.filed import PaperForm
from casebook.inspections.rules.papers import ORDER_SERIES
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.cases.rules import MeasureKind
    from casebook.deadlines.models import Term, TermExtension
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

ORDER = ORDER_SERIES[PaperForm.ORDER_RECTIFY]
"""责令限期改正通知书 (rules.md 7.2, no. 10): one row of numbers in the office and at the well."""


def order_measure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    well: Well,
    kind: MeasureKind,
    demand: str,
    served_on: date,
    length: Length,
) -> Measure:
    """Order something for a well of the case; the order term counts from the day of service (处罚法 28)."""
    actor.need(Permission.MEASURE_ORDER)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    _check_order(session, case=case, well=well, served_on=served_on, today=clock.local_day(now))
    measure = Measure(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        well_id=well.id,
        division_code=well.division_code,
        kind=kind,
        demand=demand.strip(),
        served_on=served_on,
        status=MeasureStatus.ORDERED,
        ordered_by_id=_officer_id(actor),
        order_no="",
    )
    measure.order_no = _order_number(session, case, measure, now)
    _start_order_term(session, case, measure, length, actor=actor, now=now)
    what = f"责令 {well.code}：{demand}（{measure.order_no}）"
    note_case(session, case, actor=actor, now=now, on=served_on, what=what)
    return measure


def _check_order(session: Session, *, case: Case, well: Well, served_on: date, today: date) -> None:
    if case.status in FINISHED:
        raise RuleBroken("measure_closed_case", number=case.number)
    if well.id not in {problem.well_id for problem in queries.list_problems_of_case(session, case.id)}:
        raise RuleBroken("measure_well_elsewhere", field="well", well=well.code)
    not_after_today(served_on, today, field="served_on")
    not_before(served_on, case.opened_on, field="served_on", cause_name="立案日期")


def _start_order_term(
    session: Session, case: Case, measure: Measure, length: Length, *, actor: Actor, now: datetime
) -> None:
    term = deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_measure(measure),
        rule_id=ORDER_TERM,
        started_on=measure.served_on,
        length=length,
        assignee_id=case.investigator_id,
    )
    measure.term_id = term.id
    session.add(measure)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="measure:order",
        subject=subject_of_measure(measure),
        after={"kind": measure.kind, "demand": measure.demand, "due_on": term.due_on},
    )


def _order_number(session: Session, case: Case, measure: Measure, now: datetime) -> str:
    return issue(
        session,
        county_code=case.county_code,
        kind=ORDER.kind,
        word=f"{case.number_word}{ORDER.word}",
        year=measure.served_on.year,
        subject=subject_of_measure(measure),
        now=now,
    )


def request_extension(
    session: Session, *, actor: Actor, now: datetime, measure: Measure, added: int, reason: str
) -> TermExtension:
    """Ask for more time for a measure; it counts when another officer grants it."""
    actor.need(Permission.TERM_REQUEST_EXTENSION)
    actor.need_reach(measure.division_code, "measure", measure.order_no)
    term = get_term(session, measure.term_id)
    return deadlines.request_extension(session, actor=actor, now=now, term=term, added=added, reason=reason)


def approve_extension(session: Session, *, actor: Actor, now: datetime, request: TermExtension) -> Term:
    """Grant more time; the approver is not the requester."""
    actor.need(Permission.TERM_APPROVE_EXTENSION)
    measure = queries.get_measure_of_term(session, request.term_id)
    actor.need_reach(measure.division_code, "measure", measure.order_no)
    case = queries.get_case_by_id(session, measure.case_id)
    hold(session, case)
    term = deadlines.approve_extension(session, actor=actor, now=now, request=request)
    what = f"同意延期 {measure.order_no} 至 {term.due_on.isoformat()}：{request.reason}"
    note_case(session, case, actor=actor, now=now, on=clock.local_day(now), what=what)
    return term


def decline_extension(session: Session, *, actor: Actor, now: datetime, request: TermExtension) -> None:
    """Turn a request for more time down."""
    actor.need(Permission.TERM_APPROVE_EXTENSION)
    measure = queries.get_measure_of_term(session, request.term_id)
    actor.need_reach(measure.division_code, "measure", measure.order_no)
    deadlines.decline_extension(session, actor=actor, now=now, request=request)


def verify_measure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    measure: Measure,
    inspection: Inspection,
    is_met: bool,
    note: str,
) -> MeasureVerification:
    """Record what a submitted re-check of the well found about a measure.

    When all measures for the well are met, its problems in the case become rectified and
    verified; a failed re-check leads them back into the case.
    """
    actor.need(Permission.MEASURE_VERIFY)
    actor.need_reach(measure.division_code, "measure", measure.order_no)
    case, at_well = _hold_all(session, measure)
    on = _check_recheck(measure, inspection)
    verification = MeasureVerification(
        measure_id=measure.id,
        inspection_id=inspection.id,
        is_met=is_met,
        met_on=on if is_met else None,
        note=note.strip(),
        verified_by_id=_officer_id(actor),
        verified_at=now,
    )
    session.add(verification)
    if is_met:
        _meet(session, actor=actor, now=now, measure=measure, on=on)
    what = f"复查 {measure.order_no}：{'已履行' if is_met else '未履行'}。{note}"
    note_case(session, case, actor=actor, now=now, on=on, what=what)
    _carry_to_problems(session, at_well, actor=actor, now=now, on=on, measure=measure, is_met=is_met)
    after = {"is_met": is_met, "inspection": inspection.id}
    subject = subject_of_measure(measure)
    record(session, actor=actor, now=now, action="measure:verify", subject=subject, after=after, reason=note)
    session.flush()
    return verification


def _hold_all(session: Session, measure: Measure) -> tuple[Case, list[Problem]]:
    """Hold a waiting measure with its case; return the case and its problems at the measure's well."""
    case = queries.get_case_by_id(session, measure.case_id)
    hold(session, case)
    problems = queries.hold_problems_of_case(session, case.id)
    hold(session, measure)
    measure_step(measure.status, MeasureStatus.MET, measure.order_no)
    return case, [problem for problem in problems if problem.well_id == measure.well_id]


def _officer_id(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise RuleBroken("officer_needed")
    return actor.officer_id


def _check_recheck(measure: Measure, inspection: Inspection) -> date:
    check_recheck(inspection, well_id=measure.well_id)
    on = inspection.visited_on
    if on < measure.served_on:
        raise RuleBroken("recheck_before_order", field="inspection", served=measure.served_on.isoformat())
    return on


def _meet(session: Session, *, actor: Actor, now: datetime, measure: Measure, on: date) -> None:
    measure.status = MeasureStatus.MET
    measure.version = (measure.version or 0) + 1
    deadlines.meet_term(session, actor=actor, now=now, term=get_term(session, measure.term_id), on=on)


def _carry_to_problems(
    session: Session,
    at_well: Sequence[Problem],
    *,
    actor: Actor,
    now: datetime,
    on: date,
    measure: Measure,
    is_met: bool,
) -> None:
    session.flush()
    measures = queries.list_measures(session, measure.case_id)
    all_met = all(
        one.status is not MeasureStatus.ORDERED for one in measures if one.well_id == measure.well_id
    )
    for problem in at_well:
        if is_met and all_met:
            _verify_problem(session, actor=actor, now=now, on=on, problem=problem)
        elif not is_met and problem.status in PUT_RIGHT:
            back = ProblemStatus.IN_CASE
            note_problem(session, problem, actor=actor, now=now, on=on, what="复查不合格", to=back)


def _verify_problem(session: Session, *, actor: Actor, now: datetime, on: date, problem: Problem) -> None:
    if problem.status is ProblemStatus.IN_CASE:
        note_problem(
            session, problem, actor=actor, now=now, on=on, what="责令措施已履行", to=ProblemStatus.RECTIFIED
        )
        problem.rectified_on = on
    if problem.status is ProblemStatus.RECTIFIED:
        note_problem(
            session, problem, actor=actor, now=now, on=on, what="复查合格", to=ProblemStatus.VERIFIED
        )
