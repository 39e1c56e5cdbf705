"""Letters between agencies: their kinds, states, holders and clocks, and what two agencies owe each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.deadlines.rules import Length, Unit
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME, LONGEST_REASON = 200, 8000, 100, 1000
RECEIPT_LENGTH = Length(5, Unit.WORKING_DAY)
"""Until the county sets its own: shown as 未核实."""
ANSWER_LENGTH = Length(15, Unit.WORKING_DAY)
REVIEW_RULE, GOODS_RULE = "D-19.police_review", "D-19.hand_over_goods"
DECIDE_RULE, HAND_OVER_RULE = "D-19", "D-19.hand_over"
"""The chain of clocks of a transfer to the police (移送规定 5, 8, 12)."""
MONTHS_OF_A_YEAR = 12


class LetterKind(StrEnum):
    """What a letter is for."""

    LEAD_TRANSFER = "lead_transfer"
    """线索移送函."""
    ASSISTANCE = "assistance"
    """协查函."""
    DETERMINATION = "determination"
    """行政认定函: the answer is documentary evidence of the case."""
    RESULT = "result"
    """处理结果反馈函, to whom a lead came from."""
    PERMIT_LIMIT = "permit_limit"
    """限批函 to the permit office, in force while the problem is open."""
    LIMIT_LIFTED = "limit_lifted"
    """解除限批函."""
    CASE_TRANSFER = "case_transfer"
    """案件移送函 to the agency that has the power (处罚法 22-25)."""
    POLICE = "police"
    """涉嫌犯罪案件移送书 (处罚法 27, 移送规定)."""
    TAX = "tax"
    """涉税线索移送函."""
    ENVIRONMENT = "environment"
    """生态环境问题移送函."""
    SUPERVISORY = "supervisory"
    """问题线索移送函 to the supervisory commission."""


class LetterState(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    """受理."""
    RETURNED = "returned"
    """退回, with its reason."""
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[LetterState, frozenset[LetterState]] = {
    LetterState.DRAFT: frozenset({LetterState.SENT, LetterState.WITHDRAWN}),
    LetterState.SENT: frozenset({LetterState.RECEIVED, LetterState.RETURNED, LetterState.WITHDRAWN}),
    LetterState.RECEIVED: frozenset({LetterState.ANSWERED, LetterState.CLOSED}),
    LetterState.RETURNED: frozenset({LetterState.SENT, LetterState.CLOSED}),
    LetterState.ANSWERED: frozenset({LetterState.CLOSED, LetterState.RECEIVED}),
    LetterState.CLOSED: frozenset(),
    LetterState.WITHDRAWN: frozenset(),
}
"""What follows what. From answered back to received: the answer does not do, more is asked for."""

OPEN = frozenset({LetterState.SENT, LetterState.RECEIVED, LetterState.RETURNED, LetterState.ANSWERED})


class Holder(StrEnum):
    """Who has to move a letter next."""

    SENDER = "sender"
    RECEIVER = "receiver"
    NOBODY = "nobody"


class Asked(StrEnum):
    """What a 行政认定函 asks; the answer proves it in the case."""

    PERMIT = "permit"
    ZONE = "zone"
    LAYER = "layer"
    VOLUME = "volume"
    NETWORK = "network"
    OTHER = "other"


class Way(StrEnum):
    """How a letter goes."""

    SYSTEM = "system"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What distinguishes the kinds. `word` is the paper's word in its number."""

    word: str
    needs_answer: bool
    lasts: bool = False
    """It is in force after its receipt, until another letter lifts it."""
    needs_approval: bool = False
    moves_problem: bool = False
    """A problem that it is about is transferred with it (移送)."""


KINDS: dict[LetterKind, KindFacts] = {
    LetterKind.LEAD_TRANSFER: KindFacts("线移函", needs_answer=True),
    LetterKind.ASSISTANCE: KindFacts("协查函", needs_answer=True),
    LetterKind.DETERMINATION: KindFacts("认定函", needs_answer=True),
    LetterKind.RESULT: KindFacts("反馈函", needs_answer=False),
    LetterKind.PERMIT_LIMIT: KindFacts("限批函", needs_answer=False, lasts=True),
    LetterKind.LIMIT_LIFTED: KindFacts("解限函", needs_answer=False),
    LetterKind.CASE_TRANSFER: KindFacts("案移函", needs_answer=True, moves_problem=True),
    LetterKind.POLICE: KindFacts("移公函", needs_answer=True, needs_approval=True, moves_problem=True),
    LetterKind.TAX: KindFacts("移税函", needs_answer=True, moves_problem=True),
    LetterKind.ENVIRONMENT: KindFacts("移环函", needs_answer=True, moves_problem=True),
    LetterKind.SUPERVISORY: KindFacts("移监函", needs_answer=True, needs_approval=True),
}


def step(present: LetterState, to: LetterState, number: str) -> None:
    """Hold that a letter may come to a state."""
    if to not in TRANSITIONS[present]:
        raise RuleBroken("letter_out_of_order", number=number, state=present, to=to)


def holder_of(kind: LetterKind, state: LetterState) -> Holder:
    """Return who has to move a letter next; only what is over is nobody's."""
    if state in {LetterState.DRAFT, LetterState.RETURNED, LetterState.ANSWERED}:
        return Holder.SENDER
    if state is LetterState.SENT:
        return Holder.RECEIVER
    if state is LetterState.RECEIVED:
        return Holder.SENDER if KINDS[kind].lasts else Holder.RECEIVER
    return Holder.NOBODY


def state_after_receipt(kind: LetterKind, *, is_accepted: bool) -> LetterState:
    """Return where a receipt leads; what needs no answer and does not last is over with it."""
    if not is_accepted:
        return LetterState.RETURNED
    facts = KINDS[kind]
    return LetterState.RECEIVED if facts.needs_answer or facts.lasts else LetterState.CLOSED


@dataclass(frozen=True, slots=True)
class Draft:
    """What a letter says."""

    kind: LetterKind
    title: str
    text: str
    has_receiver: bool
    subject_kind: str
    asked: tuple[Asked, ...] = ()
    well_count: int = 0
    reply_on: date | None = None
    is_reply: bool = False


def check_draft(draft: Draft, *, today: date) -> None:
    """Hold that a letter says what its kind has to say."""
    if not draft.title.strip() or len(draft.title) > LONGEST_TITLE:
        raise RuleBroken("letter_title_unusable", field="title", most=LONGEST_TITLE)
    if not draft.text.strip() or len(draft.text) > LONGEST_TEXT:
        raise RuleBroken("letter_text_unusable", field="text", most=LONGEST_TEXT)
    if not draft.has_receiver:
        raise RuleBroken("letter_needs_receiver", field="to_agency")
    if draft.reply_on is not None and draft.reply_on <= today:
        raise RuleBroken("letter_reply_too_soon", field="reply_on", today=today)
    _check_kind(draft)


def _check_kind(draft: Draft) -> None:
    kind = draft.kind
    if kind is LetterKind.DETERMINATION and not draft.asked:
        raise RuleBroken("letter_asks_nothing", field="asked")
    if kind is LetterKind.DETERMINATION and draft.subject_kind != "case":
        raise RuleBroken("letter_needs_case", field="subject")
    if kind is LetterKind.POLICE and draft.subject_kind not in {"case", "problem"}:
        raise RuleBroken("letter_needs_case", field="subject", article="移送规定 6")
    if kind is LetterKind.PERMIT_LIMIT and draft.subject_kind != "problem":
        raise RuleBroken("letter_needs_problem", field="subject")
    if kind is LetterKind.PERMIT_LIMIT and not draft.well_count:
        raise RuleBroken("letter_needs_wells", field="wells")
    if kind in {LetterKind.RESULT, LetterKind.LIMIT_LIFTED} and not draft.is_reply:
        raise RuleBroken("letter_replies_to_nothing", field="in_reply_to")


def check_day(on: date, *, after: date | None, today: date, field: str) -> None:
    """Hold that a day lies between its cause and today."""
    if on > today:
        raise RuleBroken("letter_day_in_future", field=field, on=on)
    if after is not None and on < after:
        raise RuleBroken("letter_day_too_early", field=field, on=on, after=after)


def check_receipt(*, is_accepted: bool, reason: str) -> None:
    """Hold that what is sent back says why."""
    if not is_accepted and not reason.strip():
        raise RuleBroken("letter_return_needs_reason", field="reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("letter_reason_too_long", field="reason", most=LONGEST_REASON)


def check_answer(text: str, *, asked: Collection[str], answered: Collection[str]) -> None:
    """Hold that an answer answers: in words, and each question of a 行政认定函."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise RuleBroken("letter_answer_unusable", field="text", most=LONGEST_TEXT)
    missing = sorted(set(asked) - set(answered))
    if missing:
        raise RuleBroken("letter_question_unanswered", field="text", count=len(missing))


@dataclass(frozen=True, slots=True)
class Course:
    """When a letter was sent, and when nothing was owed on it any more."""

    sent_on: date
    settled_on: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What one side owed the other in a month; `oldest_days` is the age of the oldest open one at its end."""

    opening: int
    new: int
    settled: int
    open: int
    oldest_days: int

    @property
    def is_nothing(self) -> bool:
        """Whether there was nothing between the two."""
        return not (self.opening or self.new or self.settled or self.open)


def tally(courses: Iterable[Course], first: date, last: date) -> Tally:
    """Count what was owed from a month's first to its last day, both included.

    opening + new = settled + open.
    """
    known = [one for one in courses if one.sent_on <= last]
    owed_before = [one for one in known if one.sent_on < first and not _settled(one, first - _DAY)]
    new = [one for one in known if one.sent_on >= first]
    still = [one for one in (*owed_before, *new) if not _settled(one, last)]
    oldest = min((one.sent_on for one in still), default=last)
    return Tally(
        opening=len(owed_before),
        new=len(new),
        settled=len(owed_before) + len(new) - len(still),
        open=len(still),
        oldest_days=(last - oldest).days,
    )


def month_of(text: str) -> tuple[date, date]:
    """Return the first and last day of a month spelled 2026-11; RuleBroken for anything else."""
    year, _, month = text.partition("-")
    is_one = len(text) == len("2026-11") and year.isdecimal() and month.isdecimal()
    if not is_one or not 1 <= int(month) <= MONTHS_OF_A_YEAR or int(year) < 1:
        raise RuleBroken("statement_month_unreadable", field="month")
    first = date(int(year), int(month), 1)
    return first, last_of(first)


def last_of(first: date) -> date:
    """Return the last day of a month from its first."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def check_month_over(last: date, today: date) -> None:
    """Hold that a statement is confirmed for a month that is over."""
    if last >= today:
        raise RuleBroken("statement_month_runs", field="month", last=last)


def last_days(settled: Sequence[date | None]) -> date | None:
    """Return the day on which something came to its end first; None while it did not."""
    return min((one for one in settled if one is not None), default=None)


def _settled(one: Course, on: date) -> bool:
    return one.settled_on is not None and one.settled_on <= on


_DAY = timedelta(days=1)
