"""What follows a booked closure: its publication, and looks back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.closures import actions, queries
from casebook.closures.rules import ClosureStatus, EmergencyStatus, RecheckResult
from casebook.deadlines import queries as clocks
from tests.db.closures.test_life import refused
from tests.factories import closures as make
from tests.factories import programme as plans
from tests.factories.accounts import NOW
from tests.factories.closures import DAY, Offices
from tests.factories.deadlines import load_calendar
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pytestmark = pytest.mark.usefixtures("file_store")
LATER = NOW + 3 * DAY


@pytest.fixture
def offices(session: Session) -> Offices:
    load_calendar(session)
    return make.make_offices(session)


def test_a_booked_closure_is_published_once(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED)
    about = {"actor": offices.actor("reporter"), "now": LATER, "closure": closure}
    days = {"published_on": LATER.date(), "until_on": LATER.date() + timedelta(days=7)}
    early = refused(lambda: actions.publish_closure(session, **about, **days, place="公示栏"))
    assert early == {"closure_not_to_publish"}
    make.confirm(session, offices, closure)
    before = {**days, "published_on": date(2023, 5, 30)}
    assert refused(lambda: actions.publish_closure(session, **about, **before, place="公示栏")) == {
        "published_before_booked"
    }
    nowhere = refused(lambda: actions.publish_closure(session, **about, **days, place=" "))
    assert nowhere == {"closure_place_missing"}
    row = actions.publish_closure(session, **about, **days, place="清水镇公示栏")
    assert queries.find_publication(session, closure.id) == row
    assert refused(lambda: actions.publish_closure(session, **about, **days, place="再来")) == {
        "closure_not_to_publish"
    }


def test_a_look_back_is_drawn_once_and_done_by_others(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices)
    checker = offices.actor("recheck")
    about = {"actor": checker, "now": LATER, "year": 2023, "count": 3, "seed": "口令"}
    (row,) = actions.draw_rechecks(session, **about)
    assert refused(lambda: actions.draw_rechecks(session, **about)) == {"recheck_none"}
    done = {"now": LATER + DAY, "recheck": row, "done_on": (LATER + DAY).date()}
    damaged = {**done, "result": RecheckResult.DAMAGED}
    own = {**damaged, "actor": offices.actor("reporter"), "remark": "铅封断"}
    assert refused(lambda: actions.note_recheck(session, **own)) == {"recheck_by_involved"}
    silent = refused(lambda: actions.note_recheck(session, **damaged, actor=checker, remark=""))
    assert silent == {"recheck_note_missing"}
    actions.note_recheck(session, **damaged, actor=checker, remark="铅封断")
    again = {**damaged, "actor": checker, "remark": "再看"}
    assert refused(lambda: actions.note_recheck(session, **again)) == {"recheck_done"}
    assert clocks.get_term(session, row.term_id).met_on == done["done_on"]
    assert [one.result for one in queries.list_rechecks(session, closure.id)] == [RecheckResult.DAMAGED]
    assert refused(lambda: actions.draw_rechecks(session, **about)) == {"recheck_none"}
    (second,) = actions.draw_rechecks(session, **{**about, "seed": "另一个口令"})
    assert second.closure_id == closure.id


def test_water_that_a_look_back_found_waits_for_who_reopens(session: Session, offices: Offices) -> None:
    """Until the booking is taken back; not where the well was open by leave on that day."""
    row = plans.make_emergency(session, offices, EmergencyStatus.SEALED)  # from LATER to three days after
    closure = queries.get_closure_by_id(session, row.closure_id, offices.actor("reporter"))
    opener = offices.actor("reporter")
    for count, days in ((0, 2), (1, 6)):
        on = LATER + days * DAY
        about = {"actor": offices.actor("recheck"), "now": on}
        (drawn,) = actions.draw_rechecks(session, **about, year=2023, count=1, seed=f"口令{days}")
        found = {"done_on": on.date(), "result": RecheckResult.PUMPED, "remark": "泵在响"}
        actions.note_recheck(session, **about, recheck=drawn, **found)
        assert len(queries.list_pumped(session, opener, most=5)) == count
    late = LATER + 7 * DAY
    actions.reopen_closure(
        session, actor=opener, now=late, closure=closure, reopened_on=late.date(), reason="泵在响"
    )
    assert queries.list_pumped(session, opener, most=5) == []


def test_drawing_asks_as_often_for_many(session: Session, offices: Offices) -> None:
    def asked() -> int:
        with statements(session.get_bind().engine) as found:
            queries.candidates(session, offices.actor("recheck"), 2023, seed="口令", on=LATER.date())
        return len(found)

    make.make_closure(session, offices)
    asked()  # what was written before is read again
    one = asked()
    for _more in range(2):
        make.make_closure(session, offices, well=make.new_well(session))
    assert asked() == one
