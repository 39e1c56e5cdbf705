"""Two who set or tell the same at once: one comes first, and nothing is told or set twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.db.refusals import REFUSED, refusal_of
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.deadlines.rules import Length, Unit
from casebook.kernel.errors import CasebookError
from casebook.notices import actions, queries
from casebook.notices.rules import Plan
from tests.factories.accounts import make_agency, make_officer
from tests.factories.deadlines import load_calendar, make_term
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency

NOW = datetime(2024, 10, 12, 1, 0, tzinfo=UTC)


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


@pytest.fixture
def agency(session: Session) -> Agency:
    load_calendar(session)
    return make_agency(session)


def as_forms_do(act: Callable[[Session], object]) -> Callable[[Session, object], None]:
    """Let what the database refuses be a refusal of ours, as every form does."""

    def run(own: Session, _found: object) -> None:
        try:
            act(own)
        except REFUSED as error:
            refusal = refusal_of(error)
            assert isinstance(refusal, CasebookError)
            raise refusal from error

    return run


def test_two_plans(session: Session, agency: Agency) -> None:
    admin = actor_of(make_officer(session, Role.SYSTEM_ADMIN, agency=agency))
    act = as_forms_do(
        lambda own: actions.set_plan(own, actor=admin, now=NOW, rule="", plan=Plan(), seen_version=0)
    )
    answers = at_once(session, lambda _own: None, act, act)
    assert answers.count("done") == 1
    assert len(queries.list_plans(session, "371525")) == 1


def test_two_lengths(session: Session, agency: Agency) -> None:
    lawyer = actor_of(make_officer(session, Role.LEGAL_REVIEWER, agency=agency))
    act = as_forms_do(
        lambda own: deadlines.set_length(
            own,
            actor=lawyer,
            now=NOW,
            rule_id="D-01",
            length=Length(10, Unit.WORKING_DAY),
            from_on=date(2024, 10, 12),
            reason="试3号",
            seen_version=0,
        )
    )
    answers = at_once(session, lambda _own: None, act, act)
    assert answers.count("done") == 1
    assert len(clocks.list_settings(session, "371525")) == 1


def test_two_rounds(session: Session, agency: Agency) -> None:
    lead = make_officer(session, Role.INSPECTOR, agency=agency)
    make_term(session, actor_of(lead), started_on=date(2024, 9, 12), amount=30, unit=Unit.CALENDAR_DAY)
    act = as_forms_do(
        lambda own: actions.tell_all(
            own, now=NOW, rows=list(queries.find_tellings(own, today=date(2024, 10, 12)))
        )
    )
    at_once(session, lambda _own: None, act, act)
    assert queries.count_unread(session, lead.id) == 1
