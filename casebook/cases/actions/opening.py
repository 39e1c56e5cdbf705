"""立案呈批, 立案, 不予立案: how a case begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.grounds import need_grounds
from casebook.cases.actions.leads import meet_filing_clock
from casebook.cases.actions.steps import note_case, note_problem, subject_of_case
from casebook.cases.actions.taking import take_step
from casebook.cases.acts import ActKind, FilingAsked, FilingRefused
from casebook.cases.models import Case, CaseParty, CaseProblem, Decision, Problem
from casebook.cases.rules import CaseStatus, CaseStep, DecisionKind, ProblemStatus, Procedure, get_code
from casebook.cases.rules.checks import not_after_today, not_before, two_officers
from casebook.deadlines.actions import meet_term, start_term
from casebook.deadlines.queries import get_term
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue
from casebook.parties import queries as parties
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import AgencyPower, Officer
    from casebook.parties.models import Party

DECISION_TERM = "D-02"
MAY_GO_TO_CASE = frozenset({ProblemStatus.LISTED, ProblemStatus.RECTIFYING, ProblemStatus.SEALING})
REFUSAL_WORD, REFUSAL_KIND = "不立字", "BL"


def ask_filing(  # noqa: PLR0913 - what a filing is asked with
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problems: Sequence[Problem],
    cause: str,
    second_investigator_id: UUID,
    asked_on: date,
    grounds: FilingAsked | None = None,
    other_parties: Sequence[UUID] = (),
    procedure: Procedure = Procedure.GENERAL,
) -> Case:
    """Ask for the filing of a case over problems of one or more users, by the agency that holds the power.

    The case keeps agency, stamp, number word and authorisation as they are on the day. It is filed by
    `file_case` once the head approved; a case of the simple procedure is investigated at once (处罚法 52).
    """
    actor.need(Permission.CASE_OPEN)
    problems = queries.hold_problems(session, {problem.id for problem in problems})
    _check_problems(session, actor, problems, asked_on, today=clock.local_day(now))
    need_grounds(session, problems)
    first = accounts.get_officer(session, _officer_id(actor))
    second = accounts.get_officer(session, second_investigator_id)
    _check_investigators(first, second, asked_on)
    case = new_case(session, actor=actor, now=now, problems=problems, cause=cause, on=asked_on)
    case.investigator_id, case.second_investigator_id, case.procedure = first.id, second.id, procedure
    session.add(case)
    _note_filing(session, case, grounds or FilingAsked(), actor=actor, now=now)
    bind_case(session, case, problems, other_parties)
    if procedure is Procedure.SIMPLE:
        _take_up(session, case, problems, actor=actor, now=now)
    _record_opening(session, case, problems, actor=actor, now=now)
    return case


def _note_filing(session: Session, case: Case, act: FilingAsked, *, actor: Actor, now: datetime) -> None:
    is_simple = case.procedure is Procedure.SIMPLE
    note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=case.opened_on,
        what="发现违法行为，适用简易程序" if is_simple else "立案呈批",
        to=CaseStatus.INVESTIGATING if is_simple else CaseStatus.FILING,
        kind=ActKind.FILING_ASKED,
        act=act,
    )


def bind_case(session: Session, case: Case, problems: Sequence[Problem], others: Sequence[UUID] = ()) -> None:
    """Bind a case to its problems and its parties: the users of their wells, and others."""
    session.add_all(CaseProblem(case_id=case.id, problem_id=problem.id) for problem in problems)
    users = {_user_of(session, problem) for problem in problems}
    for party in dict.fromkeys([case.party_id, *sorted(users), *others]):
        check_party(parties.get_party(session, party))
        session.add(CaseParty(county_code=case.county_code, case_id=case.id, party_id=party))
    session.flush()


def check_party(party: Party) -> None:
    """Refuse a party that no paper could be made out to: without a name, or with a code that cannot be."""
    if not party.name.strip():
        raise RuleBroken("case_party_unnamed", field="party", article="处罚法 59")
    if party.is_identifier_sound is False:
        raise RuleBroken("case_party_code_wrong", field="party", article="处罚法 59", name=party.name)


def file_case(session: Session, *, actor: Actor, now: datetime, case: Case, on: date) -> Case:
    """立案 after the head approved: the problems go to the case, the ninety days begin (处罚法 60)."""
    take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.FILE,
        on=on,
        what="立案",
        changes={"opened_on": on},
        known={"has_power": _still_has_power(session, case, on)},
    )
    problems = queries.hold_problems_of_case(session, case.id)
    for problem in problems:
        if problem.status not in MAY_GO_TO_CASE:
            raise RuleBroken("case_problem_status", number=problem.number, status=problem.status)
    _take_up(session, case, problems, actor=actor, now=now)
    return case


def _still_has_power(session: Session, case: Case, on: date) -> bool:
    power = accounts.get_power(session, case.power_id)
    return power.valid_from <= on and (power.valid_to is None or on <= power.valid_to)


def _take_up(
    session: Session, case: Case, problems: Sequence[Problem], *, actor: Actor, now: datetime
) -> None:
    what = f"立案 {case.number}"
    for problem in problems:
        note_problem(
            session, problem, actor=actor, now=now, on=case.opened_on, what=what, to=ProblemStatus.IN_CASE
        )
        meet_filing_clock(session, actor=actor, now=now, problem=problem, on=case.opened_on)
    _start_decision_clock(session, case, actor=actor, now=now)


def refuse_filing(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    reason: str,
    commitment_no: str = "",
) -> None:
    """不予立案: on the 免罚清单 with the number of the 承诺书 it counts as how the penal side ended."""
    if not reason.strip():
        raise RuleBroken("decision_needs_reason", field="reason", article="处罚法 33")
    act = FilingRefused(reason=reason.strip(), commitment_no=commitment_no.strip())
    what = f"不予立案：{reason.strip()}"
    take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.REFUSE_FILING,
        on=on,
        act=act,
        what=what,
        changes={"closed_on": on},
    )
    for problem in queries.list_problems_of_case(session, case.id):
        meet_filing_clock(session, actor=actor, now=now, problem=problem, on=on)
    if act.commitment_no:
        session.add(_refusal(session, case, act, on, actor=actor, now=now))
        session.flush()


def _refusal(
    session: Session, case: Case, act: FilingRefused, on: date, *, actor: Actor, now: datetime
) -> Decision:
    number = issue(
        session,
        county_code=case.county_code,
        kind=REFUSAL_KIND,
        word=f"{case.number_word}{REFUSAL_WORD}",
        year=on.year,
        subject=subject_of_case(case),
        now=now,
    )
    return Decision(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        kind=DecisionKind.NO_FILING,
        number=number,
        decided_on=on,
        matter=case.matter,
        basis="处罚法 33",
        reason=act.reason,
        commitment_no=act.commitment_no,
        decided_by_id=_officer_id(actor),
        recorded_at=now,
    )


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
    session.flush()


def _record_opening(
    session: Session, case: Case, problems: Sequence[Problem], *, actor: Actor, now: datetime
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="case:ask_filing",
        subject=subject_of_case(case),
        after={
            "agency": case.acts_in_name_of,
            "power_model": case.power_model,
            "authorisation": case.authorisation,
            "problems": [problem.number for problem in problems],
        },
    )
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


def _check_no_small_matter(session: Session, problem: Problem) -> None:
    """Refuse what left by the fourth exit, or is on its way out (处罚法 33): the two shut each other."""
    if queries.is_exempted(session, problem.id):
        raise RuleBroken("case_problem_exempted", article="处罚法 33", number=problem.number)
    pending = queries.find_submission_of(session, problem.id)
    if pending is not None:
        raise RuleBroken("exempt_pending", number=problem.number, submission=pending.number)


def _check_problems(
    session: Session, actor: Actor, problems: Sequence[Problem], opened_on: date, *, today: date
) -> None:
    if not problems:
        raise RuleBroken("case_needs_problem", field="problems")
    not_after_today(opened_on, today, field="opened_on")
    for problem in problems:
        actor.need_reach(problem.division_code, "problem", problem.number)
        not_before(opened_on, problem.found_on, field="opened_on", cause_name=f"{problem.number} 的发现日期")
        if problem.status not in MAY_GO_TO_CASE:
            raise RuleBroken("case_problem_status", number=problem.number, status=problem.status)
        _check_no_small_matter(session, problem)
        asked = queries.find_case_of_problem(session, problem.id)
        if asked is not None and asked.status is CaseStatus.FILING:
            raise RuleBroken("case_filing_asked_already", number=problem.number, case=asked.number)


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
    """Return the first party: the user of the first well; the users of the others are parties beside it."""
    return _user_of(session, problems[0])


def _user_of(session: Session, problem: Problem) -> UUID:
    user = wells.find_user_id(session, problem.well_id)
    if user is None:
        raise RuleBroken("case_party_missing", well=wells.get_well_by_id(session, problem.well_id).code)
    return user


def new_case(
    session: Session, *, actor: Actor, now: datetime, problems: Sequence[Problem], cause: str, on: date
) -> Case:
    """Return a case of the actor's agency with its number; officers and first act are the caller's."""
    power = _power(session, actor, problems, on)
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
        opened_on=on,
        number="",
    )
    case.number = issue(
        session,
        county_code=case.county_code,
        kind="AJ",
        year=on.year,
        subject=subject_of_case(case),
        now=now,
    )
    return case
