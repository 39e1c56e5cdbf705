"""Planning the route of a day: the leads that are worth most together, in driving order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts.queries import actor_of, get_officer
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.screening import queries
from casebook.screening.models import DayRoute, DayRouteStop
from casebook.screening.rules.routing import check_wish, choose, in_driving_order
from casebook.screening.rules.states import ROUTE_TRANSITIONS, RouteState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.screening.rules.routing import Leg


def plan_route(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    officer_id: UUID,
    on: date,
    stops: int = 10,
    radius_km: int = 8,
) -> DayRoute:
    """Plan an officer's route of a day, in the place of the one that was planned for it before.

    Leads on another's route of that day are left to them. RuleBroken: a day that is over, no lead to go to,
    an officer of elsewhere or without field work.
    """
    actor.need(Permission.ROUTE_PLAN)
    check_wish(stops, radius_km)
    today = local_day(now)
    if on < today:
        raise RuleBroken("route_day_over", field="on", today=today)
    officer = _fit_officer(session, actor, officer_id)
    hold(session, f"day_route:{actor.county_code}")
    for older in queries.list_routes_of(session, officer_id, on):
        _drop(session, older)
    candidates = queries.route_candidates(session, actor_of(officer), on, today)
    legs = in_driving_order(choose(candidates, most=stops, radius_km=radius_km))
    if not legs:
        raise RuleBroken("route_no_leads", field="officer_id", name=officer.name)
    route = _route(actor, now, officer, on, legs)
    session.add(route)
    session.flush()
    after = {"on": on, "wells": [leg.stop.code for leg in legs], "officer": officer_id}
    subject = subject_of_route(route)
    record(session, actor=actor, now=now, action="day_route:plan", subject=subject, after=after)
    return route


def _fit_officer(session: Session, actor: Actor, officer_id: UUID) -> Officer:
    """Return who is to go: active, of the county, with field work, in reach."""
    officer = get_officer(session, officer_id)
    may_go = actor_of(officer).can(Permission.FIELD_USE)
    if not officer.is_active or not may_go or officer.county_code != actor.county_code:
        raise RuleBroken("route_officer_unfit", field="officer_id", name=officer.name)
    actor.need_reach(officer.jurisdiction, "officer", officer_id)
    return officer


def _route(actor: Actor, now: datetime, officer: Officer, on: date, legs: Sequence[Leg]) -> DayRoute:
    return DayRoute(
        id=new_id(),
        county_code=actor.county_code,
        officer_id=officer.id,
        division_code=officer.jurisdiction,
        on=on,
        state=RouteState.PLANNED,
        metres=sum(leg.metres for leg in legs),
        made_at=now,
        made_by=actor.name,
        stops=[
            DayRouteStop(
                id=new_id(),
                place=place,
                lead_id=leg.stop.lead_id,
                well_id=leg.stop.well_id,
                score=leg.stop.score,
                metres=leg.metres,
            )
            for place, leg in enumerate(legs, start=1)
        ],
    )


def drop_route(session: Session, *, actor: Actor, now: datetime, route: DayRoute) -> None:
    """Take a planned route back."""
    actor.need(Permission.ROUTE_PLAN)
    actor.need_reach(route.division_code, "day_route", route.id)
    session.refresh(route, with_for_update=True)
    _drop(session, route)
    record(session, actor=actor, now=now, action="day_route:drop", subject=subject_of_route(route))


def _drop(session: Session, route: DayRoute) -> None:
    if RouteState.DROPPED not in ROUTE_TRANSITIONS[route.state]:
        raise RuleBroken("route_dropped_already")
    route.state = RouteState.DROPPED
    session.flush()


def subject_of_route(route: DayRoute) -> Subject:
    """Return a route as what an act is about."""
    return Subject("day_route", route.id, route.on.isoformat(), route.division_code)
