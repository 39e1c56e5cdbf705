"""Writing one opinion: the one place where an approval goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.accounts import queries as accounts
from casebook.approvals import queries
from casebook.approvals.models import ApprovalOpinion
from casebook.approvals.rules import (
    ApprovalState,
    Candidate,
    Given,
    Question,
    Verdict,
    seat_of,
    state_after,
    step,
    words_of,
)

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.approvals.models import Approval
    from casebook.approvals.rules import Seat


@dataclass(frozen=True)
class Signature:
    """What somebody said, and the day on which they signed it."""

    officer_id: UUID
    name: str
    verdict: Verdict
    words: str
    on: date
    paper_id: UUID | None = None


def hold(session: Session, approval: Approval) -> None:
    """Lock an approval and read it anew with its opinions: of two who answer the later sees the other."""
    session.refresh(approval, with_for_update=True)
    session.refresh(approval, ["opinions", "papers"])


def write_opinion(
    session: Session, approval: Approval, signed: Signature, *, now: datetime
) -> ApprovalOpinion:
    """Write an opinion of who may give it now, and take the approval to where it leads."""
    officer = accounts.get_officer(session, signed.officer_id)
    absent = [queries.candidate_of(one) for one in queries.list_absent(session, officer.id, signed.on)]
    question = queries.question_of(approval)
    seat = seat_of(question, Candidate(officer.id, officer.roles, officer.agency_id), absent)
    opinion = ApprovalOpinion(
        approval_id=approval.id,
        sequence=len(question.given) + 1,
        position=seat.position,
        verdict=signed.verdict,
        words=words_of(signed.verdict, signed.words),
        officer_id=officer.id,
        officer_name=officer.name,
        stands_for_id=seat.stands_for,
        stands_for=_name(session, seat),
        answered_on=signed.on,
        entered_at=now,
        paper_id=signed.paper_id,
    )
    session.add(opinion)
    session.flush()
    session.refresh(approval, ["opinions"])
    _advance(approval, question, Given(seat.position, officer.id, signed.verdict), signed.on, now)
    session.flush()
    return opinion


def end(approval: Approval, to: ApprovalState, on: date, now: datetime) -> None:
    """Take an approval to a state that ends it."""
    step(approval.state, to)
    approval.state, approval.ended_on = to, on
    approval.turn = approval.turn_role = None
    approval.turn_since = now


def set_turn(approval: Approval, question: Question, now: datetime) -> None:
    """Store whose turn it is, for lists."""
    turn = question.turn
    assert turn is not None  # a chain has a position that somebody still has to take
    position = question.positions[turn]
    if approval.turn != turn:
        approval.turn_since = now
    approval.turn, approval.turn_role = turn, position.role
    approval.turn_own_agency = position.own_agency
    approval.turn_asker = position.takes_asker
    approval.turn_earlier = position.takes_earlier
    approval.turn_substitutes = position.takes_substitutes


def _advance(approval: Approval, question: Question, given: Given, on: date, now: datetime) -> None:
    after = Question(
        question.positions,
        question.asker_id,
        question.agency_id,
        question.barred,
        (*question.given, given),
    )
    state = state_after(after, given.verdict)
    if state is ApprovalState.REQUESTED:
        set_turn(approval, after, now)
    else:
        end(approval, state, on, now)


def _name(session: Session, seat: Seat) -> str:
    return "" if seat.stands_for is None else accounts.get_officer(session, seat.stands_for).name
