"""Letters from draft to their end, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.approvals.rules import ChainKind
from casebook.cases import queries as cases
from casebook.cases.rules import ProblemStatus
from casebook.deadlines.queries import list_terms
from casebook.evidence.queries import items_by_id
from casebook.evidence.rules import EvidenceKind
from casebook.handovers import actions, queries
from casebook.handovers.actions import Addressed, Answer, Receipt, Wording
from casebook.handovers.queries import LetterFilter, Side
from casebook.handovers.rules import TRANSITIONS, Asked, LetterKind, LetterState, Way
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import matches
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.approvals import make_desk, say_yes, some_subject
from tests.factories.cases import make_bureau, make_problems
from tests.factories.handovers import (
    DAY,
    a_scan,
    answer,
    bring_to,
    draft,
    make_offices,
    receive,
    send,
)
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.handovers.models import Letter
    from tests.factories.handovers import Offices

TODAY = local_day(NOW)

pytestmark = pytest.mark.usefixtures("file_store")


def clocks(session: Session, letter: Letter) -> dict[str, bool]:
    """Whether each clock of a letter runs, by its rule."""
    return {term.rule: term.is_running for term in list_terms(session, [letter.id])}


def test_a_letter_goes_its_way(session: Session) -> None:
    offices = make_offices(session)
    letter = draft(session, offices)
    assert (letter.number, letter.state) == (None, LetterState.DRAFT)
    send(session, offices, letter)
    assert letter.number == "冠综执协查函〔2023〕第001号"
    assert letter.body is not None
    assert letter.body_hash is not None
    assert matches(letter.body.encode(), letter.body_hash)
    assert clocks(session, letter) == {"letter_receipt": True}
    receive(session, offices, letter)
    assert clocks(session, letter) == {"letter_receipt": False, "letter_answer": True}
    answer(session, offices, letter)
    assert clocks(session, letter) == {"letter_receipt": False, "letter_answer": False}
    actions.close_letter(session, actor=offices.writer, now=NOW + 3 * DAY, letter=letter, remark="已采用")
    assert letter.state is LetterState.CLOSED
    events = queries.list_events(session, letter.id)
    assert [one.to_state.value for one in events] == ["draft", "sent", "received", "answered", "closed"]
    assert [one.sequence for one in events] == [1, 2, 3, 4, 5]


ACTS: dict[LetterState, Callable[[Session, Offices, Letter], object]] = {
    LetterState.SENT: lambda session, offices, letter: send(session, offices, letter, now=NOW + 4 * DAY),
    LetterState.RETURNED: lambda session, offices, letter: receive(
        session, offices, letter, is_accepted=False, now=NOW + 4 * DAY
    ),
    LetterState.ANSWERED: lambda session, offices, letter: answer(
        session, offices, letter, now=NOW + 4 * DAY
    ),
    LetterState.CLOSED: lambda session, offices, letter: actions.close_letter(
        session, actor=offices.writer, now=NOW + 4 * DAY, letter=letter, remark=""
    ),
    LetterState.WITHDRAWN: lambda session, offices, letter: actions.withdraw_letter(
        session, actor=offices.writer, now=NOW + 4 * DAY, letter=letter, reason="撤"
    ),
}


@pytest.mark.parametrize("state", list(LetterState))
@pytest.mark.parametrize("to", list(ACTS))
def test_every_step_out_of_order_is_refused(session: Session, state: LetterState, to: LetterState) -> None:
    offices = make_offices(session)
    letter = bring_to(session, offices, state)
    owed = state is LetterState.RECEIVED and to is LetterState.CLOSED
    if to in TRANSITIONS[state] and not owed:
        ACTS[to](session, offices, letter)
        assert letter.state is to
    else:
        with pytest.raises(RuleBroken, match=r"letter_out_of_order|letter_still_owed"):
            ACTS[to](session, offices, letter)


def test_what_came_back_is_sent_again_under_its_number(session: Session) -> None:
    offices = make_offices(session)
    letter = bring_to(session, offices, LetterState.RETURNED)
    number = letter.number
    send(session, offices, letter, now=NOW + 2 * DAY)
    assert (letter.number, letter.state) == (number, LetterState.SENT)
    assert clocks(session, letter)["letter_receipt"]


def test_an_answer_that_does_not_do_is_asked_for_again(session: Session) -> None:
    offices = make_offices(session)
    letter = bring_to(session, offices, LetterState.ANSWERED)
    with pytest.raises(RuleBroken, match="letter_return_needs_reason"):
        actions.ask_more(session, actor=offices.writer, now=NOW + 3 * DAY, letter=letter, reason=" ")
    actions.ask_more(session, actor=offices.writer, now=NOW + 3 * DAY, letter=letter, reason="缺 2022 年")
    assert (letter.state, letter.answered_on) == (LetterState.RECEIVED, None)
    answer(session, offices, letter, now=NOW + 4 * DAY)
    assert letter.state is LetterState.ANSWERED


def test_the_letter_may_name_the_day_of_its_answer(session: Session) -> None:
    offices = make_offices(session)
    letter = send(session, offices, draft(session, offices, reply_on=TODAY + 9 * DAY))
    receive(session, offices, letter)
    (term,) = [one for one in list_terms(session, [letter.id]) if one.rule == "letter_answer"]
    assert term.raw_on == TODAY + 9 * DAY


def test_outside_casebook_the_sender_enters_what_came_on_paper(session: Session) -> None:
    offices = make_offices(session)
    letter = send(session, offices, draft(session, offices, LetterKind.TAX, outside="冠县税务局"))
    assert letter.way is Way.PAPER
    receipt = Receipt(is_accepted=True, on=TODAY, receiver="税务局收发室")
    by = {"actor": offices.writer, "now": NOW + DAY, "letter": letter}
    with pytest.raises(RuleBroken, match="letter_needs_scan"):
        actions.give_receipt(session, **by, receipt=receipt)
    with_scan = Receipt(is_accepted=True, on=TODAY, receiver="税务局收发室", scan=a_scan())
    actions.give_receipt(session, **by, receipt=with_scan)
    assert queries.list_events(session, letter.id)[-1].scan_hash is not None
    assert letter in queries.list_waiting_for(session, offices.writer, 10)


def test_in_the_system_only_the_receiver_answers(session: Session) -> None:
    offices = make_offices(session)
    letter = bring_to(session, offices, LetterState.SENT)
    receipt = Receipt(is_accepted=True, on=TODAY, receiver="某", scan=a_scan())
    with pytest.raises(Forbidden, match="letter_answered_by_receiver"):
        actions.give_receipt(session, actor=offices.writer, now=NOW, letter=letter, receipt=receipt)
    third = make_actor(session, Role.INSPECTOR, agency=make_agency(session, name="冠县发展和改革局"))
    with pytest.raises(Forbidden, match="letter_of_other_agency"):
        actions.give_receipt(session, actor=third, now=NOW, letter=letter, receipt=receipt)
    with pytest.raises(Forbidden, match="permission_missing"):
        actions.send_letter(session, actor=offices.liaison, now=NOW, letter=letter, on=TODAY)


def test_an_answer_on_facts_is_evidence_of_the_case(session: Session) -> None:
    offices = make_offices(session)
    letter = send(session, offices, draft(session, offices, LetterKind.DETERMINATION))
    receive(session, offices, letter)
    bare = Answer("属实", TODAY + DAY)
    by = {"actor": offices.liaison, "now": NOW + 2 * DAY, "letter": letter}
    with pytest.raises(RuleBroken, match="letter_question_unanswered"):
        actions.answer_letter(session, **by, answer=bare)
    answer(session, offices, letter)
    assert letter.evidence_id is not None
    item = items_by_id(session, [letter.evidence_id])[letter.evidence_id]
    assert (item.kind, item.about.subject_id) == (EvidenceKind.DOCUMENTARY, letter.subject_id)
    assert letter.findings == {"permit": "经查属实", "layer": "经查属实"}
    assert queries.list_events(session, letter.id)[-1].scan_hash == item.file_hash


def test_an_answer_on_facts_needs_its_original(session: Session) -> None:
    offices = make_offices(session)
    letter = send(session, offices, draft(session, offices, LetterKind.DETERMINATION))
    receive(session, offices, letter)
    bare = Answer("属实", TODAY + DAY, findings={Asked(one): "属实" for one in letter.asked})
    with pytest.raises(RuleBroken, match="letter_answer_needs_original"):
        actions.answer_letter(session, actor=offices.liaison, now=NOW + 2 * DAY, letter=letter, answer=bare)


def test_a_result_answers_the_letter_that_brought_the_lead(session: Session) -> None:
    offices = make_offices(session)
    lead = send(session, offices, draft(session, offices, LetterKind.LEAD_TRANSFER))
    receive(session, offices, lead)
    clerk = make_actor(session, Role.INSPECTOR, agency=offices.water)
    told = actions.draft_letter(
        session,
        actor=clerk,
        now=NOW + 2 * DAY,
        kind=LetterKind.RESULT,
        subject=some_subject(),
        to=Addressed(offices.enforcement.id),
        wording=Wording("处理结果", "已立案。", in_reply_to=lead.id),
    )
    actions.send_letter(session, actor=clerk, now=NOW + 2 * DAY, letter=told, on=TODAY + 2 * DAY)
    assert (lead.state, lead.answer_no) == (LetterState.ANSWERED, told.number)
    assert queries.list_replies(session, lead.id) == [told]
    receipt = Receipt(is_accepted=True, on=TODAY + 3 * DAY, receiver="周明")
    actions.give_receipt(session, actor=offices.writer, now=NOW + 3 * DAY, letter=told, receipt=receipt)
    assert told.state is LetterState.CLOSED


def test_to_the_police_only_after_the_head_has_decided_and_by_its_clocks(session: Session) -> None:
    offices = make_offices(session)
    make_desk(session, offices.enforcement)
    letter = draft(session, offices, LetterKind.POLICE, outside="冠县公安局")
    with pytest.raises(RuleBroken, match="letter_needs_approval"):
        send(session, offices, letter)
    asked = actions.ask_approval(session, actor=offices.writer, now=NOW, letter=letter, facts={})
    assert asked.kind is ChainKind.TRANSFER
    assert clocks(session, letter) == {"D-19": True}
    say_yes(session, asked)
    assert actions.start_hand_over_clocks(session, now=NOW + timedelta(hours=1)) == 1
    assert actions.start_hand_over_clocks(session, now=NOW + timedelta(hours=2)) == 0
    assert clocks(session, letter) == {"D-19": False, "D-19.hand_over": True}
    send(session, offices, letter, now=NOW + timedelta(hours=3))
    assert not clocks(session, letter)["D-19.hand_over"]
    receipt = Receipt(is_accepted=True, on=TODAY, receiver="法制大队", scan=a_scan())
    by = {"actor": offices.writer, "letter": letter}
    actions.give_receipt(session, **by, now=NOW + timedelta(hours=4), receipt=receipt)
    assert clocks(session, letter)["D-19.police_review"]
    filed = Answer("决定立案。", TODAY + DAY, "冠公立字〔2023〕8号", is_filed=True, scan=a_scan())
    actions.answer_letter(session, **by, now=NOW + DAY, answer=filed)
    assert clocks(session, letter) | {"D-19.hand_over_goods": True} == clocks(session, letter)
    actions.close_letter(session, **by, now=NOW + 2 * DAY, remark="物品已移交")
    assert not any(clocks(session, letter).values())


def test_a_limit_holds_while_its_problem_is_open(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    permit = make_agency(session, name="冠县行政审批服务局", word="冠审")
    clerk = make_actor(session, Role.PERMIT_OFFICER, agency=permit)
    subject = some_subject(problem.division_code, problem.number)
    about = subject.__class__("problem", problem.id, problem.number, problem.division_code)
    later = NOW + DAY
    by = {"actor": bureau.inspector, "now": later}
    words = Wording("限批", "整改期间不予新增、延续。", well_ids=(problem.well_id,))
    limit = actions.draft_letter(
        session, **by, kind=LetterKind.PERMIT_LIMIT, subject=about, to=Addressed(permit.id), wording=words
    )
    assert queries.open_limits(session, [problem.well_id]) == {}
    actions.send_letter(session, **by, letter=limit, on=local_day(later))
    assert queries.open_limits(session, [problem.well_id]) == {problem.well_id: [limit]}
    receipt = Receipt(is_accepted=True, on=local_day(later), receiver="审批局")
    actions.give_receipt(session, actor=clerk, now=later, letter=limit, receipt=receipt)
    assert limit.state is LetterState.RECEIVED
    lift = actions.draft_letter(
        session,
        **by,
        kind=LetterKind.LIMIT_LIFTED,
        subject=about,
        to=Addressed(permit.id),
        wording=Wording("解除限批", "已销号。", in_reply_to=limit.id),
    )
    with pytest.raises(RuleBroken, match="letter_limit_holds"):
        actions.send_letter(session, **by, letter=lift, on=local_day(later))
    problem.status = ProblemStatus.STRUCK_OFF
    problem.struck_off_on = local_day(later)
    with session.no_autoflush:
        actions.send_letter(session, **by, letter=lift, on=local_day(later))
    actions.give_receipt(session, actor=clerk, now=later, letter=lift, receipt=receipt)
    assert (lift.state, limit.state) == (LetterState.CLOSED, LetterState.CLOSED)
    assert queries.open_limits(session, [problem.well_id]) == {}


def test_a_problem_goes_with_its_letter(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    later = NOW + DAY
    by = {"actor": bureau.inspector, "now": later}
    about = some_subject().__class__("problem", problem.id, problem.number, problem.division_code)
    letter = actions.draft_letter(
        session,
        **by,
        kind=LetterKind.TAX,
        subject=about,
        to=Addressed(name="冠县税务局"),
        wording=Wording("移送", "涉税线索。"),
    )
    actions.send_letter(session, **by, letter=letter, on=local_day(later))
    moved = cases.get_problem(session, problem.number, bureau.inspector)
    assert (moved.status, moved.transfer_paper) == (ProblemStatus.TRANSFERRED, letter.number)
    receipt = Receipt(is_accepted=True, on=local_day(later), receiver="税务局", scan=a_scan())
    actions.give_receipt(session, **by, letter=letter, receipt=receipt)
    assert moved.transfer_taken_on == local_day(later)


def test_who_sees_a_letter(session: Session) -> None:
    offices = make_offices(session)
    letter = draft(session, offices, subject=some_subject("371525103"))
    third = make_actor(session, Role.LIAISON, agency=make_agency(session, name="冠县发展和改革局"))
    leader = make_actor(session, Role.COUNTY_LEADER)
    elsewhere = make_actor(session, Role.CASE_HEAD, agency=offices.enforcement, jurisdiction=EAST)
    for actor in (offices.liaison, third, leader, elsewhere):
        with pytest.raises(NotFound):
            queries.get_letter(session, letter.id, actor)
    send(session, offices, letter)
    assert queries.get_letter(session, letter.id, offices.liaison) == letter
    assert queries.get_letter(session, letter.id, leader) == letter
    for actor in (third, elsewhere):
        with pytest.raises(NotFound):
            queries.get_letter(session, letter.id, actor)


@pytest.mark.parametrize(
    ("state", "waits_for"),
    [
        (LetterState.SENT, "liaison"),
        (LetterState.RECEIVED, "liaison"),
        (LetterState.RETURNED, "writer"),
        (LetterState.ANSWERED, "writer"),
        (LetterState.CLOSED, ""),
        (LetterState.WITHDRAWN, ""),
    ],
)
def test_the_list_names_the_next_holder(session: Session, state: LetterState, waits_for: str) -> None:
    offices = make_offices(session)
    letter = bring_to(session, offices, state)
    waiting = [
        name
        for name in ("liaison", "writer")
        if letter in queries.list_waiting_for(session, getattr(offices, name), 10)
    ]
    assert waiting == ([waits_for] if waits_for else [])


def test_lists(session: Session) -> None:
    offices = make_offices(session)
    bring_to(session, offices, LetterState.SENT)
    bring_to(session, offices, LetterState.DRAFT)

    def count(side: Side, *, is_overdue: bool = False, days: int = 0, actor: object = None) -> int:
        wanted = LetterFilter(side, is_overdue=is_overdue)
        who = actor or offices.writer
        return queries.count_letters(session, who, wanted, today=TODAY + days * DAY)  # type: ignore[arg-type]  # an actor

    assert (count(Side.ALL), count(Side.OUTGOING), count(Side.INCOMING)) == (2, 2, 0)
    assert count(Side.INCOMING, actor=offices.liaison) == 1
    assert count(Side.MINE) == 1
    assert (count(Side.ALL, is_overdue=True), count(Side.ALL, is_overdue=True, days=30)) == (0, 1)


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (Addressed(), "letter_needs_receiver"),
        (Addressed(name="某" * 101), "letter_receiver_too_long"),
    ],
    ids=["nobody", "long"],
)
def test_whom_no_letter_goes_to(session: Session, to: Addressed, code: str) -> None:
    offices = make_offices(session)
    with pytest.raises(RuleBroken, match=code):
        actions.draft_letter(
            session,
            actor=offices.writer,
            now=NOW,
            kind=LetterKind.ASSISTANCE,
            subject=some_subject(),
            to=to,
            wording=Wording("协查", "请查明"),
        )


def test_a_letter_goes_to_another_office_that_acts_there(session: Session) -> None:
    offices = make_offices(session)
    township = make_agency(session, name="冠县柳林镇人民政府", division_code=EAST)
    for agency_id, code in (
        (offices.enforcement.id, "letter_to_oneself"),
        (township.id, "letter_agency_elsewhere"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.draft_letter(
                session,
                actor=offices.writer,
                now=NOW,
                kind=LetterKind.ASSISTANCE,
                subject=some_subject("371525101"),
                to=Addressed(agency_id),
                wording=Wording("协查", "请查明"),
            )


def test_an_old_page_is_told(session: Session) -> None:
    offices = make_offices(session)
    letter = draft(session, offices)
    send(session, offices, letter)
    with pytest.raises(Conflict, match="letter_moved_meanwhile"):
        actions.withdraw_letter(
            session, actor=offices.writer, now=NOW, letter=letter, reason="误发", base_version=1
        )
