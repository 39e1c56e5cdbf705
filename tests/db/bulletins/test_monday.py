"""Monday's page is kept once for a week, whoever comes first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.bulletins import actions, queries
from casebook.bulletins.models import MondayPage
from casebook.bulletins.rules import Week
from casebook.kernel.errors import NotFound
from casebook.kernel.hashing import matches
from casebook.notices.actions import Message
from casebook.storage.queries import open_file
from tests.factories.accounts import COUNTY, make_agency
from tests.factories.bulletins import MONDAY, made_page
from tests.factories.deadlines import load_calendar
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")
WEEK = Week(date(2023, 11, 6))


@pytest.fixture
def shared(database_url: str) -> Iterator[Session]:
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def keep(session: Session, **traits: object) -> MondayPage | None:
    return actions.keep_page(session, now=MONDAY, county_code=COUNTY, made=made_page(**traits))


def test_a_week_has_one_page_with_the_bytes_that_were_drawn(session: Session) -> None:
    page = keep(session)
    assert page is not None
    assert (page.red, page.amber, page.green) == (2, 0, 3)
    assert matches(page.facts.encode(), page.facts_hash)
    for stored, data in ((page.pdf_hash, b"%PDFone"), (page.picture_hash, b"pngone")):
        with open_file(stored) as file:
            assert file.read() == data
    assert keep(session, word=b"two") is None
    assert [one.pdf_hash for one in queries.list_mondays(session, COUNTY)] == [page.pdf_hash]
    with pytest.raises(NotFound):
        queries.get_monday(session, COUNTY, WEEK.plus(-1))


def test_two_workers_at_once_make_one(shared: Session) -> None:
    answers = at_once(
        shared,
        lambda own: own.scalar(select(func.count(MondayPage.rowid))),
        lambda own, _seen: keep(own, word=b"one"),
        lambda own, _seen: keep(own, word=b"two"),
    )
    assert answers == ["done", "done"]
    assert len(queries.list_mondays(shared, COUNTY)) == 1


def test_weeks_between_pages_that_have_none_are_named(session: Session) -> None:
    load_calendar(session)
    keep(session, week=WEEK.plus(-4))
    assert keep(session) is not None
    pages = queries.list_mondays(session, COUNTY)
    assert [one.week for one in pages] == [WEEK, WEEK.plus(-4)]
    missing = queries.list_missing(session, pages, MONDAY + timedelta(days=2))
    assert missing == [WEEK.plus(-3), WEEK.plus(-2), WEEK.plus(-1)]
    assert queries.list_missing(session, [], MONDAY) == []


def test_nobody_is_written_to_without_a_mail_server(session: Session) -> None:
    make_agency(session)
    page = keep(session)
    assert page is not None
    message = Message("t", "b")
    assert actions.send_page(session, now=MONDAY, page=page, message=message) == 0
