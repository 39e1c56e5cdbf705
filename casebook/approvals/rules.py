"""Who may answer what is asked, in which order, and what an answer leads to: pure decisions.

处罚法 57 and 58 ask for the head's examination and the legal review; who signs before them is the county's
own order, so that every chain is data that the county replaces.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from casebook.access import Role
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

LONGEST_WORDS = 2000
LONGEST_TEXT = 8000
LONGEST_TITLE = 200
LONGEST_SEAT = 40
MOST_POSITIONS = 7
MOST_SIGNERS = 5
SLOW_DAYS, STUCK_DAYS = 3, 7
"""Days after which a question that waits is marked as slow, and as stuck."""


class ChainKind(StrEnum):
    """What is asked; each kind has its own chain."""

    CASE_FILING = "case_filing"
    """立案审批."""
    CASE_NOT_FILING = "case_not_filing"
    """不予立案审批."""
    INSPECTION = "inspection"
    """行政检查审批."""
    PRESERVATION = "preservation"
    """先行登记保存、抽样取证审批."""
    CASE_SUSPENSION = "case_suspension"
    """中止、恢复、终止审批."""
    CASE_EXTENSION = "case_extension"
    """延长办案期限审批."""
    PENALTY_DECISION = "penalty_decision"
    """行政处罚决定审批."""
    NO_PENALTY_DECISION = "no_penalty_decision"
    """不予行政处罚决定审批."""
    WITHDRAWAL = "withdrawal"
    """撤销案件审批."""
    TRANSFER = "transfer"
    """移送审批 (处罚法 27)."""
    HEARING = "hearing"
    """听证审批."""
    INSTALMENT = "instalment"
    """延期、分期缴纳罚款审批 (处罚法 66)."""
    ENFORCEMENT = "enforcement"
    """催告、代履行、申请强制执行审批."""
    CASE_CLOSING = "case_closing"
    """结案审批."""
    SEALING = "sealing"
    """封井审批."""
    SUPERVISION = "supervision"
    """督办、通报、约谈审批."""
    LEAD_DISMISSAL = "lead_dismissal"
    """线索不予处理审批."""
    PUBLICATION = "publication"
    """公示、撤下审批."""


class Verdict(StrEnum):
    """What one who answers says."""

    AGREE = "agree"
    RETURN = "return"
    REFUSE = "refuse"


class ApprovalState(StrEnum):
    """Where an approval stands."""

    REQUESTED = "requested"
    APPROVED = "approved"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


TRANSITIONS: dict[ApprovalState, frozenset[ApprovalState]] = {
    ApprovalState.REQUESTED: frozenset(
        {ApprovalState.APPROVED, ApprovalState.RETURNED, ApprovalState.REFUSED, ApprovalState.WITHDRAWN}
    ),
    ApprovalState.APPROVED: frozenset(),
    ApprovalState.RETURNED: frozenset(),
    ApprovalState.REFUSED: frozenset(),
    ApprovalState.WITHDRAWN: frozenset(),
}
"""What follows what; what was returned is asked anew, as a question of its own."""

_ENDS = {Verdict.RETURN: ApprovalState.RETURNED, Verdict.REFUSE: ApprovalState.REFUSED}


class PaperState(StrEnum):
    """Where an entry of what was signed on paper stands."""

    TO_CHECK = "to_review"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


PAPER_TRANSITIONS: dict[PaperState, frozenset[PaperState]] = {
    PaperState.TO_CHECK: frozenset({PaperState.CONFIRMED, PaperState.DECLINED}),
    PaperState.CONFIRMED: frozenset(),
    PaperState.DECLINED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Position:
    """One place of a chain: who sits there, and how many of them must agree."""

    title: str
    role: Role
    how_many: int = 1
    own_agency: bool = True
    """Whether they belong to the asker's agency; otherwise to any of the county."""
    takes_asker: bool = False
    """Whether who asks may answer here: 承办人 only."""
    takes_earlier: bool = False
    """Whether who answered an earlier position may answer here too: small agencies."""
    takes_substitutes: bool = True

    def plain(self) -> dict[str, Any]:
        """Return what a stored chain holds of the position."""
        return {name: getattr(self, name) for name in self.__slots__} | {"role": self.role.value}


def position_from(plain: Mapping[str, Any]) -> Position:
    """Return the position that a stored chain holds."""
    return Position(**{**plain, "role": Role(plain["role"])})


_HANDLERS = Position("承办人", Role.INSPECTOR, how_many=2, takes_asker=True, takes_substitutes=False)
_UNIT = Position("承办机构负责人", Role.CASE_HEAD)
_LEGAL = Position("法制审核", Role.LEGAL_REVIEWER, own_agency=False)
_DEPUTY = Position("分管负责人", Role.DEPUTY_HEAD)
_HEAD = Position("主要负责人", Role.AGENCY_HEAD)

_ASKING_UNIT = Position("承办机构负责人", Role.CASE_HEAD, takes_asker=True, takes_substitutes=False)

_SHORT = (_HANDLERS, _UNIT, _HEAD)
_FULL = (_HANDLERS, _UNIT, _LEGAL, _DEPUTY, _HEAD)

DEFAULT_CHAINS: dict[ChainKind, tuple[Position, ...]] = dict.fromkeys(ChainKind, _SHORT) | {
    ChainKind.PENALTY_DECISION: _FULL,
    ChainKind.NO_PENALTY_DECISION: _FULL,
    ChainKind.WITHDRAWAL: _FULL,
    ChainKind.ENFORCEMENT: _FULL,
    ChainKind.TRANSFER: (_HANDLERS, _UNIT, _LEGAL, _HEAD),
    ChainKind.SUPERVISION: (_ASKING_UNIT, _HEAD),
    ChainKind.LEAD_DISMISSAL: (_HANDLERS, _UNIT),
}
"""What holds until the county sets its own; shown as 未核实."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An officer who might answer."""

    officer_id: UUID
    roles: frozenset[Role]
    agency_id: UUID | None


@dataclass(frozen=True, slots=True)
class Given:
    """An opinion that counts already."""

    position: int
    officer_id: UUID
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Question:
    """An approval as its rules see it."""

    positions: tuple[Position, ...]
    asker_id: UUID
    agency_id: UUID
    barred: frozenset[UUID] = field(default_factory=frozenset)
    given: tuple[Given, ...] = ()

    @property
    def turn(self) -> int | None:
        """The position whose turn it is, from 0; None when all have agreed."""
        counts = [sum(one.position == place for one in self.given) for place in range(len(self.positions))]
        open_places = (place for place, seat in enumerate(self.positions) if counts[place] < seat.how_many)
        return next(open_places, None)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody answers, and in whose place."""

    position: int
    stands_for: UUID | None = None


def seat_of(question: Question, who: Candidate, absent: Sequence[Candidate] = ()) -> Seat:
    """Return where an officer answers now; RuleBroken says why they may not.

    `absent` are the officers whose named substitute they are on that day.
    """
    turn = question.turn
    if turn is None:
        raise RuleBroken("approval_complete")
    position = question.positions[turn]
    _check_apart(question, turn, who.officer_id)
    if _sits(question, position, who):
        return Seat(turn)
    if position.takes_substitutes:
        stands_for = next((one for one in absent if _sits(question, position, one)), None)
        if stands_for is not None:
            return Seat(turn, stands_for.officer_id)
    raise RuleBroken("approval_not_your_turn", position=position.title)


def may_sit(question: Question, who: Candidate, absent: Sequence[Candidate] = ()) -> bool:
    """Say whether an officer may answer now."""
    try:
        seat_of(question, who, absent)
    except RuleBroken:
        return False
    return True


def _check_apart(question: Question, turn: int, officer_id: UUID) -> None:
    """Hold the separation of duties: nobody twice, the asker as 承办人 only, nobody who was barred."""
    position = question.positions[turn]
    earlier = [one.position for one in question.given if one.officer_id == officer_id]
    if turn in earlier or (earlier and not position.takes_earlier):
        raise RuleBroken("approval_answered_once")
    if officer_id == question.asker_id and not position.takes_asker:
        raise RuleBroken("approval_asker", position=position.title)
    if officer_id in question.barred and not position.takes_asker:
        raise RuleBroken("approval_barred", position=position.title)


def _sits(question: Question, position: Position, who: Candidate) -> bool:
    is_near = not position.own_agency or who.agency_id == question.agency_id
    return is_near and position.role in who.roles


def state_after(question: Question, verdict: Verdict) -> ApprovalState:
    """Return where an approval stands after its last opinion, which is in `question` already."""
    if verdict in _ENDS:
        return _ENDS[verdict]
    return ApprovalState.REQUESTED if question.turn is not None else ApprovalState.APPROVED


def step(present: ApprovalState, to: ApprovalState) -> None:
    """Hold that an approval may come to a state."""
    if to not in TRANSITIONS[present]:
        raise RuleBroken("approval_ended", state=present)


def paper_step(present: PaperState, to: PaperState) -> None:
    """Hold that an entry from paper may come to a state."""
    if to not in PAPER_TRANSITIONS[present]:
        raise RuleBroken("approval_paper_checked_already", state=present)


def words_of(verdict: Verdict, opinion: str) -> str:
    """Return the words of an opinion; who does not agree says why."""
    words = opinion.strip()
    if len(words) > LONGEST_WORDS:
        raise RuleBroken("approval_words_too_long", field="opinion", most=LONGEST_WORDS)
    if not words and verdict is not Verdict.AGREE:
        raise RuleBroken("approval_needs_words", field="opinion")
    return words or "同意"


def check_question(title: str, text: str) -> None:
    """Hold that something is asked, and not more than a form can bear."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise RuleBroken("approval_title_unusable", field="title", most=LONGEST_TITLE)
    if not text.strip():
        raise RuleBroken("approval_needs_text", field="text")
    if len(text) > LONGEST_TEXT:
        raise RuleBroken("approval_text_too_long", field="text", most=LONGEST_TEXT)


def check_signed_on(signed_on: date, *, after: date, today: date) -> None:
    """Hold that a day on paper lies between the one before it on the same paper and today."""
    if signed_on > today:
        raise RuleBroken("approval_signed_in_future", field="signed_on", on=signed_on)
    if signed_on < after:
        raise RuleBroken("approval_signed_too_early", field="signed_on", on=signed_on, after=after)


def check_second(entered_by: UUID | None, checker: UUID | None) -> None:
    """Hold that a second person checks what was entered from paper."""
    if checker is None or checker == entered_by:
        raise RuleBroken("approval_paper_needs_second")


def check_chain(positions: Sequence[Position]) -> None:
    """Refuse a chain that nobody could go through."""
    if not positions or len(positions) > MOST_POSITIONS:
        raise RuleBroken("chain_length", field="positions", most=MOST_POSITIONS)
    if any(not one.title.strip() or len(one.title) > LONGEST_SEAT for one in positions):
        raise RuleBroken("chain_position_needs_title", field="positions")
    if any(not 1 <= one.how_many <= MOST_SIGNERS for one in positions):
        raise RuleBroken("chain_how_many", field="positions", most=MOST_SIGNERS)
    if any(one.takes_asker for one in positions[1:]):
        raise RuleBroken("chain_asker_first_only", field="positions")
    if all(one.takes_asker for one in positions):
        raise RuleBroken("chain_decides_itself", field="positions")


def check_substitute(
    *, absent: Candidate, substitute: Candidate, from_on: date, until_on: date, paper: str, today: date
) -> None:
    """Refuse a substitute who is the absent officer, without a paper, or for days that are over."""
    if absent.officer_id == substitute.officer_id:
        raise RuleBroken("substitute_same_officer", field="substitute")
    if not paper.strip():
        raise RuleBroken("substitute_needs_paper", field="paper")
    if until_on < from_on:
        raise RuleBroken("substitute_days_reversed", field="until_on")
    if until_on < today:
        raise RuleBroken("substitute_days_over", field="until_on")
