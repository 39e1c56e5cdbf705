"""Steps beside the main line, and its end: 中止, 恢复, 终止, 撤案, 移送, 强制, 结案, 归档."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries
from casebook.cases.actions.clocks import end_clocks
from casebook.cases.actions.force import is_resting, need_calm_in_case
from casebook.cases.actions.opening import DECISION_TERM, meet_decision_term
from casebook.cases.actions.steps import hold, subject_of_case
from casebook.cases.actions.taking import facts_now, judge_step, note_act, take_step, write_step
from casebook.cases.acts import (
    ActKind,
    Archived,
    Closed,
    Performed,
    Reasoned,
    Receipt,
    TermChanged,
    Transferred,
)
from casebook.cases.rules import CaseStatus, CaseStep
from casebook.cases.rules.closing import ground_of
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, CaseEvent
    from casebook.deadlines.models import Term
    from casebook.deadlines.rules.table import Suspension

ARCHIVE_KIND = "DA"
KEPT_YEARS = 30
"""How long a file is kept unless for ever (rules.md 7.3) [P]."""
_PLAIN = {
    CaseStep.SUSPEND: "中止",
    CaseStep.RESUME: "恢复办理",
    CaseStep.TERMINATE: "终止",
    CaseStep.WITHDRAW: "撤销案件",
    CaseStep.TAKE_BACK: "移送被退回，恢复办理",
}


def take_plain_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    step: CaseStep,
    on: date,
    reason: str,
    paper: str = "",
) -> CaseEvent:
    """Take one of the steps that keep only a reason and a paper: 中止, 恢复, 终止, 撤案, 移送退回."""
    if not reason.strip():
        raise RuleBroken("step_needs_reason", field="reason")
    event = take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=step,
        on=on,
        act=Reasoned(reason=reason.strip(), paper=paper.strip()),
        what=f"{_PLAIN[step]}：{reason.strip()}",
    )
    if case.status in {CaseStatus.TERMINATED, CaseStatus.WITHDRAWN}:
        meet_decision_term(session, actor=actor, now=now, case=case, on=on)
    return event


def transfer_case(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, act: Transferred
) -> CaseEvent:
    """移送 to who has the power, or to the police where a crime is suspected; its receipt closes the case."""
    if not act.to.strip() or not act.reason.strip():
        raise RuleBroken("case_transfer_needs_receiver", field="to", article="处罚法 25、27")
    event = take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.TRANSFER,
        on=on,
        act=act,
        what=f"移送{act.to.strip()}：{act.reason.strip()}",
    )
    meet_decision_term(session, actor=actor, now=now, case=case, on=on)
    return event


def note_receipt(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, act: Receipt
) -> CaseEvent:
    """移送回执: accepted, the case may be closed; returned, it is taken back (`TAKE_BACK`)."""
    hold(session, case)
    if case.status is not CaseStatus.TRANSFERRED:
        raise RuleBroken("receipt_without_transfer", number=case.number)
    answer = "受理" if act.is_accepted else "退回"
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.RECEIPT,
        act=act,
        on=on,
        what=f"收到移送回执：{act.by.strip()}{answer}",
    )


def note_performed(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, act: Performed
) -> CaseEvent:
    """Note that the party did all that the decision asks for."""
    hold(session, case)
    if case.status not in {CaseStatus.SERVED, CaseStatus.ENFORCING}:
        raise RuleBroken("performed_before_decision", number=case.number)
    closing = facts_now(session, case, on=on, actor=actor).closing
    if closing.unpaid_fen:
        raise RuleBroken("performed_unpaid", article="处罚法 66", left=f"{closing.unpaid_fen / 100:.2f}")
    if closing.open_measures:
        raise RuleBroken("performed_measures", article="处罚法 28", count=closing.open_measures)
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.PERFORMED,
        act=act,
        on=on,
        what=f"履行完毕：{act.how.strip()}",
        permission=Permission.CASE_PERFORM,
    )


def enforce_case(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    reason: str,
    cuts_livelihood: bool = False,
) -> CaseEvent:
    """Go over to forced performance, not at night or on a holiday, never against livelihoods (强制法 43)."""
    on = local_day(now)
    facts = facts_now(session, case, on=on, actor=actor)
    need_calm_in_case(session, case)
    is_late = is_resting(session, case, now, now)
    force = replace(facts.enforcement, is_night_or_holiday=is_late, cuts_livelihood=cuts_livelihood)
    return take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.ENFORCE,
        on=on,
        act=Reasoned(reason=reason.strip()),
        what=f"进入强制执行：{reason.strip()}",
        known={"enforcement": force},
    )


def close_case(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, reason: str
) -> CaseEvent:
    """结案 by a condition: performed, ended by the court, nothing to perform, transferred, dropped."""
    if not reason.strip():
        raise RuleBroken("step_needs_reason", field="reason")
    hold(session, case)
    facts = facts_now(session, case, on=on, actor=actor)
    event = take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.CLOSE,
        on=on,
        act=Closed(ground=ground_of(facts), reason=reason.strip()),
        what=f"结案：{reason.strip()}",
        changes={"closed_on": on},
    )
    end_clocks(session, actor=actor, now=now, case=case, reason="结案")
    return event


def archive_case(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    kept_years: int | None = KEPT_YEARS,
    points: int | None = None,
) -> CaseEvent:
    """归档 under the next number of the archive: eight digits, year and serial (rules.md 7.3).

    `kept_years` None keeps the file for ever. Whether the file may go is asked by the dossier, which
    examines it and calls this with the `points` that it got.
    """
    ready = judge_step(session, actor=actor, now=now, case=case, step=CaseStep.ARCHIVE, on=on)
    number = _next_archive_no(session, case, on, now)
    act = Archived(archive_no=number, kept_years=kept_years, points=points)
    return write_step(session, ready, actor=actor, now=now, on=on, act=act, what=f"归档：{number}")


def _next_archive_no(session: Session, case: Case, on: date, now: datetime) -> str:
    """Take the next serial of the county's archive in a year: 20260001."""
    taken = issue(
        session,
        county_code=case.county_code,
        kind=ARCHIVE_KIND,
        year=on.year,
        subject=subject_of_case(case),
        now=now,
    )
    return f"{on.year}{int(taken.rpartition('-')[2]):04d}"


def extend_decision(
    session: Session, *, actor: Actor, now: datetime, case: Case, added: int, reason: str, paper: str
) -> Term:
    """Extend the ninety days as the agency's head; whoever investigates only asks for it."""
    actor.need(Permission.TERM_APPROVE_EXTENSION)
    hold(session, case)
    if actor.officer_id is None or queries.has_investigated(session, case, actor.officer_id):
        raise RuleBroken("extension_by_investigator", article="处罚法 60")
    term = _decision_term(session, case)
    asker = accounts.actor_of(accounts.get_officer(session, case.investigator_id))
    deadlines.extend_term(
        session, actor=actor, now=now, term=term, added=added, reason=reason, requested_by=asker
    )
    act = TermChanged(rule=DECISION_TERM, reason=reason.strip(), paper=paper.strip(), added=added)
    _note_term(
        session,
        actor,
        now,
        case,
        ActKind.TERM_EXTENDED,
        act,
        f"延长办案期限 {added} 日",
        Permission.TERM_APPROVE_EXTENSION,
    )
    return term


def stop_decision_clock(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    reason: Suspension,
    paper: str,
    from_on: date,
) -> Term:
    """Let the ninety days stand still for a hearing, a publication, a test or an appraisal, by its paper."""
    hold(session, case)
    term = _decision_term(session, case)
    deadlines.suspend_term(
        session, actor=actor, now=now, term=term, reason=reason, paper=paper, from_on=from_on
    )
    act = TermChanged(rule=DECISION_TERM, reason=reason, paper=paper.strip(), from_on=from_on)
    _note_term(session, actor, now, case, ActKind.TERM_STOPPED, act, f"办案期限停止计算：{paper.strip()}")
    return term


def resume_decision_clock(
    session: Session, *, actor: Actor, now: datetime, case: Case, until_on: date
) -> Term:
    """Let the ninety days run again after `until_on`, the last day on which they stood still."""
    hold(session, case)
    term = _decision_term(session, case)
    deadlines.resume_term(session, actor=actor, now=now, term=term, until_on=until_on)
    act = TermChanged(rule=DECISION_TERM, reason="resumed", until_on=until_on)
    _note_term(session, actor, now, case, ActKind.TERM_RESUMED, act, "办案期限恢复计算")
    return term


def _note_term(
    session: Session,
    actor: Actor,
    now: datetime,
    case: Case,
    kind: ActKind,
    act: TermChanged,
    what: str,
    permission: Permission = Permission.CASE_INVESTIGATE,
) -> None:
    note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=kind,
        act=act,
        on=local_day(now),
        what=what,
        permission=permission,
    )


def _decision_term(session: Session, case: Case) -> Term:
    if case.decision_term_id is None:
        raise NotFound("term", DECISION_TERM)
    return clocks.get_term(session, case.decision_term_id)
