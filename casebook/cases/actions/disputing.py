"""行政复议 and 行政诉讼: begun, stayed, ended; clocks, surcharge and publication follow (处罚法 48, 73)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases.actions.after_decision import end_clock, note_after, stand, start_clock
from casebook.cases.actions.court_clock import set_court_clock
from casebook.cases.actions.opening import DECISION_TERM
from casebook.cases.actions.paying import settle_clocks
from casebook.cases.actions.steps import subject_of_case
from casebook.cases.actions.taking import take_step
from casebook.cases.acts import (
    ActKind,
    DisputeEnded,
    DisputeKind,
    DisputeResult,
    Note,
    Reasoned,
    Sought,
    Stayed,
)
from casebook.cases.models import Dispute
from casebook.cases.queries import performing as queries
from casebook.cases.queries.seats import list_seats
from casebook.cases.rules.checks import not_after_today, not_before
from casebook.cases.rules.disputes import check_ending
from casebook.cases.rules.workflow import CaseStep
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.deadlines.rules.table import Suspension
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.after_decision import Standing
    from casebook.cases.models import Case, CaseEvent

UNPUBLISH_CLOCK = "D-20"
_KINDS = {DisputeKind.REVIEW: ActKind.REVIEW_SOUGHT, DisputeKind.SUIT: ActKind.SUIT_BROUGHT}
_WORDS = {DisputeKind.REVIEW: "行政复议", DisputeKind.SUIT: "行政诉讼"}
_STOPS = {DisputeKind.REVIEW: Suspension.REVIEW, DisputeKind.SUIT: Suspension.SUIT}
_RESULTS = {
    DisputeResult.UPHELD: "维持或驳回",
    DisputeResult.CHANGED: "变更",
    DisputeResult.REVOKED: "撤销",
    DisputeResult.UNLAWFUL: "确认违法",
    DisputeResult.WITHDRAWN: "撤回或调解结案",
}
_UNPUBLISHED = frozenset({DisputeResult.CHANGED, DisputeResult.REVOKED, DisputeResult.UNLAWFUL})
"""Results after which what was published is taken back (处罚法 48)."""


@dataclass(frozen=True, kw_only=True)
class Fight:
    """What the notice of a review or suit says."""

    party_id: UUID
    kind: DisputeKind
    organ: str
    number: str
    begun_on: date
    received_on: date


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the decision of a review, or a judgement, says; `fine_fen` where it changes the fine."""

    result: DisputeResult
    ended_on: date
    paper: str
    fine_fen: int | None = None
    must_remake: bool = False


def open_dispute(session: Session, *, actor: Actor, now: datetime, case: Case, fight: Fight) -> Dispute:
    """Record that a party fights the decision: no surcharge grows, performance goes on (处罚法 73)."""
    standing = stand(session, actor=actor, now=now, case=case)
    standing.party(fight.party_id)
    _check_days(standing, fight)
    every = queries.list_disputes(session, case.id)
    if any(one.party_id == fight.party_id and one.ended_on is None for one in every):
        raise RuleBroken("dispute_open_already", field="party_id")
    if not fight.number.strip():
        raise RuleBroken("paper_needed", field="number")
    row = Dispute(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        party_id=fight.party_id,
        kind=fight.kind,
        organ=fight.organ.strip(),
        number=fight.number.strip(),
        begun_on=fight.begun_on,
        received_on=fight.received_on,
        recorded_by_id=standing.officer_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    act = Sought(
        dispute=row.id,
        party=row.party_id,
        kind=row.kind,
        organ=row.organ,
        number=row.number,
        begun_on=row.begun_on,
    )
    what = f"{_WORDS[row.kind]}：{row.organ}受理（{row.number}）"
    note_after(standing, _KINDS[row.kind], act, on=fight.received_on, what=what)
    _move_terms(standing, row)
    return row


def _check_days(standing: Standing, fight: Fight) -> None:
    if fight.begun_on < standing.served_on:
        raise RuleBroken("dispute_before_decision", field="begun_on", served=standing.served_on.isoformat())
    not_before(fight.received_on, fight.begun_on, field="received_on", cause_name="受理日期")
    not_after_today(fight.received_on, standing.today, field="received_on")


def _move_terms(standing: Standing, row: Dispute) -> None:
    """Meet the term that the party used; a party alone in its case leaves no other running."""
    own = standing.clock_subject(row.party_id)
    if row.kind is DisputeKind.REVIEW:
        end_clock(standing, "D-13", on=row.begun_on, subject=own)
        end_clock(standing, "D-14", reason="已申请复议，起诉期限自收到复议决定书起算", subject=own)
    else:
        end_clock(standing, "D-14", on=row.begun_on, subject=own)
        end_clock(standing, "D-14.after_review", on=row.begun_on, subject=own)
        end_clock(standing, "D-13", reason="已提起诉讼", subject=own)
    _stop(standing, "D-18", _STOPS[row.kind], row.number, row.begun_on)
    _court_clock(standing)


def stay_dispute(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    dispute: Dispute,
    on: date,
    paper: str,
    reason: str,
) -> Dispute:
    """Record 停止执行: the term to pay stands still, no force is used (复议法 42, 行诉法 56)."""
    standing = stand(session, actor=actor, now=now, case=case)
    _hold(session, dispute, case)
    if dispute.ended_on is not None:
        raise RuleBroken("dispute_ended_already", field="dispute_id")
    if dispute.stayed_from is not None:
        raise RuleBroken("stay_already", field="dispute_id")
    if not paper.strip():
        raise RuleBroken("paper_needed", field="paper")
    not_before(on, dispute.begun_on, field="on", cause_name="受理日期")
    act = Stayed(dispute=dispute.id, paper=paper.strip(), reason=reason.strip(), from_on=on)
    note_after(standing, ActKind.STAYED, act, on=on, what=f"停止执行：{paper.strip()}")
    dispute.stayed_from, dispute.stay_paper, dispute.stay_reason = on, paper.strip(), reason.strip()
    dispute.version += 1
    _stop(
        standing, "D-10", Suspension.STAY, paper, on, subject_id=standing.clock_subject(dispute.party_id).id
    )
    return dispute


def end_stay(
    session: Session, *, actor: Actor, now: datetime, case: Case, dispute: Dispute, on: date, paper: str
) -> Dispute:
    """Record that 停止执行 was lifted; `on` is its last day."""
    standing = stand(session, actor=actor, now=now, case=case)
    _hold(session, dispute, case)
    if dispute.stayed_from is None or dispute.stayed_until is not None:
        raise RuleBroken("stay_not_open", field="dispute_id")
    _lift(standing, dispute, on, paper.strip())
    return dispute


def end_dispute(
    session: Session, *, actor: Actor, now: datetime, case: Case, dispute: Dispute, outcome: Outcome
) -> Dispute:
    """Record how a review or suit ended.

    A fine that was changed is what is owed from here on, never more than before; a revoked one is nothing,
    and what was paid goes back. What was published is taken back within three working days (处罚法 48).
    After a review the party may sue within fifteen days of its service.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    _hold(session, dispute, case)
    if dispute.ended_on is not None:
        raise RuleBroken("dispute_ended_already", field="dispute_id")
    if not outcome.paper.strip():
        raise RuleBroken("paper_needed", field="paper")
    not_before(outcome.ended_on, dispute.begun_on, field="ended_on", cause_name="受理日期")
    check_ending(
        outcome.result,
        fine_fen=outcome.fine_fen,
        present_fen=standing.account(dispute.party_id).fine_fen,
        must_remake=outcome.must_remake,
    )
    if dispute.stayed_from is not None and dispute.stayed_until is None:
        _lift(standing, dispute, max(outcome.ended_on, dispute.stayed_from), outcome.paper.strip())
    _note_end(standing, dispute, outcome)
    dispute.result, dispute.ended_on = outcome.result, outcome.ended_on
    dispute.result_paper = outcome.paper.strip()
    dispute.fine_fen, dispute.must_remake = outcome.fine_fen, outcome.must_remake
    dispute.version += 1
    _terms_after(standing, dispute, outcome)
    return dispute


def _note_end(standing: Standing, dispute: Dispute, outcome: Outcome) -> None:
    act = DisputeEnded(
        dispute=dispute.id,
        party=dispute.party_id,
        kind=dispute.kind,
        result=outcome.result,
        paper=outcome.paper.strip(),
        ended_on=outcome.ended_on,
        fine_fen=outcome.fine_fen,
        must_remake=outcome.must_remake,
    )
    what = f"{_WORDS[dispute.kind]}结果：{_RESULTS[outcome.result]}（{outcome.paper.strip()}）"
    note_after(standing, ActKind.DISPUTE_ENDED, act, on=outcome.ended_on, what=what)


def _terms_after(standing: Standing, dispute: Dispute, outcome: Outcome) -> None:
    _resume(standing, "D-18", outcome.ended_on)
    is_over = outcome.result in {DisputeResult.REVOKED, DisputeResult.WITHDRAWN}
    own = standing.clock_subject(dispute.party_id)
    if dispute.kind is DisputeKind.REVIEW and not is_over:
        start_clock(standing, "D-14.after_review", on=outcome.ended_on, subject=own)
    if outcome.result is DisputeResult.REVOKED and own.id != standing.case.id:
        end_clock(standing, "D-10", reason="原决定已被撤销", subject=own)
    if outcome.result is DisputeResult.REVOKED and len(standing.file.parties) == 1:
        for rule in ("D-10", "D-15", "D-17", "D-18"):
            end_clock(standing, rule, reason="原决定已被撤销")
    if outcome.result in _UNPUBLISHED:
        start_clock(standing, UNPUBLISH_CLOCK, on=outcome.ended_on)
    settle_clocks(standing)
    _court_clock(standing)


def remake(session: Session, *, actor: Actor, now: datetime, case: Case, on: date, reason: str) -> CaseEvent:
    """Send a case back after its decision was revoked to be made anew; the ninety days begin again."""
    if not reason.strip():
        raise RuleBroken("step_needs_reason", field="reason")
    event = take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.REVOKE,
        on=on,
        act=Reasoned(reason=reason.strip()),
        what=f"撤销原决定，重新处理：{reason.strip()}",
        changes={"closed_on": None},
    )
    for term in clocks.list_terms(session, [case.id, *list_seats(session, case.id)]):
        if term.is_running and term.rule != UNPUBLISH_CLOCK:
            deadlines.cancel_term(session, actor=actor, now=now, term=term, reason="原决定已被撤销")
    case.decision_term_id = _decision_clock(session, actor, now, case, on)
    session.flush()
    return event


def _decision_clock(session: Session, actor: Actor, now: datetime, case: Case, on: date) -> UUID:
    return deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_case(case),
        rule_id=DECISION_TERM,
        started_on=on,
        assignee_id=case.investigator_id,
    ).id


def confirm_unpublished(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, note: str
) -> CaseEvent:
    """Note that what was published was taken back, or that nothing had been (处罚法 48)."""
    standing = stand(session, actor=actor, now=now, case=case, permission=Permission.CASE_PERFORM)
    running = clocks.find_running(session, subject_id=case.id, rule_id=UNPUBLISH_CLOCK)
    if running is None:
        raise RuleBroken("unpublish_nothing")
    not_before(on, running.started_on, field="on", cause_name="复议、诉讼结果的日期")
    event = note_after(standing, ActKind.NOTE, Note(), on=on, what=f"撤回公示：{note.strip()}")
    end_clock(standing, UNPUBLISH_CLOCK, on=on)
    return event


def _lift(standing: Standing, dispute: Dispute, on: date, paper: str) -> None:
    assert dispute.stayed_from is not None  # asked by the callers
    not_before(on, dispute.stayed_from, field="on", cause_name="停止执行的日期")
    act = Stayed(dispute=dispute.id, paper=paper, reason="恢复执行", from_on=dispute.stayed_from, until_on=on)
    note_after(standing, ActKind.STAYED, act, on=on, what=f"恢复执行：{paper}")
    dispute.stayed_until = on
    dispute.version += 1
    _resume(standing, "D-10", on, subject_id=standing.clock_subject(dispute.party_id).id)


def _stop(
    standing: Standing, rule_id: str, why: Suspension, paper: str, on: date, *, subject_id: UUID | None = None
) -> None:
    """Let a running clock of the case, or of a party, stand still, unless it does already."""
    term = clocks.find_running(standing.session, subject_id=subject_id or standing.case.id, rule_id=rule_id)
    if term is not None and all(stop.until_on is not None for stop in term.suspensions):
        deadlines.suspend_term(
            standing.session,
            actor=standing.actor,
            now=standing.now,
            term=term,
            reason=why,
            paper=paper,
            from_on=on,
        )


def _resume(standing: Standing, rule_id: str, on: date, *, subject_id: UUID | None = None) -> None:
    term = clocks.find_running(standing.session, subject_id=subject_id or standing.case.id, rule_id=rule_id)
    stop = next((one for one in term.suspensions if one.until_on is None), None) if term else None
    if term is not None and stop is not None:
        deadlines.resume_term(
            standing.session,
            actor=standing.actor,
            now=standing.now,
            term=term,
            until_on=max(on, stop.from_on),
        )


def _court_clock(standing: Standing) -> None:
    set_court_clock(standing.session, actor=standing.actor, now=standing.now, case=standing.case)


def _hold(session: Session, dispute: Dispute, case: Case) -> None:
    session.refresh(dispute, with_for_update=True)
    if dispute.case_id != case.id:
        raise RuleBroken("dispute_ended_already", field="dispute_id")
