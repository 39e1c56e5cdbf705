"""Asking and answering, on both databases."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.approvals import actions, queries
from casebook.approvals.queries import ApprovalFilter, Whose
from casebook.approvals.rules import ApprovalState, ChainKind, Verdict
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import matches
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.approvals import ask, make_desk, say_yes, some_subject
from tests.factories.regions import EAST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval

TODAY = local_day(NOW)


def agree(session: Session, approval: Approval, actor: Actor, minutes: int = 1, **more: object) -> None:
    actions.answer(
        session,
        actor=actor,
        now=NOW + timedelta(minutes=minutes),
        approval=approval,
        verdict=Verdict.AGREE,
        opinion="",
        **more,
    )


def test_a_chain_is_answered_in_its_order(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    assert approval.turn == 0
    assert [one.words for one in approval.opinions] == ["建议责令停止违法行为，罚款 2 万元。"]
    for minutes, actor in enumerate((desk.other_handler, *desk.after_handlers), start=1):
        assert approval.state is ApprovalState.REQUESTED
        assert queries.list_waiting_for(session, actor, 10, on=TODAY) == [approval]
        agree(session, approval, actor, minutes)
        assert queries.list_waiting_for(session, actor, 10, on=TODAY) == []
    assert approval.state is ApprovalState.APPROVED
    assert approval.ended_on == TODAY
    assert queries.is_approved(session, approval.subject_id, approval.kind)
    assert queries.approved_on(session, approval.subject_id, approval.kind) == TODAY
    assert [one.position for one in approval.opinions] == [0, 0, 1, 2, 3, 4]


def test_what_was_asked_is_frozen_with_its_hash(session: Session) -> None:
    approval = ask(session, make_desk(session))
    assert matches(approval.body.encode(), approval.body_hash)
    asked = queries.asked_of(approval)
    assert asked.facts[0] == ("案由", "未经批准擅自取水")
    assert json.loads(approval.body)["subject"]["title"] == approval.subject_title
    assert [one.title for one in asked.positions][-1] == "主要负责人"


@pytest.mark.parametrize(
    ("verdict", "state"), [(Verdict.RETURN, ApprovalState.RETURNED), (Verdict.REFUSE, ApprovalState.REFUSED)]
)
def test_who_does_not_agree_ends_it(session: Session, verdict: Verdict, state: ApprovalState) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    actions.answer(
        session, actor=desk.other_handler, now=NOW, approval=approval, verdict=verdict, opinion="证据不足。"
    )
    assert approval.state is state
    assert not queries.is_approved(session, approval.subject_id, approval.kind)
    assert queries.approved_on(session, approval.subject_id, approval.kind) is None
    with pytest.raises(RuleBroken, match="approval_ended"):
        agree(session, approval, desk.head_of_unit)


def test_what_was_returned_is_asked_anew_of_the_same_chain(session: Session) -> None:
    desk = make_desk(session)
    subject = some_subject()
    first = ask(session, desk, subject=subject)
    actions.answer(
        session,
        actor=desk.other_handler,
        now=NOW,
        approval=first,
        verdict=Verdict.RETURN,
        opinion="补充勘验。",
    )
    shorter = queries.asked_of(first).positions[:2]
    later = NOW + timedelta(days=1)
    actions.set_chain(
        session,
        actor=desk.head,
        now=NOW,
        kind=first.kind,
        agency_id=None,
        positions=shorter,
        paper="冠综执〔2023〕3 号",
        valid_from=TODAY,
    )
    second = ask(session, desk, subject=subject, now=later)
    assert (second.round, second.previous_id) == (2, first.id)
    assert queries.asked_of(second).positions == queries.asked_of(first).positions
    assert queries.find_latest(session, subject.id, first.kind) == second
    assert queries.list_for(session, [subject.id]) == [first, second]
    fresh = ask(session, desk)
    assert queries.asked_of(fresh).positions == shorter


def test_the_same_is_not_asked_twice(session: Session) -> None:
    desk, subject = make_desk(session), some_subject()
    first = ask(session, desk, subject=subject)
    with pytest.raises(RuleBroken, match="approval_open_already"):
        ask(session, desk, subject=subject)
    ask(session, desk, subject=subject, kind=ChainKind.TRANSFER)
    say_yes(session, first)
    with pytest.raises(RuleBroken, match="approval_given_already"):
        ask(session, desk, subject=subject)


def test_an_answer_to_a_page_that_is_no_longer_so(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    agree(session, approval, desk.other_handler, seen=1)
    with pytest.raises(Conflict, match="approval_answered_meanwhile"):
        agree(session, approval, desk.head_of_unit, seen=1)


def test_who_was_barred_is_neither_asked_nor_heard(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk, barred=frozenset({desk.legal.officer_id}))
    agree(session, approval, desk.other_handler)
    agree(session, approval, desk.head_of_unit)
    assert queries.list_waiting_for(session, desk.legal, 10, on=TODAY) == []
    with pytest.raises(RuleBroken, match="approval_barred"):
        agree(session, approval, desk.legal)


def test_a_substitute_is_asked_and_heard_in_the_named_days(session: Session) -> None:
    desk = make_desk(session)
    stand_in = make_actor(session, Role.INSPECTOR, agency=desk.agency)
    approval = ask(session, desk)
    agree(session, approval, desk.other_handler)
    named = actions.name_substitute(
        session,
        actor=desk.head,
        now=NOW,
        absent_id=desk.head_of_unit.officer_id,
        substitute_id=stand_in.officer_id,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=3),
        paper="冠综执〔2023〕5 号",
    )
    yesterday = TODAY - timedelta(days=1)
    assert queries.list_waiting_for(session, stand_in, 10, on=yesterday) == []
    assert queries.list_waiting_for(session, stand_in, 10, on=TODAY) == [approval]
    assert queries.list_substitutes(session, desk.head, on=TODAY) == [named]
    agree(session, approval, stand_in)
    last = approval.opinions[-1]
    assert (last.officer_id, last.stands_for_id) == (stand_in.officer_id, desk.head_of_unit.officer_id)
    assert last.stands_for == desk.head_of_unit.name


def test_a_substitution_that_was_ended_holds_no_more(session: Session) -> None:
    desk = make_desk(session)
    stand_in = make_actor(session, Role.INSPECTOR, agency=desk.agency)
    named = actions.name_substitute(
        session,
        actor=desk.head,
        now=NOW,
        absent_id=desk.head_of_unit.officer_id,
        substitute_id=stand_in.officer_id,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=30),
        paper="冠综执〔2023〕5 号",
    )
    actions.end_substitute(session, actor=desk.head, now=NOW, row=named)
    tomorrow = TODAY + timedelta(days=1)
    assert queries.list_absent(session, stand_in.officer_id, TODAY) != []
    assert queries.list_absent(session, stand_in.officer_id, tomorrow) == []
    with pytest.raises(RuleBroken, match="substitute_ended"):
        actions.end_substitute(session, actor=desk.head, now=NOW, row=named)


def test_the_list_and_the_rule_name_the_same_people(session: Session) -> None:
    """What SQL finds waiting for somebody is what `seat_of` lets them answer, at every turn."""
    desk = make_desk(session)
    elsewhere = make_desk(session, make_agency(session, name="冠县水利局"))
    people = [desk.handler, desk.other_handler, *desk.after_handlers]
    people += [elsewhere.handler, *elsewhere.after_handlers, make_actor(session, Role.LIAISON)]
    approval = ask(session, desk, barred=frozenset({desk.deputy.officer_id}))
    for actor in (desk.other_handler, desk.head_of_unit, elsewhere.legal):
        for one in people:
            listed = approval in queries.list_waiting_for(session, one, 10, on=TODAY)
            assert listed == (queries.find_seat(session, approval, one, TODAY) is not None), one.roles
        agree(session, approval, actor)
    assert queries.list_waiting_for(session, desk.deputy, 10, on=TODAY) == []


def test_who_asked_takes_it_back_and_nobody_else(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    with pytest.raises(Forbidden, match="approval_of_somebody_else"):
        actions.withdraw(session, actor=desk.head, now=NOW, approval=approval, reason="误送")
    with pytest.raises(RuleBroken, match="approval_withdrawal_needs_reason"):
        actions.withdraw(session, actor=desk.handler, now=NOW, approval=approval, reason=" ")
    actions.withdraw(session, actor=desk.handler, now=NOW, approval=approval, reason="当事人已更正")
    assert (approval.state, approval.turn) == (ApprovalState.WITHDRAWN, None)
    with pytest.raises(RuleBroken, match="approval_ended"):
        actions.withdraw(session, actor=desk.handler, now=NOW, approval=approval, reason="再撤")


def test_elsewhere_it_is_not_even_there(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk, subject=some_subject("371525103"))
    stranger = make_actor(session, Role.CASE_HEAD, agency=desk.agency, jurisdiction=EAST)
    with pytest.raises(NotFound):
        queries.get_approval(session, approval.id, stranger)
    with pytest.raises(NotFound):
        agree(session, approval, stranger)
    assert queries.page_approvals(session, stranger, ApprovalFilter(), on=TODAY, cursor=None).items == []


def test_who_may_not_answer_at_all(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    with pytest.raises(Forbidden, match="permission_missing"):
        agree(session, approval, make_actor(session, Role.AUDITOR, agency=desk.agency))


@pytest.mark.parametrize(
    ("whose", "count"), [(Whose.WAITING, 1), (Whose.ASKED, 0), (Whose.TO_CHECK, 0), (Whose.ALL, 2)]
)
def test_lists(session: Session, whose: Whose, count: int) -> None:
    desk = make_desk(session)
    ask(session, desk)
    say_yes(session, ask(session, desk))
    wanted = ApprovalFilter(whose)
    found = queries.page_approvals(session, desk.other_handler, wanted, on=TODAY, cursor=None)
    assert len(found.items) == count


def test_days_of_waiting(session: Session) -> None:
    approval = ask(session, make_desk(session))
    assert queries.days_waiting(approval, NOW + timedelta(days=5)) == 5
    say_yes(session, approval)
    assert queries.days_waiting(approval, NOW + timedelta(days=5)) == 0
