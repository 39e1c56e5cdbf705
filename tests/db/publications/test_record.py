"""The compliance record of a party: what it gathers, within whose reach, at which cost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.cases.acts import Debt
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound
from casebook.publications import actions, queries
from casebook.publications.rules import PublicationState
from tests.factories import publications as make
from tests.factories.accounts import make_actor
from tests.factories.cases import DAY, make_case, make_problems
from tests.factories.performing import FINE, SERVED, pay_in, served_case
from tests.factories.regions import EAST
from tests.factories.wells import make_party
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")
TODAY = local_day(SERVED + 5 * DAY)


def test_it_gathers_what_is_on_file(session: Session) -> None:
    """The whole walk of a case: visited, decided, served, paid, owed to the public."""
    bureau, case = served_case(session)
    pay_in(session, bureau, case, SERVED + 2 * DAY, 6_000_000)
    assert actions.gather(session, now=SERVED) == 1
    record = queries.get_record(session, case.party_id, bureau.inspector, TODAY)
    assert [one.id for one in record.cases] == [case.id]
    assert [one.code for one in record.problems] == ["P10"]
    assert [one.id for one in record.wells] == [bureau.visit.well.id]
    assert [one.fine_fen for one in record.decisions] == [FINE]
    assert [(one.debt, one.owed_fen, one.paid_fen) for one in record.money[case.id]] == [
        (Debt.FINE, FINE, 6_000_000)
    ]
    (row,) = record.publications
    assert (row.state, row.served_on) == (PublicationState.OWED, date(2023, 6, 13))
    assert len(record.inspections) == 1
    assert len(record.measures) == 1


def test_it_lies_within_the_readers_reach(session: Session) -> None:
    office = make.make_office(session)
    party = office.case.party_id
    east = make_actor(session, Role.INSPECTOR, agency=office.bureau.visit.agency, jurisdiction=EAST)
    with pytest.raises(NotFound):
        queries.get_record(session, party, east, TODAY)
    stranger = make_party(session, name="无涉人")
    empty = queries.get_record(session, stranger.id, office.inspector, TODAY)
    assert (empty.cases, empty.problems, empty.wells) == ((), (), ())


def test_it_costs_the_same_for_one_case_and_for_three(session: Session) -> None:
    office = make.make_office(session)
    bureau, party = office.bureau, office.case.party_id

    def cost() -> int:
        session.expire_all()
        with statements(session.get_bind()) as found:
            queries.get_record(session, party, bureau.inspector, TODAY)
        return len(found)

    one = cost()

    for code in ("P20", "P15"):
        make_case(session, bureau, make_problems(session, bureau, code))
    assert cost() == one
