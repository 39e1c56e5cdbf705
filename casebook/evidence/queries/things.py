"""Reading preservations and exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.db.paging import page
from casebook.evidence.models import EvidenceSubject, Exhibit, ExhibitMove, Preservation
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.evidence.rules import PreservationState


def get_preservation(session: Session, preservation_id: UUID, actor: Actor) -> Preservation:
    """Return a preservation that this person may see, or raise Forbidden or NotFound."""
    actor.need(Permission.EVIDENCE_SEE)
    found = session.scalar(select(Preservation).where(Preservation.id == preservation_id))
    if found is None or not actor.reaches(found.about.division_code):
        raise NotFound("preservation", preservation_id)
    return found


def page_preservations(
    session: Session, actor: Actor, *, status: PreservationState | None = None, cursor: str | None = None
) -> Page[Preservation]:
    """Return a page of preservations, newest first."""
    query = _within(select(Preservation).join(Preservation.about), Preservation, actor)
    if status is not None:
        query = query.where(Preservation.status == status)
    return page(
        session,
        query,
        columns=[Preservation.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def list_waiting_preservations(
    session: Session,
    actor: Actor,
    *,
    status: PreservationState,
    most: int,
    requested_by_id: UUID | None = None,
) -> list[Preservation]:
    """Return the oldest preservations in a state; those that one officer asked for, where it is named."""
    query = _within(select(Preservation).join(Preservation.about), Preservation, actor)
    query = query.where(Preservation.status == status)
    if requested_by_id is not None:
        query = query.where(Preservation.requested_by_id == requested_by_id)
    return list(session.scalars(query.order_by(Preservation.rowid).limit(most)))


def get_exhibit(session: Session, exhibit_id: UUID, actor: Actor) -> Exhibit:
    """Return an exhibit that this person may see, or raise Forbidden or NotFound."""
    actor.need(Permission.EVIDENCE_SEE)
    found = session.scalar(select(Exhibit).where(Exhibit.id == exhibit_id))
    if found is None or not actor.reaches(found.about.division_code):
        raise NotFound("exhibit", exhibit_id)
    return found


def page_exhibits(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[Exhibit]:
    """Return a page of exhibits, newest first."""
    query = _within(select(Exhibit).join(Exhibit.about), Exhibit, actor)
    return page(
        session,
        query,
        columns=[Exhibit.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def last_move(session: Session, exhibit_id: UUID) -> ExhibitMove:
    """Return an exhibit's newest hand-over; every exhibit has one."""
    query = select(ExhibitMove).where(ExhibitMove.exhibit_id == exhibit_id)
    found = session.scalar(query.order_by(ExhibitMove.sequence.desc()).limit(1))
    if found is None:
        raise NotFound("exhibit_move", exhibit_id)
    return found


def _within(query: Select[Any], row: type[Preservation | Exhibit], actor: Actor) -> Select[Any]:
    return query.where(
        row.county_code == actor.county_code,
        EvidenceSubject.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
