"""Reading the emergency uses of reserve wells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.closures.models import EmergencyOpening
from casebook.closures.rules import EmergencyStatus, used_by_year
from casebook.closures.rules.claims import Emergency
from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.volumes import queries as volumes

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.db.paging import Page

RUNNING = (EmergencyStatus.ASKED, EmergencyStatus.APPROVED, EmergencyStatus.OPEN)
_OPENED = (EmergencyStatus.OPEN, EmergencyStatus.SEALED)


def get_emergency(session: Session, number: str, actor: Actor) -> EmergencyOpening:
    """Return an emergency use in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(EmergencyOpening).where(EmergencyOpening.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("emergency_opening", number)
    return found


def find_running_emergency(session: Session, well_id: UUID) -> EmergencyOpening | None:
    """Return the emergency use of a well that is not over; there is at most one."""
    query = select(EmergencyOpening).where(
        EmergencyOpening.well_id == well_id, EmergencyOpening.status.in_(RUNNING)
    )
    return session.scalar(query)


def list_emergencies(session: Session, closure_id: UUID) -> list[EmergencyOpening]:
    """Return a closure's emergency uses by number."""
    query = select(EmergencyOpening).where(EmergencyOpening.closure_id == closure_id)
    return list(session.scalars(query.order_by(EmergencyOpening.number)))


def list_emergencies_to_decide(session: Session, actor: Actor, *, most: int) -> list[EmergencyOpening]:
    """Return what somebody else has asked for and nobody has decided, by number."""
    query = select(EmergencyOpening).where(
        EmergencyOpening.county_code == actor.county_code,
        EmergencyOpening.division_code.startswith(actor.jurisdiction),
        EmergencyOpening.status == EmergencyStatus.ASKED,
        EmergencyOpening.asked_by_id != actor.officer_id,
    )
    return list(session.scalars(query.order_by(EmergencyOpening.number).limit(most)))


def emergency_numbers(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of emergency uses by their ids."""
    query = select(EmergencyOpening.id, EmergencyOpening.number).where(EmergencyOpening.id.in_(ids))
    return dict(session.execute(query).all())


def page_emergencies(
    session: Session,
    *,
    actor: Actor,
    status: EmergencyStatus | None = None,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[EmergencyOpening]:
    """Return a page of emergency uses, newest number first."""
    query = select(EmergencyOpening).where(
        EmergencyOpening.county_code == actor.county_code,
        EmergencyOpening.division_code.startswith(actor.jurisdiction),
    )
    if status is not None:
        query = query.where(EmergencyOpening.status == status)
    return page(
        session,
        query,
        columns=[EmergencyOpening.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def emergencies_of(session: Session, well_ids: Collection[UUID]) -> dict[UUID, list[Emergency]]:
    """Return the days in which wells were open by leave; an open one until the day that was allowed."""
    query = select(EmergencyOpening).where(
        EmergencyOpening.well_id.in_(list(well_ids)), EmergencyOpening.status.in_(_OPENED)
    )
    found: dict[UUID, list[Emergency]] = {}
    for one in session.scalars(query.order_by(EmergencyOpening.number)):
        if one.opened_on is not None:
            last = min(one.sealed_on or one.until_on, one.until_on)
            found.setdefault(one.well_id, []).append(Emergency(one.opened_on, max(last, one.opened_on)))
    return found


def measured_between(session: Session, well_id: UUID, first: date, last: date) -> Decimal | None:
    """Return what the volumes say for the months of an opening; None where no month has one.

    A reserve well takes nothing outside of its openings, so its months need not be cut.
    """
    months = volumes.months_of(session, [well_id], Month.of(first), Month.of(last)).get(well_id, {})
    known = [one.m3 for one in months.values() if one.m3 is not None]
    return sum(known, Decimal(0)) if known else None


def used_in_year(session: Session, closure: Closure) -> Decimal:
    """Return what emergencies have taken of a closure's well in the year of its closing, m³."""
    used = [
        used_by_year(one.used_m3, one.opened_on, one.sealed_on).get(closure.closed_on.year, Decimal(0))
        for one in list_emergencies(session, closure.id)
        if one.used_m3 is not None and one.opened_on and one.sealed_on
    ]
    return sum(used, Decimal(0))
