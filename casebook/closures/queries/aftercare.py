"""Reading publications of closures and looks back at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from casebook.closures.models import Closure, ClosurePublication, ClosureRecheck, EmergencyOpening
from casebook.closures.queries.works import work_flags_of
from casebook.closures.rules import Candidate, ClosureKind, ClosureStatus, RecheckResult
from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.volumes import queries as volumes
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


def find_publication(session: Session, closure_id: UUID) -> ClosurePublication | None:
    """Return the publication of a closure, or None."""
    return session.scalar(select(ClosurePublication).where(ClosurePublication.closure_id == closure_id))


def list_rechecks(session: Session, closure_id: UUID) -> list[ClosureRecheck]:
    """Return the looks back at a closure, the first drawn first."""
    query = select(ClosureRecheck).where(ClosureRecheck.closure_id == closure_id)
    return list(session.scalars(query.order_by(ClosureRecheck.drawn_on, ClosureRecheck.rowid)))


def get_recheck(session: Session, recheck_id: UUID, actor: Actor) -> ClosureRecheck:
    """Return a look back in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(ClosureRecheck).where(ClosureRecheck.id == recheck_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("closure_recheck", recheck_id)
    return found


def page_rechecks(
    session: Session, *, actor: Actor, only_open: bool, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ClosureRecheck]:
    """Return a page of looks back, the latest drawn first."""
    query = select(ClosureRecheck).where(
        ClosureRecheck.county_code == actor.county_code,
        ClosureRecheck.division_code.startswith(actor.jurisdiction),
    )
    if only_open:
        query = query.where(ClosureRecheck.done_on.is_(None))
    return page(
        session,
        query,
        columns=[ClosureRecheck.drawn_on, ClosureRecheck.rowid],
        key=lambda row: [row.drawn_on, row.rowid],
        cursor=cursor,
        descending=True,
        size=size,
    )


def list_pumped(session: Session, actor: Actor, *, most: int) -> list[tuple[ClosureRecheck, Closure]]:
    """Return looks back that found water taken without leave, while the closing still stands; by number."""
    by_leave = select(EmergencyOpening.rowid).where(
        EmergencyOpening.well_id == ClosureRecheck.well_id,
        EmergencyOpening.opened_on <= ClosureRecheck.done_on,
        func.coalesce(EmergencyOpening.sealed_on, EmergencyOpening.until_on) >= ClosureRecheck.done_on,
    )
    query = (
        select(ClosureRecheck, Closure)
        .join(Closure, Closure.id == ClosureRecheck.closure_id)
        .where(
            ClosureRecheck.county_code == actor.county_code,
            ClosureRecheck.division_code.startswith(actor.jurisdiction),
            ClosureRecheck.result == RecheckResult.PUMPED,
            Closure.status == ClosureStatus.CONFIRMED,
            ~by_leave.correlate(ClosureRecheck).exists(),
        )
        .order_by(Closure.number, ClosureRecheck.rowid)
    )
    return [(recheck, closure) for recheck, closure in session.execute(query.limit(most))]


def candidates(
    session: Session, actor: Actor, year: int, *, seed: str, on: date
) -> list[tuple[Candidate, Closure]]:
    """Return the booked closures of a year that can be drawn by a seed, with what speaks of risk.

    Neither those that an open look back waits for, nor those that this seed has drawn before.
    """
    found = _to_draw(session, actor, year, seed)
    known = wells.list_wells(session, {one.well_id for one in found})
    used = volumes.last_use_of(session, [one.well_id for one in found])
    done = ClosureRecheck.county_code == actor.county_code, ClosureRecheck.done_on.is_not(None)
    seen = set(session.scalars(select(ClosureRecheck.closure_id).where(*done)))
    flags = work_flags_of(session, found, known)
    rows = []
    for one in found:
        well = known[one.well_id]
        last_use = used.get(one.well_id)
        is_used = last_use is not None and Month.of(one.closed_on) < Month.of(min(last_use, on))
        rows.append(
            (
                Candidate(
                    number=one.number,
                    is_reserve=one.kind is ClosureKind.MOTHBALLED,
                    has_power=bool(well.electricity_account),
                    flags=len(flags[one.id]),
                    used_after=is_used,
                    was_seen=one.id in seen,
                ),
                one,
            )
        )
    return rows


def _to_draw(session: Session, actor: Actor, year: int, seed: str) -> list[Closure]:
    first, last = Month(year, 1).first, Month(year, 12).last
    waiting = select(ClosureRecheck.rowid).where(
        ClosureRecheck.closure_id == Closure.id,
        or_(ClosureRecheck.done_on.is_(None), ClosureRecheck.draw == seed),
    )
    query = select(Closure).where(
        Closure.county_code == actor.county_code,
        Closure.division_code.startswith(actor.jurisdiction),
        Closure.status == ClosureStatus.CONFIRMED,
        Closure.closed_on.between(first, last),
        ~waiting.correlate(Closure).exists(),
    )
    return list(session.scalars(query.order_by(Closure.number)))
