"""Two who judge one answer at once: one comes first, the other is told, nothing is half done."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import get_agency
from casebook.campaigns import actions, queries
from casebook.cases.rules.tasks import TaskState
from casebook.evidence.rules import Upload
from tests.db.campaigns.test_tasks import township
from tests.factories.accounts import NOW, make_actor
from tests.factories.campaigns import give_task
from tests.factories.cases import make_bureau
from tests.factories.storage import picture
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.campaigns.models import TownshipTask

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_an_answer_is_accepted_once(session: Session) -> None:
    chief = make_bureau(session).chief
    other = make_actor(session, Role.CASE_HEAD, agency=get_agency(session, chief.agency_id))
    lead = township(session)
    task = give_task(session, chief)
    number = task.number
    shot = Upload(io.BytesIO(picture()), "通告.jpg")
    actions.answer_township_task(session, actor=lead, now=NOW, task=task, text="办了", uploads=[shot])

    def load(own: Session) -> TownshipTask:
        return queries.get_township_task(own, number, chief)

    def accept(own: Session, found: TownshipTask) -> None:
        actions.accept_township_task(own, actor=chief, now=NOW, task=found)

    def withdraw(own: Session, found: TownshipTask) -> None:
        actions.withdraw_township_task(own, actor=other, now=NOW, task=found, reason="不用了")

    assert at_once(session, load, accept, withdraw) == ["done", "step_out_of_order"]
    session.expire_all()
    state = load(session).state
    assert state in {TaskState.ACCEPTED, TaskState.WITHDRAWN}
    last = queries.list_township_task_events(session, task.id)[-1]
    assert (last.to_state, last.sequence) == (state, 3)
