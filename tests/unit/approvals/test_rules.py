"""Who may answer, in which order, and where an answer leads."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.access import Permission, Role
from casebook.access.policy import PERMISSIONS
from casebook.approvals.rules import (
    DEFAULT_CHAINS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_POSITIONS,
    MOST_SIGNERS,
    PAPER_TRANSITIONS,
    TRANSITIONS,
    ApprovalState,
    Candidate,
    ChainKind,
    Given,
    PaperState,
    Position,
    Question,
    Seat,
    Verdict,
    check_chain,
    check_question,
    check_second,
    check_signed_on,
    check_substitute,
    paper_step,
    position_from,
    seat_of,
    state_after,
    step,
    words_of,
)
from casebook.kernel.errors import RuleBroken

OWN, OTHER = UUID(int=1), UUID(int=2)
ASKER, SECOND, HEAD, LEGAL, BOSS, STRANGER = (UUID(int=place) for place in range(10, 16))
HANDLERS = Position("承办人", Role.INSPECTOR, how_many=2, takes_asker=True, takes_substitutes=False)
UNIT = Position("承办机构负责人", Role.CASE_HEAD)
REVIEW = Position("法制审核", Role.LEGAL_REVIEWER, own_agency=False)
TOP = Position("主要负责人", Role.AGENCY_HEAD)
CHAIN = (HANDLERS, UNIT, REVIEW, TOP)
DAY = date(2023, 6, 1)


def who(officer_id: UUID, *roles: Role, agency: UUID = OWN) -> Candidate:
    return Candidate(officer_id, frozenset(roles), agency)


def question(*given: tuple[int, UUID], barred: frozenset[UUID] = frozenset()) -> Question:
    opinions = tuple(Given(place, officer, Verdict.AGREE) for place, officer in given)
    return Question(CHAIN, ASKER, OWN, barred, opinions)


def refused(asked: Question, candidate: Candidate, *absent: Candidate) -> str:
    with pytest.raises(RuleBroken) as caught:
        seat_of(asked, candidate, absent)
    return caught.value.code


HANDLED = ((0, ASKER), (0, SECOND))


@pytest.mark.parametrize(
    ("given", "turn"),
    [
        ((), 0),
        (((0, ASKER),), 0),
        (HANDLED, 1),
        ((*HANDLED, (1, HEAD)), 2),
        ((*HANDLED, (1, HEAD), (2, LEGAL)), 3),
        ((*HANDLED, (1, HEAD), (2, LEGAL), (3, BOSS)), None),
    ],
)
def test_the_turn_is_the_first_position_that_is_not_full(
    given: tuple[tuple[int, UUID], ...], turn: int | None
) -> None:
    assert question(*given).turn == turn


def test_the_asker_answers_as_handler_only() -> None:
    asker = who(ASKER, Role.INSPECTOR, Role.CASE_HEAD, Role.AGENCY_HEAD)
    assert seat_of(question(), asker) == Seat(0)
    assert refused(question((0, SECOND), (0, STRANGER)), asker) == "approval_asker"


def test_nobody_answers_twice() -> None:
    handler = who(SECOND, Role.INSPECTOR, Role.CASE_HEAD)
    assert refused(question((0, SECOND)), handler) == "approval_answered_once"
    assert refused(question(*HANDLED), handler) == "approval_answered_once"


def test_a_chain_may_say_that_one_answers_again_but_never_in_the_same_place() -> None:
    small = (HANDLERS, Position("承办机构负责人", Role.CASE_HEAD, how_many=2, takes_earlier=True))
    opinions = (Given(0, ASKER, Verdict.AGREE), Given(0, SECOND, Verdict.AGREE))
    both = who(SECOND, Role.INSPECTOR, Role.CASE_HEAD)
    assert seat_of(Question(small, ASKER, OWN, given=opinions), both) == Seat(1)
    again = (*opinions, Given(1, SECOND, Verdict.AGREE))
    assert refused(Question(small, ASKER, OWN, given=again), both) == "approval_answered_once"


def test_an_investigator_who_was_barred_handles_but_does_not_review() -> None:
    barred = frozenset({SECOND, LEGAL})
    assert seat_of(question(barred=barred), who(SECOND, Role.INSPECTOR)) == Seat(0)
    asked = question(*HANDLED, (1, HEAD), barred=barred)
    assert refused(asked, who(LEGAL, Role.LEGAL_REVIEWER)) == "approval_barred"


def test_who_sits_elsewhere_or_has_another_role_waits() -> None:
    asked = question(*HANDLED)
    assert refused(asked, who(BOSS, Role.AGENCY_HEAD)) == "approval_not_your_turn"
    assert refused(asked, who(HEAD, Role.CASE_HEAD, agency=OTHER)) == "approval_not_your_turn"
    assert seat_of(question(*HANDLED, (1, HEAD)), who(LEGAL, Role.LEGAL_REVIEWER, agency=OTHER)) == Seat(2)


def test_a_substitute_answers_for_the_absent_one() -> None:
    head = who(HEAD, Role.CASE_HEAD)
    stand_in = who(STRANGER, Role.INSPECTOR)
    assert seat_of(question(*HANDLED), stand_in, (head,)) == Seat(1, HEAD)
    assert refused(question((0, ASKER)), who(STRANGER), head) == "approval_not_your_turn"
    foreign = who(HEAD, Role.CASE_HEAD, agency=OTHER)
    assert refused(question(*HANDLED), stand_in, foreign) == "approval_not_your_turn"


def test_a_substitute_is_bound_by_the_separation_of_duties() -> None:
    head, second = who(HEAD, Role.CASE_HEAD), who(SECOND, Role.INSPECTOR)
    assert refused(question(*HANDLED), second, head) == "approval_answered_once"
    barred = frozenset({STRANGER})
    assert refused(question(*HANDLED, barred=barred), who(STRANGER), head) == "approval_barred"


def test_what_is_complete_takes_no_more() -> None:
    full = question(*HANDLED, (1, HEAD), (2, LEGAL), (3, BOSS))
    assert refused(full, who(STRANGER, Role.AGENCY_HEAD)) == "approval_complete"


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (Verdict.RETURN, ApprovalState.RETURNED),
        (Verdict.REFUSE, ApprovalState.REFUSED),
        (Verdict.AGREE, ApprovalState.REQUESTED),
    ],
)
def test_where_an_opinion_leads(verdict: Verdict, state: ApprovalState) -> None:
    assert state_after(question((0, ASKER)), verdict) is state


def test_the_last_yes_approves() -> None:
    full = question(*HANDLED, (1, HEAD), (2, LEGAL), (3, BOSS))
    assert state_after(full, Verdict.AGREE) is ApprovalState.APPROVED


@given(st.sampled_from(list(ApprovalState)), st.sampled_from(list(ApprovalState)))
def test_a_state_moves_by_the_table_alone(present: ApprovalState, to: ApprovalState) -> None:
    if to in TRANSITIONS[present]:
        step(present, to)
    else:
        with pytest.raises(RuleBroken, match="approval_ended"):
            step(present, to)


@given(st.sampled_from(list(PaperState)), st.sampled_from(list(PaperState)))
def test_an_entry_from_paper_moves_by_the_table_alone(present: PaperState, to: PaperState) -> None:
    if to in PAPER_TRANSITIONS[present]:
        paper_step(present, to)
    else:
        with pytest.raises(RuleBroken, match="approval_paper_checked_already"):
            paper_step(present, to)


@given(st.lists(st.sampled_from([ASKER, SECOND, HEAD, LEGAL, BOSS, STRANGER]), max_size=12))
def test_whoever_answers_in_whatever_order_nobody_signs_twice_and_no_place_is_jumped(
    tries: list[UUID],
) -> None:
    roles = {
        ASKER: (Role.INSPECTOR, Role.AGENCY_HEAD),
        SECOND: (Role.INSPECTOR, Role.CASE_HEAD),
        HEAD: (Role.CASE_HEAD,),
        LEGAL: (Role.LEGAL_REVIEWER,),
        BOSS: (Role.AGENCY_HEAD, Role.LEGAL_REVIEWER),
        STRANGER: (),
    }
    asked = question()
    for officer in tries:
        try:
            seat = seat_of(asked, who(officer, *roles[officer]))
        except RuleBroken:
            continue
        assert seat.position == asked.turn
        asked = question(*((one.position, one.officer_id) for one in asked.given), (seat.position, officer))
    signers = [one.officer_id for one in asked.given]
    assert len(signers) == len(set(signers))
    places = [one.position for one in asked.given]
    assert places == sorted(places)
    assert all(one.position == 0 for one in asked.given if one.officer_id == ASKER)


def test_words_are_asked_of_who_does_not_agree() -> None:
    assert words_of(Verdict.AGREE, "  ") == "同意"
    assert words_of(Verdict.RETURN, " 补证据 ") == "补证据"
    for verdict in (Verdict.RETURN, Verdict.REFUSE):
        with pytest.raises(RuleBroken, match="approval_needs_words"):
            words_of(verdict, " ")
    with pytest.raises(RuleBroken, match="approval_words_too_long"):
        words_of(Verdict.AGREE, "好" * (LONGEST_WORDS + 1))


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        (" ", "理由", "approval_title_unusable"),
        ("题" * (LONGEST_TITLE + 1), "理由", "approval_title_unusable"),
        ("立案", " ", "approval_needs_text"),
        ("立案", "字" * (LONGEST_TEXT + 1), "approval_text_too_long"),
    ],
)
def test_what_cannot_be_asked(title: str, text: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_question(title, text)


def test_signed_days_lie_between_the_one_before_and_today() -> None:
    check_signed_on(DAY, after=DAY, today=DAY)
    with pytest.raises(RuleBroken, match="approval_signed_in_future"):
        check_signed_on(DAY + timedelta(days=1), after=DAY, today=DAY)
    with pytest.raises(RuleBroken, match="approval_signed_too_early"):
        check_signed_on(DAY - timedelta(days=1), after=DAY, today=DAY)


def test_a_second_person_checks() -> None:
    check_second(ASKER, SECOND)
    for checker in (ASKER, None):
        with pytest.raises(RuleBroken, match="approval_paper_needs_second"):
            check_second(ASKER, checker)


@pytest.mark.parametrize("kind", list(ChainKind))
def test_our_own_chains_can_be_gone_through(kind: ChainKind) -> None:
    positions = DEFAULT_CHAINS[kind]
    check_chain(positions)
    assert all(Permission.APPROVAL_ANSWER in PERMISSIONS[one.role] for one in positions)
    assert tuple(position_from(one.plain()) for one in positions) == positions


@pytest.mark.parametrize(
    ("positions", "code"),
    [
        ((), "chain_length"),
        ((UNIT,) * (MOST_POSITIONS + 1), "chain_length"),
        ((Position(" ", Role.CASE_HEAD),), "chain_position_needs_title"),
        ((Position("字" * 41, Role.CASE_HEAD),), "chain_position_needs_title"),
        ((Position("负责人", Role.CASE_HEAD, how_many=0),), "chain_how_many"),
        ((Position("负责人", Role.CASE_HEAD, how_many=MOST_SIGNERS + 1),), "chain_how_many"),
        ((UNIT, HANDLERS), "chain_asker_first_only"),
        ((HANDLERS,), "chain_decides_itself"),
    ],
)
def test_chains_that_nobody_could_go_through(positions: tuple[Position, ...], code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_chain(positions)


@pytest.mark.parametrize(
    ("substitute", "until_on", "paper", "code"),
    [
        (HEAD, DAY, "分工文件", "substitute_same_officer"),
        (SECOND, DAY, " ", "substitute_needs_paper"),
        (SECOND, DAY - timedelta(days=1), "分工文件", "substitute_days_reversed"),
    ],
)
def test_substitutes_that_cannot_be(substitute: UUID, until_on: date, paper: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_substitute(
            absent=who(HEAD),
            substitute=who(substitute),
            from_on=DAY,
            until_on=until_on,
            paper=paper,
            today=DAY,
        )


def test_a_substitute_for_days_that_are_over() -> None:
    with pytest.raises(RuleBroken, match="substitute_days_over"):
        check_substitute(
            absent=who(HEAD),
            substitute=who(SECOND),
            from_on=DAY,
            until_on=DAY,
            paper="分工文件",
            today=DAY + timedelta(days=1),
        )
