"""Two at once: one sheet, one decision, a report in the very night that notes what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.kernel.clock import local_day
from casebook.quotas.rules import WaterSource
from casebook.returns import actions, queries
from casebook.returns.rules import ReturnState
from tests.factories.accounts import COUNTY
from tests.factories.reported import AUGUST, Q1, SUMMER, ask, make_user_with_wells, plan, report, send
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.parties.models import Party
    from casebook.returns.models import PeriodicReturn


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on a database of its own, which others can open beside it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def test_two_at_once(session: Session) -> None:
    user = make_user_with_wells(session)
    plan(session, user)
    (row,) = ask(session)
    send(session, row, report(user, 600, 600))
    clerk, firm_id, return_id, version = user.clerk, user.firm.id, row.id, row.version

    def find(own: Session) -> PeriodicReturn:
        return queries.get_return(own, return_id, clerk)

    def decide(own: Session, found: PeriodicReturn) -> None:
        actions.decide(own, actor=clerk, now=SUMMER, row=found, to=ReturnState.ACCEPTED, base_version=version)

    assert at_once(session, find, decide, decide) == ["done", "return_changed_meanwhile"]

    def firm(own: Session) -> Party:
        return queries.get_return(own, return_id, clerk).party

    def issue(own: Session, party: Party) -> None:
        wish = actions.SheetWish(
            party=party, period=Q1, source=WaterSource.SHALLOW, read_on=local_day(SUMMER)
        )
        actions.issue_sheet(own, actor=clerk, now=SUMMER, wish=wish)

    assert at_once(session, firm, issue, issue) == ["done", "tax_sheet_standing"]
    session.expire_all()
    assert len(queries.list_standing(session, firm_id, WaterSource.SHALLOW, 2023)) == 1


def test_the_night_never_calls_late_what_has_just_come(session: Session) -> None:
    user = make_user_with_wells(session)
    (row,) = ask(session)
    told, return_id, clerk = report(user, 600, 600), row.id, user.clerk

    def find(own: Session) -> PeriodicReturn:
        return queries.get_return(own, return_id, clerk)

    def come(own: Session, found: PeriodicReturn) -> None:
        send(own, found, told, now=AUGUST)

    def night(own: Session, _found: PeriodicReturn) -> None:
        actions.keep_rounds(own, now=AUGUST, county_code=COUNTY)

    assert at_once(session, find, come, night)[0] == "done"
    found = queries.get_return(session, return_id, clerk)
    assert (found.state is ReturnState.LATE) is (found.submission_id is None)
