"""Reading routes, and the leads that a route may go to."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.cases.models import Lead
from casebook.cases.queries import list_open_leads
from casebook.cases.rules.codes import Severity
from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound
from casebook.screening.models import DayRoute, DayRouteStop, ScreeningHit
from casebook.screening.rules.ranking import score_of
from casebook.screening.rules.routing import Stop
from casebook.screening.rules.states import RouteState
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

AT_ONCE = 500


def route_candidates(session: Session, officer: Actor, on: date, today: date) -> list[Stop]:
    """Return the wells with an open lead in an officer's reach that are on no route of the day."""
    leads = list_open_leads(session, officer)
    taken = set(
        session.scalars(
            select(DayRouteStop.lead_id)
            .join(DayRoute, DayRoute.id == DayRouteStop.route_id)
            .where(
                DayRoute.county_code == officer.county_code,
                DayRoute.on == on,
                DayRoute.state == RouteState.PLANNED,
            )
        )
    )
    open_leads = [lead for lead in leads if lead.id not in taken]
    hits = hits_by_lead(session, [lead.id for lead in open_leads])
    places = _places(session, [lead.well_id for lead in open_leads if lead.well_id is not None])
    found = []
    for lead in open_leads:
        if lead.well_id is not None and lead.well_id in places:
            code, lon, lat = places[lead.well_id]
            score = _score(lead, hits.get(lead.id, []), today)
            found.append(Stop(lead.id, lead.well_id, code, lon, lat, score))
    return found


def _score(lead: Lead, hits: list[ScreeningHit], today: date) -> int:
    """Return what speaks for a lead; one that nobody's figures speak of counts as of middle gravity."""
    gravest = max(hits, key=lambda one: one.rank, default=None)
    stake = sum((one.stake_m3 or Decimal(0) for one in hits), Decimal(0))
    severity = gravest.severity if gravest else Severity.MID
    return score_of(severity, stake, (today - local_day(lead.found_at)).days)


def hits_by_lead(session: Session, lead_ids: list[UUID]) -> dict[UUID, list[ScreeningHit]]:
    """Return the hits that became each lead, the gravest first."""
    found: dict[UUID, list[ScreeningHit]] = defaultdict(list)
    for start in range(0, len(lead_ids), AT_ONCE):
        query = select(ScreeningHit).where(ScreeningHit.lead_id.in_(lead_ids[start : start + AT_ONCE]))
        for hit in session.scalars(query.order_by(ScreeningHit.rank.desc(), ScreeningHit.id)):
            if hit.lead_id is not None:
                found[hit.lead_id].append(hit)
    return dict(found)


def _places(session: Session, ids: list[UUID]) -> dict[UUID, tuple[str, float, float]]:
    found: dict[UUID, tuple[str, float, float]] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(Well.id, Well.code, Well.lon, Well.lat).where(
            Well.id.in_(ids[start : start + AT_ONCE])
        )
        found |= {well_id: (code, lon, lat) for well_id, code, lon, lat in session.execute(query)}
    return found


def list_routes_of(session: Session, officer_id: UUID, on: date) -> list[DayRoute]:
    """Return the planned routes of an officer on a day, locked for a change."""
    query = select(DayRoute).where(
        DayRoute.officer_id == officer_id, DayRoute.on == on, DayRoute.state == RouteState.PLANNED
    )
    return list(session.scalars(query.order_by(DayRoute.rowid).with_for_update()))


def find_route_of(session: Session, officer_id: UUID, on: date) -> DayRoute | None:
    """Return the route that an officer goes on a day, or None."""
    query = select(DayRoute).where(
        DayRoute.officer_id == officer_id, DayRoute.on == on, DayRoute.state == RouteState.PLANNED
    )
    return session.scalar(query.order_by(DayRoute.rowid.desc()).limit(1))


def get_route(session: Session, route_id: UUID, actor: Actor) -> DayRoute:
    """Return a route in the actor's reach, or raise NotFound."""
    found = session.scalar(select(DayRoute).where(DayRoute.id == route_id))
    if found is None or not (actor.reaches(found.division_code) or found.officer_id == actor.officer_id):
        raise NotFound("day_route", route_id)
    return found


def page_routes(
    session: Session, actor: Actor, *, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[DayRoute]:
    """Return a page of routes in the actor's reach, the latest day first."""
    query = select(DayRoute).where(
        DayRoute.county_code == actor.county_code, DayRoute.division_code.startswith(actor.jurisdiction)
    )
    return page(
        session,
        query,
        columns=[DayRoute.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
        size=size,
    )


def leads_by_id(session: Session, lead_ids: list[UUID]) -> list[Lead]:
    """Return these leads."""
    return list(session.scalars(select(Lead).where(Lead.id.in_(lead_ids)).order_by(Lead.number)))


def well_ids_by_code(session: Session, county_code: str, codes: Collection[str]) -> list[UUID]:
    """Return the wells of a county that bear these codes, by code."""
    query = select(Well.id).where(Well.county_code == county_code, Well.code.in_(codes))
    return list(session.scalars(query.order_by(Well.code)))


def wells_by_id(session: Session, well_ids: list[UUID]) -> dict[UUID, Well]:
    """Return these wells by id."""
    return {row.id: row for row in session.scalars(select(Well).where(Well.id.in_(well_ids)))}
