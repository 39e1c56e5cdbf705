"""Sending a letter: it takes its number, is frozen with its hash, and its first clock runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.accounts import queries as accounts
from casebook.approvals.rules import ApprovalState
from casebook.cases import actions as cases
from casebook.cases import queries as case_queries
from casebook.cases.rules import ProblemStatus
from casebook.deadlines import queries as deadlines
from casebook.deadlines.actions import start_term
from casebook.deadlines.rules.table import LETTER_ANSWER, LETTER_RECEIPT
from casebook.handovers import queries
from casebook.handovers.actions.courses import (
    Step,
    hold,
    kept,
    meet_clock,
    move,
    need_letter,
    need_sender,
    start_clock,
    subject_of,
)
from casebook.handovers.rules import (
    DECIDE_RULE,
    HAND_OVER_RULE,
    KINDS,
    RECEIPT_LENGTH,
    LetterKind,
    LetterState,
    check_day,
)
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.handovers.models import Letter
    from casebook.storage.actions import Scan

NUMBER_KIND = "HJ"


def send_letter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: Letter,
    on: date,
    scan: Scan | None = None,
    base_version: int | None = None,
) -> Letter:
    """Send a draft, or a returned letter again under its number; `scan` is the stamped paper.

    RuleBroken where the kind needs an approval that is not given (移送规定 5), or a limit is lifted while
    its problem is open.
    """
    need_sender(letter, actor)
    hold(session, letter, base_version)
    is_again = letter.state is LetterState.RETURNED
    after = letter.received_on if is_again else local_day(letter.drafted_at)
    check_day(on, after=after, today=local_day(now), field="on")
    approval = _approval(session, letter)
    _check_limit(session, actor, letter)
    hash_, name = kept(session, scan, now)
    if letter.number is None:
        _number(session, letter, on, now)
    letter.sent_on = on
    what = "补充后再次发出" if is_again else f"发往 {letter.to_name}"
    move(session, letter, Step(LetterState.SENT, on, what, "letter:send", hash_, name), actor=actor, now=now)
    _freeze(session, letter)
    start_clock(session, letter, LETTER_RECEIPT, on, actor=actor, now=now, length=RECEIPT_LENGTH)
    if approval is not None and letter.kind is LetterKind.POLICE:
        _meet_police(session, letter, approval, on, actor=actor, now=now)
    _move_problem(session, letter, on, actor=actor, now=now)
    _answer_former(session, letter, on, actor=actor, now=now)
    return letter


def start_hand_over_clocks(session: Session, *, now: datetime) -> int:
    """Start the 24 hours of every transfer to the police that was approved meanwhile (移送规定 5)."""
    started = 0
    for letter in queries.list_awaiting_police(session):
        approval = queries.find_approval(session, letter)
        is_started = deadlines.find_running(session, subject_id=letter.id, rule_id=HAND_OVER_RULE)
        if approval is None or approval.state is not ApprovalState.APPROVED or is_started is not None:
            continue
        actor = accounts.actor_of(accounts.get_officer(session, letter.drafted_by_id))
        _begin_hand_over(session, letter, approval, actor=actor, now=now)
        started += 1
    return started


def _begin_hand_over(
    session: Session, letter: Letter, approval: Approval, *, actor: Actor, now: datetime
) -> None:
    """Meet the three days of the decision, and start the hours that follow it."""
    assert approval.ended_on is not None  # it was approved
    meet_clock(session, letter, DECIDE_RULE, approval.ended_on, actor=actor, now=now)
    begun = approval.turn_since
    start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of(letter),
        rule_id=HAND_OVER_RULE,
        started_on=local_day(begun),
        begun_at=begun,
        assignee_id=letter.drafted_by_id,
    )


def _meet_police(
    session: Session, letter: Letter, approval: Approval, on: date, *, actor: Actor, now: datetime
) -> None:
    if deadlines.find_running(session, subject_id=letter.id, rule_id=HAND_OVER_RULE) is None:
        _begin_hand_over(session, letter, approval, actor=actor, now=now)
    meet_clock(session, letter, HAND_OVER_RULE, max(on, local_day(approval.turn_since)), actor=actor, now=now)


def _approval(session: Session, letter: Letter) -> Approval | None:
    if not KINDS[letter.kind].needs_approval:
        return None
    found = queries.find_approval(session, letter)
    if found is None or found.state is not ApprovalState.APPROVED:
        raise RuleBroken("letter_needs_approval", article="移送规定 5")
    return found


def _check_limit(session: Session, actor: Actor, letter: Letter) -> None:
    if letter.kind is not LetterKind.LIMIT_LIFTED or letter.subject_kind != "problem":
        return
    problem = case_queries.get_problem_by_id(session, letter.subject_id, actor)
    if problem.status is not ProblemStatus.STRUCK_OFF:
        raise RuleBroken("letter_limit_holds", number=problem.number)


def _number(session: Session, letter: Letter, on: date, now: datetime) -> None:
    letter.number = issue(
        session,
        county_code=letter.county_code,
        kind=NUMBER_KIND,
        word=f"{letter.from_agency.number_word}{KINDS[letter.kind].word}",
        year=on.year,
        subject=subject_of(letter),
        now=now,
    )


def _freeze(session: Session, letter: Letter) -> None:
    body = canonical_json(
        {
            "kind": letter.kind,
            "number": letter.number,
            "from": letter.from_agency.name,
            "to": letter.to_name,
            "subject": [letter.subject_kind, letter.subject_id, letter.subject_title],
            "title": letter.title,
            "text": letter.text,
            "asked": letter.asked,
            "wells": [one.well_id for one in letter.wells],
            "reply_on": letter.reply_on,
            "sent_on": letter.sent_on,
        }
    )
    letter.body, letter.body_hash = body.decode(), digest(body)
    session.flush()


def _move_problem(session: Session, letter: Letter, on: date, *, actor: Actor, now: datetime) -> None:
    """Transfer the problem that the letter is about with it (移送)."""
    if not KINDS[letter.kind].moves_problem or letter.subject_kind != "problem":
        return
    problem = case_queries.get_problem_by_id(session, letter.subject_id, actor)
    cases.transfer_problem(
        session,
        actor=actor,
        now=now,
        problem=problem,
        to=letter.to_name,
        paper=letter.number or "",
        on=on,
    )


def _answer_former(session: Session, letter: Letter, on: date, *, actor: Actor, now: datetime) -> None:
    """Let a 处理结果反馈函 answer the letter whose result it tells."""
    if letter.kind is not LetterKind.RESULT or letter.in_reply_to_id is None:
        return
    former = need_letter(session, queries.find_letter(session, letter.in_reply_to_id))
    former.answered_on, former.answer_no, former.answer = on, letter.number or "", letter.text
    taken = Step(LetterState.ANSWERED, on, f"以 {letter.number} 反馈处理结果", "letter:answer")
    move(session, former, taken, actor=actor, now=now)
    meet_clock(session, former, LETTER_ANSWER, on, actor=actor, now=now)
