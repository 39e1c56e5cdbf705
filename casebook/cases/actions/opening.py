"""Opening and closing a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.grounds import need_grounds
from casebook.cases.actions.steps import hold, note_case, note_problem, subject_of_case
from casebook.cases.models import Case, CaseProblem, Problem
from casebook.cases.rules import CaseStatus, MeasureStatus, ProblemStatus, get_code
from casebook.cases.rules.checks import not_after_today, not_before, two_officers
from casebook.deadlines.actions import meet_term, start_term
from casebook.deadlines.queries import get_term
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import AgencyPower, Officer

DECISION_TERM = "D-02"
MAY_GO_TO_CASE = frozenset({ProblemStatus.LISTED, ProblemStatus.RECTIFYING})


def open_case(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problems: Sequence[Problem],
    cause: str,
    second_investigator_id: UUID,
    opened_on: date,
) -> Case:
    """Open a case over problems of one user of water, by the agency that holds the power.

    The case keeps agency, stamp, number word and authorisation as they are on the day.
    """
    actor.need(Permission.CASE_OPEN)
    problems = queries.hold_problems(session, {problem.id for problem in problems})
    _check_problems(actor, problems, opened_on, today=clock.local_day(now))
    need_grounds(session, problems)
    first = accounts.get_officer(session, _officer_id(actor))
    second = accounts.get_officer(session, second_investigator_id)
    _check_investigators(first, second, opened_on)
    power = _power(session, actor, problems, opened_on)
    case = _new_case(session, now=now, problems=problems, cause=cause, power=power, opened_on=opened_on)
    case.investigator_id, case.second_investigator_id = first.id, second.id
    session.add(case)
    note_case(session, case, actor=actor, now=now, on=opened_on, what="立案", to=CaseStatus.INVESTIGATING)
    _bind_problems(session, case, problems, actor=actor, now=now)
    _start_decision_clock(session, case, actor=actor, now=now)
    _record_opening(session, case, problems, actor=actor, now=now)
    return case


def _bind_problems(
    session: Session, case: Case, problems: Sequence[Problem], *, actor: Actor, now: datetime
) -> None:
    on, what = case.opened_on, f"立案 {case.number}"
    for problem in problems:
        session.add(CaseProblem(case_id=case.id, problem_id=problem.id))
        note_problem(session, problem, actor=actor, now=now, on=on, what=what, to=ProblemStatus.IN_CASE)


def _start_decision_clock(session: Session, case: Case, *, actor: Actor, now: datetime) -> None:
    term = start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_case(case),
        rule_id=DECISION_TERM,
        started_on=case.opened_on,
        assignee_id=case.investigator_id,
    )
    case.decision_term_id = term.id


def _record_opening(
    session: Session, case: Case, problems: Sequence[Problem], *, actor: Actor, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="case:open",
        subject=subject_of_case(case),
        after={
            "agency": case.acts_in_name_of,
            "power_model": case.power_model,
            "authorisation": case.authorisation,
            "problems": [problem.number for problem in problems],
        },
    )
    session.flush()


def close_case(session: Session, *, actor: Actor, now: datetime, case: Case, reason: str) -> None:
    """Close a decided case in which no measure is open (结案, rules.md 6.2)."""
    actor.need(Permission.CASE_CLOSE)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    waiting = [one for one in queries.list_measures(session, case.id) if one.status is MeasureStatus.ORDERED]
    if waiting:
        raise RuleBroken("case_open_measures", count=len(waiting))
    on = clock.local_day(now)
    note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=on,
        what=f"结案：{reason}",
        to=CaseStatus.CLOSED,
        changes={"closed_on": on},
    )
    record(session, actor=actor, now=now, action="case:close", subject=subject_of_case(case), reason=reason)
    session.flush()


def meet_decision_term(session: Session, *, actor: Actor, now: datetime, case: Case, on: date) -> None:
    """Stop the clock of the decision (D-02)."""
    if case.decision_term_id is not None:
        term = get_term(session, case.decision_term_id)
        if term.is_running:
            meet_term(session, actor=actor, now=now, term=term, on=on)


def _officer_id(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise RuleBroken("officer_needed")
    return actor.officer_id


def _check_problems(actor: Actor, problems: Sequence[Problem], opened_on: date, *, today: date) -> None:
    if not problems:
        raise RuleBroken("case_needs_problem", field="problems")
    not_after_today(opened_on, today, field="opened_on")
    for problem in problems:
        actor.need_reach(problem.division_code, "problem", problem.number)
        not_before(opened_on, problem.found_on, field="opened_on", cause_name=f"{problem.number} 的发现日期")
        if problem.status not in MAY_GO_TO_CASE:
            raise RuleBroken("case_problem_status", number=problem.number, status=problem.status)


def _check_investigators(first: Officer, second: Officer, on: date) -> None:
    two_officers(first.id, second.id, field="second_investigator_id")
    for officer in (first, second):
        if not officer.is_active or not officer.is_certified(on):
            raise RuleBroken(
                "officer_not_certified",
                field="second_investigator_id",
                article="处罚法 42",
                name=officer.name,
                on=on.isoformat(),
            )


def matter_of(problems: Sequence[Problem]) -> str:
    """Return the PEN id that decides who enforces: the first provision of the gravest penal problem."""
    order = ["critical", "high", "mid", "low"]
    penal = [get_code(problem.code) for problem in problems if get_code(problem.code).is_penal]
    gravest = min(penal, key=lambda code: order.index(code.severity), default=None)
    return gravest.pens[0] if gravest else ""


def _power(session: Session, actor: Actor, problems: Sequence[Problem], on: date) -> AgencyPower:
    """Return the power that the actor's agency opens the case by; it holds it wherever a problem lies."""
    held = [
        accounts.power_holder(
            session,
            county_code=problems[0].county_code,
            matter=matter_of(problems) or "*",
            division_code=division_code,
            on=on,
        )
        for division_code in sorted({problem.division_code for problem in problems})
    ]
    for power in held:
        if power.agency_id != actor.agency_id:
            raise RuleBroken("case_power_elsewhere", article="处罚法 17", agency=power.agency.name)
    return held[0]


def _division_of(problems: Sequence[Problem]) -> str:
    """Return where a case lies, which says who may see it: in one township, or in the county as a whole."""
    divisions = {problem.division_code for problem in problems}
    return divisions.pop() if len(divisions) == 1 else problems[0].county_code


def _party_of(session: Session, problems: Sequence[Problem]) -> UUID:
    """Return the one user of water that all the problems are about."""
    users = set()
    for problem in problems:
        user = wells.find_user_id(session, problem.well_id)
        if user is None:
            raise RuleBroken("case_party_missing", well=wells.get_well_by_id(session, problem.well_id).code)
        users.add(user)
    if len(users) > 1:
        raise RuleBroken("case_parties_differ", field="problems")
    return users.pop()


def _new_case(
    session: Session,
    *,
    now: datetime,
    problems: Sequence[Problem],
    cause: str,
    power: AgencyPower,
    opened_on: date,
) -> Case:
    name_giver = power.principal or power.agency
    case = Case(
        id=new_id(),
        county_code=problems[0].county_code,
        division_code=_division_of(problems),
        cause=cause.strip(),
        matter=matter_of(problems),
        agency_id=power.agency_id,
        power_id=power.id,
        power_model=power.model,
        acts_in_name_of=name_giver.name,
        stamp_name=name_giver.stamp_name,
        number_word=name_giver.number_word,
        authorisation=power.authorisation,
        party_id=_party_of(session, problems),
        status=CaseStatus.INVESTIGATING,
        opened_on=opened_on,
        number="",
    )
    case.number = issue(
        session,
        county_code=case.county_code,
        kind="AJ",
        year=opened_on.year,
        subject=subject_of_case(case),
        now=now,
    )
    return case
