"""Answering on screen, and taking a question back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.approvals.actions.asking import subject_of
from casebook.approvals.actions.opinions import Signature, end, hold, write_opinion
from casebook.approvals.rules import ApprovalState, PaperState, step
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval, ApprovalOpinion
    from casebook.approvals.rules import Verdict


def answer(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    approval: Approval,
    verdict: Verdict,
    opinion: str,
    seen: int | None = None,
) -> ApprovalOpinion:
    """Give the actor's opinion where it is their turn, as somebody's substitute where one is named.

    `seen` is how many opinions the page showed: whoever answers what has changed meanwhile is told so
    (Conflict `approval_answered_meanwhile`) and looks again.
    """
    actor.need(Permission.APPROVAL_ANSWER)
    actor.need_reach(approval.division_code, "approval", approval.id)
    if actor.officer_id is None:
        raise Forbidden("approval_needs_officer")
    hold(session, approval)
    if seen is not None and seen != len(approval.opinions):
        raise Conflict("approval_answered_meanwhile")
    check_open(approval)
    signed = Signature(actor.officer_id, actor.name, verdict, opinion, local_day(now))
    written = write_opinion(session, approval, signed, now=now)
    note_opinion(session, approval, written, actor=actor, now=now)
    return written


def withdraw(session: Session, *, actor: Actor, now: datetime, approval: Approval, reason: str) -> None:
    """Take a question back before it is decided: who asked it may."""
    actor.need_reach(approval.division_code, "approval", approval.id)
    if actor.officer_id != approval.asked_by_id and not actor.is_operator:
        raise Forbidden("approval_of_somebody_else")
    hold(session, approval)
    step(approval.state, ApprovalState.WITHDRAWN)
    if not reason.strip():
        raise RuleBroken("approval_withdrawal_needs_reason", field="reason")
    approval.reason = reason.strip()[:500]
    end(approval, ApprovalState.WITHDRAWN, local_day(now), now)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="approval:withdraw",
        subject=subject_of(approval),
        reason=approval.reason,
    )


def check_open(approval: Approval) -> None:
    """Hold that an approval still waits, and not for the check of what is on paper already."""
    if approval.state is not ApprovalState.REQUESTED:
        raise RuleBroken("approval_ended", state=approval.state)
    if any(paper.state is PaperState.TO_CHECK for paper in approval.papers):
        raise RuleBroken("approval_paper_waits")


def note_opinion(
    session: Session, approval: Approval, written: ApprovalOpinion, *, actor: Actor, now: datetime
) -> None:
    """Record an opinion, and where it led."""
    facts = {
        "position": written.position,
        "verdict": written.verdict,
        "officer": written.officer_name,
        "stands_for": written.stands_for,
        "answered_on": written.answered_on,
        "state": approval.state,
        "hash": approval.body_hash,
    }
    record(session, actor=actor, now=now, action="approval:answer", subject=subject_of(approval), after=facts)
