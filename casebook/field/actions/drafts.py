"""Unfinished forms that an exported outbox carried in: kept for their officer until they are not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.field.models import FieldDraft
from casebook.field.queries import drafts

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.devices.models import Device


def keep_draft(
    session: Session,
    *,
    device: Device,
    draft_id: UUID,
    content: bytes,
    made_at: datetime,
    carried_by: str,
    now: datetime,
) -> None:
    """Keep a draft that a tablet is known to have exported at `made_at`; of two exports the later stays."""
    known = drafts.find_draft(session, device.officer_id, draft_id)
    if known is not None and known.made_at >= made_at:
        return
    row = known or FieldDraft(
        county_code=device.county_code,
        officer_id=device.officer_id,
        device_id=device.id,
        draft_id=draft_id,
    )
    row.content, row.made_at = content, made_at
    row.device_id = device.id
    row.carried_by, row.loaded_at = carried_by, now
    session.add(row)
    session.flush()


def dismiss_draft(session: Session, *, device: Device, draft_id: UUID) -> None:
    """Forget a carried draft of a tablet's officer; nothing when it is gone already."""
    known = drafts.find_draft(session, device.officer_id, draft_id)
    if known is not None:
        session.delete(known)
        session.flush()


def forget_filed(session: Session) -> int:
    """Forget the carried drafts whose records have come since; return how many."""
    filed = drafts.list_filed(session)
    for draft in filed:
        session.delete(draft)
    session.flush()
    return len(filed)
