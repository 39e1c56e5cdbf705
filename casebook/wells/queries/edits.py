"""Reading corrections from the field and positions that visits propose."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, or_, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.wells.models import FieldEdit, PositionProposal
from casebook.wells.rules import EditState, ProposalState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


def list_edits_of(session: Session, source_id: UUID) -> list[FieldEdit]:
    """Return the fields of one edit by name."""
    query = select(FieldEdit).where(FieldEdit.source_id == source_id)
    return list(session.scalars(query.order_by(FieldEdit.field)))


def list_live_edits(session: Session, well_id: UUID, field: str) -> list[FieldEdit]:
    """Return the edits of a field that are weighed together, in the order in which they came."""
    query = select(FieldEdit).where(
        FieldEdit.well_id == well_id, FieldEdit.field == field, FieldEdit.is_live.is_(True)
    )
    return list(session.scalars(query.order_by(FieldEdit.rowid)))


def list_waiting_edits(session: Session, well_id: UUID, field: str | None = None) -> list[FieldEdit]:
    """Return the edits of a well, or of one field, that wait for a person, in the order of writing."""
    query = select(FieldEdit).where(FieldEdit.well_id == well_id, FieldEdit.state == EditState.CONFLICT)
    if field is not None:
        query = query.where(FieldEdit.field == field)
    return list(session.scalars(query.order_by(FieldEdit.field, FieldEdit.at, FieldEdit.source_id)))


def list_edits_of_wells(session: Session, well_ids: Collection[UUID]) -> list[FieldEdit]:
    """Return the edits of wells that wait for a person or are weighed with others, by field and writing."""
    query = select(FieldEdit).where(
        FieldEdit.well_id.in_(well_ids),
        or_(FieldEdit.state == EditState.CONFLICT, FieldEdit.is_live.is_(True)),
    )
    return list(session.scalars(query.order_by(FieldEdit.field, FieldEdit.at, FieldEdit.source_id)))


def page_conflicts(session: Session, actor: Actor, cursor: str | None = None) -> Page[FieldEdit]:
    """Return a page of the edits in reach that wait for a person, oldest first."""
    query = _in_reach(select(FieldEdit), FieldEdit, actor).where(FieldEdit.state == EditState.CONFLICT)
    return page(
        session,
        query,
        columns=[FieldEdit.received_at, FieldEdit.id],
        key=lambda row: [row.received_at.isoformat(), row.id],
        cursor=cursor,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def get_edit(session: Session, edit_id: UUID, actor: Actor) -> FieldEdit:
    """Return one field of an edit in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(FieldEdit).where(FieldEdit.id == edit_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("well_edit", edit_id)
    return found


def find_open_proposal(session: Session, well_id: UUID) -> PositionProposal | None:
    """Return the position that is proposed for a well, or None."""
    query = select(PositionProposal).where(
        PositionProposal.well_id == well_id, PositionProposal.state == ProposalState.PROPOSED
    )
    return session.scalar(query)


def list_declined(session: Session, well_id: UUID) -> list[PositionProposal]:
    """Return the positions that were proposed for a well and declined, oldest first."""
    query = select(PositionProposal).where(
        PositionProposal.well_id == well_id, PositionProposal.state == ProposalState.DECLINED
    )
    return list(session.scalars(query.order_by(PositionProposal.rowid)))


def page_proposals(session: Session, actor: Actor, cursor: str | None = None) -> Page[PositionProposal]:
    """Return a page of the proposed positions in reach that wait for a decision, oldest first."""
    query = _in_reach(select(PositionProposal), PositionProposal, actor)
    return page(
        session,
        query.where(PositionProposal.state == ProposalState.PROPOSED),
        columns=[PositionProposal.proposed_at, PositionProposal.id],
        key=lambda row: [row.proposed_at.isoformat(), row.id],
        cursor=cursor,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def get_proposal(session: Session, proposal_id: UUID, actor: Actor) -> PositionProposal:
    """Return a proposed position in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(PositionProposal).where(PositionProposal.id == proposal_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("proposal", proposal_id)
    return found


def count_waiting(session: Session, actor: Actor) -> tuple[int, int]:
    """Return how many corrections and how many positions wait for whoever keeps the register."""
    edits = _in_reach(select(func.count(FieldEdit.rowid)), FieldEdit, actor)
    places = _in_reach(select(func.count(PositionProposal.rowid)), PositionProposal, actor)
    return (
        session.scalar(edits.where(FieldEdit.state == EditState.CONFLICT)) or 0,
        session.scalar(places.where(PositionProposal.state == ProposalState.PROPOSED)) or 0,
    )


def _in_reach(query: Select[Any], model: type[FieldEdit | PositionProposal], actor: Actor) -> Select[Any]:
    return query.where(
        model.county_code == actor.county_code,
        model.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
