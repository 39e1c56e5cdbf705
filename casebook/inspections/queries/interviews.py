"""Reading interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.inspections.models import Interview
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def find_interview(session: Session, interview_id: UUID) -> Interview | None:
    """Return an interview, or None."""
    return session.scalar(select(Interview).where(Interview.id == interview_id))


def get_interview(session: Session, interview_id: UUID, actor: Actor) -> Interview:
    """Return an interview in the actor's jurisdiction, or raise NotFound."""
    found = find_interview(session, interview_id)
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("interview", interview_id)
    return found


def list_interviews_by_well(session: Session, well_id: UUID) -> list[Interview]:
    """Return the interviews about a well, newest first."""
    query = select(Interview).where(Interview.well_id == well_id)
    return list(session.scalars(query.order_by(Interview.started_at.desc(), Interview.id.desc())))


def list_interviews_of(session: Session, inspection_id: UUID) -> list[Interview]:
    """Return the interviews that were held at an inspection, in their order."""
    query = select(Interview).where(Interview.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Interview.started_at, Interview.id)))
