"""Recording how the penal side of a case ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.grounds import need_grounds
from casebook.cases.actions.opening import meet_decision_term
from casebook.cases.actions.steps import hold, note_case, subject_of_case
from casebook.cases.models import Decision
from casebook.cases.rules import CaseStatus, DecisionKind, checks
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case

WORDS = {DecisionKind.PENALTY: "罚决字", DecisionKind.NO_PENALTY: "不罚字", DecisionKind.NO_FILING: "不立字"}
"""Words of the numbers of the three papers (rules.md 7.2, no. 27, 28, 12)."""
KINDS = {DecisionKind.PENALTY: "FA", DecisionKind.NO_PENALTY: "BF", DecisionKind.NO_FILING: "BL"}


def record_decision(  # noqa: PLR0913 - what a decision contains
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    kind: DecisionKind,
    decided_on: date,
    fine_fen: int | None,
    basis: str,
    reason: str,
    commitment_no: str = "",
    number: str = "",
) -> Decision:
    """Record 处罚, 不予处罚 or 不予立案 with number and date; the decider is not an investigator.

    Without `number` the next one is taken; one written on a paper is kept and may not occur twice.
    """
    decider = _decider(session, actor, case, kind)
    checks.decision(kind=kind, fine_fen=fine_fen, commitment_no=commitment_no, reason=reason)
    _check_day(case, decided_on, today=clock.local_day(now))
    decision = Decision(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        kind=kind,
        decided_on=decided_on,
        matter=case.matter,
        fine_fen=fine_fen,
        basis=basis.strip(),
        reason=reason.strip(),
        commitment_no=commitment_no.strip(),
        decided_by_id=decider,
        recorded_at=now,
    )
    decision.number = _number(session, case, decision, number.strip(), now)
    session.add(decision)
    _book(session, case, decision, actor=actor, now=now)
    return decision


def _decider(session: Session, actor: Actor, case: Case, kind: DecisionKind) -> UUID:
    """Hold the undecided case and return who decides: one who may, and never investigated (处罚法 57)."""
    actor.need(Permission.DECISION_RECORD)
    actor.need_reach(case.division_code, "case", case.number)
    if actor.officer_id is None:
        raise RuleBroken("officer_needed")
    if queries.has_investigated(session, case, actor.officer_id):
        raise RuleBroken("decision_by_investigator", article="处罚法 57")
    hold(session, case)
    checks.case_step(case.status, CaseStatus.DECIDED, case.number)
    _check_grounds(session, case, kind)
    return actor.officer_id


def _check_grounds(session: Session, case: Case, kind: DecisionKind) -> None:
    """Refuse a penalty whose evidence supports leads only."""
    if kind is DecisionKind.PENALTY:
        need_grounds(session, queries.list_problems_of_case(session, case.id), case)


def _check_day(case: Case, decided_on: date, *, today: date) -> None:
    checks.not_after_today(decided_on, today, field="decided_on")
    checks.not_before(decided_on, case.opened_on, field="decided_on", cause_name="立案日期")


def _book(session: Session, case: Case, decision: Decision, *, actor: Actor, now: datetime) -> None:
    """Take the case's step, stop its clock, and note both."""
    on, what = decision.decided_on, f"作出决定 {decision.number}"
    note_case(session, case, actor=actor, now=now, on=on, what=what, to=CaseStatus.DECIDED)
    meet_decision_term(session, actor=actor, now=now, case=case, on=on)
    after = {
        "kind": decision.kind,
        "number": decision.number,
        "decided_on": on,
        "fine_fen": decision.fine_fen,
    }
    subject = subject_of_case(case)
    record(session, actor=actor, now=now, action="decision:record", subject=subject, after=after)
    session.flush()


def _number(session: Session, case: Case, decision: Decision, written: str, now: datetime) -> str:
    if written:
        if queries.is_decision_number_taken(session, case.county_code, written):
            raise RuleBroken("decision_number_taken", field="number", number=written)
        return written
    return issue(
        session,
        county_code=case.county_code,
        kind=KINDS[decision.kind],
        word=f"{case.number_word}{WORDS[decision.kind]}",
        year=decision.decided_on.year,
        subject=subject_of_case(case),
        now=now,
    )
