"""Reading closures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from casebook.access import Permission
from casebook.closures.models import (
    Closure,
    ClosureConfirmation,
    ClosureEvent,
    ClosureFieldAcceptance,
    ClosureSignature,
    ClosureSignatureImage,
)
from casebook.closures.rules import CLAIMED, ClosureStatus
from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.ledger import queries as ledger
from casebook.ledger.rules import GROUPS, AquiferGroup
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import ClosureOrigin, SignatureRole
    from casebook.db.paging import Page


@dataclass(frozen=True)
class ClosureFilter:
    """What a list of closures is narrowed to; empty means all."""

    status: ClosureStatus | None = None
    is_claimed: bool = False
    """Reported or accepted, not booked yet: what the board shows as claimed."""
    origin: ClosureOrigin | None = None
    year: int | None = None
    """Of the closing day."""
    division_code: str = ""
    aquifer_group: AquiferGroup | None = None
    text: str = ""
    """Part of the closure's number or of the well's code."""
    as_of: date | None = None
    """Claimed at the end of this Chinese day, not now."""


@dataclass(frozen=True)
class Claimed:
    """What is reported or accepted and not yet booked, in one township and aquifer group."""

    division_code: str
    aquifer_group: AquiferGroup
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


def closures_by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Closure]:
    """Return closures by their ids."""
    return {one.id: one for one in session.scalars(select(Closure).where(Closure.id.in_(list(ids))))}


def page_closures(
    session: Session,
    *,
    actor: Actor,
    wanted: ClosureFilter,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Closure]:
    """Return a page of closures, newest number first."""
    return page(
        session,
        _filtered(wanted, actor),
        columns=[Closure.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_waiting(session: Session, actor: Actor, *, most: int) -> list[Closure]:
    """Return closures of which the next act is one of this officer's roles, by number."""
    of_role = {
        Permission.CLOSURE_ACCEPT: ClosureStatus.REPORTED,
        Permission.CLOSURE_CONFIRM: ClosureStatus.ACCEPTED,
        Permission.CLOSURE_REPORT: ClosureStatus.RETURNED,
    }
    statuses = [status for permission, status in of_role.items() if actor.can(permission)]
    if not statuses:
        return []
    query = select(Closure).where(
        Closure.county_code == actor.county_code,
        Closure.division_code.startswith(actor.jurisdiction),
        Closure.status.in_(statuses),
    )
    return list(session.scalars(query.order_by(Closure.number).limit(most)))


def _filtered(wanted: ClosureFilter, actor: Actor) -> Select[Closure]:
    query = select(Closure).where(
        Closure.county_code == actor.county_code, Closure.division_code.startswith(actor.jurisdiction)
    )
    if wanted.status is not None:
        query = query.where(Closure.status == wanted.status)
    if wanted.is_claimed:
        was = Closure.status.in_(CLAIMED) if wanted.as_of is None else _was_claimed(wanted.as_of)
        query = query.where(was)
    if wanted.origin is not None:
        query = query.where(Closure.origin == wanted.origin)
    if wanted.year is not None:
        query = query.where(_closed_in(wanted.year))
    if wanted.division_code:
        query = query.where(Closure.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.aquifer_group is not None:
        aquifers = [aquifer for aquifer, group in GROUPS.items() if group is wanted.aquifer_group]
        query = query.where(_of_well(Well.aquifer.in_(aquifers)))
    if wanted.text:
        text = wanted.text.upper()
        code = _of_well(Well.code.contains(text, autoescape=True))
        query = query.where(or_(Closure.number.contains(text, autoescape=True), code))
    return query


def _of_well(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that a closure's well meets one; asked closure by closure, these are fewer."""
    return select(Well.rowid).where(Well.id == Closure.well_id, condition).correlate(Closure).exists()


def _closed_in(year: int) -> ColumnElement[bool]:
    return Closure.closed_on.between(date(year, 1, 1), date(year, 12, 31))


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


def find_field_acceptance(session: Session, closure_id: UUID) -> ClosureFieldAcceptance | None:
    """Return how a closure was accepted on site, or None where that was done at the desk."""
    query = select(ClosureFieldAcceptance).where(ClosureFieldAcceptance.closure_id == closure_id)
    return session.scalar(query)


def signature_images(session: Session, closure_id: UUID) -> dict[SignatureRole, str]:
    """Return the hashes of the signatures that were drawn on the glass."""
    query = select(ClosureSignatureImage.role, ClosureSignatureImage.image_hash)
    return dict(session.execute(query.where(ClosureSignatureImage.closure_id == closure_id)).all())


def list_confirmations(session: Session, closure_id: UUID) -> list[ClosureConfirmation]:
    """Return the confirmations given so far."""
    query = select(ClosureConfirmation).where(ClosureConfirmation.closure_id == closure_id)
    return list(session.scalars(query.order_by(ClosureConfirmation.rowid)))


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years in which wells were closed, the newest first.

    What was booked is known to the ledger's sums; only the few others are looked at.
    """
    year = func.extract("year", Closure.closed_on)
    under_way = (*CLAIMED, ClosureStatus.RETURNED)
    query = select(year).where(Closure.county_code == county_code, Closure.status.in_(under_way)).distinct()
    found = {int(one) for one in session.scalars(query)}
    return sorted(found | set(ledger.list_years(session, county_code)), reverse=True)


def claimed(
    session: Session, *, county_code: str, year: int, division: str = "", as_of: date | None = None
) -> list[Claimed]:
    """Return what was closed in a year and is reported or accepted, not booked: by township and aquifer.

    `as_of` takes each closure's status at the end of that Chinese day.
    """
    figures = (func.count(Closure.rowid), func.sum(Closure.full_year_m3), func.sum(Closure.this_year_m3))
    query = (
        select(Closure.division_code, Well.aquifer, *figures)
        .join(Well, Well.id == Closure.well_id)
        .where(
            Closure.county_code == county_code,
            _closed_in(year),
            Closure.status.in_(CLAIMED) if as_of is None else _was_claimed(as_of),
        )
        .group_by(Well.aquifer, Closure.division_code)
    )
    if division:
        query = query.where(Closure.division_code.startswith(division, autoescape=True))
    return [
        Claimed(code, GROUPS[aquifer], count, full, this)
        for code, aquifer, count, full, this in session.execute(query)
    ]


def _was_claimed(as_of: date) -> ColumnElement[bool]:
    """Return the condition that a closure's last event by the end of a day left it claimed."""
    end = clock.end_of_day(as_of)
    last = (
        select(ClosureEvent.to_status)
        .where(ClosureEvent.closure_id == Closure.id, ClosureEvent.at < end)
        .order_by(ClosureEvent.sequence.desc())
        .limit(1)
        .correlate(Closure)
        .scalar_subquery()
    )
    return last.in_(CLAIMED)
