"""Reading closures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.closures.models import Closure, ClosureConfirmation, ClosureEvent, ClosureSignature
from casebook.closures.rules import ClosureStatus
from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import ClosureOrigin
    from casebook.db.paging import Page


@dataclass(frozen=True)
class ClosureFilter:
    """What a list of closures is narrowed to; empty means all."""

    status: ClosureStatus | None = None
    origin: ClosureOrigin | None = None
    year: int | None = None
    division_code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Claimed:
    """What is reported or accepted and not yet booked, in one township."""

    division_code: str
    count: int
    full_year_m3: Decimal
    this_year_m3: Decimal


def find_live(session: Session, well_id: UUID) -> Closure | None:
    """Return the closure of a well that was not reopened; there is at most one."""
    query = select(Closure).where(Closure.well_id == well_id, Closure.status != ClosureStatus.REOPENED)
    return session.scalar(query)


def get_closure(session: Session, number: str, actor: Actor) -> Closure:
    """Return a closure in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Closure).where(Closure.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("closure", number)
    return found


def get_closure_by_id(session: Session, closure_id: UUID, actor: Actor) -> Closure:
    """Return a closure in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Closure).where(Closure.id == closure_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("closure", closure_id)
    return found


def page_closures(
    session: Session,
    *,
    actor: Actor,
    wanted: ClosureFilter,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Closure]:
    """Return a page of closures, newest number first."""
    query = select(Closure).where(
        Closure.county_code == actor.county_code, Closure.division_code.startswith(actor.jurisdiction)
    )
    if wanted.status is not None:
        query = query.where(Closure.status == wanted.status)
    if wanted.origin is not None:
        query = query.where(Closure.origin == wanted.origin)
    if wanted.year is not None:
        query = query.where(Closure.number.startswith(f"{actor.county_code}-{wanted.year}-"))
    if wanted.division_code:
        query = query.where(Closure.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.text:
        query = query.where(Closure.number.contains(wanted.text, autoescape=True))
    return page(
        session,
        query,
        columns=[Closure.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_by_well(session: Session, well_id: UUID) -> list[Closure]:
    """Return all closures of a well, newest first."""
    return list(
        session.scalars(select(Closure).where(Closure.well_id == well_id).order_by(Closure.number.desc()))
    )


def list_events(session: Session, closure_id: UUID) -> list[ClosureEvent]:
    """Return a closure's events in order."""
    query = select(ClosureEvent).where(ClosureEvent.closure_id == closure_id)
    return list(session.scalars(query.order_by(ClosureEvent.sequence)))


def list_signatures(session: Session, closure_id: UUID) -> list[ClosureSignature]:
    """Return the signatures of a closure's acceptance."""
    query = select(ClosureSignature).where(ClosureSignature.closure_id == closure_id)
    return list(session.scalars(query.order_by(ClosureSignature.rowid)))


def list_confirmations(session: Session, closure_id: UUID) -> list[ClosureConfirmation]:
    """Return the confirmations given so far."""
    query = select(ClosureConfirmation).where(ClosureConfirmation.closure_id == closure_id)
    return list(session.scalars(query.order_by(ClosureConfirmation.rowid)))


def claimed(session: Session, *, county_code: str, year: int) -> list[Claimed]:
    """Return by township what was closed in a year, reported or accepted, and is not booked yet."""
    query = (
        select(
            Closure.division_code,
            func.count(Closure.rowid),
            func.sum(Closure.full_year_m3),
            func.sum(Closure.this_year_m3),
        )
        .where(
            Closure.county_code == county_code,
            Closure.number.startswith(f"{county_code}-{year}-"),
            Closure.status.in_((ClosureStatus.REPORTED, ClosureStatus.ACCEPTED)),
        )
        .group_by(Closure.division_code)
        .order_by(Closure.division_code)
    )
    return [Claimed(code, count, full, this) for code, count, full, this in session.execute(query)]
