"""Two who act at once: one comes first, the other is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.handovers import actions, queries
from casebook.handovers.actions import Receipt
from casebook.handovers.rules import LetterState
from casebook.kernel.clock import local_day
from tests.factories.accounts import NOW
from tests.factories.handovers import bring_to, make_offices
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.handovers.models import Letter

pytestmark = pytest.mark.usefixtures("file_store")
TODAY = local_day(NOW)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_who_receive_at_once_one_is_told(session: Session) -> None:
    offices = make_offices(session)
    letter = bring_to(session, offices, LetterState.SENT)
    letter_id, version = letter.id, letter.version

    def act(own: Session, found: Letter) -> None:
        receipt = Receipt(is_accepted=True, on=TODAY, receiver="金秋")
        actions.give_receipt(
            own, actor=offices.liaison, now=NOW, letter=found, receipt=receipt, base_version=version
        )

    def load(own: Session) -> Letter:
        return queries.get_letter(own, letter_id, offices.liaison)

    assert at_once(session, load, act, act) == ["done", "letter_moved_meanwhile"]
