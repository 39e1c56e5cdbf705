"""Who is in charge of a problem, how it is dealt with, and what a forced step in a village waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission, Role
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.cases.actions.steps import hold, note_problem, subject_of_problem
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.checks import not_after_today, not_before
from casebook.cases.rules.tasks import WAYS, check_forced, check_transfer, check_unrest
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.cases.models import Problem
    from casebook.cases.rules import Disposition, ProblemClass, Severity
    from casebook.cases.rules.tasks import UnrestRisk


def put_in_charge(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problem: Problem,
    leader: Officer | None,
    responsible: Officer,
    unit: str,
) -> None:
    """Say which county leader is in charge (包案), and which unit and officer answer for a problem."""
    _hold(session, actor, problem, Permission.PROBLEM_ASSIGN)
    if leader is not None and Role.COUNTY_LEADER not in leader.roles:
        raise RuleBroken("leader_not_one", field="leader", name=leader.name)
    before = {
        "leader": problem.leader_id,
        "officer": problem.responsible_officer_id,
        "unit": problem.responsible_unit,
    }
    problem.leader_id = leader.id if leader else None
    problem.responsible_officer_id, problem.responsible_unit = responsible.id, unit.strip()
    words = [f"责任单位 {problem.responsible_unit}", f"责任人 {responsible.name}"]
    what = "；".join([*([f"{leader.name} 包案"] if leader else []), *words])
    _note(session, problem, what, actor=actor, now=now)
    after = {"leader": problem.leader_id, "officer": responsible.id, "unit": problem.responsible_unit}
    subject = subject_of_problem(problem)
    record(
        session, actor=actor, now=now, action="problem:assign", subject=subject, before=before, after=after
    )


def reclassify(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problem: Problem,
    severity: Severity,
    problem_class: ProblemClass,
    disposition: Disposition,
    reason: str,
) -> None:
    """Change gravity, class or disposition of an open problem, with a reason that stays."""
    _hold(session, actor, problem, Permission.PROBLEM_EDIT)
    if not reason.strip():
        raise RuleBroken("class_needs_reason", field="reason")
    names = ("severity", "problem_class", "disposition")
    before = {name: getattr(problem, name) for name in names}
    problem.severity, problem.problem_class, problem.disposition = severity, problem_class, disposition
    problem.class_reason = reason.strip()
    _note(session, problem, f"调整分类与处置：{reason.strip()}", actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action="problem:reclassify",
        subject=subject_of_problem(problem),
        before=before,
        after={name: getattr(problem, name) for name in names},
        reason=reason.strip(),
    )


def start_way(
    session: Session, *, actor: Actor, now: datetime, problem: Problem, to: ProblemStatus, how: str
) -> None:
    """Begin rectifying (限期整改) or closing the well (封停) outside a case."""
    _hold(session, actor, problem, Permission.PROBLEM_EDIT)
    if to not in WAYS:
        raise RuleBroken("step_out_of_order", what=problem.number, present=problem.status, to=to)
    if to is ProblemStatus.SEALING:
        need_calm(session, [problem])
    words = {ProblemStatus.RECTIFYING: "开始整改", ProblemStatus.SEALING: "开始封停"}
    _note(session, problem, f"{words[to]}：{how.strip()}", actor=actor, now=now, to=to)
    record(
        session, actor=actor, now=now, action="problem:start", subject=subject_of_problem(problem), reason=how
    )


def assess_unrest(
    session: Session, *, actor: Actor, now: datetime, problem: Problem, risk: UnrestRisk, plan: str
) -> None:
    """Assess the risk of unrest; one of middle or high risk has a plan before anything is forced."""
    _hold(session, actor, problem, Permission.PROBLEM_EDIT)
    check_unrest(risk, plan)
    before = {"risk": problem.unrest_risk}
    problem.unrest_risk, problem.unrest_plan = risk, plan.strip()
    words = {"low": "低", "mid": "中", "high": "高"}[risk.value]
    _note(session, problem, f"矛盾风险评估为{words}", actor=actor, now=now)
    subject, after = subject_of_problem(problem), {"risk": risk}
    record(
        session, actor=actor, now=now, action="problem:unrest", subject=subject, before=before, after=after
    )


def need_calm(session: Session, problems: Iterable[Problem]) -> None:
    """Refuse a forced step (强制) at wells in villages before the risk of unrest was assessed."""
    for problem in problems:
        in_village = bool(wells.get_well_by_id(session, problem.well_id).village)
        check_forced(problem.unrest_risk, problem.unrest_plan, problem.number, in_village=in_village)


def transfer_problem(
    session: Session, *, actor: Actor, now: datetime, problem: Problem, to: str, paper: str, on: date
) -> None:
    """Transfer a problem to another authority (移送) by a letter; it waits for the receipt."""
    _hold(session, actor, problem, Permission.HANDOVER_SEND)
    check_transfer(to=to, paper=paper)
    not_before(on, problem.found_on, field="on", cause_name="发现日期")
    not_after_today(on, clock.local_day(now), field="on")
    _note(
        session,
        problem,
        f"移送 {to.strip()}（{paper.strip()}）",
        actor=actor,
        now=now,
        on=on,
        to=ProblemStatus.TRANSFERRED,
    )
    problem.transferred_to, problem.transfer_paper = to.strip(), paper.strip()
    problem.transferred_on, problem.transfer_taken_on = on, None
    subject, after = subject_of_problem(problem), {"to": to.strip(), "paper": paper.strip(), "on": on}
    record(session, actor=actor, now=now, action="problem:transfer", subject=subject, after=after)


def answer_transfer(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    problem: Problem,
    on: date,
    is_taken: bool,
    note: str,
    back_to: ProblemStatus = ProblemStatus.RECTIFYING,
) -> None:
    """Record the other authority's receipt: taken, or sent back with its reason to where the work was."""
    _hold(session, actor, problem, Permission.HANDOVER_ANSWER)
    if problem.status is not ProblemStatus.TRANSFERRED or problem.transferred_on is None:
        raise RuleBroken("transfer_not_open", number=problem.number)
    if problem.transfer_taken_on is not None:
        raise RuleBroken("transfer_taken_already", number=problem.number)
    not_before(on, problem.transferred_on, field="on", cause_name="移送日期")
    not_after_today(on, clock.local_day(now), field="on")
    words = "受理" if is_taken else "退回"
    to = None if is_taken else back_to
    _note(
        session,
        problem,
        f"{problem.transferred_to} {words}：{note.strip()}",
        actor=actor,
        now=now,
        on=on,
        to=to,
    )
    problem.transfer_taken_on = on if is_taken else None
    subject, after = subject_of_problem(problem), {"is_taken": is_taken, "on": on}
    record(session, actor=actor, now=now, action="problem:transfer_answer", subject=subject, after=after)


def officer_in_reach(session: Session, officer_id: UUID, actor: Actor) -> Officer:
    """Return an officer of the actor's county who may answer for something."""
    found = accounts.get_officer(session, officer_id)
    if found.county_code != actor.county_code or not found.is_active:
        raise RuleBroken("responsible_needed", field="responsible")
    return found


def _hold(session: Session, actor: Actor, problem: Problem, need: Permission) -> None:
    """Check permission and reach, lock an open problem and read it anew."""
    actor.need(need)
    actor.need_reach(problem.division_code, "problem", problem.number)
    hold(session, problem)
    if problem.status is ProblemStatus.STRUCK_OFF:
        raise RuleBroken("problem_closed", number=problem.number)


def _note(
    session: Session,
    problem: Problem,
    what: str,
    *,
    actor: Actor,
    now: datetime,
    on: date | None = None,
    to: ProblemStatus | None = None,
) -> None:
    day = on or clock.local_day(now)
    note_problem(session, problem, actor=actor, now=now, on=day, what=what, to=to)
