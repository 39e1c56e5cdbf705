"""What was signed on paper: entered with its scan, checked by a second officer."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.approvals import actions, queries
from casebook.approvals.actions import PaperSignature, Scan
from casebook.approvals.rules import ApprovalState, PaperState, Verdict
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.storage.queries import get_file
from tests.factories.accounts import NOW
from tests.factories.approvals import ask, make_desk
from tests.factories.storage import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval, ApprovalPaper
    from tests.factories.approvals import Desk

TODAY = local_day(NOW)
LATER = NOW + timedelta(days=4)

pytestmark = pytest.mark.usefixtures("file_store")


def signed(
    actor: Actor, days: int = 0, verdict: Verdict = Verdict.AGREE, words: str = "同意。"
) -> PaperSignature:
    assert actor.officer_id is not None
    return PaperSignature(actor.officer_id, verdict, words, TODAY + timedelta(days=days))


def enter(session: Session, desk: Desk, approval: Approval, *signatures: PaperSignature) -> ApprovalPaper:
    return actions.enter_paper(
        session,
        actor=desk.handler,
        now=LATER,
        approval=approval,
        scan=Scan(io.BytesIO(picture()), "审批表.jpg"),
        signatures=signatures,
    )


def check(
    session: Session,
    actor: Actor,
    approval: Approval,
    paper: ApprovalPaper,
    *,
    is_right: bool = True,
    **more: str,
) -> None:
    actions.check_paper(
        session, actor=actor, now=LATER, approval=approval, paper=paper, is_right=is_right, **more
    )


def whole(desk: Desk) -> list[PaperSignature]:
    return [signed(one, days) for days, one in enumerate((desk.other_handler, *desk.after_handlers))]


def test_nothing_counts_before_a_second_officer_has_checked_it(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    paper = enter(session, desk, approval, *whole(desk))
    assert (approval.state, len(approval.opinions)) == (ApprovalState.REQUESTED, 1)
    assert get_file(session, paper.scan_hash).media_type == "image/jpeg"
    assert queries.list_to_check(session, desk.handler, 10) == []
    assert queries.list_to_check(session, desk.other_handler, 10) == [approval]
    check(session, desk.other_handler, approval, paper)
    assert approval.state is ApprovalState.APPROVED
    last = approval.opinions[-1]
    assert (last.answered_on, last.entered_at, last.paper_id) == (TODAY + timedelta(days=4), LATER, paper.id)
    assert approval.ended_on == last.answered_on


def test_who_entered_it_does_not_check_it(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    paper = enter(session, desk, approval, signed(desk.other_handler))
    with pytest.raises(RuleBroken, match="approval_paper_needs_second"):
        check(session, desk.handler, approval, paper)
    with pytest.raises(Forbidden, match="permission_missing"):
        check(session, desk.deputy, approval, paper)


def test_nobody_answers_on_screen_while_an_entry_waits(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    paper = enter(session, desk, approval, signed(desk.other_handler))
    with pytest.raises(RuleBroken, match="approval_paper_waits"):
        actions.answer(
            session,
            actor=desk.other_handler,
            now=LATER,
            approval=approval,
            verdict=Verdict.AGREE,
            opinion="",
        )
    with pytest.raises(RuleBroken, match="approval_paper_waits"):
        enter(session, desk, approval, signed(desk.other_handler))
    with pytest.raises(RuleBroken, match="approval_paper_needs_remark"):
        check(session, desk.other_handler, approval, paper, is_right=False)
    check(session, desk.other_handler, approval, paper, is_right=False, remark="日期读错")
    assert (paper.state, len(approval.opinions)) == (PaperState.DECLINED, 1)
    with pytest.raises(RuleBroken, match="approval_paper_checked_already"):
        check(session, desk.other_handler, approval, paper)
    enter(session, desk, approval, signed(desk.other_handler))


@pytest.mark.parametrize(
    ("pick", "code"),
    [
        (lambda _desk: [], "approval_paper_empty"),
        (lambda desk: [signed(desk.head_of_unit)], "approval_not_your_turn"),
        (lambda desk: [signed(desk.handler)], "approval_answered_once"),
        (lambda desk: [signed(desk.other_handler, -1)], "approval_signed_too_early"),
        (lambda desk: [signed(desk.other_handler, 5)], "approval_signed_in_future"),
        (
            lambda desk: [signed(desk.other_handler, 2), signed(desk.head_of_unit, 1)],
            "approval_signed_too_early",
        ),
        (
            lambda desk: [signed(desk.other_handler, 0, Verdict.REFUSE, "不"), signed(desk.head_of_unit)],
            "approval_paper_goes_on",
        ),
        (lambda desk: [signed(desk.other_handler, 0, Verdict.RETURN, " ")], "approval_needs_words"),
        (lambda desk: [*whole(desk), signed(desk.head)], "approval_paper_goes_on"),
    ],
    ids=["empty", "jumped", "twice", "early", "future", "backward", "after_no", "wordless", "too_many"],
)
def test_what_the_paper_cannot_say_is_refused_when_it_is_entered(
    session: Session,
    pick: Callable[[Desk], list[PaperSignature]],
    code: str,
) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    with pytest.raises(RuleBroken, match=code):
        enter(session, desk, approval, *pick(desk))
    assert len(queries.get_approval(session, approval.id, desk.head).opinions) == 1


def test_a_scan_that_is_none(session: Session) -> None:
    desk = make_desk(session)
    approval = ask(session, desk)
    with pytest.raises(RuleBroken, match="file_kind_refused"):
        actions.enter_paper(
            session,
            actor=desk.handler,
            now=LATER,
            approval=approval,
            scan=Scan(io.BytesIO(b"MZ\x90\x00" + b"\0" * 60), "审批表.exe"),
            signatures=[signed(desk.other_handler)],
        )
