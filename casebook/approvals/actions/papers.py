"""Opinions signed on paper: entered with the scan by one officer, checked by a second, then they count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.approvals.actions.answering import check_open, note_opinion
from casebook.approvals.actions.asking import subject_of
from casebook.approvals.actions.opinions import Signature, hold, write_opinion
from casebook.approvals.models import ApprovalPaper
from casebook.approvals.rules import (
    ApprovalState,
    PaperState,
    Verdict,
    check_second,
    check_signed_on,
    paper_step,
    words_of,
)
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.storage.actions import Scan, store_scan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval, ApprovalOpinion


@dataclass(frozen=True)
class PaperSignature:
    """One signature on the paper, as it was read."""

    officer_id: UUID
    verdict: Verdict
    words: str
    signed_on: date


def enter_paper(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    approval: Approval,
    scan: Scan,
    signatures: Sequence[PaperSignature],
) -> ApprovalPaper:
    """Enter what was signed on the printed form, in its order; nothing counts before it is checked.

    The signatures are tried in full: what could not be confirmed is refused here already.
    """
    _need(actor, approval)
    hold(session, approval)
    check_open(approval)
    if not signatures:
        raise RuleBroken("approval_paper_empty", field="signatures")
    entered = ApprovalPaper(
        approval_id=approval.id,
        state=PaperState.TO_CHECK,
        scan_hash=store_scan(session, scan=scan, now=now),
        scan_name=scan.safe_name,
        signatures=[_plain(one) for one in signatures],
        entered_by_id=actor.officer_id,
        entered_by=actor.name,
        entered_at=now,
    )
    _try(session, approval, entered, now)
    session.add(entered)
    session.flush()
    session.refresh(approval, ["papers"])
    facts = {"scan": entered.scan_hash, "signatures": entered.signatures}
    subject = subject_of(approval)
    record(session, actor=actor, now=now, action="approval:enter_paper", subject=subject, after=facts)
    return entered


def _try(session: Session, approval: Approval, entered: ApprovalPaper, now: datetime) -> None:
    """Write the opinions and take them back, so that what could not be confirmed is refused now."""
    with session.begin_nested() as trial:
        _write_all(session, approval, entered, now)
        trial.rollback()
    hold(session, approval)


def check_paper(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    approval: Approval,
    paper: ApprovalPaper,
    is_right: bool,
    remark: str = "",
) -> None:
    """Compare an entry with its scan, by a second officer: from now on it counts, or it is void."""
    _need(actor, approval)
    hold(session, approval)
    session.refresh(paper, with_for_update=True)
    to = PaperState.CONFIRMED if is_right else PaperState.DECLINED
    paper_step(paper.state, to)
    check_second(paper.entered_by_id, actor.officer_id)
    if not is_right and not remark.strip():
        raise RuleBroken("approval_paper_needs_remark", field="remark")
    if approval.state is not ApprovalState.REQUESTED and is_right:
        raise RuleBroken("approval_ended", state=approval.state)
    paper.state, paper.remark = to, remark.strip()[:500]
    paper.checked_by_id, paper.checked_by, paper.checked_at = actor.officer_id, actor.name, now
    session.flush()
    facts = {"scan": paper.scan_hash, "state": to, "entered_by": paper.entered_by}
    record(
        session,
        actor=actor,
        now=now,
        action="approval:check_paper",
        subject=subject_of(approval),
        after=facts,
        reason=paper.remark or None,
    )
    if is_right:
        for written in _write_all(session, approval, paper, now):
            note_opinion(session, approval, written, actor=actor, now=now)
    session.refresh(approval, ["papers"])


def _need(actor: Actor, approval: Approval) -> None:
    actor.need(Permission.APPROVAL_ENTER)
    actor.need_reach(approval.division_code, "approval", approval.id)
    if actor.officer_id is None:
        raise Forbidden("approval_needs_officer")


def _plain(signed: PaperSignature) -> dict[str, Any]:
    return {
        "officer_id": str(signed.officer_id),
        "verdict": signed.verdict.value,
        "words": words_of(signed.verdict, signed.words),
        "signed_on": signed.signed_on.isoformat(),
    }


def signatures_of(paper: ApprovalPaper) -> list[PaperSignature]:
    """Return what was read off the paper."""
    return [
        PaperSignature(
            UUID(one["officer_id"]),
            Verdict(one["verdict"]),
            one["words"],
            date.fromisoformat(one["signed_on"]),
        )
        for one in paper.signatures
    ]


def _write_all(
    session: Session, approval: Approval, paper: ApprovalPaper, now: datetime
) -> list[ApprovalOpinion]:
    """Write the opinions of a paper one after another; each signed day follows the one before it."""
    last = approval.opinions[-1].answered_on if approval.opinions else local_day(approval.asked_at)
    written = []
    for signed in signatures_of(paper):
        if approval.state is not ApprovalState.REQUESTED:
            raise RuleBroken("approval_paper_goes_on", field="signatures", state=approval.state)
        check_signed_on(signed.signed_on, after=last, today=local_day(now))
        officer = accounts.get_officer(session, signed.officer_id)
        opinion = Signature(
            officer.id, officer.name, signed.verdict, signed.words, signed.signed_on, paper.id
        )
        written.append(write_opinion(session, approval, opinion, now=now))
        last = signed.signed_on
    return written
