"""Townships that trail their yearly task are told to the ladder of supervision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from casebook.kernel.clock import local_day
from casebook.oversight.queries import list_lagging
from casebook.supervision import actions
from casebook.supervision.queries import climbed
from casebook.supervision.rules import Lapse, Rung
from tests.factories.accounts import COUNTY, NOW
from tests.factories.oversight import set_target
from tests.factories.regions import EAST, make_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_township_far_behind_is_proposed_once(session: Session) -> None:
    make_county(session)
    assert list_lagging(session, COUNTY, local_day(NOW)) == []
    set_target(session, division_code=EAST)
    (one,) = list_lagging(session, COUNTY, local_day(NOW))
    assert (one.lapse, one.subject.division_code, one.degree) == (Lapse.PROGRESS, EAST, 41)
    assert list_lagging(session, COUNTY, date(2023, 1, 1)) == []
    for expected in (1, 0):
        made = actions.propose(session, now=NOW, county_code=COUNTY, behind=[one])
        assert made == expected
    ((step,),) = climbed(session, COUNTY).values()
    assert step.rung is Rung.REMIND
