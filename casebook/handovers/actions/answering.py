"""受理 and 退回回执, answers, asking for more, and closing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casebook.cases import actions as cases
from casebook.cases import queries as case_queries
from casebook.cases.rules import ProblemStatus
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import LETTER_ANSWER, LETTER_RECEIPT
from casebook.evidence import actions as evidence
from casebook.evidence.rules import EvidenceKind, EvidenceMethod, Upload
from casebook.handovers import queries
from casebook.handovers.actions.courses import (
    Step,
    hold,
    kept,
    meet_clock,
    move,
    need_letter,
    need_receiver,
    need_sender,
    start_clock,
    stop_clocks,
)
from casebook.handovers.rules import (
    ANSWER_LENGTH,
    GOODS_RULE,
    KINDS,
    REVIEW_RULE,
    Asked,
    LetterKind,
    LetterState,
    check_answer,
    check_day,
    check_receipt,
    state_after_receipt,
)
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.handovers.models import Letter
    from casebook.storage.actions import Scan


@dataclass(frozen=True)
class Receipt:
    """受理回执, or 退回回执 with its reason; on paper with its scan."""

    is_accepted: bool
    on: date
    receiver: str
    reason: str = ""
    scan: Scan | None = None


@dataclass(frozen=True)
class Answer:
    """复函: its number, words and day; for a 行政认定函 what was found on each question."""

    text: str
    on: date
    number: str = ""
    findings: Mapping[Asked, str] = field(default_factory=dict)
    is_filed: bool = False
    """Of the police: whether they opened a case (移送规定 8)."""
    scan: Scan | None = None


def give_receipt(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: Letter,
    receipt: Receipt,
    base_version: int | None = None,
) -> None:
    """Take a letter in, or send it back; from now on the time for the answer runs."""
    need_receiver(letter, actor, receipt.scan)
    hold(session, letter, base_version)
    check_day(receipt.on, after=letter.sent_on, today=local_day(now), field="on")
    check_receipt(is_accepted=receipt.is_accepted, reason=receipt.reason)
    if not receipt.receiver.strip():
        raise RuleBroken("letter_receipt_needs_name", field="receiver")
    to = state_after_receipt(letter.kind, is_accepted=receipt.is_accepted)
    hash_, name = kept(session, receipt.scan, now)
    letter.received_on, letter.receiver = receipt.on, receipt.receiver.strip()[:60]
    words = "受理" if receipt.is_accepted else f"退回：{receipt.reason.strip()}"
    act = "letter:accept" if receipt.is_accepted else "letter:return"
    if receipt.is_accepted and to is LetterState.CLOSED:
        letter.ended_on = receipt.on
        received = Step(LetterState.RECEIVED, receipt.on, words, act, hash_, name)
        move(session, letter, received, actor=actor, now=now)
        move(session, letter, Step(to, receipt.on, "办结", "letter:close"), actor=actor, now=now)
    else:
        move(session, letter, Step(to, receipt.on, words, act, hash_, name), actor=actor, now=now)
    meet_clock(session, letter, LETTER_RECEIPT, receipt.on, actor=actor, now=now)
    if receipt.is_accepted and KINDS[letter.kind].needs_answer:
        _start_answer(session, letter, receipt.on, actor=actor, now=now)
    _tell_problem(session, letter, receipt, actor=actor, now=now)
    _lift(session, letter, receipt.on, actor=actor, now=now)


def answer_letter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: Letter,
    answer: Answer,
    base_version: int | None = None,
) -> None:
    """Answer a letter; the scan of a 行政认定复函 becomes documentary evidence of the case."""
    need_receiver(letter, actor, answer.scan)
    hold(session, letter, base_version)
    check_day(answer.on, after=letter.received_on, today=local_day(now), field="on")
    found = {key.value: words.strip() for key, words in answer.findings.items() if words.strip()}
    check_answer(answer.text, asked=letter.asked, answered=found)
    if letter.kind is LetterKind.DETERMINATION and answer.scan is None:
        raise RuleBroken("letter_answer_needs_original", field="scan", article="处罚法 46")
    letter.answered_on, letter.answer_no = answer.on, answer.number.strip()[:80]
    letter.answer, letter.findings = answer.text.strip(), found
    if letter.kind is LetterKind.POLICE:
        letter.findings = {"filed": answer.is_filed}
    hash_, name = _kept(session, letter, answer, actor=actor, now=now)
    words = f"答复 {letter.answer_no}".strip()
    taken = Step(LetterState.ANSWERED, answer.on, words, "letter:answer", hash_, name)
    move(session, letter, taken, actor=actor, now=now)
    _meet_answer(session, letter, answer, actor=actor, now=now)


def ask_more(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: Letter,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Ask for more where an answer does not do; the time for it runs anew."""
    need_sender(letter, actor)
    hold(session, letter, base_version)
    if not reason.strip():
        raise RuleBroken("letter_return_needs_reason", field="reason")
    on = local_day(now)
    taken = Step(LetterState.RECEIVED, on, f"请补充：{reason.strip()}", "letter:ask_more")
    move(session, letter, taken, actor=actor, now=now)
    letter.answered_on = None
    start_clock(session, letter, LETTER_ANSWER, on, actor=actor, now=now, length=ANSWER_LENGTH)


def close_letter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: Letter,
    remark: str,
    base_version: int | None = None,
) -> None:
    """Close a letter whose answer does, or that came back and is not sent again."""
    need_sender(letter, actor)
    hold(session, letter, base_version)
    if letter.state is LetterState.RECEIVED:
        raise RuleBroken("letter_still_owed", number=letter.number)
    letter.ended_on = local_day(now)
    words = f"办结：{remark.strip()}" if remark.strip() else "办结"
    move(
        session,
        letter,
        Step(LetterState.CLOSED, letter.ended_on, words, "letter:close"),
        actor=actor,
        now=now,
    )
    meet_clock(session, letter, GOODS_RULE, letter.ended_on, actor=actor, now=now)
    stop_clocks(session, letter, "函件办结", actor=actor, now=now)


def _start_answer(session: Session, letter: Letter, on: date, *, actor: Actor, now: datetime) -> None:
    if letter.kind is LetterKind.POLICE:
        start_clock(session, letter, REVIEW_RULE, on, actor=actor, now=now)
        return
    length = ANSWER_LENGTH
    if letter.reply_on is not None:
        length = Length(max((letter.reply_on - on).days, 1), Unit.CALENDAR_DAY)
    start_clock(session, letter, LETTER_ANSWER, on, actor=actor, now=now, length=length)


def _meet_answer(session: Session, letter: Letter, answer: Answer, *, actor: Actor, now: datetime) -> None:
    for rule in (LETTER_ANSWER, REVIEW_RULE):
        meet_clock(session, letter, rule, answer.on, actor=actor, now=now)
    if letter.kind is LetterKind.POLICE and answer.is_filed:
        start_clock(session, letter, GOODS_RULE, answer.on, actor=actor, now=now)


def _kept(
    session: Session, letter: Letter, answer: Answer, *, actor: Actor, now: datetime
) -> tuple[str | None, str]:
    """Keep the scan; that of a 行政认定复函 as evidence, with its card and custody."""
    if letter.kind is not LetterKind.DETERMINATION or answer.scan is None:
        return kept(session, answer.scan, now)
    item = evidence.add_item(
        session,
        actor=actor,
        now=now,
        subject=Subject(letter.subject_kind, letter.subject_id, letter.subject_title, letter.division_code),
        upload=Upload(
            answer.scan.stream, answer.scan.name, method=EvidenceMethod.SCAN, maker=letter.to_name[:60]
        ),
        kind=EvidenceKind.DOCUMENTARY,
        describes=f"{letter.to_name}对{letter.number}的行政认定复函 {letter.answer_no}".strip(),
    )
    letter.evidence_id = item.id
    return item.file_hash, item.file_name


def _tell_problem(session: Session, letter: Letter, receipt: Receipt, *, actor: Actor, now: datetime) -> None:
    """Record the receipt with the problem that was transferred by the letter."""
    if not KINDS[letter.kind].moves_problem or letter.subject_kind != "problem":
        return
    problem = case_queries.get_problem_by_id(session, letter.subject_id, actor)
    if problem.status is ProblemStatus.TRANSFERRED and problem.transfer_taken_on is None:
        cases.answer_transfer(
            session,
            actor=actor,
            now=now,
            problem=problem,
            on=receipt.on,
            is_taken=receipt.is_accepted,
            note=letter.number or "",
        )


def _lift(session: Session, letter: Letter, on: date, *, actor: Actor, now: datetime) -> None:
    """Close the limit that a 解除限批函 lifts, once it was taken in."""
    if letter.kind is not LetterKind.LIMIT_LIFTED or letter.state is not LetterState.CLOSED:
        return
    assert letter.in_reply_to_id is not None  # it was drafted in reply to a limit
    limit = need_letter(session, queries.find_letter(session, letter.in_reply_to_id))
    if limit.state is LetterState.SENT:
        limit.received_on = on
        move(session, limit, Step(LetterState.RECEIVED, on, "受理", "letter:accept"), actor=actor, now=now)
        meet_clock(session, limit, LETTER_RECEIPT, on, actor=actor, now=now)
    if limit.state is LetterState.RECEIVED:
        limit.ended_on = on
        lifted = Step(LetterState.CLOSED, on, f"由 {letter.number} 解除", "letter:close")
        move(session, limit, lifted, actor=actor, now=now)
