"""Closed months: closed once and in order, nothing is booked into them, what was made of them stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.months import Month
from casebook.ledger import queries
from casebook.ledger.models import ClosedMonth
from casebook.oversight.rules import Grounds
from casebook.storage.queries import open_file
from tests.factories.accounts import COUNTY as OFFICES_COUNTY
from tests.factories.accounts import make_actor
from tests.factories.ledger import (
    COUNTY,
    NOW,
    OPERATOR,
    close_month,
    made_month,
    post_closed_well,
    post_reduction,
    reverse,
)
from tests.factories.oversight import set_target
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")
OCTOBER, NOVEMBER = Month(2023, 10), Month(2023, 11)


def test_a_closed_month_stands(session: Session) -> None:
    """Its head is that of its last day, and its files are the bytes that were made."""
    first = post_closed_well(session)
    post_closed_well(session, 2, now=NOW + timedelta(days=30), on=date(2023, 11, 1))
    close_month(session, OCTOBER)
    closed = queries.get_closed_month(session, OCTOBER, OPERATOR)
    assert (closed.number, closed.head.count, closed.head.hash) == ("371525-2023-YJ-10", 1, first.hash)
    with open_file(closed.files["pdf"]) as stream:
        assert stream.read() == b"xpdf"
    assert queries.last_closed_month(session, COUNTY) == OCTOBER


def test_nothing_is_booked_into_a_closed_month(session: Session) -> None:
    """What an act of its last second brings late is booked on the first day of the open month."""
    close_month(session, OCTOBER)
    late = post_closed_well(session, now=datetime(2023, 10, 31, 15, 59, 59, tzinfo=UTC))
    assert late.booked_on == NOVEMBER.first
    assert queries.totals(session, COUNTY, 2023, as_of=OCTOBER.last).count == 0
    assert queries.totals(session, COUNTY, 2023, as_of=NOVEMBER.first).count == 1
    assert list(queries.iterate_booked(session, COUNTY, OCTOBER.first, OCTOBER.last)) == []
    assert queries.verify(session, COUNTY).is_whole


def test_a_later_correction_is_of_its_own_month(session: Session) -> None:
    entry = post_reduction(session)
    close_month(session, OCTOBER)
    before = queries.totals(session, COUNTY, 2023, as_of=OCTOBER.last)
    reverse(session, entry)
    assert queries.totals(session, COUNTY, 2023, as_of=OCTOBER.last) == before
    booked = list(queries.iterate_booked(session, COUNTY, date(2023, 12, 1), date(2023, 12, 31)))
    assert [facts["reverses"] for facts, _hash in booked] == [entry.sequence]


def test_the_order_of_closing(session: Session) -> None:
    cases = [
        (OCTOBER, datetime(2023, 10, 31, 10, tzinfo=UTC), "month_not_over"),
        (Month(2023, 12), datetime(2024, 1, 2, tzinfo=UTC), "month_out_of_order"),
        (OCTOBER, datetime(2023, 12, 2, tzinfo=UTC), "month_closed_already"),
    ]
    with pytest.raises(RuleBroken, match=cases[0][2]):
        close_month(session, OCTOBER, now=cases[0][1])
    close_month(session, OCTOBER)
    for month, now, code in cases[1:]:
        with pytest.raises(RuleBroken, match=code):
            close_month(session, month, now=now)
    close_month(session, NOVEMBER)


def test_a_report_that_is_out_of_date_closes_nothing(session: Session) -> None:
    made = made_month(session, OCTOBER)
    post_closed_well(session)
    with pytest.raises(Conflict, match="month_moved"):
        close_month(session, OCTOBER, made=made)
    assert queries.list_closed_months(session, COUNTY) == []


def test_who_may_close(session: Session) -> None:
    for role in (Role.INSPECTOR, Role.COUNTY_LEADER):
        with pytest.raises(Forbidden):
            close_month(session, OCTOBER, actor=make_actor(session, role))
    actor = make_actor(session, Role.PERMIT_OFFICER, jurisdiction=f"{OFFICES_COUNTY}104")
    with pytest.raises(Exception, match="ledger_month"):
        close_month(session, OCTOBER, actor=actor)


def test_targets_of_a_year_with_closed_months(session: Session) -> None:
    make_county(session)
    set_target(session)
    close_month(session, OCTOBER)
    later = NOW + timedelta(days=40)
    change = {"amount": "16", "paper": "冠水发〔2023〕试9号", "now": later}
    with pytest.raises(RuleBroken, match="target_month_closed"):
        set_target(session, **change)
    changed = set_target(session, **change, grounds=Grounds("市里调整任务"))
    assert (changed.value, changed.reason) == (16, "市里调整任务")
    close_month(session, NOVEMBER)
    close_month(session, Month(2023, 12))
    with pytest.raises(RuleBroken, match="target_year_closed"):
        set_target(session, **{**change, "amount": "17"}, grounds=Grounds("再调整"))
    set_target(session, year=2024, amount="9", paper="冠水发〔2024〕试1号")


def test_nobody_writes_a_closed_month_anew(session: Session) -> None:
    close_month(session, OCTOBER)
    session.query(ClosedMonth).one().head_count = 7
    with pytest.raises(RuleBroken, match="append_only"):
        session.flush()
