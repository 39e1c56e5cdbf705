"""Unfinished forms that an exported outbox carried in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.field.models import FieldDraft, FieldOperation
from casebook.field.rules.drafts import record_of
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def list_drafts(session: Session, officer_id: UUID) -> list[FieldDraft]:
    """Return an officer's carried drafts whose records have not come yet, the oldest first."""
    wanted = select(FieldDraft).where(FieldDraft.officer_id == officer_id)
    found = list(session.scalars(wanted.order_by(FieldDraft.rowid)))
    filed = {draft.id for draft in _filed_among(session, found)}
    return [draft for draft in found if draft.id not in filed]


def list_filed(session: Session) -> list[FieldDraft]:
    """Return the carried drafts, whoever's, whose records have come since."""
    return _filed_among(session, list(session.scalars(select(FieldDraft))))


def _filed_among(session: Session, found: Sequence[FieldDraft]) -> list[FieldDraft]:
    records = {draft.id: record_of(draft.content) for draft in found}
    wanted = select(FieldOperation.officer_id, FieldOperation.record_id).where(
        FieldOperation.record_id.in_({record for record in records.values() if record is not None})
    )
    filed = (
        {(row.officer_id, row.record_id) for row in session.execute(wanted)} if any(records.values()) else ()
    )
    return [draft for draft in found if (draft.officer_id, records[draft.id]) in filed]


def find_draft(session: Session, officer_id: UUID, draft_id: UUID) -> FieldDraft | None:
    """Return one of an officer's carried drafts, or None."""
    wanted = select(FieldDraft).where(FieldDraft.officer_id == officer_id, FieldDraft.draft_id == draft_id)
    return session.scalar(wanted)


def get_own_draft(session: Session, draft_id: UUID, officer_id: UUID) -> FieldDraft:
    """Return one of an officer's carried drafts, or raise NotFound."""
    found = find_draft(session, officer_id, draft_id)
    if found is None:
        raise NotFound("draft", draft_id)
    return found
