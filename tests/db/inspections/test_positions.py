from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.inspections.filed import FiledPresence
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.wells import actions, queries
from casebook.wells.rules import ProposalState
from tests.factories.accounts import NOW
from tests.factories.filed import file, fixes
from tests.factories.inspections import make_visit
from tests.factories.wells import keeper

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.inspections import Visit

pytestmark = pytest.mark.usefixtures("file_store")
METRE = 0.000009


def go(session: Session, visit: Visit, day: int, north_m: float, accuracy_m: float = 5.0) -> None:
    """One more visit that stands so far north of the register."""
    at = NOW + timedelta(days=day)
    places = fixes(visit.well.lon, visit.well.lat + north_m * METRE, at=at, accuracy_m=accuracy_m)
    times = {"started_at": at, "arrival_at": at, "ended_at": at}
    presence = FiledPresence(fixes=places, clock_ahead_s=0)
    file(session, visit, presence=presence, now=at + timedelta(hours=1), **times)


def test_three_visits_that_agree_propose_a_position(session: Session) -> None:
    visit = make_visit(session)
    office, lat = keeper(session), visit.well.lat
    go(session, visit, 1, 40)
    go(session, visit, 2, 44)
    assert queries.find_open_proposal(session, visit.well.id) is None
    go(session, visit, 3, 42)
    proposal = queries.find_open_proposal(session, visit.well.id)
    assert proposal is not None
    assert (len(proposal.visits), visit.well.lat) == (3, lat)
    go(session, visit, 4, 46)
    (again,) = queries.page_proposals(session, office).items
    assert (again.id, len(again.visits)) == (proposal.id, 4)
    actions.decide_position(
        session, actor=office, now=NOW, proposal=proposal, is_accepted=True, note="三次定位一致。"
    )
    assert visit.well.lat == proposal.lat
    assert queries.page_proposals(session, office).items == []
    with pytest.raises(RuleBroken, match="position_decided"):
        actions.decide_position(
            session, actor=office, now=NOW, proposal=proposal, is_accepted=False, note="x"
        )


def test_visits_near_the_register_or_vague_propose_nothing(session: Session) -> None:
    visit = make_visit(session)
    for day, north in enumerate((5, 8, 9)):
        go(session, visit, day, north)
    for day, north in enumerate((40, 42, 44), 5):
        go(session, visit, day, north, accuracy_m=60)
    assert queries.find_open_proposal(session, visit.well.id) is None


def test_a_declined_position_is_not_proposed_again(session: Session) -> None:
    visit = make_visit(session)
    office, lat = keeper(session), visit.well.lat
    for day, north in enumerate((40, 42, 44)):
        go(session, visit, day, north)
    proposal = queries.find_open_proposal(session, visit.well.id)
    assert proposal is not None
    with pytest.raises(Forbidden):
        actions.decide_position(
            session, actor=visit.actor, now=NOW, proposal=proposal, is_accepted=True, note=""
        )
    with pytest.raises(RuleBroken, match="position_note"):
        actions.decide_position(
            session, actor=office, now=NOW, proposal=proposal, is_accepted=False, note=" "
        )
    actions.decide_position(
        session, actor=office, now=NOW, proposal=proposal, is_accepted=False, note="定位在院外。"
    )
    assert (proposal.state, visit.well.lat) == (ProposalState.DECLINED, lat)
    go(session, visit, 9, 43)
    assert queries.find_open_proposal(session, visit.well.id) is None


def test_who_keeps_the_register_elsewhere_sees_none(session: Session) -> None:
    visit = make_visit(session)
    for day, north in enumerate((40, 42, 44)):
        go(session, visit, day, north)
    elsewhere = keeper(session, jurisdiction="371525105")
    assert queries.page_proposals(session, elsewhere).items == []
    assert queries.count_waiting(session, elsewhere) == (0, 0)
