"""What officers were told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.db.paging import page
from casebook.notices.models import Notice

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.db.paging import Page


def was_told(session: Session, officer_id: UUID, key: str) -> bool:
    """Say whether an officer was told this."""
    query = select(Notice.rowid).where(Notice.officer_id == officer_id, Notice.key == key)
    return session.scalar(query) is not None


def page_notices(session: Session, officer_id: UUID, *, cursor: str | None = None) -> Page[Notice]:
    """Return a page of an officer's notices, newest first."""
    return page(
        session,
        select(Notice).where(Notice.officer_id == officer_id),
        columns=[Notice.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def unread_query(officer_id: UUID) -> Select[int]:
    """Return the query of how many notices an officer has not read, for a statement that asks more."""
    return select(func.count(Notice.rowid)).where(Notice.officer_id == officer_id, Notice.read_at.is_(None))


def count_unread(session: Session, officer_id: UUID) -> int:
    """Return how many notices an officer has not read."""
    return session.scalar(unread_query(officer_id)) or 0
