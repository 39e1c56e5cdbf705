"""Reading interviews."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from casebook.db.paging import PAGE_SIZE, page
from casebook.inspections.models import Interview
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


def find_interview(session: Session, interview_id: UUID) -> Interview | None:
    """Return an interview, or None."""
    return session.scalar(select(Interview).where(Interview.id == interview_id))


def get_interview(session: Session, interview_id: UUID, actor: Actor) -> Interview:
    """Return an interview in the actor's jurisdiction, or raise NotFound."""
    found = find_interview(session, interview_id)
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("interview", interview_id)
    return found


def page_interviews(
    session: Session, *, actor: Actor, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[Interview]:
    """Return a page of interviews in the actor's jurisdiction, newest first."""
    query = select(Interview).where(
        Interview.county_code == actor.county_code, Interview.division_code.startswith(actor.jurisdiction)
    )
    return page(
        session,
        query.options(lazyload(Interview.lines)),
        columns=[Interview.started_at, Interview.id],
        key=lambda row: [row.started_at.isoformat(), row.id],
        cursor=cursor,
        descending=True,
        size=size,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def list_interviews_of(session: Session, inspection_id: UUID) -> list[Interview]:
    """Return the interviews that were held at an inspection, in their order."""
    query = select(Interview).where(Interview.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Interview.started_at, Interview.id)))
