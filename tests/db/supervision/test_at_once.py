"""Two who act at once: one comes first, the other is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel.clock import local_day
from casebook.supervision import actions, queries
from casebook.supervision.queries import Behind
from casebook.supervision.rules import Lapse
from tests.db.supervision.test_ladder import rungs
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.approvals import some_subject
from tests.factories.supervision import issue, make_ladder, propose
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.supervision.models import SupervisionStep
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


def test_two_who_issue_at_once_one_is_told(session: Session) -> None:
    ladder = make_ladder(session)
    row = propose(session, ladder)
    row_id, version = row.id, row.version
    other = make_actor(session, Role.CASE_HEAD, agency=ladder.agency)

    def load(own: Session) -> SupervisionStep:
        return queries.get_step(own, row_id, ladder.chief)

    def by(actor: Actor) -> Act:
        return lambda own, found: issue(own, ladder, found, actor=actor, base_version=version)

    assert at_once(session, load, by(ladder.chief), by(other)) == ["done", "supervision_moved_meanwhile"]


def test_two_nights_at_once_propose_once(session: Session) -> None:
    ladder = make_ladder(session)
    subject = some_subject()
    behind = Behind(Lapse.TASK, subject, "term:x", 9, "清水镇", ladder.unit.agency_id)

    def act(own: Session, _found: object) -> object:
        return actions.propose(own, now=NOW, county_code=COUNTY, behind=[behind])

    assert at_once(session, lambda _own: None, act, act) == ["done", "done"]
    assert rungs(session, ladder) == ["remind"]
