"""Routes of a day: whose leads, in which order, once; and two who decide or screen at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.field.actions.carrying import planned_scope
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.screening import actions, queries
from casebook.screening.rules.states import HitState, RouteState
from tests.factories.accounts import NOW, make_actor, make_officer
from tests.factories.regions import EAST, WEST
from tests.factories.screening import TODAY, Watch, hits_of, make_watch, run
from tests.factories.wells import make_well
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.screening.models import DayRoute, ScreeningHit

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def with_leads(session: Session) -> Watch:
    """Three wells in a row from west to east, each with a lead."""
    watch = make_watch(session)
    for place, code in enumerate(("A", "B", "C")):
        make_well(session, code=code, lon=115.41 + place * 0.012, lat=36.45)
    run(session, watch)
    actions.make_leads(session, actor=watch.chief, now=NOW, hits=list(hits_of(session, watch).values()))
    return watch


def plan(session: Session, watch: Watch, officer_id: object, **changes: object) -> DayRoute:
    wish: dict[str, object] = {"officer_id": officer_id, "on": TODAY, "stops": 10, "radius_km": 8}
    return actions.plan_route(session, actor=watch.chief, now=NOW, **(wish | changes))  # type: ignore[arg-type]  # its arguments


def codes(session: Session, route: DayRoute) -> list[str]:
    wells = queries.wells_by_id(session, [stop.well_id for stop in route.stops])
    return [wells[stop.well_id].code for stop in route.stops]


def test_a_route_is_in_driving_order_and_goes_to_the_tablet(session: Session) -> None:
    watch = with_leads(session)
    route = plan(session, watch, watch.inspector.id)
    assert codes(session, route) in (["A", "B", "C"], ["C", "B", "A"])
    assert [stop.metres > 900 for stop in route.stops] == [False, True, True]
    assert planned_scope(session, actor_of(watch.inspector), TODAY).wells == tuple(codes(session, route))
    assert planned_scope(session, actor_of(watch.inspector), date(2023, 6, 2)).wells == ()


def test_a_lead_is_on_one_route_a_day_and_a_new_plan_takes_the_place_of_the_old(session: Session) -> None:
    watch = with_leads(session)
    first = plan(session, watch, watch.inspector.id, stops=2)
    other = make_officer(session, Role.INSPECTOR, agency=watch.agency)
    second = plan(session, watch, other.id)
    assert sorted(codes(session, first) + codes(session, second)) == ["A", "B", "C"]
    again = plan(session, watch, watch.inspector.id, stops=1)
    assert (first.state, len(again.stops)) == (RouteState.DROPPED, 1)
    actions.drop_route(session, actor=watch.chief, now=NOW, route=again)
    with pytest.raises(RuleBroken, match="route_dropped_already"):
        actions.drop_route(session, actor=watch.chief, now=NOW, route=again)


def test_what_is_refused(session: Session) -> None:
    watch = with_leads(session)
    with pytest.raises(RuleBroken, match="route_day_over"):
        plan(session, watch, watch.inspector.id, on=date(2023, 5, 31))
    clerk = make_officer(session, Role.CASE_HEAD, agency=watch.agency)
    with pytest.raises(RuleBroken, match="route_officer_unfit"):
        plan(session, watch, clerk.id)
    away = make_officer(session, Role.INSPECTOR, agency=watch.agency, jurisdiction=EAST)
    with pytest.raises(RuleBroken, match="route_no_leads"):
        plan(session, watch, away.id)
    narrow = make_actor(session, Role.CASE_HEAD, jurisdiction=WEST)
    with pytest.raises(NotFound):
        actions.plan_route(session, actor=narrow, now=NOW, officer_id=watch.inspector.id, on=TODAY)


def test_two_who_decide_one_hit_at_once_one_is_told(session: Session) -> None:
    watch = make_watch(session)
    make_well(session, code="A")
    run(session, watch)
    (hit,) = hits_of(session, watch).values()
    hit_id = hit.id

    def load(own: Session) -> ScreeningHit:
        return queries.get_hit(own, hit_id, watch.chief)

    answers = at_once(
        session,
        load,
        lambda own, found: actions.make_lead(own, actor=watch.chief, now=NOW, hit=found),
        lambda own, found: actions.dismiss(own, actor=watch.chief, now=NOW, hit=found, reason="误报"),
    )
    assert answers == ["done", "screening_not_open"]
    assert queries.get_hit(session, hit_id, watch.chief).state in {HitState.LEAD, HitState.DISMISSED}


def test_two_runs_at_once_store_one(session: Session) -> None:
    watch = make_watch(session)
    make_well(session, code="A")
    found = queries.collect(session, watch.agency.county_code, TODAY, TODAY)

    def again(own: Session, _loaded: object) -> object:
        return actions.store(own, actor=watch.chief, now=NOW, found=found)

    assert at_once(session, lambda _own: None, again, again) == ["done", "done"]
    assert queries.last_run_number(session, watch.agency.county_code) == 1
    assert len(hits_of(session, watch)) == 1
