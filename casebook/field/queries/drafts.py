"""Unfinished forms that an exported outbox carried in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.field.models import FieldDraft

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def list_drafts(session: Session, officer_id: UUID) -> list[FieldDraft]:
    """Return an officer's carried drafts, the oldest first."""
    wanted = select(FieldDraft).where(FieldDraft.officer_id == officer_id)
    return list(session.scalars(wanted.order_by(FieldDraft.rowid)))


def find_draft(session: Session, officer_id: UUID, draft_id: UUID) -> FieldDraft | None:
    """Return one of an officer's carried drafts, or None."""
    wanted = select(FieldDraft).where(FieldDraft.officer_id == officer_id, FieldDraft.draft_id == draft_id)
    return session.scalar(wanted)
