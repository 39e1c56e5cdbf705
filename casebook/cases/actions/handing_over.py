"""Giving one officer's open work to another: before a move, a leave, or the end of an account."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts.actions import subject_of as subject_of_officer
from casebook.accounts.queries import actor_of
from casebook.audit.actions import record
from casebook.cases.actions.steps import note_case, note_problem, subject_of_case, subject_of_problem
from casebook.cases.rules import PUT_RIGHT
from casebook.cases.workload import open_work_of
from casebook.deadlines.actions import reassign_term
from casebook.inspections.actions import replace_officer
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.cases.models import Case, Problem
    from casebook.cases.workload import Work


@dataclass(frozen=True)
class HandedOver:
    """How much went to the other officer; `kept` counts cases and visits that stay as they are."""

    problems: int
    cases: int
    terms: int
    drafts: int
    kept: int


def hand_over(
    session: Session, *, actor: Actor, now: datetime, giver: Officer, taker: Officer, reason: str
) -> HandedOver:
    """Move an officer's open problems, cases, running terms and drafts to a colleague of the same agency.

    A visit that was made stays with those who made it (处罚法 55), and a case never loses its second
    investigator: where the taker is on it already, it is kept as it is.
    """
    actor.need(Permission.OFFICER_MANAGE)
    actor.need_reach(giver.jurisdiction, "officer", giver.login)
    work = open_work_of(session, giver)
    _check(work, giver, taker, reason, now)
    what = f"由{giver.name}移交给{taker.name}：{reason.strip()}"
    for problem in work.problems:
        _give_problem(session, problem, giver, taker, actor=actor, now=now, what=f"责任人{what}")
    for term in work.terms:
        reassign_term(session, actor=actor, now=now, term=term, assignee_id=taker.id)
    cases = [case for case in work.cases if taker.id not in _investigators(case)]
    for case in cases:
        _give_case(session, case, giver, taker, actor=actor, now=now, what=f"承办人{what}")
    drafts = [one for one in work.drafts if one.arrival_at is None and not one.has_officer(taker.id)]
    for draft in drafts:
        replace_officer(session, actor=actor, now=now, inspection=draft, giver=giver, taker=taker)
    kept = len(work.cases) - len(cases) + len(work.drafts) - len(drafts)
    done = HandedOver(len(work.problems), len(cases), len(work.terms), len(drafts), kept)
    record(
        session,
        actor=actor,
        now=now,
        action="officer:hand_over",
        subject=subject_of_officer(giver),
        after={"taker": f"{taker.name}（{taker.login}）", **asdict(done)},
        reason=reason.strip(),
    )
    return done


def _check(work: Work, giver: Officer, taker: Officer, reason: str, now: datetime) -> None:
    if giver.id == taker.id or giver.agency_id != taker.agency_id or not taker.is_active:
        raise RuleBroken("hand_over_to_whom", field="taker")
    if not reason.strip():
        raise RuleBroken("hand_over_needs_reason", field="reason")
    if not work.count:
        raise RuleBroken("hand_over_nothing", name=giver.name)
    heir = actor_of(taker)
    outside = sum(not heir.reaches(place) for place in work.places)
    if outside:
        raise RuleBroken("hand_over_out_of_reach", field="taker", name=taker.name, count=outside)
    if not heir.can(Permission.PROBLEM_SEE):
        raise RuleBroken("hand_over_role", field="taker", name=taker.name)
    investigates = bool(work.cases or work.drafts)
    is_fit = heir.can(Permission.INSPECTION_RECORD) and taker.is_certified(local_day(now))
    if investigates and not is_fit:
        raise RuleBroken("hand_over_uncertified", field="taker", article="处罚法 42", name=taker.name)


def _give_problem(
    session: Session,
    problem: Problem,
    giver: Officer,
    taker: Officer,
    *,
    actor: Actor,
    now: datetime,
    what: str,
) -> None:
    """Change who answers for a problem; who saw to the rectifying is remembered and never strikes off."""
    changes: dict[str, object] = {"responsible_officer_id": taker.id}
    if problem.status in PUT_RIGHT and problem.rectified_by_id is None:
        changes["rectified_by_id"] = giver.id
    note_problem(session, problem, actor=actor, now=now, on=local_day(now), what=what, changes=changes)
    record(
        session,
        actor=actor,
        now=now,
        action="problem:hand_over",
        subject=subject_of_problem(problem),
        before={"responsible_officer": giver.name},
        after={"responsible_officer": taker.name},
    )


def _investigators(case: Case) -> set[object]:
    return {case.investigator_id, case.second_investigator_id}


def _give_case(
    session: Session,
    case: Case,
    giver: Officer,
    taker: Officer,
    *,
    actor: Actor,
    now: datetime,
    what: str,
) -> None:
    part = "investigator_id" if case.investigator_id == giver.id else "second_investigator_id"
    note_case(session, case, actor=actor, now=now, on=local_day(now), what=what, changes={part: taker.id})
    record(
        session,
        actor=actor,
        now=now,
        action="case:hand_over",
        subject=subject_of_case(case),
        before={"investigator": giver.name},
        after={"investigator": taker.name},
    )
