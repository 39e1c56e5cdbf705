"""Two who act at once: one comes first, the other is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.approvals import queries
from casebook.kernel.clock import local_day
from tests.db.approvals.test_answering import agree
from tests.db.approvals.test_papers import check, enter, signed
from tests.factories.accounts import NOW, make_actor
from tests.factories.approvals import ask, make_desk, some_subject
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval, ApprovalPaper
    from tests.support.at_once import Act

pytestmark = pytest.mark.usefixtures("file_store")
TODAY = local_day(NOW)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_who_answer_at_once_one_is_told(session: Session) -> None:
    desk = make_desk(session)
    third = make_actor(session, Role.INSPECTOR, agency=desk.agency)
    approval = ask(session, desk)
    seen, approval_id = len(approval.opinions), approval.id

    def load(own: Session) -> Approval:
        return queries.get_approval(own, approval_id, desk.head)

    def act(actor: Actor) -> Act:
        return lambda own, found: agree(own, found, actor, seen=seen)

    assert at_once(session, load, act(desk.other_handler), act(third)) == [
        "approval_answered_meanwhile",
        "done",
    ]
    assert len(queries.get_approval(session, approval_id, desk.head).opinions) == 2


def test_two_who_ask_at_once_one_is_told(session: Session) -> None:
    desk, subject = make_desk(session), some_subject()

    def act(own: Session, _found: object) -> object:
        return ask(own, desk, subject=subject)

    assert at_once(session, lambda _own: None, act, act) == ["approval_open_already", "done"]


def test_two_who_check_at_once_one_is_told(session: Session) -> None:
    desk = make_desk(session)
    other = make_actor(session, Role.CASE_HEAD, agency=desk.agency)
    approval = ask(session, desk)
    approval_id, paper_id = approval.id, enter(session, desk, approval, signed(desk.other_handler)).id

    def load(own: Session) -> tuple[Approval, ApprovalPaper]:
        found = queries.get_approval(own, approval_id, desk.head)
        return found, queries.get_paper(own, found, paper_id)

    def act(actor: Actor) -> Act:
        return lambda own, found: check(own, actor, *found)

    assert at_once(session, load, act(desk.other_handler), act(other)) == [
        "approval_paper_checked_already",
        "done",
    ]
