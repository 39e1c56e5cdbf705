"""Two who take the same step of a paper at once: one comes first, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from casebook.db.transaction import unit_of_work
from casebook.documents import actions, queries
from casebook.numbering import queries as numbering
from tests.factories.accounts import COUNTY
from tests.factories.documents import NOW, a_draft, a_stamped, an_office, handed_over
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on
from tests.support.rows import series_of_county

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.orm import Session

FORTY = 40


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_who_issue_at_once_take_one_number(session: Session) -> None:
    office = an_office(session)
    document_id = a_draft(session, office).id

    def act(own: Session, found: object) -> object:
        return actions.issue(own, actor=office.maker, now=NOW, document=found)  # type: ignore[arg-type]  # loaded below

    answers = at_once(session, lambda own: queries.get_document(own, document_id, office.maker), act, act)
    assert answers == ["document_state", "done"]
    (series,) = series_of_county(session, COUNTY)
    assert series.last == 1
    assert numbering.list_gaps(session, COUNTY) == []


def test_two_who_serve_at_once_make_one_service(session: Session) -> None:
    office = an_office(session)
    document_id = a_stamped(session, office).id

    def act(own: Session, found: object) -> object:
        facts = handed_over(office)
        return actions.serve(own, actor=office.maker, now=NOW, document=found, delivery=facts)  # type: ignore[arg-type]  # loaded below

    answers = at_once(session, lambda own: queries.get_document(own, document_id, office.maker), act, act)
    assert answers == ["document_state", "done"]
    assert len(queries.list_deliveries(session, [document_id])) == 1


def test_forty_papers_issued_at_once_have_forty_numbers(session: Session) -> None:
    office = an_office(session)
    ids = [a_draft(session, office).id for _number in range(FORTY)]
    session.commit()
    engine = session.get_bind().engine

    def issue(document_id: UUID) -> str | None:
        with session_on(engine) as own, unit_of_work(own):
            document = queries.get_document(own, document_id, office.maker)
            return actions.issue(own, actor=office.maker, now=NOW, document=document).number

    with ThreadPoolExecutor(FORTY) as pool:
        numbers = list(pool.map(issue, ids))
    assert len(set(numbers)) == FORTY
    (series,) = series_of_county(session, COUNTY)
    assert series.last == FORTY
    assert numbering.list_gaps(session, COUNTY) == []
