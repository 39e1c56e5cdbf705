"""Two who act on one publication at once: one comes first, the other is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel.clock import local_day
from casebook.publications import actions, queries
from tests.factories import publications as make
from tests.factories.accounts import make_actor
from tests.factories.cases import DAY
from tests.factories.publications import SERVED
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.publications.models import Publication
    from tests.support.at_once import Act

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_of_two_who_agree_and_return_at_once_one_is_told(session: Session) -> None:
    office = make.make_office(session)
    row = make.proposed(session, office)
    row_id, version = row.id, row.version
    other = make_actor(session, Role.LEGAL_REVIEWER, agency=office.bureau.visit.agency)

    def load(own: Session) -> Publication:
        return queries.get_publication(own, row_id, office.legal)

    def agree(own: Session, found: Publication) -> object:
        return actions.confirm(own, actor=office.legal, now=SERVED, row=found, base_version=version)

    def send_back(own: Session, found: Publication) -> object:
        by = {"actor": other, "now": SERVED, "row": found}
        return actions.return_proposal(own, **by, reason="漏了一处", base_version=version)

    answers = at_once(session, load, agree, send_back)
    assert answers == ["done", "publication_moved_meanwhile"]
    events = [one.to_state.value for one in queries.list_events(session, row_id)]
    assert events[:2] == ["owed", "proposed"]
    assert len(events) == 3


def test_two_looks_at_once_owe_once(session: Session) -> None:
    office = make.make_office(session)
    document = make.served(session, office)

    def gather(own: Session, _found: object) -> object:
        return actions.gather(own, now=SERVED)

    assert at_once(session, lambda _own: None, gather, gather) == ["done", "done"]
    assert queries.find_by_document(session, document.id) is not None


def test_of_two_who_ask_for_repair_at_once_one_is_told(session: Session) -> None:
    office = make.make_office(session)
    row_id = make.published(session, office).id

    def load(own: Session) -> Publication:
        return queries.get_publication(own, row_id, office.legal)

    def ask(actor: Actor) -> Act:
        later = SERVED + 2 * DAY
        told = actions.Application("石守田", "已整改", local_day(later))
        return lambda own, found: actions.ask_repair(own, actor=actor, now=later, row=found, application=told)

    answers = at_once(session, load, ask(office.inspector), ask(office.bureau.chief))
    assert answers == ["done", "repair_open_already"]
