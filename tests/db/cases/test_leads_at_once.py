"""Two tablets tell of one well at once: one lead, both visits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.models import Lead
from casebook.inspections.filed import PatrolState
from casebook.kernel.ids import new_id
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import make_bureau
from tests.factories.papers import visit
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on
from tests.support.rows import leads_of_well

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_hints_at_once_make_one_lead(session: Session) -> None:
    bureau = make_bureau(session)
    well = bureau.visit.well
    patrollers = [actor_of(make_officer(session, Role.INFORMANT, agency=bureau.visit.agency)) for _ in "ab"]
    filed = visit(well, PatrolState.NOT_FOUND)

    def see(who: Actor, own: Session, _loaded: object) -> None:
        actions.file_patrol_visit(
            own, actor=who, now=NOW, device_id=None, visit_id=new_id(), filed=visit(well, filed.state)
        )

    both = [partial(see, who) for who in patrollers]
    assert at_once(session, lambda own: own.connection(), *both) == ["done", "done"]
    assert session.scalar(select(func.count(Lead.rowid))) == 1
    (lead,) = leads_of_well(session, well.id)
    assert len(queries.list_lead_events(session, lead.id)) == 2
